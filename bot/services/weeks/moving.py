"""Move a slot that is still ahead to another date of its period, with everything that is stored for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.core.calendar.breaks import MoveIntoBreakError
from bot.core.calendar.rhythm import DAY, next_period
from bot.core.errors import NotNowError
from bot.services.clubs.news import News, tell_club
from bot.services.clubs.open_clubs import open_club
from bot.services.clubs.refusals import PostGoingOutError
from bot.services.clubs.repairs import repair_times
from bot.services.hosts.messages import tell_host_of_move
from bot.services.hosts.sessions import session_at
from bot.services.polls.moving import move_vote, vote_before
from bot.services.weeks.post_edits import refresh_posts
from bot.services.weeks.refusals import DecidedMeanwhileError, NoWeekPlannedError
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.polls.poll import Poll
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(eq=False)
class OutsideOfPeriodError(NotNowError):
    """A slot can move from `first` to `last`, the days of its period that are still ahead."""

    first: date
    last: date


@dataclass(eq=False)
class MoveIntoPastError(NotNowError):
    """The post's time on that day has passed."""

    day: date


@dataclass(eq=False)
class SameDayError(NotNowError):
    """The post is on that day already."""

    day: date


@dataclass(eq=False)
class SlotTakenError(NotNowError):
    """The day has had a week already, or was skipped."""

    day: date


class MovesAlong(Protocol):
    """Another feature's rows about a session, which is named by its slot's date."""

    async def __call__(
        self, connection: AsyncConnection, club: Club, old_day: date, new_day: date, now: datetime, /
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Move:
    """The club, and its next slot's date before and after, with the session's meetings. None where it has none.

    `vote` runs now, and was to decide on the slot.
    """

    club: Club
    before: date
    after: date
    meeting_before: Meeting | None = None
    meeting_after: Meeting | None = None
    vote: Poll | None = None


class MovingService:
    """`along` is called in the transaction that moves a slot."""

    def __init__(self, database: Database, now: Callable[[], datetime], along: Sequence[MovesAlong] = ()) -> None:
        self._database = database
        self._now = now
        self._along = along

    async def look(self, club: Club, day: date) -> Move:
        """What a move of the next slot to that day would change. Raises NotNowError."""
        async with self._database.read_transaction() as connection:
            return await self._move(connection, await open_club(connection, club.id), day)

    async def move(self, club: Club, before: date, after: date) -> Move:
        """Move the slot from one date to the other. The channel is told. Raises NotNowError."""
        now = self._now()
        async with self._database.write_transaction() as connection:
            club = await repair_times(connection, await open_club(connection, club.id), now)
            if club.next_slot != before:
                raise DecidedMeanwhileError
            move = await self._move(connection, club, after)
            await club_rows.set_next(connection, club.id, after, club.timetable.instant_on(after))
            for moves in self._along:
                await moves(connection, club, before, after, now)
            moved = await open_club(connection, club.id)
            await move_vote(connection, club, moved, now)
            await refresh_posts(connection, moved, now)
            await tell_club(connection, moved, News.MOVED, now, (), day=after, before=before)
            if move.meeting_before and move.meeting_after and move.meeting_before != move.meeting_after:
                await tell_host_of_move(connection, moved, after, now)
            return replace(move, club=moved)

    async def _move(self, connection: AsyncConnection, club: Club, day: date) -> Move:
        slot, table, now = club.next_slot, club.timetable, self._now()
        if slot is None or club.next_due is None:
            raise NoWeekPlannedError
        if club.next_due <= now:
            raise PostGoingOutError
        if day == slot:
            raise SameDayError(day)
        period = table.period_of(slot)
        if table.period_of(day) != period:
            today = now.astimezone(table.zone).date()
            raise OutsideOfPeriodError(max(period, today), next_period(period, table.rhythm) - DAY)
        if table.instant_on(day) <= now:
            raise MoveIntoPastError(day)
        if not table.is_free(day):
            raise MoveIntoBreakError(day)
        if day in await week_rows.slots_from(connection, club.id, day):
            raise SlotTakenError(day)
        before, after = [await _meeting_at(connection, club, slot, on) for on in (slot, day)]
        return Move(club, slot, day, before, after, await vote_before(connection, club, now))


async def _meeting_at(connection: AsyncConnection, club: Club, slot: date, day: date) -> Meeting | None:
    """The meeting of the session in `slot` if its post comes on `day`: one that an organizer moved keeps its time."""
    stored = await meeting_rows.meeting_of_session(connection, club.id, slot)
    if stored is None or not stored.is_moved:
        return (await session_at(connection, replace(club, next_slot=day), day)).meeting
    is_on = stored.is_planned and stored.meeting.starts_at > club.timetable.instant_on(day)
    return stored.meeting if is_on else None
