"""The use cases on a real database, with a clock that is moved by hand."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings
from bot.services.clubs import ClubService
from bot.services.outbox import OutboxService
from bot.services.polls import PollService
from bot.services.syllabus import SyllabusService
from bot.services.weeks import WeekService
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database
from bot.wiring import PAPERS_FILE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue

SERVER, CHANNEL = 11, 22
SUNDAYS = WeeklySlot(6, time(18), "Europe/Berlin")
# A Thursday: the first post of a club that meets on Sundays comes on the 4th, at 17:00 UTC.
THE_FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = THE_FIRST

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, text: str) -> None:
        """To a time in UTC, such as `2026-01-04 17:00`."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def go_on(self, **time_spent: float) -> None:
        self.now += timedelta(**time_spent)


@dataclass
class Study:
    database: Database
    catalogue: Catalogue
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.clubs = ClubService(self.database, self.catalogue, self.clock)
        self.syllabus = SyllabusService(self.database, self.catalogue)
        self.weeks = WeekService(self.database, self.catalogue, self.clock)
        self.polls = PollService(self.database, self.catalogue, self.clock)
        self.outbox = OutboxService(self.database, self.clock)

    async def start_club(self, name: str = "Sunday papers", server_id: int = SERVER, **settings: object) -> Club:
        chosen: dict[str, object] = {"channel_id": CHANNEL, "is_forum": False, "slot": SUNDAYS, **settings}
        return await self.clubs.create(server_id, ClubSettings(name, **chosen))  # type: ignore[arg-type]

    async def advance(self, text: str) -> None:
        """Go to a time and do everything that has become due."""
        self.clock.go_to(text)
        while (await self.weeks.advance()).done:
            pass

    async def again(self, club: Club) -> Club:
        """The club as it is stored now."""
        return await self.clubs.by_id(club.server_id, club.id)


@asynccontextmanager
async def open_study(folder: Path) -> AsyncIterator[Study]:
    database = Database(f"sqlite+aiosqlite:///{folder / 'club.db'}")
    await database.open()
    try:
        yield Study(database, load_catalogue(PAPERS_FILE))
    finally:
        await database.close()
