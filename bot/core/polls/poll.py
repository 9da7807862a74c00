"""The result of a poll: who won, by how many votes, and by which rule. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.ballots.counting import outcome_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.ballots.ballot import Ballot
    from bot.core.ballots.outcome import Method, Outcome


class PollKind(StrEnum):
    """How members vote. The value is stored.

    `NATIVE`: a poll of Discord, which keeps the votes. `RANKED`: ballots that put papers in order, which the bot keeps
    until it has counted them.
    """

    NATIVE = "native"
    RANKED = "ranked"


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

    `votes` are in the same order, once they are counted; for ranked ballots, they are the first choices. `week_id` is
    the week that reads the winner.

    A ranked poll has a `method`. Once it is counted, `rankings` are its ballots, without names and in an order that
    tells nothing, and `left_out` are the candidates that had been read by then.
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
    kind: PollKind = PollKind.NATIVE
    method: Method | None = None
    rankings: tuple[Ballot, ...] | None = None
    left_out: tuple[str, ...] = ()

    @property
    def result(self) -> PollResult | None:
        """The result; None until the poll is counted."""
        return None if self.votes is None else stored_result(self.candidates, self.votes, self.winner)

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of ranked ballots; None until they are counted, and for native polls."""
        if self.rankings is None or self.method is None:
            return None
        known = set(self.candidates)
        ballots = [tuple(paper for paper in ranking if paper in known) for ranking in self.rankings]
        return outcome_of(self.method, self.candidates, ballots, self.left_out)


def voted_order(candidates: Sequence[str], votes: Sequence[int], read: Collection[str] = ()) -> list[str]:
    """Return the unread candidates that got votes, the winner of a native poll first."""
    return [key for key, _ in _ranked(candidates, votes) if key not in read]
