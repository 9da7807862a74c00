"""Reading clubs in a real database, with a clock that the test sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings
from bot.core.outbox import Sent, Threaded
from bot.services.clubs import ClubService
from bot.services.leavers import Leavers
from bot.services.outbox import OutboxService
from bot.services.paper_logs import PaperLogService
from bot.services.papers_read import PapersRead
from bot.services.polls import PollService
from bot.services.reviews import ReviewService
from bot.services.syllabus import SyllabusService
from bot.services.week_ticks import WeekTicks
from bot.services.weeks import WeekService
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database
from bot.storage.tables import outbox, weeks
from bot.wiring import PAPERS_FILE
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.core.outbox import Entry, Outcome
    from bot.core.weeks import Answer
    from bot.services.weeks import WeekView

SERVER, CHANNEL = 1, 10
# A Wednesday; the first Sunday, 18:00 in Berlin (winter), is 2026-01-11 17:00 UTC.
START = datetime(2026, 1, 7, 12, tzinfo=UTC)
FIRST_POST = datetime(2026, 1, 11, 17, tzinfo=UTC)
SUNDAY = WeeklySlot(6, time(18), "Europe/Berlin")
WEEK = timedelta(days=7)


@dataclass
class House:
    """Every service on one database. `now` is what they take for the time."""

    url: str
    now: datetime = START
    message_ids: int = 1000
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        self.catalogue = load_catalogue(PAPERS_FILE)
        self.clubs = ClubService(self.database, self.catalogue, self.clock)
        self.syllabus = SyllabusService(self.database, self.catalogue, self.clock)
        self.leavers = Leavers(self.database)
        self.weeks = WeekService(self.database, self.catalogue, self.clock, self.leavers)
        self.ticks = WeekTicks(self.database, self.catalogue, self.clock, self.leavers)
        self.polls = PollService(self.database, self.catalogue, self.clock)
        papers_read = PapersRead(self.database)
        self.outbox = OutboxService(self.database, self.clock, papers_read)
        self.logs = PaperLogService(self.database, self.catalogue, papers_read, self.clock)
        self.reviews = ReviewService(self.database, self.clock)

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
        """As the scheduler does it, without the courier."""
        while True:
            advanced = await self.ticks.advance()
            assert advanced.faults == ()
            if not advanced.done:
                return

    async def at(self, moment: datetime) -> None:
        """Let the time come, and tick once."""
        self.now = moment
        await self.tick()

    async def deliver(self) -> list[str]:
        """Do as if Discord took everything that is due; the keys of what was sent."""
        sent = []
        for entry in await self.outbox.due(100):
            if entry.week_id and entry.kind == "post" and await self.weeks.to_send(entry.week_id) is None:
                continue
            marked = await self.outbox.mark_sending(entry)
            if marked is None:
                continue
            self.message_ids += 1
            posted = await self.outbox.record(marked, Sent(self.message_ids))
            if posted and posted.wants_thread:
                await self.outbox.record(posted, Threaded())
            sent.append(entry.key)
        return sent

    async def answer(self, key: str, user: int, answer: Answer) -> WeekView:
        """A press by a member now."""
        return await self.weeks.answer(viewer(user), key, answer, self.now)

    async def refuse(self, outcome: Outcome) -> None:
        """Do as if Discord answered everything that is due so."""
        for entry in await self.outbox.due(100):
            marked = await self.outbox.mark_sending(entry)
            if marked:
                await self.outbox.record(marked, outcome)

    async def week_rows(self) -> list[Any]:
        """Every week, oldest slot first."""
        async with self.database.reading() as connection:
            return list(await connection.execute(select(weeks).order_by(weeks.c.slot)))

    async def entries(self) -> list[Entry]:
        async with self.database.reading() as connection:
            keys = list(await connection.scalars(select(outbox.c.key).order_by(outbox.c.id)))
        found = [await self.outbox.entry(key) for key in keys]
        return [entry for entry in found if entry]
