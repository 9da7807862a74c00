"""What a member's or an organizer's word changes in a session: accepting, declining, volunteering, assigning. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.errors import MemberId, NotNowError
from bot.core.hosts.details import HostNews
from bot.core.hosts.rotation import OUT_OF_SIGHT, TAKING_PART, AnswerState, HostAnswer, HostedSession

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.hosts.rotation import Hosting

# What becomes of a member's answer when they may no longer see the club.
HIDDEN_FROM = {
    AnswerState.ASKED: AnswerState.HIDDEN,
    AnswerState.OFFERED: AnswerState.HIDDEN_OFFER,
    AnswerState.HOSTS: AnswerState.HIDDEN_HOST,
}


@dataclass(eq=False)
class SessionBeganError(NotNowError):
    began: datetime


@dataclass(eq=False)
class HostFoundError(NotNowError):
    """Somebody else hosts the session by now. `is_no` if the member wanted to decline: nobody asks them any more."""

    host: MemberId
    is_no: bool = False


@dataclass(eq=False)
class NotAskedToHostError(NotNowError):
    """The member was not asked, or said no, so there is nothing to accept or decline."""


def with_answer(session: HostedSession, member_id: int, state: AnswerState, at: datetime) -> HostedSession:
    """Return the session with the member's new answer: that of an `Ask` or a `Take`, for example.

    Once there is a host, whoever could still accept is no longer asked, and has missed nothing.
    """
    is_found = state is AnswerState.HOSTS
    others = [answer for answer in session.answers if answer.member_id != member_id]
    kept = [one for one in others if not (is_found and one.state is AnswerState.ASKED and at < session.until(one))]
    return replace(session, answers=(*kept, HostAnswer(member_id, state, at)))


def accepted(session: HostedSession, member_id: int, hostings: Sequence[Hosting], now: datetime) -> HostedSession:
    """Return the session after a member who was asked said yes. Raises ClubError.

    The first yes counts. It is only an offer if it comes after two days, or if they took another session meanwhile.
    """
    _require_ahead(session, now)
    if session.host == member_id:
        return session
    if session.host is not None:
        raise HostFoundError(MemberId(session.host))
    asked = session.answer_of(member_id)
    if asked is None or asked.state is AnswerState.DECLINED:
        raise NotAskedToHostError
    if asked.state is AnswerState.OFFERED:
        return session
    if asked.state in OUT_OF_SIGHT:
        return _seen_again(session, asked, now)
    took_another = any(hosting.member_id == member_id and hosting.taken_at > asked.at for hosting in hostings)
    is_in_time = now < session.until(asked) and not took_another
    return with_answer(session, member_id, AnswerState.HOSTS if is_in_time else AnswerState.OFFERED, now)


def volunteered(session: HostedSession, member_id: int, hostings: Sequence[Hosting], now: datetime) -> HostedSession:
    """Return the session after a member offered to host it. Raises ClubError if it has begun.

    The next step decides whether anybody goes before them. Next to another host, they are in reserve.
    """
    _require_ahead(session, now)
    answer = session.answer_of(member_id)
    if answer is not None and answer.state in {AnswerState.ASKED, *OUT_OF_SIGHT} and session.host is None:
        return accepted(session, member_id, hostings, now)
    if answer is not None and answer.state in {AnswerState.HOSTS, AnswerState.OFFERED}:
        return session
    return with_answer(session, member_id, AnswerState.OFFERED, now)


def declined(session: HostedSession, member_id: int, now: datetime) -> HostedSession:
    """Return the session after a member said no: one who was asked, who offered, or the host. Raises ClubError."""
    _require_ahead(session, now)
    answer = session.answer_of(member_id)
    if answer is None and session.host is not None:
        # They may have been asked before there was a host.
        raise HostFoundError(MemberId(session.host), is_no=True)
    if answer is None:
        raise NotAskedToHostError
    if answer.state is AnswerState.DECLINED:
        return session
    return with_answer(session, member_id, AnswerState.DECLINED, now)


def assigned(session: HostedSession, member_id: int, now: datetime) -> HostedSession:
    """Return the session after an organizer made any member its host. Raises ClubError if it has begun.

    The former host stays in reserve. The new one may decline.
    """
    _require_ahead(session, now)
    if session.host == member_id:
        return session
    if session.host is not None:
        session = with_answer(session, session.host, AnswerState.OFFERED, now)
    return with_answer(session, member_id, AnswerState.HOSTS, now)


def is_current(session: HostedSession, news: HostNews, member_id: int, now: datetime) -> bool:
    """Return whether a message to a member about the session is still true."""
    answer = session.answer_of(member_id)
    wanted = AnswerState.ASKED if news is HostNews.ASKED else AnswerState.HOSTS
    if answer is None or answer.state is not wanted or now >= session.starts_at:
        return False
    return news is not HostNews.ASKED or (session.host is None and now < session.until(answer))


def with_hidden(
    session: HostedSession, hidden: Collection[int], seen: Collection[int], roster: Collection[int], now: datetime
) -> HostedSession:
    """Return the session once it is known who may not see its club (`hidden`), and who may (`seen`).

    Members who may not see the club are not asked and host nothing. For those who may again, what they said counts
    again: a yes is an offer, and the host hosts, unless somebody else does by now. Those who had not answered yet, and
    take turns (`roster`), are asked in turn.
    """
    for answer in session.answers:
        if answer.member_id in hidden and answer.state in TAKING_PART:
            session = with_answer(session, answer.member_id, HIDDEN_FROM[answer.state], now)
    back = [one for one in session.answers if one.state in OUT_OF_SIGHT and one.member_id in seen]
    unasked = {one.member_id for one in back if one.state is AnswerState.HIDDEN}.intersection(roster)
    for answer in sorted(back, key=lambda one: (one.at, one.member_id)):
        if answer.member_id not in unasked:
            session = _seen_again(session, answer, now)
    return without_leavers(session, unasked)


def _seen_again(session: HostedSession, answer: HostAnswer, now: datetime) -> HostedSession:
    """Return the session once a member sees its club again. Somebody else may host it, or may have been asked."""
    is_host = answer.state is AnswerState.HIDDEN_HOST and session.host is None
    return with_answer(session, answer.member_id, AnswerState.HOSTS if is_host else AnswerState.OFFERED, now)


def without_leavers(session: HostedSession, gone: Collection[int]) -> HostedSession:
    """Return the session without the answers of members who left: if one was its host, it has none any more."""
    return replace(session, answers=tuple(answer for answer in session.answers if answer.member_id not in gone))


def _require_ahead(session: HostedSession, now: datetime) -> None:
    if now >= session.starts_at:
        raise SessionBeganError(session.starts_at)
