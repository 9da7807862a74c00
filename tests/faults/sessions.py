"""What a club's sessions need besides the post: asks to hosts, the question who was there, the message of a catch-up,
and a schedule that is moved in. Requests fail and the process dies, on both databases.

Until `began` nothing fails. Then the bot is stopped, the clock moves on, and the play begins: everything is told once,
every press counts once, and what is imported is there as a whole or not at all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.meetings.plan import MeetingPlan
from bot.core.outbox.kinds import CHANGES
from tests.faults.clock import SharedClock
from tests.faults.runs import LOOK_S, MOST_STARTS, SPEED, Play, Scenario, Verdict
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID, START, Scene
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import press_button, tell_of
from tests.support.loopback.shapes import member_shape, user_shape
from tests.support.loopback.world import APPLICATION_ID, Message
from tests.support.own_papers import organizer
from tests.support.reading_clubs import App
from tests.support.schedules import read, schedules_of
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.kill_points import KillPoint
    from tests.faults.stores import DatabaseMaker, Stored
    from tests.support.loopback import World

HANG_S, QUIET_S = 150, 0.3
ADA, BO, CY = MEMBERS = tuple(700_000_000_000_000_001 + at for at in range(3))
# A Thursday, from 19:00 to 20:00. The week is posted on the Sunday before.
PLAN = MeetingPlan(3, time(19), 60)
MET = DUE + timedelta(days=4, hours=2, seconds=5)
FOLLOWING = DUE + timedelta(days=7)
PREVIEW = (
    "SELECT (SELECT count(*) FROM past_sessions) AS past, (SELECT count(*) FROM server_papers) AS papers, "
    "(SELECT count(*) FROM syllabus_entries) AS queued"
)


@dataclass(frozen=True)
class Presses:
    """Once so many entries of a kind are in the outbox, each of these members presses a button, twice."""

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
        for member in MEMBERS:
            world.guilds[GUILD_ID].members[member] = member_shape(user_shape(member, "member"))


@dataclass(frozen=True)
class SessionScenario(Scenario):
    def __str__(self) -> str:
        met = [f"{target}: {fault}" for target, fault in self.faults]
        scene: SessionScene = self.scene  # type: ignore[assignment]
        return " + ".join([scene.name, *met, *map(str, self.kill_points)])


@dataclass
class SessionVerdict(Verdict):
    """`lost` and `doubled` are messages by their kind; `found` is the query's result."""

    lost: int = 0
    doubled: int = 0
    found: Any = None

    @property
    def is_lost(self) -> bool:
        return self.lost > 0

    @property
    def is_doubled(self) -> bool:
        return self.doubled > 0

    def __str__(self) -> str:
        found = f"{self.lost} lost, {self.doubled} doubled, {self.cleared} cleared, {self.starts} starts, {self.found}"
        return f"{self.scenario}: {found}; {'; '.join([*self.troubles, *self.violations])}"


async def _made(database_maker: DatabaseMaker, empty: str, name: str) -> tuple[str, App]:
    template = await database_maker.template(f"sessions-{name}", of=empty)
    app = App(template, now=DUE - timedelta(days=1))
    await app.database.open()
    return template, app


async def make_hosts(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Three members would host. Two sessions need a host when the bot starts; the second member declines."""
    template, app = await _made(database_maker, empty, "hosts")
    club = await _club(app, meeting=PLAN)
    for member in MEMBERS:
        await app.hosts.take_turns(viewer(member, GUILD_ID), club.id, None)
        app.now += timedelta(minutes=1)
    await app.database.close()
    now, then = (f"v1:{club.id}:{day:%Y%m%d}" for day in (DUE, FOLLOWING))
    return SessionScene(
        False,
        database_maker,
        template,
        f"{club.token}-{DUE:%y%m%d}-post",
        name="hosts",
        club_id=club.id,
        steps=(
            Presses("host-call", 2, ((ADA, f"pc:hosts:accept:{now}"), (BO, f"pc:hosts:decline:{then}"))),
            Presses("host-call", 3, ((CY, f"pc:hosts:accept:{then}"),)),
        ),
        told=(("post", 1), ("guide", 1), ("host-call", 3)),
        asks="SELECT user_id, standing FROM host_answers ORDER BY slot, user_id",
        finds=((ADA, "hosts"), (BO, "declined"), (CY, "hosts")),
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


@dataclass
class SessionPlay(Play):
    """Each press is delivered twice, and once more to each bot that is started after a crash."""

    is_on: bool = False
    sent: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    outbox_before: set[str] = field(default_factory=set)
    _is_new: bool = False

    @property
    def scene(self) -> SessionScene:
        return self.scenario.scene  # type: ignore[return-value]

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        if self.scene.began:
            await self._until_begun(self.scene.began)
        self.is_on = True
        for target, fault in self.scenario.faults:
            self.loopback.faults.plan(target, fault)
        for step in self.scene.steps:
            await self._until(lambda stored, step=step: _kinds(stored.outbox)[step.kind] >= step.count)
            for member, custom_id in step.presses:
                self._press(member, custom_id)
        await self._until(self._is_over)
        await asyncio.sleep(QUIET_S)

    def _points(self) -> list[KillPoint]:
        return super()._points() if self.is_on else []

    async def _until_begun(self, began: datetime) -> None:
        """The week is posted, without any fault. Then the test ends the bot, and the clock moves on."""
        await self._until(lambda stored: stored.is_settled and _kinds(stored.outbox)["guide"] == 1)
        self._kill()
        assert self.bot
        await self.bot.ended
        if self.scene.name == "catch-up":
            await self._catch_up()
        self.outbox_before = {row["key"] for row in (await self.store.read()).outbox}
        self.seen = set(self.messages())
        self.clock.put_forward((began - self.clock.now()) / timedelta(seconds=1))

    async def _catch_up(self) -> None:
        app = App(self.store.url, now=self.clock.now())
        await app.database.open()
        club = await app.clubs.known(self.scene.club_id)
        assert club
        await app.weeks.catch_up(club)
        await app.database.close()

    async def _until(self, true: Any) -> None:
        while self.verdict.starts <= MOST_STARTS:
            if self.bot is None or self.bot.ended.done():
                await self._check_whole()
                await self._next_start()
                self._is_new = True
            await asyncio.sleep(LOOK_S)
            if self._is_new and self.loopback.gateway.identified > self._identified:
                self._is_new = False
                for press in self.sent:
                    tell_of(self.loopback.world, press)
            stored = await self.store.read()
            done = true(stored)
            if asyncio.iscoroutine(done):
                done = await done
            if done and not await self._is_about_to_die():
                return
            self._skip_waiting(stored)
        self.verdict.troubles.append("dies again and again")

    async def _is_about_to_die(self) -> bool:
        return self._points() != [] and await super()._is_about_to_die()

    async def _check_whole(self) -> None:
        """After a crash, an import has happened as a whole, or not at all."""
        if self.is_on and self.scene.before:
            found = await self.found()
            if not {*found} <= {*self.scene.before, *self.scene.finds}:
                self.verdict.troubles.append(f"a part is stored: {found}")

    async def _is_over(self, stored: Stored) -> bool:
        is_settled = all(row["state"] in {"done", "cancelled"} and not row["not_before"] for row in stored.outbox)
        kinds = _kinds(self.new_rows(stored))
        is_told = all(kinds[kind] >= count for kind, count in self.scene.told)
        return is_settled and is_told and not self.loopback.serving and await self.found() == self.scene.finds

    async def found(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(tuple(row.values()) for row in await self.store.rows(self.scene.asks))

    def new_rows(self, stored: Stored) -> list[dict[str, Any]]:
        return [row for row in stored.outbox if row["key"] not in self.outbox_before]

    def messages(self) -> list[int]:
        """The ids of the bot's messages in the server, also of those that are not visible yet."""
        channels = self.loopback.world.channels.values()
        every = [message for channel in channels for message in channel.messages.values()]
        return [message.id for message in every if message.author_id == APPLICATION_ID and message.id not in self.seen]

    def _press(self, member: int, custom_id: str) -> None:
        world = self.loopback.world
        channel = world.channels[CHANNEL_ID]
        # Only its id counts for the bot.
        pressed = Message(world.new_id(), CHANNEL_ID, APPLICATION_ID, {"content": "pressed"}, 0)
        channel.messages[pressed.id] = pressed
        self.seen.add(pressed.id)
        self.sent.append(press_button(world, channel, member, pressed, custom_id))
        tell_of(world, self.sent[-1])


def _kinds(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(row["kind"] for row in rows)


async def run_session(scenario: SessionScenario, bots: Bots, folder: Path) -> SessionVerdict:
    """Run the scenario in a folder and on a database of its own."""
    async with scenario.scene.database_maker.copied(scenario.scene.template, folder) as store:
        verdict = SessionVerdict(scenario)
        clock = SharedClock.create(folder / "clock", START, SPEED)
        loopback = Loopback(now=clock.now, sleep=clock.sleep)
        loopback.world.answer_within = HANG_S * SPEED
        scenario.scene.set_up(loopback.world)
        await loopback.start()
        play = SessionPlay(scenario, verdict, clock, loopback, bots, folder, store)
        try:
            async with asyncio.timeout(HANG_S):
                await play.until_settled()
        except TimeoutError:
            verdict.troubles.append(f"not settled: {(await store.read()).outbox}")
        finally:
            await play.end()
        verdict.missed = len(scenario.faults) - len({id(target) for target, _ in loopback.faults.happened})
        verdict.missed += max(0, len(scenario.kill_points) - play.own_crashes)
        verdict.violations = loopback.violations
        verdict.cleared = sum(request.method == "DELETE" for request in loopback.requests)
        verdict.found = await play.found()
        _judge(verdict, play, await store.read())
        clock.close()
        return verdict


def _judge(verdict: SessionVerdict, play: SessionPlay, stored: Stored) -> None:
    """Each entry has its one message, each message its one entry, and there are no more of them than wanted."""
    rows = [row for row in play.new_rows(stored) if row["kind"] not in CHANGES and row["state"] == "done"]
    kept, there = Counter(row["message_id"] for row in rows), Counter(play.messages())
    verdict.lost, verdict.doubled = (kept - there).total(), (there - kept).total()
    kinds = _kinds(play.new_rows(stored))
    for kind, count in play.scene.told:
        verdict.lost += max(0, count - kinds[kind])
        verdict.doubled += max(0, kinds[kind] - count)
    if verdict.found != play.scene.finds:
        verdict.troubles.append(f"found {verdict.found}")
