"""Why a week did not take place, or has not yet: a code and its facts, which are stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.core.outbox.trouble import Trouble


class NoteCode(StrEnum):
    """Each reason, with the names of its facts in a comment."""

    ALL_READ = "all-read"
    AWAY = "away"
    OVERTAKEN = "overtaken"
    ON_BREAK = "on-break"
    CONTINUES = "continues"  # week, part, of: which week goes on, and its `Part`
    CATCH_UP = "catch-up"  # the same fact as BY_HAND
    BY_HAND = "by-hand"  # weekday: the club's, if the slot had been moved to another
    CLUB_CLOSED = "club-closed"
    NOT_POSTED = "not-posted"  # trouble, trouble_facts: the trouble of the post
    NOT_POSTED_YET = "not-posted-yet"  # the same facts
    AS_STORED = "as-stored"  # sentence: as stored by versions without codes


@dataclass(frozen=True, slots=True)
class Note:
    """`code` is a `NoteCode`, or a word that a newer version stored. `facts` fit into JSON.

    An old row may have a `sentence` among its facts, which is shown as it is.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Which of the slots of a paper that takes several."""

    number: int
    of: int


def part_of(note: Note) -> Part:
    """Return the part that begins in a slot with this note, a `CONTINUES`."""
    return Part(int(note.facts["part"]), int(note.facts["of"]))


def not_posted(code: NoteCode, trouble: Trouble | None) -> Note:
    """Return the note of a week whose post is held up or was given up."""
    return Note(code, {"trouble": trouble.code, "trouble_facts": trouble.facts} if trouble else {})
