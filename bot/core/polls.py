"""What came of a poll: who won, by how many votes, and by which rule. Pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class PollResult:
    """`winner` is what is read next, None where nobody voted for anything that is still unread.

    `votes` are those for it, of `cast` in all. `tied` had as many, and were listed after it in the poll. `passed_over`
    had more, or as many and were listed before it, but were read meanwhile.
    """

    winner: str | None
    votes: int
    cast: int
    tied: tuple[str, ...]
    passed_over: tuple[str, ...]


def result_of(candidates: Sequence[str], votes: Sequence[int], read: Collection[str] = ()) -> PollResult:
    """Most votes win; of equal ones, the one that is listed first in the poll, which is the syllabus' own order.

    What the club has read while the poll ran gives way to the next.
    """
    cast = sum(votes)
    ranked = _ranked(candidates, votes)
    place = next((place for place, (key, _) in enumerate(ranked) if key not in read), len(ranked))
    passed_over = tuple(key for key, _ in ranked[:place])
    if place == len(ranked):
        return PollResult(None, 0, cast, (), passed_over)
    winner, most = ranked[place]
    tied = tuple(key for key, count in ranked[place + 1 :] if count == most)
    return PollResult(winner, most, cast, tied, passed_over)


def stored_result(candidates: Sequence[str], votes: Sequence[int], winner: str | None) -> PollResult:
    """The same, as it was when the poll was counted: whatever ranks before the winner gave way then."""
    ranked = [key for key, _ in _ranked(candidates, votes)]
    gave_way = ranked[: ranked.index(winner)] if winner in ranked else ranked
    return result_of(candidates, votes, gave_way)


def _ranked(candidates: Sequence[str], votes: Sequence[int]) -> list[tuple[str, int]]:
    """Those that anybody voted for. Sorting keeps equal ones in the order of the poll."""
    voted = [(key, count) for key, count in zip(candidates, votes, strict=False) if count > 0]
    return sorted(voted, key=lambda found: -found[1])
