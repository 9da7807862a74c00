"""A study server with one club, whose weekly post is due as soon as the bot looks: the same one in every run."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings
from bot.services.clubs import ClubService
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database
from bot.wiring import PAPERS_FILE
from tests.support.loopback.world import ChannelKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.loopback import World

# A Sunday, some seconds after the club's hour.
DUE = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
START = DUE + timedelta(seconds=5)
GUILD_ID, CHANNEL_ID = 800_000_000_000_000_001, 800_000_000_000_000_002


@dataclass(frozen=True)
class Scene:
    """`template` is a database with the club in it; `key` is the outbox entry that its post will have."""

    is_forum: bool
    template: Path
    key: str

    def set_up(self, world: World, database: Path) -> None:
        """The server in the small Discord, and a fresh copy of the database."""
        kind = ChannelKind.FORUM if self.is_forum else ChannelKind.TEXT
        guild = world.add_guild(guild_id=GUILD_ID)
        world.add_channel(guild, kind, tags=("Papers",), channel_id=CHANNEL_ID)
        shutil.copy(self.template, database)


async def make_scene(empty: Path, template: Path, *, is_forum: bool) -> Scene:
    """`empty` is a database that a bot has used before, so that every start is an ordinary one."""
    shutil.copy(empty, template)
    database = Database(f"sqlite+aiosqlite:///{template}")
    await database.open()
    slot = WeeklySlot(DUE.weekday(), time(DUE.hour, DUE.minute), "UTC")
    clubs = ClubService(database, load_catalogue(PAPERS_FILE), lambda: DUE - timedelta(days=1))
    club = await clubs.create(GUILD_ID, ClubSettings("Sunday papers", CHANNEL_ID, is_forum, slot))
    await database.close()
    return Scene(is_forum, template, f"{club.token}-{DUE:%y%m%d}-post")


@dataclass(frozen=True)
class Stored:
    """What the bot's database says, at one moment."""

    outbox: list[dict[str, Any]]
    weeks: list[dict[str, Any]]

    @property
    def is_settled(self) -> bool:
        """Nothing left to do: all is delivered, and nothing waits for a look at whether it is there twice."""
        return bool(self.outbox) and all(row["state"] == "done" and not row["not_before"] for row in self.outbox)

    def wakes_at(self) -> datetime | None:
        """When there is something to do again; None where there is now, or nothing ever."""
        waiting = [row for row in self.outbox if row["state"] != "done" or row["not_before"]]
        times = [row["not_before"] for row in waiting]
        if not times or not all(times):
            return None
        return min(datetime.fromisoformat(time).replace(tzinfo=UTC) for time in times)


def read(database: Path) -> Stored:
    """Of a database that a bot is using, or was when it died."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.row_factory = sqlite3.Row
        tables = [connection.execute(query).fetchall() for query in ("SELECT * FROM outbox", "SELECT * FROM weeks")]
        return Stored(*([dict(row) for row in rows] for rows in tables))
