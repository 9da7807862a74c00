"""One run: a bot that meets its faults, dies, is started again, until its outbox has nothing left to do."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.faults.bot_process import Birth
from tests.faults.clock import SharedClock
from tests.faults.scene import CHANNEL_ID, START, Scene
from tests.support.loopback import Loopback
from tests.support.loopback.world import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bot, Bots
    from tests.faults.kill_points import KillPoint
    from tests.faults.stores import Store, Stored
    from tests.support.loopback import Fault, Target
    from tests.support.loopback.world import Message

SPEED = 20
LOOK_S = 0.02
# As long as nothing has happened for so long, the clock is put forward to the next thing that will.
QUIET_S = 0.1
DYING_S = 1
LAST_WORDS = 500
# A run takes some seconds, and a pause of ten minutes half a one more; on a busy machine it may be a multiple of that.
HANG_S = 240
KILLED = -9
REFUSED = 300


@dataclass(frozen=True)
class Scenario:
    """The faults that requests meet, and where the process dies: the first life at the first point, and so on."""

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
    """What a run came to. `cleared` copies were there twice for a while; `missed` faults never came about."""

    scenario: Scenario
    posts: int = 0
    threads: int = 0
    others: int = 0
    cleared: int = 0
    lives: int = 0
    seconds: float = 0
    missed: int = 0
    troubles: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @property
    def is_lost(self) -> bool:
        return self.posts < 1 or self.threads < 1

    @property
    def is_doubled(self) -> bool:
        return self.posts > 1 or self.threads > 1

    @property
    def is_good(self) -> bool:
        """A copy may be made, and has to be cleared away, only where the first one was not to be seen yet."""
        blind = self.cleared and not any(fault.after for _, fault in self.scenario.faults)
        return not (self.is_lost or self.is_doubled or self.others or blind or self.troubles or self.violations)

    def __str__(self) -> str:
        found = f"{self.posts} posts, {self.threads} threads, {self.others} others, "
        found += f"{self.cleared} cleared, {self.lives} lives"
        return f"{self.scenario}: {found}; {'; '.join([*self.troubles, *self.violations])}"


async def run(scenario: Scenario, bots: Bots, folder: Path, play: Callable[..., Play] | None = None) -> Verdict:
    """Play the scenario in a folder and with a database of its own; `play` is another way to do so."""
    async with scenario.scene.shelf.copied(scenario.scene.template, folder) as store:
        return await _run(scenario, bots, folder, store, play or Play)


async def _run(scenario: Scenario, bots: Bots, folder: Path, store: Store, make_play: Callable[..., Play]) -> Verdict:
    began = time.monotonic()
    verdict = Verdict(scenario)
    clock = SharedClock.create(folder / "clock", START, SPEED)
    loopback = Loopback(now=clock.now, sleep=clock.sleep)
    scenario.scene.set_up(loopback.world)
    for target, fault in scenario.faults:
        loopback.faults.plan(target, fault)
    await loopback.start()
    play = make_play(scenario, verdict, clock, loopback, bots, folder, store)
    try:
        async with asyncio.timeout(HANG_S):
            await play.until_settled()
    except TimeoutError:
        verdict.troubles.append(f"not settled: {(await store.read()).outbox}")
    finally:
        await play.end()
    verdict.missed = len(scenario.faults) - len({id(target) for target, _ in loopback.faults.happened})
    verdict.missed += max(0, len(scenario.kill_points) - play.own_deaths)
    verdict.violations = loopback.violations
    verdict.seconds = time.monotonic() - began
    _judge(verdict, loopback, await store.read())
    clock.close()
    return verdict


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
    own_deaths: int = 0
    _killed_by_fault: bool = False
    _identified: int = 0
    _last: object = None
    _quiet_since: float = 0

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        while True:
            if self.bot is None or self.bot.ended.done():
                await self._next_life()
            await asyncio.sleep(LOOK_S)
            stored = await self.store.read()
            if stored.is_settled and not await self._is_about_to_die():
                return
            self._hurry(stored)

    async def _is_about_to_die(self) -> bool:
        """All may be stored, and a death yet to come: the last thing that a life does."""
        if self.bot is None or self.own_deaths >= len(self.scenario.kill_points):
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

    async def _next_life(self) -> None:
        if self.bot:
            if self.bot.ended.result() != KILLED:
                last_words = (self.folder / "log").read_text(encoding="utf-8")[-LAST_WORDS:]
                self.verdict.troubles.append(f"ended by itself with {self.bot.ended.result()}: {last_words}")
            self.own_deaths += not self._killed_by_fault
        self._killed_by_fault = False
        points = list(self.scenario.kill_points[self.own_deaths : self.own_deaths + 1])
        self.verdict.lives += 1
        self._identified = self.loopback.gateway.identified
        name = f"{self.folder.name}.{self.verdict.lives}"
        clock, log = (str(self.folder / part) for part in ("clock", "log"))
        self.bot = await self.bots.start(Birth(name, self.loopback.url, self.store.url, clock, log, points))

    def _hurry(self, stored: Stored) -> None:
        """Put the clock forward where the bot waits for it and for nothing else."""
        if self.loopback.gateway.identified == self._identified:
            # A jump in the middle of its start would look like a Discord that does not answer.
            return
        present = (stored, len(self.loopback.requests), self.verdict.lives)
        if present != self._last or self.loopback.serving:
            self._last, self._quiet_since = present, time.monotonic()
        wakes_at = stored.wakes_at()
        if wakes_at and time.monotonic() - self._quiet_since > QUIET_S:
            ahead = (wakes_at - self.clock.now()) / timedelta(seconds=1)
            if ahead > 0:
                self.clock.put_forward(ahead)


def _judge(verdict: Verdict, loopback: Loopback, stored: Stored) -> None:
    """What is in the small Discord, also what does not show yet, beside what the bot believes."""
    scene = verdict.scenario.scene
    world = loopback.world
    # Of a forum post's copy an empty, closed thread is left: to delete it takes a right that the bot does not have.
    threads = [
        channel
        for channel in world.channels.values()
        if channel.parent_id == CHANNEL_ID and (channel.messages or not channel.archived)
    ]
    messages = [message for channel in world.channels.values() for message in channel.messages.values()]
    posts = [message for message in messages if _is_marked(message, scene.key)]
    verdict.cleared = sum(request.method == "DELETE" and request.status < REFUSED for request in loopback.requests)
    verdict.posts, verdict.threads, verdict.others = len(posts), len(threads), len(messages) - len(posts)
    if verdict.is_lost or verdict.is_doubled:
        return
    (post,), (thread,) = posts, threads
    if thread.id != post.id or (post.channel_id == CHANNEL_ID) == scene.is_forum:
        verdict.troubles.append("the thread is not the post's")
    (week,) = stored.weeks
    believed = (week["state"], week["message_id"], week["thread_id"], week["channel_id"])
    if believed != ("reading", post.id, thread.id, CHANNEL_ID):
        verdict.troubles.append(f"the week believes {believed}")
    if [row["state"] for row in stored.outbox] != ["done"]:
        verdict.troubles.append(f"the outbox holds {stored.outbox}")


def _is_marked(message: Message, key: str) -> bool:
    return message.author_id == APPLICATION_ID and f'{key}"' in json.dumps(message.facts.get("components", []))
