"""What a club's sessions need besides the post: asks to hosts, reminders, reviewers, the question who was there, the
message of a catch-up, a schedule that is moved in. Requests fail and the process dies, on both databases.

Everything is told once, every press counts once, and what is imported is there as a whole or not at all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.core.outbox.kinds import CHANGES
from tests.faults.runs import HANG_S, LOOK_S, MOST_STARTS, SPEED, Play, Scenario, Verdict, played
from tests.faults.scene import CHANNEL_ID
from tests.support.loopback.interactions import BUTTON, press_button, tell_of
from tests.support.loopback.world import APPLICATION_ID, Message

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.session_scenes import SessionScene
    from tests.faults.stores import Stored

QUIET_S = 0.3
ROW = 1


@dataclass(frozen=True)
class SessionScenario(Scenario):
    @property
    def began(self) -> datetime:
        scene: SessionScene = self.scene  # type: ignore[assignment]
        return scene.began

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


@dataclass
class SessionPlay(Play):
    """Each press is delivered twice, and once more to each bot that is started after a crash."""

    sent: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    outbox_before: set[str] = field(default_factory=set)
    _is_new: bool = False

    @property
    def scene(self) -> SessionScene:
        return self.scenario.scene  # type: ignore[return-value]

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        self.loopback.world.answer_within = HANG_S * SPEED
        self.outbox_before = {row["key"] for row in (await self.store.read()).outbox if row["message_id"]}
        self.seen = set(self.messages())
        for step in self.scene.steps:
            # Only what is there can be pressed, so no message may be under way.
            await self._until(lambda stored, step=step: _are_sent(stored.outbox, step.kind, step.count))
            for member, custom_id in step.presses:
                self._press(member, custom_id)
        await self._until(self._is_over)
        await asyncio.sleep(QUIET_S)

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
        if self.scene.before:
            found = await self.found()
            if not {*found} <= {*self.scene.before, *self.scene.finds}:
                self.verdict.troubles.append(f"a part is stored: {found}")

    async def _is_over(self, stored: Stored) -> bool:
        is_settled = all(row["state"] in {"done", "cancelled"} and not row["not_before"] for row in stored.outbox)
        kinds = _sent(self.new_rows(stored))
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
        button = {"type": BUTTON, "style": 2, "label": "pressed", "custom_id": custom_id}
        facts = {"components": [{"type": ROW, "components": [button]}]}
        pressed = Message(world.new_id(), CHANNEL_ID, APPLICATION_ID, facts, 0)
        channel.messages[pressed.id] = pressed
        self.seen.add(pressed.id)
        self.sent.append(press_button(world, channel, member, pressed, custom_id))
        tell_of(world, self.sent[-1])


def _are_sent(rows: list[dict[str, Any]], kind: str, count: int) -> bool:
    """Return whether at least `count` entries of a kind exist, and all of them have their message."""
    found = [row for row in rows if row["kind"] == kind]
    return len(found) >= count and all(row["message_id"] for row in found)


def _sent(rows: list[dict[str, Any]]) -> Counter[str]:
    """How many messages of each kind are there."""
    return Counter(row["kind"] for row in rows if row["message_id"])


async def run_session(scenario: SessionScenario, bots: Bots, folder: Path) -> SessionVerdict:
    """Run the scenario in a folder and on a database of its own."""
    verdict = SessionVerdict(scenario)
    async with played(scenario, verdict, bots, folder, SessionPlay, start=scenario.began) as over:
        verdict.cleared = sum(request.method == "DELETE" for request in over.loopback.requests)
        verdict.found = await over.found()
        _judge(verdict, over, await over.store.read())
    return verdict


def _judge(verdict: SessionVerdict, play: SessionPlay, stored: Stored) -> None:
    """Each entry has its one message, each message its one entry, and there are no more of them than wanted."""
    rows = [row for row in play.new_rows(stored) if row["kind"] not in CHANGES and row["state"] == "done"]
    kept, there = Counter(row["message_id"] for row in rows), Counter(play.messages())
    verdict.lost, verdict.doubled = (kept - there).total(), (there - kept).total()
    kinds = _sent(play.new_rows(stored))
    for kind, count in play.scene.told:
        verdict.lost += max(0, count - kinds[kind])
        verdict.doubled += max(0, kinds[kind] - count)
    if verdict.found != play.scene.finds:
        verdict.troubles.append(f"found {verdict.found}")
