"""Which nominations a club votes on, and what a vote leaves of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.nominations.nomination import Nomination, NominationState, still_open

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

NO_PLACE = 1_000_000


class SupportRule(StrEnum):
    """The rules that put nominations in order, in this order.

    `SUPPORT`: more supporters. `RUNNER_UP`: in the latest vote, a better place than the other, or a place at all.
    `EARLIER`: it was nominated earlier.
    """

    SUPPORT = "support"
    RUNNER_UP = "runner-up"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The nominations to vote on, best supported first, and those that wait.

    Those in `tied` wait although they have as many supporters as the last on the list. `rule` kept the first of them
    off it; None if none is tied.
    """

    chosen: tuple[Nomination, ...]
    waiting: tuple[Nomination, ...]
    tied: tuple[Nomination, ...]
    rule: SupportRule | None


def best_supported(nominations: Iterable[Nomination], read: Collection[str] = ()) -> list[Nomination]:
    """Return the open nominations in the order of `SupportRule`."""
    return sorted(still_open(nominations, read), key=_claim)


def shortlist(nominations: Iterable[Nomination], most: int, read: Collection[str] = ()) -> Shortlist:
    """Return the `most` best supported nominations for a vote."""
    ranked = best_supported(nominations, read)
    chosen, waiting = ranked[:most], ranked[most:]
    if not chosen or not waiting:
        return Shortlist(tuple(chosen), tuple(waiting), (), None)
    last = chosen[-1]
    tied = tuple(one for one in waiting if len(one.supporters) == len(last.supporters))
    return Shortlist(tuple(chosen), tuple(waiting), tied, rule_between(last, tied[0]) if tied else None)


def rule_between(one: Nomination, other: Nomination) -> SupportRule:
    """Return the rule that put two nominations in their order."""
    (support, place, *_), (other_support, other_place, *_) = _claim(one), _claim(other)
    if support != other_support:
        return SupportRule.SUPPORT
    return SupportRule.EARLIER if place == other_place else SupportRule.RUNNER_UP


def after_vote(nominations: Iterable[Nomination], order: Sequence[str]) -> list[Nomination]:
    """Return all nominations after a vote. `order` are the papers that got votes, the winner first.

    The winner is chosen. Runners-up stay open, keep their supporters and get their place. Places of earlier votes go.
    """
    places = {paper: number for number, paper in enumerate(order, start=1)}
    changed: list[Nomination] = []
    for one in nominations:
        place = places.get(one.paper) if one.state is NominationState.OPEN else None
        if place == 1:
            changed.append(replace(one, place=None, state=NominationState.CHOSEN))
        else:
            changed.append(replace(one, place=place))
    return changed


def _claim(one: Nomination) -> tuple[int, int, datetime, int]:
    return -len(one.supporters), one.place or NO_PLACE, one.at, one.id
