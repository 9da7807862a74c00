"""Who hosts a session: the next step, from what was asked and answered so far. Pure.

Nobody hosts twice before every willing member has hosted once. A session counts from when a member became its host,
even if it is still ahead. Whoever said no to a session, or let two days pass, is not willing for that session, and
comes first again for the next one. An organizer who assigns somebody overrules all this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

TIME_TO_ACCEPT = timedelta(days=2)
# After so many sessions in a row without an answer, a member isn't asked until they volunteer again. Otherwise a few
# silent members would use up all the days before each session.
MOST_MISSED = 2


class AnswerState(StrEnum):
    """What a member was asked or said about a session. The value is stored.

    `OFFERED`: they said yes, but don't host yet. `HIDDEN`: they may not see the club, so they were passed over. They
    did not say no. `HIDDEN_OFFER` and `HIDDEN_HOST`: they had offered, or hosted, and see the club no longer.
    """

    ASKED = "asked"
    OFFERED = "offered"
    HOSTS = "hosts"
    DECLINED = "declined"
    HIDDEN = "hidden"
    HIDDEN_OFFER = "hid-yes"
    HIDDEN_HOST = "hid-host"


# With one of these, a member has something to decline.
TAKING_PART = (AnswerState.ASKED, AnswerState.OFFERED, AnswerState.HOSTS)
# With one of these, a member may not see the club, as far as is known.
OUT_OF_SIGHT = (AnswerState.HIDDEN, AnswerState.HIDDEN_OFFER, AnswerState.HIDDEN_HOST)


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What a member answered about one session, and since when. A member has one for each session at most."""

    member_id: int
    state: AnswerState
    at: datetime


@dataclass(frozen=True, slots=True)
class HostedSession:
    """A session to host. Members are asked from `opens_at`, one period before it, until `starts_at`."""

    opens_at: datetime
    starts_at: datetime
    answers: tuple[HostAnswer, ...] = ()

    @property
    def host(self) -> int | None:
        return next((answer.member_id for answer in self.answers if answer.state is AnswerState.HOSTS), None)

    def answer_of(self, member_id: int) -> HostAnswer | None:
        return next((answer for answer in self.answers if answer.member_id == member_id), None)

    def until(self, asked: HostAnswer) -> datetime:
        """Return until when a member who was asked may accept."""
        return min(asked.at + TIME_TO_ACCEPT, self.starts_at)


@dataclass(frozen=True, slots=True)
class Willing:
    """A member who would host, since when, and how many asks in a row they `missed` (see `missed_in_a_row`)."""

    member_id: int
    since: datetime
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Hosting:
    """A member became the host of a session of the club, and didn't give it back."""

    member_id: int
    taken_at: datetime


class WithoutHost(StrEnum):
    """Why a session has no host: nobody would host, everybody who would was asked, or it has begun."""

    NOBODY_WILLING = "nobody willing"
    EVERYBODY_ASKED = "everybody asked"
    BEGAN = "began"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask this member now. They may accept until `until`."""

    member_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """This member was asked and may still accept."""

    member_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Take:
    """This member offered to host, and nobody goes before them: they become the host now."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Hosted:
    """The session has its host. Nothing is to do."""

    member_id: int


@dataclass(frozen=True, slots=True)
class NotYet:
    """It is too early to ask anybody."""

    opens_at: datetime


@dataclass(frozen=True, slots=True)
class Unhosted:
    """Nobody can be asked. The session runs without a host, unless somebody volunteers before it begins."""

    why: WithoutHost


Move = Ask | Wait | Take | Hosted | NotYet | Unhosted


def next_move(
    session: HostedSession,
    roster: Collection[Willing],
    hostings: Sequence[Hosting],
    now: datetime,
    asked_elsewhere: Collection[int] = (),
) -> Move:
    """Return the next step for a session. It is a fact to store if it is an `Ask` or a `Take`.

    `roster` are the members who would host, and `hostings` are the club's, in any order. Of members who left, there are
    only those of past sessions, and no answers: `without_leavers` first. The caller comes back at each tick, with the
    earliest session first.

    Members who are asked about another session at the moment (`asked_elsewhere`) are passed over in favor of others who
    haven't hosted yet. Those who have hosted wait for them: then the result is an `Ask` for which it is too early.
    """
    if session.host is not None:
        return Hosted(session.host)
    if now >= session.starts_at:
        return Unhosted(WithoutHost.BEGAN)
    said_no = {answer.member_id for answer in session.answers if _is_out(session, answer, now)}
    pool = [member for member in roster if member.member_id not in said_no and member.missed < MOST_MISSED]
    order = _order_of(hostings)
    taking = _offer_to_take(session.answers, pool, order)
    if taking is not None:
        return Take(taking)
    pending = [one for one in session.answers if one.state is AnswerState.ASKED and one.member_id not in said_no]
    if pending:
        return Wait(pending[0].member_id, session.until(pending[0]))
    if not pool and said_no:
        return Unhosted(WithoutHost.EVERYBODY_ASKED)
    free = [one for one in pool if one.member_id not in order and one.member_id not in asked_elsewhere]
    return _first_ask(session, free or pool, order, now)


def missed_in_a_row(answers: Iterable[HostAnswer]) -> int:
    """Return how many asks a member has not answered since the last answer. Asks that never reached them don't count.

    `answers` are the member's in sessions that have begun, newest first, and none from before they volunteered.
    """
    count = 0
    for answer in answers:
        if answer.state in OUT_OF_SIGHT:
            continue
        if answer.state is not AnswerState.ASKED:
            break
        count += 1
    return count


def _is_out(session: HostedSession, answer: HostAnswer, now: datetime) -> bool:
    has_lapsed = answer.state is AnswerState.ASKED and now >= session.until(answer)
    return has_lapsed or answer.state in {AnswerState.DECLINED, *OUT_OF_SIGHT}


def _first_ask(session: HostedSession, pool: Collection[Willing], order: Mapping[int, int], now: datetime) -> Move:
    """Ask whoever hosted longest ago; those who never did come first, in the order in which they volunteered."""
    if now < session.opens_at:
        return NotYet(session.opens_at)
    if not pool:
        return Unhosted(WithoutHost.NOBODY_WILLING)
    first = min(pool, key=lambda member: (order.get(member.member_id, -1), member.since, member.member_id))
    return Ask(first.member_id, min(now + TIME_TO_ACCEPT, session.starts_at))


def _order_of(hostings: Sequence[Hosting]) -> dict[int, int]:
    """Return the position of each member's last hosting among all."""
    in_order = sorted(hostings, key=lambda hosting: (hosting.taken_at, hosting.member_id))
    return {hosting.member_id: number for number, hosting in enumerate(in_order)}


def _offer_to_take(answers: Iterable[HostAnswer], pool: Collection[Willing], order: Mapping[int, int]) -> int | None:
    """Return the first who offered to host, and since whose last hosting everybody else who is willing has hosted."""

    def position(member_id: int) -> int:
        return order.get(member_id, -1)

    offers = [answer for answer in answers if answer.state is AnswerState.OFFERED]
    for offer in sorted(offers, key=lambda one: (position(one.member_id), one.at, one.member_id)):
        last = position(offer.member_id)
        others = (one.member_id for one in pool if one.member_id != offer.member_id)
        if last < 0 or all(position(other) > last for other in others):
            return offer.member_id
    return None
