"""A study server with one club, whose weekly post is due as soon as the bot looks: the same one in every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings
from bot.services.clubs import ClubService
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database
from bot.wiring import PAPERS_FILE
from tests.support.loopback.world import ChannelKind
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.faults.stores import Shelf
    from tests.support.loopback import World

# A Sunday, some seconds after the club's hour.
DUE = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
START = DUE + timedelta(seconds=5)
GUILD_ID, CHANNEL_ID = 800_000_000_000_000_001, 800_000_000_000_000_002


@dataclass(frozen=True)
class Scene:
    """`template` is a database of the shelf's with the club in it; `key` is the entry that its post will have."""

    is_forum: bool
    shelf: Shelf
    template: str
    key: str

    def set_up(self, world: World) -> None:
        """The server in the small Discord."""
        kind = ChannelKind.FORUM if self.is_forum else ChannelKind.TEXT
        guild = world.add_guild(guild_id=GUILD_ID)
        world.add_channel(guild, kind, tags=("Papers",), channel_id=CHANNEL_ID)


async def make_scene(shelf: Shelf, empty: str, *, is_forum: bool) -> Scene:
    """`empty` is a database that a bot has used before, so that every start is an ordinary one."""
    template = await shelf.template(f"forum-{is_forum}", of=empty)
    database = Database(template)
    await database.open()
    slot = WeeklySlot(DUE.weekday(), time(DUE.hour, DUE.minute), "UTC")
    clubs = ClubService(database, load_catalogue(PAPERS_FILE), lambda: DUE - timedelta(days=1))
    club = await clubs.create(GUILD_ID, ClubSettings("Sunday papers", CHANNEL_ID, is_forum, slot), viewer(0, GUILD_ID))
    await database.close()
    return Scene(is_forum, shelf, template, f"{club.token}-{DUE:%y%m%d}-post")
