"""A club's calendar, as a file and as a feed with an address for each member. One transaction each."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.calendar.rhythm import DAY
from bot.core.calendar_files.address import KEPT_WITHOUT_ACCESS
from bot.core.calendar_files.revisions import Revision, as_told, revised
from bot.core.calendar_files.sessions import PERIODS, CalendarSession, Plans, coming_sessions
from bot.core.clubs.club import ClubState
from bot.core.errors import NotNowError
from bot.core.syllabus.syllabus import each_named, in_slots
from bot.core.weeks.week import upcoming_papers
from bot.services.clubs.refusals import ClubGoneError
from bot.services.visibility import open_club_here
from bot.storage.calendar_files import rows as calendar_rows
from bot.storage.calendar_files.rows import FeedReader
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.privacy import left_servers as left_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

WEEKS_LOOKED_BACK = 12
SECRET_BYTES = 32
SECRET = re.compile(r"[\w-]{43}", re.ASCII)


@dataclass(eq=False)
class CalendarNotYoursError(NotNowError):
    """Only organizers may revoke all addresses of a club's calendar."""


@dataclass(frozen=True, slots=True)
class ClubCalendar:
    """What a club's calendar shows. A session is None if calendars know it, but it is no longer planned."""

    club: Club
    events: Sequence[tuple[Revision, CalendarSession | None]]


class CalendarService:
    """Sequences rise only if something changed, so that a calendar asked for again is the same."""

    def __init__(self, database: Database, catalogs: Catalogs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogs = catalogs
        self._now = now

    async def of(self, viewer: Viewer, club_id: int) -> ClubCalendar:
        """The calendar of a club that the viewer sees. Raises ClubError."""
        async with self._database.read_transaction() as connection:
            club = await open_club_here(connection, viewer, club_id)
        return await self._calendar(club.id)

    async def feed_made_at(self, viewer: Viewer, club_id: int) -> datetime | None:
        """Since when the viewer has an address of the club's feed. Raises ClubError."""
        async with self._database.read_transaction() as connection:
            club = await open_club_here(connection, viewer, club_id)
            return await calendar_rows.feed_made_at(connection, club.id, viewer.user_id)

    async def new_secret(self, viewer: Viewer, club_id: int) -> str:
        """The secret part of a new address for the viewer alone. Their old one leads nowhere from now on.

        Only its hash is stored, so it is known to nobody else, and is never told again. Raises ClubError.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        await self._database.grouped(
            partial(_save, viewer=viewer, club_id=club_id, digest=_digest(secret), now=self._now())
        )
        return secret

    async def revoke_all(self, viewer: Viewer, club_id: int) -> int:
        """No address of the club's feed leads anywhere from now on; returns how many did. Raises ClubError."""
        return await self._database.grouped(partial(_revoke_all, viewer=viewer, club_id=club_id))

    async def note_access(self, reader: FeedReader, *, may_see: bool) -> None:
        """The reader may see the club again, or may not for now."""
        since = None if may_see else self._now()
        await self._database.grouped(partial(calendar_rows.note_access, reader=reader, hidden_since=since))

    async def revoke(self, reader: FeedReader) -> None:
        """The reader has left the server."""
        await self._database.grouped(partial(calendar_rows.delete_feed, reader=reader))

    async def reader_at(self, secret: str) -> tuple[Club, FeedReader] | None:
        """The club at an address, and whose address it is.

        None for an unknown or former one, a closed club, a server without the bot, or a reader who has not seen the
        club for a month. Whether the reader may still see it is for the caller to find out.
        """
        if not SECRET.fullmatch(secret):
            return None
        async with self._database.read_transaction() as connection:
            reader = await calendar_rows.reader_at(connection, _digest(secret))
            club = await club_rows.club_by_id(connection, reader.club_id) if reader else None
            if reader is None or club is None or club.state is ClubState.CLOSED:
                return None
            if reader.hidden_since and reader.hidden_since <= self._now() - KEPT_WITHOUT_ACCESS:
                return None
            is_gone = await left_rows.left_at(connection, club.server_id) is not None
        return None if is_gone else (club, reader)

    async def fed(self, club: Club) -> ClubCalendar:
        """The calendar for a reader who may see the club."""
        return await self._calendar(club.id)

    async def _calendar(self, club_id: int) -> ClubCalendar:
        async with self._database.read_transaction() as connection:
            calendar, is_news = await self._told(connection, club_id)
        return await self._database.grouped(partial(self._tell, club_id=club_id)) if is_news else calendar

    async def _tell(self, connection: AsyncConnection, club_id: int) -> ClubCalendar:
        await calendar_rows.lock_calendar(connection, club_id)
        return (await self._told(connection, club_id, saves=True))[0]

    async def _told(
        self, connection: AsyncConnection, club_id: int, *, saves: bool = False
    ) -> tuple[ClubCalendar, bool]:
        """The calendar as of now, and whether anything in it is new."""
        now, club = self._now(), await club_rows.club_by_id(connection, club_id)
        if club is None:
            raise ClubGoneError
        before = await calendar_rows.told_sessions(connection, club.id)
        coming = coming_sessions(club, await self._plans(connection, club), now)
        sessions = {each.period: each for each in as_told(coming, before)}
        after = revised(club, before, sessions.values(), now)
        if saves and after != before:
            await calendar_rows.save_told(connection, club.id, after.values())
        ahead = [(one, sessions.get(one.period)) for one in after.values() if one.ends_at > now]
        ahead.sort(key=lambda event: (event[0].starts_at, event[0].period))
        return ClubCalendar(club, ahead), after != before

    async def _plans(self, connection: AsyncConnection, club: Club) -> Plans:
        weeks = await week_rows.latest_slots(connection, club.id, WEEKS_LOOKED_BACK)
        # This includes meetings that are over. Without them, a session that was held would be planned again.
        since = min([self._now(), *(club.timetable.instant_on(week.slot) for week in weeks)])
        meetings = await meeting_rows.meetings_of(connection, club.id, since - DAY)
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        poll = await poll_rows.open_poll_of(connection, club.id)
        catalog = await self._catalogs.of(connection, club.server_id)
        keys = [key for key, _ in upcoming_papers(queue, read, catalog, PERIODS)]
        slots = in_slots(keys, await syllabus_rows.periods_of(connection, club.id))
        planned: list[str | None] = [*(each_named(slots) if club.settings.meeting else slots)]
        if poll and club.next_due and poll.closes_at <= club.next_due:
            # The club votes on the next paper, which shifts all others.
            planned = [None, *planned]
        return Plans(weeks, {meeting.slot: meeting for meeting in meetings}, planned)


async def _save(connection: AsyncConnection, *, viewer: Viewer, club_id: int, digest: str, now: datetime) -> None:
    club = await open_club_here(connection, viewer, club_id)
    await calendar_rows.lock_calendar(connection, club.id)
    await calendar_rows.save_feed(connection, FeedReader(club.id, viewer.user_id), digest, now)


async def _revoke_all(connection: AsyncConnection, *, viewer: Viewer, club_id: int) -> int:
    club = await open_club_here(connection, viewer, club_id)
    if not viewer.organizes(club):
        raise CalendarNotYoursError
    await calendar_rows.lock_calendar(connection, club.id)
    return await calendar_rows.delete_feeds(connection, club.id)


def _digest(secret: str) -> str:
    """The digest by which an address is looked up. The time that comparing digests takes reveals nothing about the
    address.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
