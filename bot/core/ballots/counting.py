"""Counts ranked ballots. Pure: the same ballots give the same outcome, in whatever order they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ballots.ballot import first_choices, ranked_by_anybody, without
from bot.core.ballots.outcome import Duel, Method, Outcome, Round
from bot.core.ballots.runoff import runoff_order
from bot.core.ballots.schulze import preferences, schulze_order, strengths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.core.ballots.ballot import Ballot
    from bot.core.ballots.schulze import Matrix


def outcome_of(
    method: Method, candidates: Sequence[str], ballots: Iterable[Ballot], read: Collection[str] = ()
) -> Outcome:
    """Return the outcome. `candidates` are paper keys in the order of the vote, and `ballots` passed `checked`.

    Papers that the club has `read` in the meantime are left out before anything is counted.
    """
    left_out = tuple(paper for paper in candidates if paper in read)
    counted = without(ballots, left_out)
    known = ranked_by_anybody(candidates, counted)
    firsts = first_choices(known, counted)
    preferred = preferences(known, counted)
    chains = strengths(known, preferred)
    rounds: tuple[Round, ...] = ()
    if method is Method.SCHULZE:
        order, ties = schulze_order(known, chains, firsts)
    else:
        order, ties, rounds = runoff_order(known, counted, firsts)
    duels = tuple(_duel(order[0], other, preferred, chains) for other in order[1:])
    return Outcome(method, order, len(counted), left_out, ties, duels, rounds)


def _duel(paper: str, other: str, preferred: Matrix, chains: Matrix) -> Duel:
    there, back = (paper, other), (other, paper)
    return Duel(paper, other, preferred[there], preferred[back], chains[there], chains[back])
