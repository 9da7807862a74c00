"""A study server with one club, whose weekly post is due as soon as the bot starts. The same in every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings
from bot.services.clubs.service import ClubService
from bot.services.papers.catalogs import Catalogs
from bot.storage.database import Database
from tests.support.loopback.world import ChannelKind
from tests.support.shipped import shipped_catalog
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.faults.stores import DatabaseMaker
    from tests.support.loopback import World

# A Sunday, some seconds after the club's hour.
DUE = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
START = DUE + timedelta(seconds=5)
GUILD_ID, CHANNEL_ID = 800_000_000_000_000_001, 800_000_000_000_000_002


@dataclass(frozen=True)
class Scene:
    """`template` is a database with the club; `key` is the key of its post's outbox entry."""

    is_forum: bool
    database_maker: DatabaseMaker
    template: str
    key: str

    @property
    def guide_key(self) -> str:
        return self.key.replace("-post", "-guide")

    def set_up(self, world: World) -> None:
        """Create the server in the small Discord."""
        kind = ChannelKind.FORUM if self.is_forum else ChannelKind.TEXT
        guild = world.add_guild(guild_id=GUILD_ID)
        world.add_channel(guild, kind, tags=("Papers",), channel_id=CHANNEL_ID)


async def make_scene(database_maker: DatabaseMaker, empty: str, *, is_forum: bool) -> Scene:
    """`empty` is a database that a bot has used before, so that every start is an ordinary one."""
    template = await database_maker.template(f"forum-{is_forum}", of=empty)
    database = Database(template)
    await database.open()
    slot = WeeklySlot(DUE.weekday(), time(DUE.hour, DUE.minute), "UTC")
    clubs = ClubService(database, Catalogs(shipped_catalog()), lambda: DUE - timedelta(days=1))
    club = await clubs.create(GUILD_ID, ClubSettings("Sunday papers", CHANNEL_ID, is_forum, slot), viewer(0, GUILD_ID))
    await database.close()
    return Scene(is_forum, database_maker, template, f"{club.token}-{DUE:%y%m%d}-post")
