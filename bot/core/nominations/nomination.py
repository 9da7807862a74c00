"""Papers that members nominate, and the support that others give. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import ClubError
from bot.core.text.short_inputs import name_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

MOST_OPEN = 3  # for each member of a club
LONGEST_WHY = 200  # characters


@dataclass(eq=False)
class NominatedAlreadyError(ClubError):
    paper: str


@dataclass(eq=False)
class TooManyNominationsError(ClubError):
    """The member has `most` open nominations: `papers`, oldest first."""

    most: int
    papers: tuple[str, ...]


@dataclass(eq=False)
class ReadByClubError(ClubError):
    paper: str


@dataclass(eq=False)
class ChosenAlreadyError(ClubError):
    """A vote or a host chose the paper, and the club reads it next."""

    paper: str


@dataclass(eq=False)
class LongWhyError(ClubError):
    length: int
    most: int


@dataclass(eq=False)
class OwnNominationError(ClubError):
    """Members don't support their own nomination: it would say nothing."""

    paper: str


@dataclass(eq=False)
class NominationOverError(ClubError):
    """The nomination was chosen or withdrawn, or the club has read its paper."""

    paper: str


@dataclass(eq=False)
class NotYourNominationError(ClubError):
    paper: str


class NominationState(StrEnum):
    """The states of a nomination. The value is stored. A vote that it doesn't win leaves it open."""

    OPEN = "open"
    CHOSEN = "chosen"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Nomination:
    """One member's proposal to read a paper. `id` is 0 until it is stored, and `why` may be empty.

    `supporters` are members other than the one who nominated it. `place` is that in the club's latest vote if it was a
    runner-up there, from 2.
    """

    id: int
    paper: str
    member_id: int
    at: datetime
    why: str = ""
    supporters: frozenset[int] = frozenset()
    place: int | None = None
    state: NominationState = NominationState.OPEN


def still_open(nominations: Iterable[Nomination], read: Collection[str]) -> list[Nomination]:
    """Return the nominations that can still be chosen. Those of papers that the club has read fall away."""
    return [one for one in nominations if one.state is NominationState.OPEN and one.paper not in read]


def new_nomination(
    paper: str,
    member_id: int,
    why: str,
    nominations: Iterable[Nomination],
    *,
    read: Collection[str],
    now: datetime,
    decided: Collection[str] = (),
) -> Nomination:
    """Return the nomination if the member may make it. Raises ClubError.

    `nominations` are all of the club's. `decided` are the papers that were chosen and are not read yet.
    """
    if paper in read:
        raise ReadByClubError(paper)
    if paper in decided:
        raise ChosenAlreadyError(paper)
    ahead = still_open(nominations, read)
    if any(one.paper == paper for one in ahead):
        raise NominatedAlreadyError(paper)
    own = sorted((one.at, one.id, one.paper) for one in ahead if one.member_id == member_id)
    if len(own) >= MOST_OPEN:
        raise TooManyNominationsError(MOST_OPEN, tuple(key for _, _, key in own))
    return Nomination(0, paper, member_id, now, _why(why))


def changed_why(
    paper: str, member_id: int, why: str, nominations: Iterable[Nomination], *, read: Collection[str]
) -> Nomination | None:
    """Return the member's own open nomination of the paper with this reason, if there is one. Raises LongWhyError.

    Without a reason, it keeps the one that it has.
    """
    for one in still_open(nominations, read):
        if (one.paper, one.member_id) == (paper, member_id):
            return replace(one, why=_why(why) or one.why)
    return None


def _why(typed: str) -> str:
    text = name_line(typed)
    if len(text) > LONGEST_WHY:
        raise LongWhyError(len(text), LONGEST_WHY)
    return text


def with_support(nomination: Nomination, member_id: int, read: Collection[str], *, gives: bool) -> Nomination:
    """Return the nomination with or without this member's support; the same again changes nothing. Raises ClubError."""
    require_open(nomination, read)
    if gives and member_id == nomination.member_id:
        raise OwnNominationError(nomination.paper)
    others = nomination.supporters - {member_id}
    return replace(nomination, supporters=others | {member_id} if gives else others)


def withdrawn(nomination: Nomination, member_id: int, read: Collection[str], *, is_organizer: bool) -> Nomination:
    """Return the nomination, withdrawn by the member who made it or by an organizer. Raises ClubError."""
    require_open(nomination, read)
    if member_id != nomination.member_id and not is_organizer:
        raise NotYourNominationError(nomination.paper)
    return replace(nomination, state=NominationState.WITHDRAWN)


def require_open(nomination: Nomination, read: Collection[str]) -> None:
    """Raise NominationOverError unless the nomination can still be chosen."""
    if not still_open([nomination], read):
        raise NominationOverError(nomination.paper)
