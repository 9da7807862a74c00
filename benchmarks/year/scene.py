"""The year's clubs, their servers and members, and the shared clock."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.storage.clubs.rows import add_club
from bot.storage.database import Database
from bot.storage.papers.catalog import load_catalog
from bot.storage.syllabus.rows import replace_queue
from bot.wiring import PAPERS_FILE
from tests.support.loopback.shapes import member_shape, role_shape, user_shape
from tests.support.loopback.world import ChannelKind

if TYPE_CHECKING:
    from tests.support.loopback import World
    from tests.support.loopback.world import Guild

SEED = 17
# A Monday, with both hemispheres' changes of the clock in the weeks that follow.
START = datetime(2026, 3, 2, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Every fifth club has five members and the others two, so that a year of 500 clubs ends within hours.
BUSY_EVERY, MEMBERS, QUIET_MEMBERS = 5, 5, 2
MEMBER_ID = 600_000_000_000_000_000
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
    "America/Santiago",
    "Europe/London",
    "Pacific/Auckland",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "UTC",
    "America/Asuncion",
    "Asia/Kathmandu",
)
LOG_DAYS, REVIEW_DAYS, REVIEWERS = (5, 3, 7, 1, 10, 4, 14), (2, 1, 3, 7, 4), (2, 1, 3)


@dataclass
class Clock:
    """`true` is Discord's time; the machine's clock is `ahead` of it."""

    true: datetime = START
    ahead: timedelta = timedelta(0)

    def discords(self) -> datetime:
        return self.true

    def machines(self) -> datetime:
        return self.true + self.ahead

    def seconds(self) -> float:
        """Monotonic seconds, like a machine's since its start."""
        return self.true.timestamp()


@dataclass(frozen=True)
class StudyClub:
    """A club as the verdict knows it: what its organizers chose, not what the bot stores."""

    id: int
    token: str
    server_id: int
    channel_id: int
    settings: ClubSettings
    members: tuple[int, ...]


@dataclass
class Absences:
    """Who left which server when, and when they came back."""

    left: dict[int, list[tuple[datetime, datetime | None]]] = field(default_factory=dict)

    def go(self, guild: Guild, user_id: int, now: datetime) -> None:
        del guild.members[user_id]
        self.left.setdefault(user_id, []).append((now, None))

    def come_back(self, guild: Guild, user_id: int, now: datetime) -> None:
        guild.members[user_id] = member_shape(user_shape(user_id, f"member {user_id}"))
        self.left[user_id][-1] = (self.left[user_id][-1][0], now)

    def since(self, user_id: int, at: datetime) -> datetime | None:
        """When a member who is away at that time left."""
        for start, end in self.left.get(user_id, ()):
            if start <= at and (end is None or at < end):
                return start
        return None


def settings_of(number: int, channel_id: int, role_id: int | None) -> ClubSettings:
    """Slots are spread over the week, on the hour or half hour; none at night, when clocks change."""
    zone = ZONES[number % len(ZONES)]
    slot = WeeklySlot(number * 3 % 7, time(7 + number * 5 % 16, 30 * (number // 7 % 2)), zone)
    return ClubSettings(
        f"Weekly papers {number}",
        channel_id,
        is_forum(number),
        slot,
        role_id=role_id,
        log_days=LOG_DAYS[number % len(LOG_DAYS)],
        review_days=REVIEW_DAYS[number % len(REVIEW_DAYS)],
        reviewers=REVIEWERS[number % len(REVIEWERS)],
        anonymous=number % 4 == 1,
    )


def is_forum(number: int) -> bool:
    return number % 3 == 1


async def settle(world: World, url: str, count: int) -> list[StudyClub]:
    """Create this many servers with one club each."""
    papers = [paper.key for paper in load_catalog(PAPERS_FILE)]
    database, found = Database(url), []
    await database.open()
    async with database.write_transaction() as connection:
        for number in range(count):
            guild = world.add_guild(f"Study group {number}")
            how_many = QUIET_MEMBERS if number % BUSY_EVERY else MEMBERS
            members = tuple(MEMBER_ID + number * 100 + index for index in range(how_many))
            guild.members = {user: member_shape(user_shape(user, f"member {user}")) for user in members}
            kind = ChannelKind.FORUM if is_forum(number) else ChannelKind.TEXT
            channel = world.add_channel(guild, kind, tags=("Papers",))
            settings = settings_of(number, channel.id, _role(world, guild) if number % 2 else None)
            first = settings.slot.next_after(START)
            club = Club(
                0, f"{number:08x}", guild.id, settings, ClubState.ACTIVE, first, settings.slot.instant_on(first)
            )
            stored = await add_club(connection, club, START)
            # The list alone would run out before the end of the year.
            await replace_queue(connection, stored.id, random.Random(number).sample(papers, len(papers)))
            found.append(StudyClub(stored.id, club.token, guild.id, channel.id, settings, members))
    await database.close()
    return found


def _role(world: World, guild: Guild) -> int:
    role_id = world.new_id()
    guild.roles[role_id] = role_shape(role_id, "Readers")
    return role_id
