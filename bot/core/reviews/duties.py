"""What one member has to do with a week's reviews. Every page and message asks here, so that all say the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.privacy.member_data import is_erased
from bot.core.reviews.reallocation import DutyState

if TYPE_CHECKING:
    from collections.abc import Iterable


class DutyFate(StrEnum):
    """What happened to a review that its reviewer no longer has to write."""

    GIVEN = "given"  # to somebody else
    POOLED = "pooled"  # they gave it back, and nobody else could be assigned
    RELEASED = "released"  # near the end: anybody may write it, including them


@dataclass(frozen=True, slots=True)
class Assignment:
    """A review that somebody is assigned or has written. `is_owed` if they were assigned it."""

    reviewer: int
    author: int
    log_id: int
    state: DutyState
    is_owed: bool


@dataclass(frozen=True, slots=True)
class FreedReview:
    """A review that a member had to write and no longer has to."""

    reviewer: int
    author: int
    log_id: int
    fate: DutyFate


@dataclass(frozen=True, slots=True)
class Duties:
    """One member's part in a week's reviews.

    `to_write` are reviews they are assigned, `taken_on` those they started unasked. `free` are still theirs to write,
    but anybody else may too, and nobody has yet. `given_on` were theirs and no longer are.
    """

    written: tuple[Assignment, ...] = ()
    to_write: tuple[Assignment, ...] = ()
    taken_on: tuple[Assignment, ...] = ()
    free: tuple[FreedReview, ...] = ()
    given_on: tuple[FreedReview, ...] = ()

    @property
    def has_helped(self) -> bool:
        """Whether there is something to thank them for. Owing nothing is not enough."""
        return bool(self.written)

    @property
    def is_done(self) -> bool:
        """Whether they have written what was theirs, and nothing is left."""
        return self.has_helped and not (self.to_write or self.free)


class WeekDuties:
    """Who has done what in a week, and what is left. Counts each log's reviews once, however many members ask."""

    def __init__(self, assignments: Iterable[Assignment], freed: Iterable[FreedReview]) -> None:
        self._mine: defaultdict[int, list[Assignment]] = defaultdict(list)
        self._freed: defaultdict[int, list[FreedReview]] = defaultdict(list)
        # Per log: reviews that were assigned (a review that passed to somebody else counts with the new reviewer),
        # reviews that are written or in progress, and written ones.
        self._planned, self._at_hand, self._done = Counter[int](), Counter[int](), Counter[int]()
        for one in assignments:
            self._mine[one.reviewer].append(one)
            self._at_hand[one.log_id] += 1
            self._planned[one.log_id] += one.is_owed
            self._done[one.log_id] += one.state is DutyState.DONE
        for each in freed:
            self._freed[each.reviewer].append(each)
            self._planned[each.log_id] += each.fate is not DutyFate.GIVEN

    @property
    def members(self) -> set[int]:
        """Everyone who has, or had, anything to do with the week's reviews, without members who were erased."""
        return {member for member in (*self._mine, *self._freed) if not is_erased(member)}

    @property
    def unwritten(self) -> int:
        """How many of the planned reviews are missing. A review by any other member fills a gap."""
        return (self._planned - self._done).total()

    def waits(self, log_id: int) -> bool:
        """Return whether the log needs a reviewer: nobody has reviewed it, or one of its planned reviews is free."""
        return not self._done[log_id] or self._has_room(log_id)

    def of(self, member: int) -> Duties:
        """Return what the member has done, still has to do, took on, and was freed of."""
        mine = self._mine.get(member, [])
        theirs = {one.log_id for one in mine}
        rid_of = [one for one in self._freed.get(member, []) if one.log_id not in theirs]
        undone = [one for one in mine if one.state is not DutyState.DONE]
        free = tuple(one for one in rid_of if one.fate is DutyFate.RELEASED and self._has_room(one.log_id))
        return Duties(
            written=tuple(one for one in mine if one.state is DutyState.DONE),
            to_write=tuple(one for one in undone if one.is_owed),
            taken_on=tuple(one for one in undone if not one.is_owed),
            free=free,
            given_on=tuple(one for one in rid_of if one not in free),
        )

    def _has_room(self, log_id: int) -> bool:
        return self._planned[log_id] > self._at_hand[log_id]
