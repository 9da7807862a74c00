"""Ranked ballots: which papers a member puts in which order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

# Paper keys, best first. A ballot may rank a part: it says that each of these is better than all the rest.
Ballot = tuple[str, ...]

MOST_CANDIDATES = 10


@dataclass(eq=False)
class RankedTwiceError(ClubError):
    paper: str


@dataclass(eq=False)
class NotOnBallotError(ClubError):
    paper: str


def checked(ranked: Iterable[str], candidates: Collection[str]) -> Ballot:
    """Return the ballot. An empty one takes the vote back. Raises ClubError, with the first paper that is wrong."""
    ballot: list[str] = []
    for paper in ranked:
        if paper not in candidates:
            raise NotOnBallotError(paper)
        if paper in ballot:
            raise RankedTwiceError(paper)
        ballot.append(paper)
    return tuple(ballot)


def without(ballots: Iterable[Ballot], left_out: Collection[str]) -> list[Ballot]:
    """Return the ballots as if these papers had never been candidates. Those that rank nothing else are dropped."""
    kept = (tuple(paper for paper in ballot if paper not in left_out) for ballot in ballots)
    return [ballot for ballot in kept if ballot]


def first_choices(candidates: Iterable[str], ballots: Iterable[Ballot]) -> dict[str, int]:
    """Return how many ballots put each candidate first among these candidates."""
    firsts = dict.fromkeys(candidates, 0)
    for ballot in ballots:
        best = next((paper for paper in ballot if paper in firsts), None)
        if best is not None:
            firsts[best] += 1
    return firsts


def ranked_by_anybody(candidates: Sequence[str], ballots: Iterable[Ballot]) -> tuple[str, ...]:
    """Return the candidates that are on at least one ballot, in the order of the vote."""
    ranked = {paper for ballot in ballots for paper in ballot}
    return tuple(paper for paper in candidates if paper in ranked)
