"""One run about the events of a paper's meetings: made, moved and cancelled, while requests fail and the process dies.

Between the steps the bot is stopped, and the test does what an organizer would do. Each step ends when the outbox has
nothing left to do, and then there must be exactly the event that each meeting needs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import product
from typing import TYPE_CHECKING

import discord

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings, SettingsChange
from bot.core.meetings.event import is_event_of
from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
from bot.services.clubs.service import ClubService
from bot.services.meetings.service import MeetingService
from bot.services.papers.catalogs import Catalogs
from bot.services.syllabus.service import SyllabusService
from bot.storage.database import Database
from bot.storage.meetings import rows as meeting_rows
from tests.faults.kill_points import KillPoint
from tests.faults.runs import LOOK_S, MOST_STARTS, Play, Scenario, Verdict, played
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID, START, Scene
from tests.support.loopback import Target, faults
from tests.support.shipped import shipped_catalog
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.meetings.session import SessionMeeting
    from tests.faults.bots import Bots
    from tests.faults.stores import DatabaseMaker, Stored
    from tests.support.loopback import World
    from tests.support.loopback.world import ScheduledEvent

# A Thursday. The week is posted on a Sunday.
PLAN = MeetingPlan(3, time(19), 60, Place(PlaceKind.LINK, link="https://meet.example.org/papers"))
MOVED_BY = timedelta(days=1)
MADE, MOVED, CANCELLED = STEPS = ("made", "moved", "cancelled")
ALIVE = {1, 2}
EVENTS, OUTBOX = "bot.delivery.scheduled_events:ScheduledEvents", "bot.services.outbox.service:OutboxService"
ROWS = "bot.storage.meetings.rows"
# The request of each step, and its number among those of its kind; and the same for a paper with several meetings.
ROUTES = {MADE: (*faults.CREATE_EVENT, 1), MOVED: (*faults.CHANGE_EVENT, 1), CANCELLED: (*faults.CHANGE_EVENT, 2)}
OF_SEVERAL = {**ROUTES, MADE: (*faults.CREATE_EVENT, 2), CANCELLED: (*faults.CHANGE_EVENT, 3)}
REQUEST_FAULTS = (
    faults.lost(),
    faults.unanswered(),
    faults.killed_before(),
    faults.killed_after(),
    *(faults.failed(status, applies=applies) for status in (500, 503, 504) for applies in (False, True)),
    faults.late(40),
    faults.late(100),
    *(faults.limited(3, scope) for scope in ("user", "global")),
)
# Only something new can appear late.
OF_CREATIONS = (faults.appears_late(60), faults.appears_late(300))
# Where each step sends and stores something, and which call of it in its process.
POINTS = {
    MADE: ((f"{ROWS}:add_meeting", 1), (f"{ROWS}:save_meeting", 1), (f"{EVENTS}.send", 1), (f"{ROWS}:save_meeting", 2)),
    MOVED: ((f"{EVENTS}.send", 1), (f"{ROWS}:save_meeting", 1)),
    CANCELLED: ((f"{OUTBOX}.mark_sending", 1), (f"{EVENTS}.send", 1)),
}


AGAIN = ((f"{ROWS}:add_meeting", 2), (f"{EVENTS}.send", 2), (f"{EVENTS}.send", 3))


@dataclass(frozen=True)
class MeetingScene(Scene):
    """A club that meets at a link, and a paper of so many periods."""

    club_id: int = 0
    periods: int = 1

    def set_up(self, world: World) -> None:
        """Its organizers have given the bot the one permission that events need."""
        super().set_up(world)
        world.guilds[GUILD_ID].granted = discord.Permissions(create_events=True)


async def make_meeting_scene(database_maker: DatabaseMaker, empty: str, periods: int = 1) -> MeetingScene:
    template = await database_maker.template(f"meetings-{periods}", of=empty)
    database = Database(template)
    await database.open()
    slot = WeeklySlot(DUE.weekday(), time(DUE.hour, DUE.minute), "UTC")
    clubs = ClubService(database, Catalogs(shipped_catalog()), lambda: DUE - timedelta(days=1))
    settings = ClubSettings("Sunday papers", CHANNEL_ID, False, slot, meeting=PLAN)
    club = await clubs.create(GUILD_ID, settings, viewer(0, GUILD_ID))
    await SyllabusService(database, Catalogs(shipped_catalog())).add(club, "lora", None, periods)
    await database.close()
    key = f"{club.token}-{DUE:%y%m%d}-post"
    return MeetingScene(False, database_maker, template, key, club_id=club.id, periods=periods)


@dataclass(frozen=True)
class MeetingScenario(Scenario):
    """The kill points are for processes from this `step` on."""

    step: str = MADE

    def __str__(self) -> str:
        met = [f"{target}: {fault}" for target, fault in self.faults]
        return " + ".join([self.step, *met, *map(str, self.kill_points)])


@dataclass
class MeetingVerdict(Verdict):
    """`alive` is the number of events after each step. Until the last, each meeting has one."""

    alive: list[int] = field(default_factory=list)

    @property
    def meetings(self) -> int:
        scene: MeetingScene = self.scenario.scene  # type: ignore[assignment]
        return scene.periods

    @property
    def is_lost(self) -> bool:
        return any(number < self.meetings for number in self.alive[:2]) or len(self.alive) < len(STEPS)

    @property
    def is_doubled(self) -> bool:
        return any(number > self.meetings for number in self.alive[:2]) or any(self.alive[2:])

    def __str__(self) -> str:
        found = f"events {self.alive}, {self.cleared} cleared, {self.starts} starts"
        return f"{self.scenario}: {found}; {'; '.join([*self.troubles, *self.violations])}"


def scenarios_of(scene: MeetingScene) -> list[MeetingScenario]:
    """Each fault at the request of each step, and each crash in it."""
    found, routes = [], ROUTES if scene.periods == 1 else OF_SEVERAL
    for step in STEPS:
        usual = (*REQUEST_FAULTS, *OF_CREATIONS) if step == MADE else REQUEST_FAULTS
        found += [MeetingScenario(scene, faults=((Target(*routes[step]), fault),), step=step) for fault in usual]
        again = AGAIN if scene.periods > 1 and step == MADE else ()
        points = product((*POINTS[step], *again), ("before", "after"))
        crashes = [KillPoint(point, when, nth) for (point, nth), when in points]  # type: ignore[arg-type]
        found += [MeetingScenario(scene, kill_points=(crash,), step=step) for crash in crashes]
    return found


async def run_meeting(scenario: MeetingScenario, bots: Bots, folder: Path) -> MeetingVerdict:
    """Run the scenario in a folder and on a database of its own."""
    verdict = MeetingVerdict(scenario)
    async with played(scenario, verdict, bots, folder, MeetingPlay) as over:
        verdict.cleared = sum(request.method == "DELETE" for request in over.loopback.requests)
    return verdict


@dataclass
class MeetingPlay(Play):
    """Step after step, with a stop in between."""

    step: str = ""

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        for self.step in STEPS:
            await self._until_settled_once()
            await self._stopped()
            await self._act()

    async def _until_settled_once(self) -> None:
        while self.verdict.starts <= MOST_STARTS:
            if self.bot is None or self.bot.ended.done():
                await self._next_start()
            await asyncio.sleep(LOOK_S)
            stored = await self.store.read()
            if is_settled(stored) and not await self._is_about_to_die():
                return
            self._skip_waiting(stored)
        self.verdict.troubles.append("dies again and again")

    async def _is_about_to_die(self) -> bool:
        return self._points() != [] and await super()._is_about_to_die()

    def _points(self) -> list[KillPoint]:
        wanted: MeetingScenario = self.scenario  # type: ignore[assignment]
        is_on = STEPS.index(self.step) >= STEPS.index(wanted.step)
        return super()._points() if is_on else []

    async def _stopped(self) -> None:
        """This crash is the test's own."""
        self._kill()
        if self.bot:
            await self.bot.ended

    async def _act(self) -> None:
        """Compare Discord with what is stored. Then do what an organizer would."""
        scene: MeetingScene = self.scenario.scene  # type: ignore[assignment]
        database = Database(self.store.url)
        await database.open()
        try:
            async with database.read_transaction() as connection:
                sessions = await meeting_rows.meetings_of(connection, scene.club_id, START)
            if len(sessions) != scene.periods:
                raise TimeoutError(f"{self.step}: the club has {len(sessions)} meetings")
            session = sessions[len(sessions) // 2]
            self._judge(sessions)
            clubs = ClubService(database, Catalogs(shipped_catalog()), self.clock.now)
            club = await clubs.known(scene.club_id)
            assert club
            if self.step == MADE:
                moved_to = (session.meeting.starts_at + MOVED_BY).date()
                await MeetingService(database, self.clock.now).move(club, session.slot, moved_to)
            elif self.step == MOVED:
                await clubs.edit(club, SettingsChange({"meeting": None}), viewer(0, GUILD_ID))
        finally:
            await database.close()

    def _judge(self, sessions: list[SessionMeeting]) -> None:
        verdict: MeetingVerdict = self.verdict  # type: ignore[assignment]
        alive = {event.id: event for event in self._alive()}
        verdict.alive.append(len(alive))
        if self.step == CANCELLED or len(alive) != len(sessions):
            return
        for session in sessions:
            self._judge_one(session, alive.get(session.event_id or 0) or next(iter(alive.values())))

    def _judge_one(self, session: SessionMeeting, event: ScheduledEvent) -> None:
        verdict = self.verdict
        if session.event_id != event.id:
            verdict.troubles.append(f"the meeting believes {session.event_id}")
        if discord.utils.parse_time(event.facts["scheduled_start_time"]) != session.meeting.starts_at:
            verdict.troubles.append(f"the event is at {event.facts['scheduled_start_time']}")
        if not is_event_of(event.facts["description"], session.event_key or ""):
            verdict.troubles.append(f"the event says {event.facts['description']}")

    def _alive(self) -> list[ScheduledEvent]:
        """Also those that are not visible yet."""
        return [event for event in self.loopback.world.guilds[GUILD_ID].events.values() if event.status in ALIVE]


def is_settled(stored: Stored) -> bool:
    """A change that had nothing to say any more is cancelled."""
    over = {"done", "cancelled"}
    return bool(stored.outbox) and all(row["state"] in over and not row["not_before"] for row in stored.outbox)
