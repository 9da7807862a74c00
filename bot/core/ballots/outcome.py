"""What a count of ranked ballots found, with the facts that explain it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Method(StrEnum):
    """How ballots are counted. The value is stored."""

    SCHULZE = "schulze"
    RUNOFF = "runoff"


class TieRule(StrEnum):
    """The rules that break a tie, in this order, whatever the method.

    `FIRST_CHOICES`: the paper that more ballots put first is ahead. `LISTED`: the one listed first in the vote is.
    """

    FIRST_CHOICES = "first choices"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Tie:
    """Papers with an equal claim to a place in the order, from 1, and the rule that decided who got it.

    They are in the order that the rules gave them. Under Schulze, the first of them gets the place. A run-off fills the
    places from the last one up, so there the last of them gets it. If both rules were needed, `equal` are the papers
    that were still tied after the first.
    """

    place: int
    papers: tuple[str, ...]
    rule: TieRule
    equal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duel:
    """Two papers head to head: how many ballots put `paper` above `other`, and the other way round.

    `chain` is the strength, in ballots, of the strongest chain of wins from `paper` to `other`; 0 if there is none.
    `chain_back` is that from `other` to `paper`. They tell why Schulze chose a paper that loses a duel.
    """

    paper: str
    other: str
    wins: int
    losses: int
    chain: int
    chain_back: int


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a run-off: the ballots for each paper still in, best first, and the one with the fewest, which goes.

    A ballot counts for the best of its papers that is still in.
    """

    votes: tuple[tuple[str, int], ...]
    dropped: str

    @property
    def is_tied(self) -> bool:
        """Whether another paper had as few ballots as the one that went."""
        counts = [count for _, count in self.votes]
        return counts.count(min(counts)) > 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a vote. `order` has the winner first and then the runners-up, best first.

    It has only papers that somebody ranked, so it is empty if nobody did. `cast` counts the ballots that rank at least
    one of them. `left_out` were read while the vote ran: it was counted as if they had not been candidates.

    `duels` are the winner's against each runner-up, in their order, for both methods. `rounds` are a run-off's.
    """

    method: Method
    order: tuple[str, ...]
    cast: int
    left_out: tuple[str, ...]
    ties: tuple[Tie, ...]
    duels: tuple[Duel, ...] = ()
    rounds: tuple[Round, ...] = ()

    @property
    def winner(self) -> str | None:
        return self.order[0] if self.order else None

    @property
    def ties_by_weight(self) -> tuple[Tie, ...]:
        """The ties, beginning with those that involve the winner: others can't have decided who won."""
        return tuple(sorted(self.ties, key=lambda tie: (self.winner not in tie.papers, tie.place)))

    @property
    def runners_up(self) -> tuple[str, ...]:
        return self.order[1:]

    @property
    def beats_all(self) -> bool:
        """Whether the winner beats every other paper head to head. Then Schulze always chooses it."""
        return all(duel.wins > duel.losses for duel in self.duels)

    @property
    def majority_round(self) -> int | None:
        """The number, from 1, of the first round with more than half of its ballots for the winner.

        None if there is none: for a single paper, or a tie at the end.
        """
        for number, played in enumerate(self.rounds, start=1):
            votes = dict(played.votes)
            if self.winner is not None and votes[self.winner] * 2 > sum(votes.values()):
                return number
        return None


def settled(tied: Iterable[str], firsts: Mapping[str, int], candidates: Sequence[str]) -> tuple[str, ...]:
    """Return papers with an equal claim, best first, by the rules of `TieRule`."""
    return tuple(sorted(tied, key=lambda paper: (-firsts[paper], candidates.index(paper))))


def tie_for(place: int, papers: tuple[str, ...], decided: str, firsts: Mapping[str, int]) -> Tie:
    """Return the tie between `papers`, settled already, of which `decided` got the place."""
    equal = tuple(paper for paper in papers if firsts[paper] == firsts[decided])
    if len(equal) == 1:
        return Tie(place, papers, TieRule.FIRST_CHOICES)
    return Tie(place, papers, TieRule.LISTED, equal if equal != papers else ())
