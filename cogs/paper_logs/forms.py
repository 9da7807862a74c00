"""The form of a paper log. Nothing about it is kept in memory: its custom id says where its text belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.paper_logs.log_text import PART_LIMIT, PARTS, LogText
from bot.core.text.characters import storable
from cogs.ui.buttons import ROW_ID
from cogs.ui.custom_ids import LIMIT, SHORT_NUMBER, custom_id, short_number, template
from cogs.ui.escaping import clip
from cogs.ui.forms import MOST_TYPED, TITLE_LIMIT, Form, filled_in
from cogs.ui.wording import t

if TYPE_CHECKING:
    from typing import Self

    from bot.core.paper_logs.draft import Draft
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.services.paper_logs.destinations import LogDestination
    from cogs.ui.interactions import ClubInteraction

FEATURE, ACTION = "logs", "form"
LONGEST_KEY = 40
ID = rf"({ROW_ID.pattern})"
# The draft may have another text by the time the form is sent, so the id says which revision filled the form.
DRAFT = ID + rf"(?:\.({SHORT_NUMBER}))?"
TEMPLATE = re.compile(template(FEATURE, ACTION, ID, ID, ID, DRAFT, r"([a-z0-9-]{1,60})"))
OURS = f"pc:{FEATURE}:{ACTION}:"


@dataclass(frozen=True, slots=True)
class FormDestination:
    """Where a form's text belongs: the log that it edits, or the draft that filled it and that draft's revision."""

    paper_key: str
    club_id: int | None = None
    week_id: int | None = None
    log_id: int | None = None
    draft_id: int | None = None
    draft_revision: int | None = None

    @classmethod
    def at(cls, destination: LogDestination) -> Self:
        return cls(
            destination.paper_key,
            destination.club.id if destination.club else None,
            destination.week.id if destination.week else None,
        )

    @classmethod
    def of_log(cls, log: PaperLog) -> Self:
        """Return the destination of a form that edits this log."""
        return cls(log.paper_key, log_id=log.id)

    @classmethod
    def of_draft(cls, draft: Draft) -> Self:
        return cls(draft.paper_key, draft.club_id, draft.week_id, draft.log_id, draft.id, draft.revision)

    @classmethod
    def read(cls, identity: str) -> Self | None:
        """Return the destination in a form's custom id, or None if the id is not one of ours."""
        found = TEMPLATE.fullmatch(identity)
        if found is None:
            return None
        *ids, revision, key = found.groups()
        club_id, week_id, log_id, draft_id = (int(part) or None for part in ids)
        return cls(key, club_id, week_id, log_id, draft_id, int(revision, 36) if revision else None)

    @property
    def custom_id(self) -> str:
        club, week, log, draft = (str(part or 0) for part in (self.club_id, self.week_id, self.log_id, self.draft_id))
        if self.draft_revision:
            draft += f".{short_number(self.draft_revision)}"
        room = LIMIT - len(custom_id(FEATURE, ACTION, club, week, log, draft, ""))
        return custom_id(FEATURE, ACTION, club, week, log, draft, self.paper_key[: min(LONGEST_KEY, room)])


def log_form(destination: FormDestination, short_name: str, where: str, text: LogText | None = None) -> Form:
    """Return the form, filled with `text`. `where` is a sentence about where the log will go."""
    fields = [_box(part, getattr(text, part, "")) for part in PARTS]
    return Form(
        clip(t("paper-logs-form", paper=short_name), TITLE_LIMIT), destination.custom_id, ui.TextDisplay(where), *fields
    )


def read_form(interaction: ClubInteraction, identity: str) -> tuple[FormDestination | None, LogText]:
    """Return what was sent, and where it belongs. A missing field counts as empty."""
    typed = filled_in(interaction)
    return FormDestination.read(identity), LogText.typed(*(typed.get(part, "") for part in PARTS))


def _box(part: str, typed: str) -> ui.Label[Any]:
    """Return a text field. It may be empty or too long: the core refuses the part, and no text is lost."""
    box: ui.TextInput[Any] = ui.TextInput(
        style=discord.TextStyle.paragraph,
        custom_id=part,
        placeholder=t("paper-logs-hint", field=part),
        default=storable(typed)[:MOST_TYPED] or None,
        required=False,
        max_length=min(max(PART_LIMIT, len(typed)), MOST_TYPED),
    )
    return ui.Label(text=t("ui-field", field=part), component=box)
