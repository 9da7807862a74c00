"""Clubs whose sessions need something besides the post, each just before it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.meetings.plan import MeetingPlan
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID, Scene
from tests.support.loopback.shapes import member_shape, user_shape
from tests.support.loopback.world import Channel, ChannelKind
from tests.support.own_papers import organizer
from tests.support.reading_clubs import App
from tests.support.schedules import read, schedules_of
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.faults.stores import DatabaseMaker
    from tests.support.loopback import World

ADA, BO, CY = MEMBERS = tuple(700_000_000_000_000_001 + at for at in range(3))
# Their direct messages with the bot.
PRIVATE = {member: member + 200_000_000_000_000_000 for member in MEMBERS}
# A Thursday, from 19:00 to 20:00. The week is posted on the Sunday before.
PLAN = MeetingPlan(3, time(19), 60)
MET = DUE + timedelta(days=4, hours=2, seconds=5)
# With three days for logs, reviews are due two days later.
REVIEWS_DUE = DUE + timedelta(days=5, seconds=5)
FOLLOWING = DUE + timedelta(days=7)
PREVIEW = (
    "SELECT (SELECT count(*) FROM past_sessions) AS past, (SELECT count(*) FROM server_papers) AS papers, "
    "(SELECT count(*) FROM syllabus_entries) AS queued"
)


@dataclass(frozen=True)
class Presses:
    """Once so many messages of a kind are sent, each of these members presses a button, and Discord says so twice."""

    kind: str
    count: int
    presses: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class SessionScene(Scene):
    """`told` are the messages of the play, by kind. `asks` and `finds` are a query and its only good result.

    `before` are its results before that, if nothing in between may ever be stored.
    """

    name: str = ""
    began: datetime | None = None
    club_id: int = 0
    steps: tuple[Presses, ...] = ()
    told: tuple[tuple[str, int], ...] = ()
    asks: str = ""
    finds: tuple[tuple[Any, ...], ...] = ()
    before: tuple[tuple[Any, ...], ...] = ()

    def set_up(self, world: World) -> None:
        super().set_up(world)
        for member, channel_id in PRIVATE.items():
            world.keep(Channel(channel_id, None, ChannelKind.PRIVATE, "", owner_id=member))
            world.guilds[GUILD_ID].members[member] = member_shape(user_shape(member, "member"))


async def _made(database_maker: DatabaseMaker, empty: str, name: str) -> tuple[str, App]:
    template = await database_maker.template(f"sessions-{name}", of=empty)
    app = App(template, now=DUE - timedelta(days=1))
    await app.database.open()
    return template, app


async def make_hosts(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Members who accept no direct messages are called in the club's channel."""
    return await _hosts(database_maker, empty, "hosts", "host-call")


async def make_hosts_told_directly(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    return await _hosts(database_maker, empty, "direct hosts", "host-direct")


async def _hosts(database_maker: DatabaseMaker, empty: str, name: str, kind: str) -> SessionScene:
    """Three members would host. Two sessions need a host: the first accepts, the second declines, the third accepts."""
    template, app = await _made(database_maker, empty, name.replace(" ", "-"))
    club = await _club(app, meeting=PLAN)
    for member in MEMBERS:
        channel_id = PRIVATE[member] if kind == "host-direct" else None
        await app.hosts.take_turns(viewer(member, GUILD_ID), club.id, channel_id)
        app.now += timedelta(minutes=1)
    await app.database.close()
    now, then = (f"v1:{club.id}:{day:%Y%m%d}" for day in (DUE, FOLLOWING))
    return SessionScene(
        False,
        database_maker,
        template,
        f"{club.token}-{DUE:%y%m%d}-post",
        name=name,
        club_id=club.id,
        steps=(
            Presses(kind, 1, ((ADA, f"pc:hosts:accept:{now}"),)),
            Presses(kind, 2, ((BO, f"pc:hosts:decline:{then}"),)),
            Presses(kind, 3, ((CY, f"pc:hosts:accept:{then}"),)),
        ),
        told=(("post", 1), ("guide", 1), (kind, 3)),
        asks="SELECT user_id, standing FROM host_answers ORDER BY slot, user_id",
        finds=((ADA, "hosts"), (BO, "declined"), (CY, "hosts")),
    )


async def make_digest(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Nobody wrote, and the week is over."""
    template, app = await _made(database_maker, empty, "digest")
    club = await _club(app, log_days=3)
    await app.database.close()
    return SessionScene(
        False,
        database_maker,
        template,
        f"{club.token}-{DUE:%y%m%d}-post",
        name="digest",
        began=REVIEWS_DUE,
        club_id=club.id,
        told=(("digest", 1),),
        asks="SELECT state FROM weeks",
        finds=(("closed",),),
    )


async def make_meeting_held(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """The week's meeting has just ended. Two members were there."""
    template, app = await _made(database_maker, empty, "presences")
    club = await _club(app, meeting=PLAN)
    await app.database.close()
    there = f"pc:presences:there:v1:{club.token}-{DUE:%y%m%d}-presences"
    return SessionScene(
        False,
        database_maker,
        template,
        f"{club.token}-{DUE:%y%m%d}-post",
        name="presences",
        began=MET,
        club_id=club.id,
        steps=(Presses("presences", 1, ((ADA, there), (BO, there))),),
        told=(("presences", 1),),
        asks="SELECT user_id, answer FROM presences ORDER BY user_id",
        finds=((ADA, "in"), (BO, "in")),
    )


async def make_catch_up(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """The club's second slot is a catch-up, and has come."""
    template, app = await _made(database_maker, empty, "catch-up")
    club = await _club(app)
    await app.database.close()
    return SessionScene(
        False,
        database_maker,
        template,
        f"{club.token}-{DUE:%y%m%d}-post",
        name="catch-up",
        began=FOLLOWING + timedelta(seconds=5),
        club_id=club.id,
        told=(("catch-up", 1),),
        asks="SELECT state FROM weeks ORDER BY slot DESC LIMIT 1",
        finds=(("skipped",),),
    )


async def make_schedule(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """An organizer has read the preview of a schedule, and confirms it."""
    template, app = await _made(database_maker, empty, "schedule")
    club = await _club(app)
    app.now = DUE - timedelta(hours=1)
    kept = await schedules_of(app).keep(organizer(ADA, GUILD_ID), club, read())
    await app.database.close()
    confirm = f"pc:schedules:confirm:v1:{kept.token}"
    return SessionScene(
        False,
        database_maker,
        template,
        f"{club.token}-{DUE:%y%m%d}-post",
        name="schedule",
        club_id=club.id,
        steps=(Presses("guide", 1, ((ADA, confirm), (ADA, confirm))),),
        told=(("post", 1), ("guide", 1)),
        asks=PREVIEW,
        finds=((2, 3, 3),),
        before=((0, 0, 2), (0, 0, 1)),
    )


async def _club(app: App, **settings: Any) -> Any:
    slot = WeeklySlot(DUE.weekday(), DUE.time(), "UTC")
    return await app.club("qlora", "mamba", slot=slot, channel_id=CHANNEL_ID, server_id=GUILD_ID, **settings)
