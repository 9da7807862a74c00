"""One run: a bot meets its faults, dies, and is restarted, until its outbox has nothing left to do."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from tests.faults.bot_process import BotStart
from tests.faults.clock import SharedClock
from tests.faults.scene import CHANNEL_ID, START, Scene
from tests.support.loopback import Loopback
from tests.support.loopback.world import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from datetime import datetime
    from pathlib import Path

    from tests.faults.bots import Bot, Bots
    from tests.faults.kill_points import KillPoint
    from tests.faults.stores import Store, Stored
    from tests.support.loopback import Fault, Target
    from tests.support.loopback.world import Message

SPEED = 20
LOOK_S = 0.02
# If nothing happens for this long, the clock moves forward to the next event.
QUIET_S = 0.1
DYING_S = 3
LAST_WORDS = 500
# A run takes some seconds, and a pause of ten minutes adds half a second; on a busy machine it may be several times
# that.
HANG_S = 240
KILLED = -9
# A scenario has two crashes at most.
MOST_STARTS = 10
REFUSED = 300


@dataclass(frozen=True)
class Scenario:
    """The faults of requests, and where the process dies: the first process at the first point, and so on."""

    scene: Scene
    faults: tuple[tuple[Target, Fault], ...] = ()
    kill_points: tuple[KillPoint, ...] = ()
    name: str = ""

    def __str__(self) -> str:
        if self.name:
            return self.name
        met = [f"{target}: {fault}" for target, fault in self.faults]
        return " + ".join(["forum" if self.scene.is_forum else "text", *met, *map(str, self.kill_points)])


@dataclass
class Verdict:
    """The result of a run. `guides` are reading guides in the post's thread; `others` are messages that nobody expects.

    `cleared` copies existed twice for a while; `missed` faults never happened.
    """

    scenario: Scenario
    posts: int = 0
    threads: int = 0
    guides: int = 0
    others: int = 0
    cleared: int = 0
    starts: int = 0
    seconds: float = 0
    missed: int = 0
    troubles: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @property
    def is_lost(self) -> bool:
        return self.posts < 1 or self.threads < 1 or self.guides < 1

    @property
    def is_doubled(self) -> bool:
        return self.posts > 1 or self.threads > 1 or self.guides > 1

    @property
    def is_good(self) -> bool:
        """A copy is allowed, and must be removed, only if the first message wasn't visible yet."""
        blind = self.cleared and not any(fault.after for _, fault in self.scenario.faults)
        return not (self.is_lost or self.is_doubled or self.others or blind or self.troubles or self.violations)

    def __str__(self) -> str:
        found = f"{self.posts} posts, {self.threads} threads, {self.guides} guides, {self.others} others, "
        found += f"{self.cleared} cleared, {self.starts} starts"
        return f"{self.scenario}: {found}; {'; '.join([*self.troubles, *self.violations])}"


PlayT = TypeVar("PlayT", bound="Play")
PlayedT = TypeVar("PlayedT")
FoundT = TypeVar("FoundT")
AT_ONCE = 6


async def play_all(
    scenarios: Iterable[PlayedT],
    play: Callable[[PlayedT, Bots, Path], Coroutine[Any, Any, FoundT]],
    bots: Bots,
    folder: Path,
    at_once: int = AT_ONCE,
) -> list[FoundT]:
    """Play a few scenarios at a time, each in a folder of its own."""
    free = asyncio.Semaphore(at_once)

    async def play_one(number: int, scenario: PlayedT) -> FoundT:
        own = folder / f"run{number}"
        own.mkdir()
        async with free:
            return await play(scenario, bots, own)

    async with asyncio.TaskGroup() as playing:
        tasks = [playing.create_task(play_one(number, scenario)) for number, scenario in enumerate(scenarios)]
    return [task.result() for task in tasks]


async def run(scenario: Scenario, bots: Bots, folder: Path, play: Callable[..., Play] | None = None) -> Verdict:
    """Run the scenario in a folder and on a database of its own. `play` replaces the usual way to run it."""
    began, verdict = time.monotonic(), Verdict(scenario)
    async with played(scenario, verdict, bots, folder, play or Play) as over:
        verdict.seconds = time.monotonic() - began
        _judge(verdict, over.loopback, await over.store.read())
    return verdict


@asynccontextmanager
async def played(
    scenario: Scenario,
    verdict: Verdict,
    bots: Bots,
    folder: Path,
    make_play: Callable[..., PlayT],
    *,
    start: datetime = START,
    speed: float = SPEED,
) -> AsyncIterator[PlayT]:
    """Play the scenario in a folder and on a database of its own until nothing is left to do. Its clock still runs."""
    async with scenario.scene.database_maker.copied(scenario.scene.template, folder) as store:
        clock = SharedClock.create(folder / "clock", start, speed)
        loopback = Loopback(now=clock.now, sleep=clock.sleep)
        scenario.scene.set_up(loopback.world)
        play = make_play(scenario, verdict, clock, loopback, bots, folder, store)
        play.plan_faults()
        await loopback.start()
        try:
            async with asyncio.timeout(HANG_S):
                await play.until_settled()
        except (TimeoutError, AssertionError) as error:
            verdict.troubles.append(f"not settled: {error} {(await store.read()).outbox}")
        finally:
            await play.end()
        verdict.missed = len(scenario.faults) - len({id(target) for target, _ in loopback.faults.happened})
        verdict.missed += max(0, len(scenario.kill_points) - play.own_crashes)
        verdict.violations = loopback.violations
        yield play
        clock.close()


@dataclass
class Play:
    """One bot after another, until there is nothing left to do."""

    scenario: Scenario
    verdict: Verdict
    clock: SharedClock
    loopback: Loopback
    bots: Bots
    folder: Path
    store: Store
    bot: Bot | None = None
    own_crashes: int = 0
    _killed_by_fault: bool = False
    _identified: int = 0
    _last: object = None
    _quiet_since: float = 0

    def plan_faults(self) -> None:
        for target, fault in self.scenario.faults:
            self.loopback.faults.plan(target, fault)

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        while self.verdict.starts <= MOST_STARTS:
            if self.bot is None or self.bot.ended.done():
                await self._next_start()
            await asyncio.sleep(LOOK_S)
            stored = await self.store.read()
            if stored.is_settled and not await self._is_about_to_die():
                return
            self._skip_waiting(stored)
        self.verdict.troubles.append("dies again and again")

    async def _is_about_to_die(self) -> bool:
        """Everything may be stored while a crash is still to come: the last thing a process does."""
        if self.bot is None or self.own_crashes >= len(self.scenario.kill_points):
            return False
        await asyncio.wait([self.bot.ended], timeout=DYING_S)
        return self.bot.ended.done()

    async def end(self) -> None:
        if self.bot:
            self.bot.kill()
            await self.bot.ended
        await self.loopback.close()

    def _kill(self) -> None:
        self._killed_by_fault = True
        if self.bot:
            self.bot.kill()

    async def _next_start(self) -> None:
        if self.bot:
            if self.bot.ended.result() != KILLED:
                last_words = (self.folder / "log").read_text(encoding="utf-8")[-LAST_WORDS:]
                self.verdict.troubles.append(f"ended by itself with {self.bot.ended.result()}: {last_words}")
            self.own_crashes += not self._killed_by_fault
        self._killed_by_fault = False
        points = self._points()
        self.verdict.starts += 1
        self._identified = self.loopback.gateway.identified
        name = f"{self.folder.name}.{self.verdict.starts}"
        clock, log = (str(self.folder / part) for part in ("clock", "log"))
        self.bot = await self.bots.start(BotStart(name, self.loopback.url, self.store.url, clock, log, points))

    def _points(self) -> list[KillPoint]:
        """Where the next process dies."""
        return list(self.scenario.kill_points[self.own_crashes : self.own_crashes + 1])

    def _skip_waiting(self, stored: Stored) -> None:
        """Move the clock forward if the bot waits for it and for nothing else."""
        if self.loopback.gateway.identified == self._identified:
            # Moving it during a start would look like a Discord that doesn't answer.
            return
        present = (stored, len(self.loopback.requests), self.verdict.starts)
        if present != self._last or self.loopback.serving:
            self._last, self._quiet_since = present, time.monotonic()
        wakes_at = stored.wakes_at()
        if wakes_at and time.monotonic() - self._quiet_since > QUIET_S:
            ahead = (wakes_at - self.clock.now()) / timedelta(seconds=1)
            if ahead > 0:
                self.clock.put_forward(ahead)


def _judge(verdict: Verdict, loopback: Loopback, stored: Stored) -> None:
    """Compare what is in the small Discord, even if not visible yet, with what the bot has stored."""
    scene = verdict.scenario.scene
    world = loopback.world
    # A forum post's copy leaves an empty, closed thread, because the bot has no permission to delete it.
    threads = [
        channel
        for channel in world.channels.values()
        if channel.parent_id == CHANNEL_ID and (channel.messages or not channel.archived)
    ]
    messages = [message for channel in world.channels.values() for message in channel.messages.values()]
    posts = [message for message in messages if _is_marked(message, scene.key)]
    guides = [message for message in messages if _is_marked(message, scene.guide_key)]
    verdict.cleared = sum(request.method == "DELETE" and request.status < REFUSED for request in loopback.requests)
    verdict.posts, verdict.threads, verdict.guides = len(posts), len(threads), len(guides)
    verdict.others = len(messages) - len(posts) - len(guides)
    if verdict.is_lost or verdict.is_doubled:
        return
    (post,), (thread,), (guide,) = posts, threads, guides
    if thread.id != post.id or (post.channel_id == CHANNEL_ID) == scene.is_forum:
        verdict.troubles.append("the thread is not the post's")
    if guide.channel_id != thread.id:
        verdict.troubles.append("the guide is not in the thread")
    (week,), (club,) = stored.weeks, stored.clubs
    if str(club["next_slot"]) != str(scene.following):
        verdict.troubles.append(f"the next slot is {club['next_slot']}, not {scene.following}")
    believed = (week["state"], week["message_id"], week["thread_id"], week["channel_id"])
    if believed != ("reading", post.id, thread.id, CHANNEL_ID):
        verdict.troubles.append(f"the week believes {believed}")
    if sorted((row["kind"], row["state"]) for row in stored.outbox) != [("guide", "done"), ("post", "done")]:
        verdict.troubles.append(f"the outbox holds {stored.outbox}")


def _is_marked(message: Message, key: str) -> bool:
    return message.author_id == APPLICATION_ID and f'{key}"' in json.dumps(message.facts.get("components", []))
