"""The form of a takeaway. Nothing about it is kept in memory: its custom id says which week it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.takeaways.takeaway import NOTHING, QUESTION, QUESTION_LIMIT, SENTENCE, SENTENCE_LIMIT, TakeawayText
from bot.core.text.characters import storable
from cogs.ui.buttons import MARKER
from cogs.ui.custom_ids import custom_id, template
from cogs.ui.escaping import clip
from cogs.ui.forms import TITLE_LIMIT, Form, filled_in, typed
from cogs.ui.wording import t

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction

FEATURE, ACTION = "takeaways", "form"
TEMPLATE = re.compile(template(FEATURE, ACTION, rf"({MARKER.pattern})"))
OURS = f"pc:{FEATURE}:{ACTION}:"


def takeaway_form(key: str, short_name: str, text: TakeawayText | None, *, is_change: bool) -> Form:
    """Return the form, filled with `text`. A takeaway that counts already can be withdrawn with an empty form."""
    before = text or NOTHING
    sentence = typed(
        t("ui-field", field=SENTENCE),
        SENTENCE,
        limit=SENTENCE_LIMIT,
        hint=t("takeaways-hint", field=SENTENCE, is_change=is_change),
        default=storable(before.sentence),
        is_required=not is_change,
    )
    question = typed(
        t("ui-field", field=QUESTION),
        QUESTION,
        limit=QUESTION_LIMIT,
        hint=t("takeaways-hint", field=QUESTION, is_change=is_change),
        default=storable(before.question),
        is_required=False,
    )
    return Form(
        clip(t("takeaways-form", paper=short_name), TITLE_LIMIT), custom_id(FEATURE, ACTION, key), sentence, question
    )


def read_form(interaction: ClubInteraction, identity: str) -> tuple[str | None, TakeawayText]:
    """Return the key of the week's message, None if the id is not one of ours, and what was typed."""
    found, fields = TEMPLATE.fullmatch(identity), filled_in(interaction)
    return found and found[1], TakeawayText.typed(fields.get(SENTENCE, ""), fields.get(QUESTION, ""))
