"""What one member has to do with a week's reviews. Every page and every message asks here, so that all say the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.review_duties import DutyState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Fate(StrEnum):
    """What became of a review that its reviewer no longer has to write."""

    GIVEN = "given"  # to somebody else
    POOLED = "pooled"  # they gave it back, and nobody else could be named
    RELEASED = "released"  # near the end: anybody may write it, and they still can


@dataclass(frozen=True, slots=True)
class Assignment:
    """A review that somebody is to write, or has written. `is_owed` where they were named for it."""

    reviewer: int
    author: int
    log_id: int
    state: DutyState
    is_owed: bool


@dataclass(frozen=True, slots=True)
class Freed:
    """A review that was somebody's to write."""

    reviewer: int
    author: int
    log_id: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Duties:
    """One member's part in a week's reviews.

    `to_write` are those they are named for, `taken_on` those they began unasked. `free` are still theirs to write:
    anybody else may too, and nobody has yet. `given_on` were theirs and are no longer.
    """

    written: tuple[Assignment, ...] = ()
    to_write: tuple[Assignment, ...] = ()
    taken_on: tuple[Assignment, ...] = ()
    free: tuple[Freed, ...] = ()
    given_on: tuple[Freed, ...] = ()

    @property
    def has_helped(self) -> bool:
        """Whether there is something to thank them for. To owe nothing is not to have done something."""
        return bool(self.written)

    @property
    def is_done(self) -> bool:
        """Whether they have written what was theirs, and nothing of it is left."""
        return self.has_helped and not (self.to_write or self.free)


def duties_of(member: int, assignments: Sequence[Assignment], freed: Iterable[Freed]) -> Duties:
    """What the member has done, has still to do, took on, and was freed of."""
    all_freed = list(freed)
    mine = [assignment for assignment in assignments if assignment.reviewer == member]
    at_hand = {assignment.log_id for assignment in mine}
    open_slots = _planned(assignments, all_freed) - Counter(assignment.log_id for assignment in assignments)
    rid_of = [one for one in all_freed if one.reviewer == member and one.log_id not in at_hand]
    undone = [assignment for assignment in mine if assignment.state is not DutyState.DONE]
    free = tuple(one for one in rid_of if one.fate is Fate.RELEASED and open_slots[one.log_id])
    return Duties(
        written=tuple(assignment for assignment in mine if assignment.state is DutyState.DONE),
        to_write=tuple(assignment for assignment in undone if assignment.is_owed),
        taken_on=tuple(assignment for assignment in undone if not assignment.is_owed),
        free=free,
        given_on=tuple(one for one in rid_of if one not in free),
    )


def waits(log_id: int, assignments: Iterable[Assignment], freed: Iterable[Freed]) -> bool:
    """Whether the log needs a reviewer still: nobody has reviewed it, or a review that it was to get is free."""
    of_log = [assignment for assignment in assignments if assignment.log_id == log_id]
    is_reviewed = any(assignment.state is DutyState.DONE for assignment in of_log)
    return not is_reviewed or _planned(of_log, [one for one in freed if one.log_id == log_id])[log_id] > len(of_log)


def unwritten(assignments: Sequence[Assignment], freed: Iterable[Freed]) -> int:
    """How many of the reviews that the logs were to get are missing. Another member's review fills a gap."""
    done = Counter(assignment.log_id for assignment in assignments if assignment.state is DutyState.DONE)
    return (_planned(assignments, freed) - done).total()


def _planned(assignments: Iterable[Assignment], freed: Iterable[Freed]) -> Counter[int]:
    """Log → how many reviews somebody was named for. What was given on is counted with whom it was given to."""
    owed = [assignment.log_id for assignment in assignments if assignment.is_owed]
    return Counter([*owed, *(one.log_id for one in freed if one.fate is not Fate.GIVEN)])
