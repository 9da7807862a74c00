"""Hosts of sessions that the club no longer has: they go along to the period's new slot, or are told that it is off.

Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.hosts.answers import with_answer
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.hosts.new_days import new_days
from bot.core.hosts.rotation import AnswerState
from bot.core.hosts.timing import days_ahead
from bot.core.weeks.week import WeekState
from bot.services.hosts.messages import tell_host_of_move, tell_member
from bot.services.hosts.sessions import LOOKED_BACK, session_at, store
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection


async def align_sessions(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """Move sessions whose slot the club no longer has, with their members, or tell the hosts that they are off."""
    if club.next_slot is None:
        return
    weeks = {week.slot: week for week in await week_rows.latest_slots(connection, club.id, LOOKED_BACK)}
    today = now.astimezone(club.timetable.zone).date()
    stored = await cast_rows.days_with_members(connection, club.id, min(today, club.next_slot))
    for day in sorted(stored & weeks.keys()):
        if weeks[day].state is WeekState.SKIPPED:
            await _call_off_skipped(connection, club, day, now)
    found = new_days(club, stored, weeks)
    for day in sorted(day for day, new in found.items() if new is None):
        await _call_off(connection, club, day, now)
    await _move(connection, club, [(day, new) for day, new in found.items() if new and new != day], now)


async def move_sessions(
    connection: AsyncConnection, club: Club, days: Sequence[tuple[date, date]], now: datetime
) -> None:
    """Slots move from one date to the other, with the hosts of their sessions. Each host is told.

    Sessions to come whose dates they take make room: each goes to the club's next slot, in their order.
    """
    taken = await cast_rows.days_with_members(connection, club.id, min(old for old, _ in days))
    waiting = sorted({new for _, new in days} & (taken - {old for old, _ in days}))
    moves = [(old, new) for old, new in days if old in taken]
    decided = await week_rows.slots_from(connection, club.id, club.next_slot)
    for day in days_ahead(club) if waiting else ():
        if day in decided:
            continue
        if day in taken:
            waiting.append(day)
        moves.append((waiting.pop(0), day))
        if not waiting:
            break
    await _move(connection, club, moves, now)


async def _move(connection: AsyncConnection, club: Club, moves: Iterable[tuple[date, date]], now: datetime) -> None:
    """Move these sessions, which keep their order. A session that makes room moves first, before its slot is taken."""
    later = sorted(((old, new) for old, new in moves if new > old), reverse=True)
    earlier = sorted((old, new) for old, new in moves if new < old)
    for old, new in (*later, *earlier):
        await host_rows.move_session(connection, club.id, old, new)
        await host_rows.take_asks_back(connection, club.id, new)
        await tell_host_of_move(connection, club, new, now)


async def _call_off_skipped(connection: AsyncConnection, club: Club, day: date, now: datetime) -> None:
    """An organizer can undo a skip, so the host stays in reserve. A slot in which a paper goes on may be a session."""
    one = await session_at(connection, club, day)
    if one.week is None and one.host is not None and one.session.starts_at > now:
        await _tell(connection, club, day, one.host, now)
        await store(connection, club, one, with_answer(one.session, one.host, AnswerState.OFFERED, now), now)


async def _call_off(connection: AsyncConnection, club: Club, day: date, now: datetime) -> None:
    one = await session_at(connection, club, day)
    if one.host is not None:
        await _tell(connection, club, day, one.host, now)
    await host_rows.delete_session(connection, club.id, day)


async def _tell(connection: AsyncConnection, club: Club, day: date, host: int, now: datetime) -> None:
    await tell_member(connection, club, HostDetails.about(HostNews.OFF, day, host), now)
