"""Reading clubs in a real database, with a clock that the test sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, true

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings
from bot.core.outbox.entry import Sent, Threaded
from bot.core.outbox.kinds import Kind
from bot.services.calendar_files.service import CalendarService
from bot.services.clubs.service import ClubService
from bot.services.follow_ups import follow_ups
from bot.services.hosts.pages import HostPages
from bot.services.hosts.service import HostService
from bot.services.hosts.sessions import move_hosts
from bot.services.hosts.ticks import HostTicks
from bot.services.meetings.planning import follow_session
from bot.services.meetings.service import MeetingService
from bot.services.members.leavers import Leavers
from bot.services.next_step.service import NextStepService
from bot.services.nominations.service import NominationService
from bot.services.outbox.service import OutboxService
from bot.services.paper_logs.service import PaperLogService
from bot.services.papers.catalogs import Catalogs
from bot.services.papers.papers_read import PapersRead
from bot.services.polls.service import PollService
from bot.services.presences.service import PresenceService
from bot.services.privacy.erasures import ErasureService
from bot.services.reminders.service import ReminderService
from bot.services.reviews.my_reviews import MyReviewService
from bot.services.reviews.service import ReviewService
from bot.services.syllabus.service import SyllabusService
from bot.services.takeaways.service import TakeawayService
from bot.services.week_links.service import WeekLinkService
from bot.services.weeks.digests import DigestService
from bot.services.weeks.moving import MovingService
from bot.services.weeks.service import WeekService
from bot.services.weeks.sign_ups import SignUpService
from bot.services.weeks.ticks import WeekTicks
from bot.storage.database import Database
from bot.storage.hosts.cast import host_of
from bot.storage.outbox.rows import entries_where
from bot.storage.tables import weeks
from tests.support.owed_reviews import owed_reviews
from tests.support.shipped import shipped_catalog
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.weeks.week import Answer
    from bot.services.weeks.views import WeekView
    from tests.support.owed_reviews import OwedReview

SERVER, CHANNEL = 1, 10
# A Wednesday; the first Sunday, 18:00 in Berlin (winter), is 2026-01-11 17:00 UTC.
START = datetime(2026, 1, 7, 12, tzinfo=UTC)
FIRST_POST = datetime(2026, 1, 11, 17, tzinfo=UTC)
SUNDAY = WeeklySlot(6, time(18), "Europe/Berlin")
WEEK = timedelta(days=7)
MOST_ADVANCES = 1000


@dataclass
class App:
    """The whole application on one database, without Discord. `now` is the time for all its services."""

    url: str
    now: datetime = START
    message_ids: int = 1000
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        self.catalog = shipped_catalog()
        self.catalogs = Catalogs(self.catalog)
        self.clubs = ClubService(self.database, self.catalogs, self.clock)
        self.syllabus = SyllabusService(self.database, self.catalogs)
        self.leavers = Leavers(self.database, self.clock)
        self.weeks = WeekService(self.database, self.catalogs, self.clock, self.leavers)
        self.sign_ups = SignUpService(self.database, self.weeks)
        self.ticks = WeekTicks(self.database, self.catalogs, self.clock, self.leavers)
        self.meetings = MeetingService(self.database, self.clock)
        self.moving = MovingService(self.database, self.clock, along=(follow_session, move_hosts))
        self.polls = PollService(self.database, self.catalogs, self.clock)
        self.ballots = self.polls.ballots
        self.nominations = NominationService(self.database, self.catalogs, self.clock, host_of)
        papers_read = self.papers_read = PapersRead(self.database)
        self.outbox = OutboxService(self.database, self.clock, follow_ups(papers_read, self.catalogs))
        self.logs = PaperLogService(self.database, self.catalogs, papers_read, self.clock)
        self.takeaways = TakeawayService(self.database, self.clock)
        self.calendars = CalendarService(self.database, self.catalogs, self.clock)
        self.presences = PresenceService(self.database, self.clock)
        self.week_links = WeekLinkService(self.database, self.clock)
        self.reviews = ReviewService(self.database, self.clock)
        self.my_reviews = MyReviewService(self.database, self.clock)
        self.next_steps = NextStepService(self.database, self.catalogs, self.clock)
        self.reminders = ReminderService(self.database, self.clock)
        self.hosts = HostService(self.database, self.clock)
        self.host_pages = HostPages(self.database, self.catalogs, self.clock)
        self.host_ticks = HostTicks(self.database, self.clock, self.leavers)
        self.digests = DigestService(self.database, self.catalogs)
        self.erasures = ErasureService(self.database, self.clock, self.leavers)

    def clock(self) -> datetime:
        return self.now

    async def club(self, *queue: str, slot: WeeklySlot = SUNDAY, **facts: Any) -> Club:
        channel, server = facts.pop("channel_id", CHANNEL), facts.pop("server_id", SERVER)
        settings = ClubSettings(
            facts.pop("name", "Sunday papers"), channel, facts.pop("is_forum", False), slot, **facts
        )
        club = await self.clubs.create(server, settings, viewer(0, server))
        for key in queue:
            await self.syllabus.add(club, key, None)
        return club

    async def club_now(self, club: Club) -> Club:
        return await self.clubs.by_id(viewer(0, club.server_id), club.id)

    async def tick(self) -> None:
        """Do what the scheduler does, without the outbox worker."""
        for advance in (self.ticks.advance, self.host_ticks.advance):
            for _ in range(MOST_ADVANCES):
                advanced = await advance()
                assert advanced.faults == ()
                if not advanced.done:
                    break
            else:
                raise AssertionError(f"still something to do after {MOST_ADVANCES} advances")

    async def at(self, moment: datetime) -> None:
        """Move the time, and tick once."""
        self.now = moment
        await self.tick()

    async def deliver(self) -> list[str]:
        """As if Discord accepted everything that is due; returns the keys of the sent messages.

        A weekly post brings its reading guide, which is not returned.
        """
        sent = []
        for entry in await self.outbox.due(100):
            if entry.week_id and entry.kind is Kind.POST and await self.weeks.to_send(entry.week_id) is None:
                continue
            if await self._send(entry):
                sent.append(entry.key)
            guide = await self.outbox.entry(entry.key.replace(f"-{Kind.POST}", f"-{Kind.GUIDE}"))
            if entry.kind is Kind.POST and guide:
                await self._send(guide)
        return sent

    async def _send(self, entry: Entry) -> bool:
        marked = await self.outbox.mark_sending(entry)
        if marked is None:
            return False
        self.message_ids += 1
        posted = await self.outbox.record(marked, Sent(self.message_ids))
        if posted and posted.wants_thread:
            await self.outbox.record(posted, Threaded())
        return True

    async def answer(self, key: str, user: int, answer: Answer) -> WeekView:
        """A member presses a button now."""
        return await self.weeks.answer(viewer(user), key, answer, self.now)

    async def owed_by(self, user: int, club: Club) -> list[OwedReview]:
        return await owed_reviews(self.database, user, club, self.now)

    async def refuse(self, outcome: Outcome) -> None:
        """As if Discord gave this answer to everything that is due."""
        for entry in await self.outbox.due(100):
            marked = await self.outbox.mark_sending(entry)
            if marked:
                await self.outbox.record(marked, outcome)

    async def week_rows(self) -> list[Any]:
        """Every week, oldest slot first."""
        async with self.database.read_transaction() as connection:
            return list(await connection.execute(select(weeks).order_by(weeks.c.slot)))

    async def entries(self, *, with_guides: bool = False) -> list[Entry]:
        """Every entry, oldest first. Each week has a reading guide, which few tests are about."""
        async with self.database.read_transaction() as connection:
            found = await entries_where(connection, true())
        return [entry for entry in found if with_guides or entry.kind is not Kind.GUIDE]
