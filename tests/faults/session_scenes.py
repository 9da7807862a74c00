"""Clubs whose sessions need something besides the post, each just before it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.meetings.plan import MeetingPlan
from bot.core.outbox.kinds import CHANGES
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID, START, Scene
from tests.support.loopback.shapes import member_shape, user_shape
from tests.support.loopback.world import APPLICATION_ID, EPOCH_MS, Channel, ChannelKind, Message
from tests.support.own_papers import organizer
from tests.support.reading_clubs import App
from tests.support.schedules import read, schedules_of
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
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
# The ids of the messages that were sent before a play, by their time as in Discord.
SENT_IDS = (int(DUE.timestamp() * 1000) - EPOCH_MS) << 22
PREVIEW = (
    "SELECT (SELECT count(*) FROM past_sessions) AS past, (SELECT count(*) FROM server_papers) AS papers, "
    "(SELECT count(*) FROM syllabus_entries) AS queued"
)

# At a slot without a new paper.
NO_NEW_PAPER: dict[str, Any] = {
    "began": FOLLOWING + timedelta(seconds=5),
    "told": (("catch-up", 1),),
    "asks": "SELECT state FROM weeks ORDER BY slot DESC LIMIT 1",
    "finds": (("skipped",),),
}


@dataclass(frozen=True)
class Presses:
    """Once so many messages of a kind are sent, each of these members presses a button, and Discord says so twice."""

    kind: str
    count: int
    presses: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class SessionScene(Scene):
    """`told` are the messages of the play, by kind. `asks` and `finds` are a query and its only good result.

    `before` are its results before that, if nothing in between may ever be stored. `sent` are the messages that were
    there when the play `began`, each with its channel.
    """

    name: str = ""
    began: datetime = START
    club_id: int = 0
    steps: tuple[Presses, ...] = ()
    told: tuple[tuple[str, int], ...] = ()
    asks: str = ""
    finds: tuple[tuple[Any, ...], ...] = ()
    before: tuple[tuple[Any, ...], ...] = ()
    sent: tuple[tuple[int, int], ...] = ()

    def set_up(self, world: World) -> None:
        super().set_up(world)
        for member, channel_id in PRIVATE.items():
            world.keep(Channel(channel_id, None, ChannelKind.PRIVATE, "", owner_id=member))
            world.guilds[GUILD_ID].members[member] = member_shape(user_shape(member, "member"))
        for channel_id, message_id in self.sent:
            if channel_id not in world.channels:
                kind = ChannelKind.PUBLIC_THREAD
                world.keep(Channel(channel_id, GUILD_ID, kind, "Week 1", CHANNEL_ID, APPLICATION_ID))
            message = Message(message_id, channel_id, APPLICATION_ID, {}, 0)
            world.channels[channel_id].messages[message_id] = message


@dataclass
class Made:
    """A club in the making, for a scene."""

    database_maker: DatabaseMaker
    template: str
    app: App
    club: Club

    async def until(self, moment: datetime) -> None:
        """Everything due by then is sent, and Discord accepts it."""
        await self.app.at(moment)
        while await self.app.deliver():
            continue

    async def scene(self, name: str, **facts: Any) -> SessionScene:
        entries = await self.app.entries(with_guides=True)
        sent = [(one.channel_id, one.message_id) for one in entries if one.message_id and one.kind not in CHANGES]
        await self.app.database.close()
        key = f"{self.club.token}-{DUE:%y%m%d}-post"
        facts |= {"name": name, "club_id": self.club.id, "sent": tuple(sent)}
        return SessionScene(False, self.database_maker, self.template, key, **facts)


async def made(database_maker: DatabaseMaker, empty: str, name: str, *queue: str, **settings: Any) -> Made:
    """A club whose first post is due the next day."""
    template = await database_maker.template(f"sessions-{name.replace(' ', '-')}", of=empty)
    app = App(template, now=DUE - timedelta(days=1), message_ids=SENT_IDS)
    await app.database.open()
    slot = WeeklySlot(DUE.weekday(), DUE.time(), "UTC")
    queue = queue or ("qlora", "mamba")
    club = await app.club(*queue, slot=slot, channel_id=CHANNEL_ID, server_id=GUILD_ID, **settings)
    return Made(database_maker, template, app, club)


async def make_hosts(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Members who accept no direct messages are called in the club's channel."""
    return await _hosts(database_maker, empty, "hosts", "host-call")


async def make_hosts_told_directly(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    return await _hosts(database_maker, empty, "direct hosts", "host-direct")


async def _hosts(database_maker: DatabaseMaker, empty: str, name: str, kind: str) -> SessionScene:
    """Three members would host. Two sessions need a host: the first accepts, the second declines, the third accepts."""
    one = await made(database_maker, empty, name, meeting=PLAN)
    for member in MEMBERS:
        channel_id = PRIVATE[member] if kind == "host-direct" else None
        await one.app.hosts.take_turns(viewer(member, GUILD_ID), one.club.id, channel_id)
        one.app.now += timedelta(minutes=1)
    now, then = (f"v1:{one.club.id}:{day:%Y%m%d}" for day in (DUE, FOLLOWING))
    return await one.scene(
        name,
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
    one = await made(database_maker, empty, "digest", log_days=3)
    await one.until(START)
    return await one.scene(
        "digest", began=REVIEWS_DUE, told=(("digest", 1),), asks="SELECT state FROM weeks", finds=(("closed",),)
    )


async def make_meeting_held(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """The week's meeting has just ended. Two members were there."""
    one = await made(database_maker, empty, "presences", meeting=PLAN)
    await one.until(START)
    there = f"pc:presences:there:v1:{one.club.token}-{DUE:%y%m%d}-presences"
    return await one.scene(
        "presences",
        began=MET,
        steps=(Presses("presences", 1, ((ADA, there), (BO, there))),),
        told=(("presences", 1),),
        asks="SELECT user_id, answer FROM presences ORDER BY user_id",
        finds=((ADA, "in"), (BO, "in")),
    )


async def make_catch_up(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """The club's second slot is a catch-up, and has come."""
    one = await made(database_maker, empty, "catch-up")
    await one.until(START)
    await one.app.weeks.catch_up(one.club)
    return await one.scene("catch-up", **NO_NEW_PAPER)


async def make_long_paper(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """The club's second slot has come, in which its paper goes on."""
    one = await made(database_maker, empty, "the paper goes on", "mamba")
    await one.app.syllabus.add(one.club, "lora", 1, 2)
    await one.until(START)
    return await one.scene("the paper goes on", **NO_NEW_PAPER)


async def make_schedule(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """An organizer has read the preview of a schedule, and confirms it."""
    one = await made(database_maker, empty, "schedule")
    one.app.now = DUE - timedelta(hours=1)
    kept = await schedules_of(one.app).keep(organizer(ADA, GUILD_ID), one.club, read())
    confirm = f"pc:schedules:confirm:v1:{kept.token}"
    return await one.scene(
        "schedule",
        steps=(Presses("guide", 1, ((ADA, confirm), (ADA, confirm))),),
        told=(("post", 1), ("guide", 1)),
        asks=PREVIEW,
        finds=((2, 3, 3),),
        before=((0, 0, 2), (0, 0, 1)),
    )
