"""How a member fills in a ballot, one choice at a time. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.ballots.ballot import Ballot


def with_choice(ballot: Ballot, place: int, paper: str | None) -> Ballot:
    """Return the ballot with `paper` at `place`, counted from 1. Without a paper, whatever is there leaves the ballot.

    A paper that is on the ballot already swaps with the one that it replaces. Ballots have no gaps: a place beyond the
    next free one means the next free one. Choosing the same again changes nothing.
    """
    index = min(place, len(ballot) + 1) - 1
    chosen = list(ballot)
    if paper is None:
        return tuple(chosen[:index] + chosen[index + 1 :])
    before = chosen[index] if index < len(chosen) else None
    if paper in chosen:
        at = chosen.index(paper)
        if before is None:
            # It moves to the end, since there is nothing to change places with.
            chosen.remove(paper)
            return (*chosen, paper)
        chosen[at] = before
    if before is None:
        return (*chosen, paper)
    chosen[index] = paper
    return tuple(chosen)
