"""The form in which a review is written, and what comes back of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.reviews import QUESTION, QUESTION_LIMIT, STRONGEST, STRONGEST_LIMIT, Rating, ReviewText
from cogs.reviews.buttons import FEATURE, ID
from cogs.ui.custom_ids import SHORT_NUMBER, custom_id, short_number, template
from cogs.ui.forms import TITLE_LIMIT, Form, chosen, typed
from cogs.ui.inert import clip

if TYPE_CHECKING:
    from collections.abc import Mapping

# The interaction that brought what the form was filled with ends its id: by then the draft may hold another text.
FORM = re.compile(template(FEATURE, "form", ID + rf"(?::(?P<filled>{SHORT_NUMBER}))?"))
OURS = f"pc:{FEATURE}:form:"
# The rated parts: the field's id (the name in `ReviewText`), its label, and what is asked.
RATED = (
    ("problem_and_approach", "Problem and approach", "Would somebody who skipped the paper understand what was done?"),
    ("key_result", "Key result", "Is there one concrete result, and does the paper show it?"),
    ("limitation", "Limitation", "Is it about this paper, or could it be said of any?"),
)
STRONGEST_HINT = "Copied from the log, word for word"
QUESTION_HINT = "Something you would like its author to answer"


def review_form(log_id: int, short_name: str, draft: ReviewText | None, filled_from: int | None = None) -> Form:
    """Five fields, which is all that a form holds; filled with what was typed before."""
    ratings = [
        chosen(label, name, Rating, hint=hint, default=getattr(draft, name) if draft else "")
        for name, label, hint in RATED
    ]
    strongest, question = (draft.strongest, draft.question) if draft else ("", "")
    return Form(
        clip(f"Review of a log on {short_name}", TITLE_LIMIT),
        custom_id(FEATURE, "form", str(log_id), *([short_number(filled_from)] if filled_from else [])),
        *ratings,
        typed(STRONGEST, "strongest", limit=STRONGEST_LIMIT, hint=STRONGEST_HINT, default=strongest),
        typed(QUESTION, "question", limit=QUESTION_LIMIT, hint=QUESTION_HINT, default=question),
    )


def review_text(fields: Mapping[str, str]) -> ReviewText | None:
    """What was typed, not yet known to be acceptable; None for ratings that the form does not offer."""
    ratings = [fields.get(name, "") for name, _, _ in RATED]
    if any(rating not in set(Rating) for rating in ratings):
        return None
    problem_and_approach, key_result, limitation = map(Rating, ratings)
    return ReviewText(
        problem_and_approach, key_result, limitation, fields.get("strongest", ""), fields.get("question", "")
    )
