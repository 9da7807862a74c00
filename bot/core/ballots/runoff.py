"""The instant run-off: round by round, the paper with the fewest ballots goes, and its ballots move on. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ballots.ballot import first_choices
from bot.core.ballots.outcome import Round, Tie, settled, tie_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.ballots.ballot import Ballot


def runoff_order(
    candidates: Sequence[str], ballots: Sequence[Ballot], firsts: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[Tie, ...], tuple[Round, ...]]:
    """Return all candidates, best first, the ties, and the rounds.

    It goes on until one paper is left, so that the runners-up have an order too. A paper with more than half of a
    round's ballots can't be the one with the fewest in any later round, so it is the last.
    """
    left = list(candidates)
    dropped: list[str] = []
    ties: list[Tie] = []
    rounds: list[Round] = []
    while len(left) > 1:
        votes = first_choices(left, ballots)
        fewest = min(votes.values())
        last = settled((paper for paper in left if votes[paper] == fewest), firsts, candidates)
        if len(last) > 1:
            ties.append(tie_for(len(left), last, last[-1], firsts))
        best_first = tuple(sorted(votes.items(), key=lambda counted: -counted[1]))
        rounds.append(Round(best_first, last[-1]))
        left.remove(last[-1])
        dropped.append(last[-1])
    return (*left, *reversed(dropped)), tuple(ties), tuple(rounds)
