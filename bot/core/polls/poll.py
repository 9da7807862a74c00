"""The result of a poll: who won, by how many votes, and by which rule. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PollResult:
    """The outcome of a poll. `winner` is the paper to read next; None if nobody voted for an unread paper.

    `votes` are the winner's, out of `cast` in all. The papers in `tied` got as many votes and came later in the poll.
    Those in `passed_over` ranked before the winner, but the club had read them in the meantime.
    """

    winner: str | None
    votes: int
    cast: int
    tied: tuple[str, ...]
    passed_over: tuple[str, ...]


def result_of(candidates: Sequence[str], votes: Sequence[int], read: Collection[str] = ()) -> PollResult:
    """Return the result. Most votes win. In a tie, the paper listed first in the poll wins, in the syllabus' order.

    Papers that the club read while the poll ran are passed over.
    """
    cast = sum(votes)
    ranked = _ranked(candidates, votes)
    index = next((index for index, (key, _) in enumerate(ranked) if key not in read), len(ranked))
    passed_over = tuple(key for key, _ in ranked[:index])
    if index == len(ranked):
        return PollResult(None, 0, cast, (), passed_over)
    winner, most = ranked[index]
    tied = tuple(key for key, count in ranked[index + 1 :] if count == most)
    return PollResult(winner, most, cast, tied, passed_over)


def stored_result(candidates: Sequence[str], votes: Sequence[int], winner: str | None) -> PollResult:
    """Return the result as it was counted: papers that rank before the winner were passed over then."""
    ranked = [key for key, _ in _ranked(candidates, votes)]
    gave_way = ranked[: ranked.index(winner)] if winner in ranked else ranked
    return result_of(candidates, votes, gave_way)


def _ranked(candidates: Sequence[str], votes: Sequence[int]) -> list[tuple[str, int]]:
    """Return the candidates with votes. Sorting keeps ties in the order of the poll."""
    voted = [(key, count) for key, count in zip(candidates, votes, strict=False) if count > 0]
    return sorted(voted, key=lambda found: -found[1])


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll about what to read next. `candidates` are paper keys in the order of its answers.

    `votes` are in the same order, once they are counted. `week_id` is the week that reads the winner.
    """

    id: int
    club_id: int
    candidates: tuple[str, ...]
    closes_at: datetime
    channel_id: int
    message_id: int | None
    winner: str | None
    is_open: bool
    votes: tuple[int, ...] | None = None
    week_id: int | None = None

    @property
    def result(self) -> PollResult | None:
        """The result; None until the poll is counted."""
        return None if self.votes is None else stored_result(self.candidates, self.votes, self.winner)
