"""A study server with one club, whose weekly post is due as soon as the bot starts. The same in every run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings
from bot.services.clubs.service import ClubService
from bot.services.papers.catalogs import Catalogs
from bot.storage.clubs import rows as club_rows
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
    """`template` is a database with the club; `key` is the key of its post's outbox entry, and `following` the slot
    after it.
    """

    is_forum: bool
    database_maker: DatabaseMaker
    template: str
    key: str
    following: date = DUE.date() + timedelta(days=7)

    @property
    def guide_key(self) -> str:
        return self.key.replace("-post", "-guide")

    def set_up(self, world: World) -> None:
        """Create the server in the small Discord."""
        kind = ChannelKind.FORUM if self.is_forum else ChannelKind.TEXT
        guild = world.add_guild(guild_id=GUILD_ID)
        world.add_channel(guild, kind, tags=("Papers",), channel_id=CHANNEL_ID)


@dataclass(frozen=True)
class Meeting:
    """When the club meets: each has its slot at the same moment. It was on `weekday` before it was moved there."""

    name: str = ""
    rhythm: Rhythm = Rhythm.WEEKLY
    breaks: tuple[Break, ...] = ()
    weekday: int = DUE.weekday()
    following: date = Scene.following


# The slot is a Saturday's that was moved to Sunday, between two breaks.
EVERY_SECOND_SATURDAY = Meeting(
    "moved-",
    Rhythm.TWO_WEEKS,
    (Break(date(2026, 2, 20), date(2026, 2, 28)), Break(date(2026, 3, 2), date(2026, 3, 20))),
    weekday=5,
    following=date(2026, 3, 28),
)
SPRING = Break(date(2026, 4, 1), date(2026, 4, 30), "Spring")
FIRST_SUNDAY = Meeting("monthly-", Rhythm.FIRST, (SPRING,), following=date(2026, 5, 3))


async def make_scene(
    database_maker: DatabaseMaker, empty: str, *, is_forum: bool, meeting: Meeting | None = None
) -> Scene:
    """`empty` is a database that a bot has used before, so that every start is an ordinary one."""
    meeting = meeting or Meeting()
    template = await database_maker.template(f"{meeting.name}forum-{is_forum}", of=empty)
    database = Database(template)
    await database.open()
    slot = WeeklySlot(meeting.weekday, time(DUE.hour, DUE.minute), "UTC")
    clubs = ClubService(database, Catalogs(shipped_catalog()), lambda: DUE - timedelta(days=2))
    settings = ClubSettings("Sunday papers", CHANNEL_ID, is_forum, slot, rhythm=meeting.rhythm)
    club = await clubs.create(GUILD_ID, settings, viewer(0, GUILD_ID))
    async with database.write_transaction() as connection:
        await club_rows.save_club(connection, replace(club, breaks=meeting.breaks, next_slot=DUE.date(), next_due=DUE))
    await database.close()
    return Scene(is_forum, database_maker, template, f"{club.token}-{DUE:%y%m%d}-post", meeting.following)
