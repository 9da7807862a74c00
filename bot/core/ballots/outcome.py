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

    They are in the order that the rules gave them. Schulze gives its first the place; a run-off, which fills the places
    from the last to the first, gives it to its last.
    """

    place: int
    papers: tuple[str, ...]
    rule: TieRule


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

    A ballot counts for the best of its papers that is still in. `exhausted` ballots rank none of them.
    """

    votes: tuple[tuple[str, int], ...]
    dropped: str
    exhausted: int


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


def rule_between(one: str, other: str, firsts: Mapping[str, int]) -> TieRule:
    """Return the rule that put two papers with an equal claim in their order."""
    return TieRule.LISTED if firsts[one] == firsts[other] else TieRule.FIRST_CHOICES
