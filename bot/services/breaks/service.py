"""Add and remove breaks of a club, and decide what becomes of the week under way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import new_break, still_needed
from bot.core.calendar.weekly_slot import zone_of
from bot.core.clubs.rescheduling import with_breaks
from bot.services.breaks.refusals import BreakGoneError
from bot.services.breaks.weeks import retime_reminders, stretch_weeks, weeks_to_stretch
from bot.services.clubs.news import News, tell_club
from bot.services.clubs.open_clubs import open_club
from bot.services.clubs.refusals import PostGoingOutError
from bot.services.clubs.repairs import last_slot, repair_times
from bot.services.meetings.changes import changed_meetings, planned_meetings
from bot.services.meetings.planning import replan_meetings
from bot.services.polls.moving import move_vote
from bot.services.weeks.post_edits import refresh_posts
from bot.services.weeks.slots import set_next
from bot.storage.clubs import rows as club_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club
    from bot.services.breaks.weeks import MovedWeek
    from bot.services.meetings.changes import MeetingChange
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class ChangedBreaks:
    """The club after the change, and the break it was about. `weeks` are under way, with the dates that they have if
    they are stretched. `meetings` are those that the change calls off, moves or brings back.
    """

    club: Club
    about: Break
    weeks: tuple[MovedWeek, ...] = ()
    meetings: tuple[MeetingChange, ...] = ()


class BreakService:
    """A break holds from the moment it is added. The weeks under way go on as announced, until an organizer says
    otherwise.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def add(self, club: Club, first: date, last: date, reason: str) -> ChangedBreaks:
        """Add a break. Raises ClubError. The channel is told if the break comes before the post that was next."""
        now = self._now()
        async with self._database.write_transaction() as connection:
            club = await self._steady(connection, club, now)
            today = self.today(club)
            added = new_break(first, last, reason, club.breaks, today)
            before = await planned_meetings(connection, club, now)
            changed = await _with_breaks(connection, club, (*still_needed(club.breaks, today), added), now)
            meetings = changed_meetings(before, await planned_meetings(connection, changed, now))
            weeks = await weeks_to_stretch(connection, changed, added, now)
            await retime_reminders(connection, changed, now)
            if club.next_slot is not None and first <= club.next_slot:
                await tell_club(connection, changed, News.BREAK, now, (), day=first)
            return ChangedBreaks(changed, added, weeks, meetings)

    async def stretch(self, club: Club, first: date) -> ChangedBreaks:
        """Move the deadlines of the weeks under way by the days of the break that begins then. Their threads are told.

        The slots of a long paper that are in the break come after it. A second call changes nothing. Raises ClubError.
        """
        now = self._now()
        async with self._database.write_transaction() as connection:
            club = await open_club(connection, club.id)
            about = _break_from(club, first)
            if about.is_stretched:
                return ChangedBreaks(club, about)
            await sign_up_rows.lock_club(connection, club.id)
            club, weeks = await stretch_weeks(connection, club, about, now)
            breaks = (replace(one, is_stretched=one.is_stretched or one == about) for one in club.breaks)
            changed = replace(club, breaks=tuple(breaks))
            await club_rows.save_club(connection, changed)
            await replan_meetings(connection, changed, now)
            return ChangedBreaks(changed, about, weeks)

    async def remove(self, club: Club, first: date) -> ChangedBreaks:
        """Remove the break that begins then. Weeks under way keep their dates, and meetings that it took away are back.

        Raises ClubError.
        """
        now = self._now()
        async with self._database.write_transaction() as connection:
            club = await self._steady(connection, club, now)
            about = _break_from(club, first)
            before = await planned_meetings(connection, club, now)
            changed = await _with_breaks(connection, club, tuple(one for one in club.breaks if one != about), now)
            await retime_reminders(connection, changed, now)
            meetings = changed_meetings(before, await planned_meetings(connection, changed, now))
            return ChangedBreaks(changed, about, meetings=meetings)

    def today(self, club: Club) -> date:
        """The date in the club's zone."""
        return self._now().astimezone(zone_of(club.settings.slot.zone)).date()

    async def _steady(self, connection: AsyncConnection, club: Club, now: datetime) -> Club:
        club = await repair_times(connection, await open_club(connection, club.id), now)
        if club.next_due is not None and club.next_due <= now:
            raise PostGoingOutError
        return club


async def _with_breaks(connection: AsyncConnection, club: Club, breaks: tuple[Break, ...], now: datetime) -> Club:
    """The club with these breaks and the next slot that follows, stored. The posts of open weeks show it."""
    changed = with_breaks(club, breaks, now, await last_slot(connection, club))
    await club_rows.save_club(connection, changed)
    if changed.next_slot is not None:
        await set_next(connection, changed, changed.next_slot)
    await replan_meetings(connection, changed, now)
    await refresh_posts(connection, changed, now)
    present = await open_club(connection, club.id)
    await move_vote(connection, club, present, now)
    return present


def _break_from(club: Club, first: date) -> Break:
    found = next((one for one in club.breaks if one.first == first), None)
    if found is None:
        raise BreakGoneError
    return found
