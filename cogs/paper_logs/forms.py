"""The form of a paper log. Nothing of it is kept in memory: where its text belongs is in its custom id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.characters import storable
from bot.core.paper_logs import PART_LIMIT, PART_NAMES, LogText
from cogs.ui.custom_ids import LIMIT, SHORT_NUMBER, custom_id, short_number, template
from cogs.ui.forms import MOST_TYPED, TITLE_LIMIT, Form, filled_in
from cogs.ui.inert import clip

if TYPE_CHECKING:
    from typing import Self

    from bot.services.log_places import LogPlace
    from bot.storage.log_drafts import Draft
    from bot.storage.paper_logs import PaperLog
    from cogs.ui.interactions import ClubInteraction

FEATURE, ACTION = "logs", "form"
LONGEST_KEY = 40
FIELDS = ("problem", "approach", "key_result", "limitation")
HINTS = (
    "What was not possible, or not good enough, before?",
    "What did the authors do about it, as you would tell a friend?",
    "One finding, with its number and what it was measured against",
    "What does the paper leave out, assume, or not show?",
)
ID = r"(\d{1,18})"
# A draft may hold another text by the time the form is sent, so its form says which text it was filled with.
DRAFT = ID + rf"(?:\.({SHORT_NUMBER}))?"
TEMPLATE = re.compile(template(FEATURE, ACTION, ID, ID, ID, DRAFT, r"([a-z0-9-]{1,60})"))
OURS = f"pc:{FEATURE}:{ACTION}:"


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Where what is typed belongs: the log that it changes, the draft that it was filled from and which text of it."""

    paper_key: str
    club_id: int | None = None
    week_id: int | None = None
    log_id: int | None = None
    draft_id: int | None = None
    draft_revision: int | None = None

    @classmethod
    def at(cls, place: LogPlace) -> Self:
        return cls(place.paper_key, place.club.id if place.club else None, place.week.id if place.week else None)

    @classmethod
    def of_log(cls, log: PaperLog) -> Self:
        """The log knows its place."""
        return cls(log.paper_key, log_id=log.id)

    @classmethod
    def of_draft(cls, draft: Draft) -> Self:
        return cls(draft.paper_key, draft.club_id, draft.week_id, draft.log_id, draft.id, draft.revision)

    @classmethod
    def read(cls, identity: str) -> Self | None:
        """From a form's custom id; None for one that no form of ours has."""
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


def log_form(place: FormPlace, short_name: str, where: str, text: LogText | None = None) -> Form:
    """The form, filled with `text`; `where` says in a sentence where it goes."""
    parts = zip(PART_NAMES, FIELDS, HINTS, strict=True)
    fields = [_part(name, field, hint, getattr(text, field, "")) for name, field, hint in parts]
    return Form(clip(f"Paper log · {short_name}", TITLE_LIMIT), place.custom_id, ui.TextDisplay(where), *fields)


def read_form(interaction: ClubInteraction, identity: str) -> tuple[FormPlace | None, LogText]:
    """What was sent, and where it belongs. A field that is missing counts as empty."""
    typed = filled_in(interaction)
    return FormPlace.read(identity), LogText.typed(*(typed.get(field, "") for field in FIELDS))


def _part(name: str, field: str, hint: str, typed: str) -> ui.Label[Any]:
    """An empty part is refused by the core, which keeps the other three; one that was too long is not cut off."""
    box: ui.TextInput[Any] = ui.TextInput(
        style=discord.TextStyle.paragraph,
        custom_id=field,
        placeholder=hint,
        default=storable(typed)[:MOST_TYPED] or None,
        required=False,
        max_length=min(max(PART_LIMIT, len(typed)), MOST_TYPED),
    )
    return ui.Label(text=name, component=box)
