"""What members' calendars were told of each session, and what is news to them. Pure.

A calendar replaces an event by a later one with the same identity only if its sequence is higher. So everything that a
file or a feed has shown is kept, and the sequence rises with every change.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from bot.core.calendar.rhythm import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.core.calendar_files.sessions import CalendarSession
    from bot.core.clubs.club import Club

# A meeting that is put off after it was over keeps its identity for so long.
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Revision:
    """What was told of the session of a period. `facts` is a hash of all that its event shows."""

    period: date
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    facts: str
    sequence: int
    changed_at: datetime
    slot: date | None = None


def as_told(sessions: Iterable[CalendarSession], before: Mapping[date, Revision]) -> list[CalendarSession]:
    """Return the sessions with the identities under which they were told of, each of which is used once.

    After a change of rhythm, a session is in another period. It is known by the day of its post, or else by its time.
    """
    coming = list(sessions)
    known: dict[int, date] = {}
    for fact in (_slot, _period, _time):
        # What is cancelled is not known by its time: another session can take place then.
        left = (one for one in before.values() if fact is not _time or not one.is_cancelled)
        told = {fact(one): one.period for one in left if fact(one) and one.period not in known.values()}
        for index, session in enumerate(coming):
            if index not in known and fact(session) in told:
                known[index] = told.pop(fact(session))
    used = {*before, *known.values()}
    for index, session in enumerate(coming):
        if index not in known:
            # Another session may have the period's identity.
            known[index] = next(day for number in count() if (day := session.period + number * DAY) not in used)
            used.add(known[index])
    return [replace(session, period=known[index]) for index, session in enumerate(coming)]


def revised(
    club: Club, before: Mapping[date, Revision], sessions: Iterable[CalendarSession], now: datetime
) -> dict[date, Revision]:
    """Return what is told of each session from now on.

    A session that was told of and is no longer planned, for example after a change of rhythm, is cancelled. Those that
    are over are kept for a while.
    """
    after = {session.period: _revision(club, session, before.get(session.period), now) for session in sessions}
    for period, told in before.items():
        if period in after or told.ends_at <= now - KEPT:
            continue
        is_dropped = told.ends_at > now and not told.is_cancelled
        after[period] = _changed(told, now, is_cancelled=True) if is_dropped else told
    return after


def _revision(club: Club, session: CalendarSession, told: Revision | None, now: datetime) -> Revision:
    facts = _facts(club, session)
    if told and told.facts == facts:
        return replace(told, slot=session.slot)
    sequence = told.sequence + 1 if told else 0
    times = (session.starts_at, session.ends_at)
    return Revision(session.period, *times, session.is_cancelled, facts, sequence, _whole_second(now), session.slot)


def _slot(one: CalendarSession | Revision) -> date | None:
    return one.slot


def _period(one: CalendarSession | Revision) -> date:
    return one.period


def _time(one: CalendarSession | Revision) -> datetime:
    return one.starts_at


def _changed(told: Revision, now: datetime, *, is_cancelled: bool) -> Revision:
    changes = {"is_cancelled": is_cancelled, "sequence": told.sequence + 1, "changed_at": _whole_second(now)}
    return replace(told, facts="", **changes)  # type: ignore[arg-type]


def _facts(club: Club, session: CalendarSession) -> str:
    """Return a hash of everything that the event shows, so that no text has to be stored."""
    week = session.week
    posted: tuple[object, ...] = (week.number, week.thread_id, week.message_id) if week else ()
    posted += (session.part,) if session.part else ()
    of_club = (club.settings.name, club.settings.channel_id)
    what = (session.status.value, session.is_meeting, session.place, session.paper_key, session.reason)
    whole = repr((of_club, session.starts_at, session.ends_at, what, posted))
    return hashlib.sha256(whole.encode()).hexdigest()


def _whole_second(moment: datetime) -> datetime:
    """Return the moment as calendars write it. A file made again must be the same to the last byte."""
    return moment.replace(microsecond=0)
