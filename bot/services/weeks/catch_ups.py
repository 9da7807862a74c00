"""A slot without a new paper: at its time, members read what is still open. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.clubs.club import ClubState
from bot.core.outbox.kinds import Kind
from bot.core.weeks.note import part_of
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import OPEN_STATES, WeekState
from bot.services.clubs.news import news_channel_of
from bot.services.meetings.planning import announce_meeting, plan_meeting
from bot.services.outbox.entries import entry_key, new_entry
from bot.services.weeks.sessions import sessions_of
from bot.services.weeks.views import WeekSession
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What members read: the open weeks, oldest first; or, if a long paper goes on, its week and this `session`."""

    club: Club
    weeks: tuple[Week, ...]
    session: WeekSession | None = None


async def say_catch_up(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Put the message into the outbox, unless the club is resting or its next slot has come already."""
    await week_rows.change_week(connection, week.id, next_step=None, next_step_at=None)
    await _hold_meetings(connection, club, week, now)
    if not _is_true(club, week, now):
        return
    channel_id = await news_channel_of(connection, club)
    if channel_id is not None:
        key = entry_key(club, week, Kind.CATCH_UP)
        await outbox_rows.add_entry(connection, new_entry(club, Kind.CATCH_UP, key, channel_id, week.id), now)


async def catch_up_to_send(connection: AsyncConnection, week_id: int, now: datetime) -> CatchUp | None:
    """What the message says now; None if there is nothing left to say."""
    week = await week_rows.week_by_id(connection, week_id)
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    if week is None or club is None or not _is_true(club, week, now):
        return None
    due = [_with_logs_in(one, now) for one in await week_rows.open_weeks(connection, club.id)]
    weeks = tuple(one for one in due if _is_before_deadline(one, now))
    if week.note is None or not is_part(week):
        return CatchUp(club, weeks)
    going_on = next((one for one in weeks if one.id == week.note.facts.get("week")), None)
    if going_on is None:
        return None
    sessions = await sessions_of(connection, club, going_on)
    session = next((one for one in sessions if one.day == week.slot), None)
    return CatchUp(club, (going_on,), session or WeekSession(week.slot, part=part_of(week.note)))


async def _hold_meetings(connection: AsyncConnection, club: Club, slot: Week, now: datetime) -> None:
    """A paper that was posted by an earlier version has only its first meeting yet."""
    week = await part_rows.week_read_in(connection, slot) if is_part(slot) else None
    if week and week.state in OPEN_STATES and club.state is ClubState.ACTIVE:
        await plan_meeting(connection, club, week, now)
        if week.state is not WeekState.PLANNED:
            await announce_meeting(connection, club, week, now)


def _with_logs_in(week: Week, now: datetime) -> Week:
    """Return the week as it will be a moment later: after an outage, it may be past its deadline for logs."""
    is_due = week.state is WeekState.READING and week.logs_due is not None and week.logs_due <= now
    return replace(week, state=WeekState.REVIEWING) if is_due else week


def _is_before_deadline(week: Week, now: datetime) -> bool:
    due = week.reviews_due if week.state is WeekState.REVIEWING else week.logs_due
    return due is None or due > now


def _is_true(club: Club, week: Week, now: datetime) -> bool:
    is_over = club.timetable.instant_on(club.timetable.following(week.slot)) <= now
    return club.state is ClubState.ACTIVE and not is_over and not break_at(now, club.breaks, club.settings.slot.zone)
