"""The Schulze method: who beats whom, head to head or along a chain of such wins. Pure.

Markus Schulze, "The Schulze Method of Voting" (arXiv:1804.02973), with winning votes: a win is as strong as the number
of ballots behind it, and a chain as its weakest win. A paper that beats every other head to head is always chosen.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from bot.core.ballots.outcome import Tie, settled, tie_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.core.ballots.ballot import Ballot

    Matrix = dict[tuple[str, str], int]


def preferences(candidates: Sequence[str], ballots: Iterable[Ballot]) -> Matrix:
    """Return how many ballots put the first of each two candidates above the second.

    Papers that a ballot doesn't rank are below those it ranks, and equal among themselves.
    """
    counted = dict.fromkeys(permutations(candidates, 2), 0)
    for ballot in ballots:
        below = [paper for paper in candidates if paper not in ballot]
        for paper in reversed(ballot):
            for worse in below:
                counted[paper, worse] += 1
            below.append(paper)
    return counted


def strengths(candidates: Sequence[str], preferred: Matrix) -> Matrix:
    """Return the strength of the strongest chain of wins from the first of each two candidates to the second, or 0.

    From each candidate, the search always continues with the one that it reaches by the strongest chain, so it visits
    nobody twice.
    """
    found: Matrix = {}
    for start in candidates:
        reached = dict.fromkeys(candidates, 0)
        reached[start] = sum(preferred.values()) + 1
        ahead = list(candidates)
        while ahead:
            via = max(ahead, key=reached.__getitem__)
            ahead.remove(via)
            for paper in ahead:
                win = preferred[via, paper] if preferred[via, paper] > preferred[paper, via] else 0
                reached[paper] = max(reached[paper], min(reached[via], win))
        found |= {(start, paper): strength for paper, strength in reached.items() if paper != start}
    return found


def schulze_order(
    candidates: Sequence[str], chains: Matrix, firsts: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """Return all candidates, best first, and the ties. `chains` are their `strengths`.

    Each place goes to a paper that none of the remaining ones beats: none has a stronger chain to it than it has back.
    If there are several, `TieRule` decides.
    """
    order: list[str] = []
    ties: list[Tie] = []
    left = list(candidates)
    while left:
        unbeaten = [
            paper
            for paper in left
            if all(chains[paper, other] >= chains[other, paper] for other in left if other != paper)
        ]
        best = settled(unbeaten, firsts, candidates)
        if len(best) > 1:
            ties.append(tie_for(len(order) + 1, best, best[0], firsts))
        order.append(best[0])
        left.remove(best[0])
    return tuple(order), tuple(ties)
