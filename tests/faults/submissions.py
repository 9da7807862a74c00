"""A member sends a log's form to a bot that dies while handling it, and sends it again to the next one."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.storage.database import database_file
from cogs.paper_logs.forms import FormDestination
from tests.faults.bot_process import BotStart
from tests.faults.clock import SharedClock
from tests.faults.scene import CHANNEL_ID, GUILD_ID
from tests.faults.stores import read_file
from tests.support.logs import text_by
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import answers_to, send_form, tell_of
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind
from tests.support.reading_clubs import FIRST_POST, App

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.core.paper_logs.log_text import LogText
    from tests.faults.bots import Bot, Bots
    from tests.faults.kill_points import KillPoint
    from tests.support.loopback import Fault, Target

# In real time, because slow parts are skipped by moving the clock, and a busy machine doesn't seem busier.
SPEED, TICK_S = 1, 0.2
THREAD_ID = 800_000_000_000_000_003
START = FIRST_POST + timedelta(hours=1)
LOOK_S, QUIET_S, HANG_S = 0.02, 0.1, 240
LOGS = """
    SELECT log.author_id, version.problem, version.approach, version.key_result, version.limitation
    FROM paper_logs AS log JOIN log_versions AS version ON version.log_id = log.id
"""


@dataclass(frozen=True)
class Crash:
    """Where a bot dies: at one of its own steps, or by a fault of a request."""

    point: KillPoint | None = None
    fault: tuple[Target, Fault] | None = None

    def __str__(self) -> str:
        return str(self.point or " ".join(map(str, self.fault or ("nowhere",))))


@dataclass
class SubmissionOutcome:
    """What the member read in answer to a form, and what was stored when the bot had died."""

    crashes: tuple[Crash, ...]
    saved_at_crash: bool = False
    stored_at_crash: list[Any] = field(default_factory=list)
    again: str = ""
    stored: list[Any] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    outbox: list[tuple[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


async def make_running_week(empty: str, folder: Path) -> Path:
    """A database in which a club's first week was posted an hour ago. `empty` is one that a bot has used before."""
    shutil.copy(database_file(empty), folder / "club.db")
    app = App(f"sqlite+aiosqlite:///{folder / 'club.db'}", message_ids=THREAD_ID - 1)
    await app.database.open()
    await app.club("lora", "mamba", channel_id=CHANNEL_ID, server_id=GUILD_ID)
    await app.at(FIRST_POST)
    await app.deliver()
    await app.database.close()
    return folder / "club.db"


class Play:
    """One server with the running week, and one bot after another."""

    def __init__(self, template: Path, bots: Bots, folder: Path) -> None:
        folder.mkdir()
        shutil.copy(template, folder / "bot.db")
        self._bots, self._folder = bots, folder
        self._starts = 0
        self.clock = SharedClock.create(folder / "clock", START, SPEED)
        self.loopback = Loopback(now=self.clock.now, sleep=self.clock.sleep)
        self.loopback.world.answer_within = HANG_S * SPEED
        world = self.loopback.world
        world.add_channel(world.add_guild(guild_id=GUILD_ID), channel_id=CHANNEL_ID)
        self.thread = world.keep(
            Channel(THREAD_ID, GUILD_ID, ChannelKind.PUBLIC_THREAD, "Week 1", CHANNEL_ID, APPLICATION_ID)
        )
        self.bot: Bot | None = None

    async def start(self, *points: KillPoint) -> Bot:
        """Start the next bot, and wait until it is connected."""
        self._starts += 1
        before = self.loopback.gateway.identified
        clock, log = (str(self._folder / part) for part in ("clock", "log"))
        database = f"sqlite+aiosqlite:///{self._folder / 'bot.db'}"
        name = f"{self._folder.name}.{self._starts}"
        self.bot = await self._bots.start(BotStart(name, self.loopback.url, database, clock, log, list(points), TICK_S))
        await self.until(lambda: self.loopback.gateway.identified > before)
        return self.bot

    async def start_to_crash(self, crash: Crash) -> Bot:
        """Start the next bot, which is meant to die there."""
        if crash.fault:
            self.loopback.faults.plan(*crash.fault)
        bot = await self.start(*([crash.point] if crash.point else []))
        self.loopback.on_kill = bot.kill
        return bot

    def send(self, member: int, text: LogText) -> int:
        return send_form(
            self.loopback.world, self.thread, member, FormDestination("lora", 1, 1).custom_id, asdict(text)
        )

    def said(self, interaction_id: int) -> str:
        """All answers that the member saw."""
        return json.dumps([answer.facts for answer in answers_to(self.loopback.world, interaction_id)])

    async def until(self, true: Callable[[], bool]) -> None:
        while not true():  # noqa: ASYNC110 - another process does it, without an event here
            await asyncio.sleep(LOOK_S)

    async def until_answered(self, form: int, words: str, send_again: Callable[[], int]) -> int:
        """The form that was answered. If a bot dies that has only begun to answer, Discord takes none from the
        next one, so the member sends a new form.
        """
        while words not in self.said(form):
            await asyncio.sleep(LOOK_S)
            if self.bot and self.bot.ended.done() and form in self.loopback.world.answers:
                await self.start()
                form = send_again()
            await self._send_to_next_bot(form)
        return form

    async def _send_to_next_bot(self, form: int) -> None:
        """If the bot died, start the next one and send it the form again."""
        if self.bot and self.bot.ended.done():
            await self.start()
            tell_of(self.loopback.world, form)

    async def settle(self, logs: int, form: int | None = None) -> None:
        """Wait until this many logs are stored, and everything is delivered and checked for copies; the clock moves
        fast. If the bot dies meanwhile, the next one receives `form` again.
        """
        quiet = 0.0
        while not (len(self.logs()) >= logs and read_file(self._folder / "bot.db").is_settled):
            await asyncio.sleep(LOOK_S)
            if form:
                await self._send_to_next_bot(form)
            quiet = 0 if self.loopback.serving else quiet + LOOK_S
            wakes_at = read_file(self._folder / "bot.db").wakes_at()
            if wakes_at and quiet > QUIET_S:
                self.clock.put_forward(max(0, (wakes_at - self.clock.now()) / timedelta(seconds=1)))

    def logs(self) -> list[Any]:
        """The author and text of each version."""
        with closing(sqlite3.connect(self._folder / "bot.db")) as connection:
            return connection.execute(LOGS).fetchall()

    def entries(self) -> list[tuple[str, str]]:
        """Kind and state of each outbox entry."""
        return [(row["kind"], row["state"]) for row in read_file(self._folder / "bot.db").outbox]

    def messages(self) -> list[str]:
        """The bot's messages in the thread, in the order they were sent."""
        sent = self.thread.messages.values()
        return [json.dumps(message.facts) for message in sent if message.author_id == APPLICATION_ID]

    async def close(self) -> None:
        if self.bot:
            self.bot.kill()
            await self.bot.ended
        await self.loopback.close()
        self.clock.close()


async def crash_and_send_again(crashes: tuple[Crash, ...], play: Play, member: int) -> SubmissionOutcome:
    """The form is delivered to a bot that dies. Discord delivers it once more, and then the member sends a new one.

    If there is a second crash, it is meant for the bot that handles the repeated delivery. It may not happen.
    """
    outcome, text = SubmissionOutcome(crashes), text_by(member)
    async with asyncio.timeout(HANG_S):
        bot = await play.start_to_crash(crashes[0])
        first = play.send(member, text)
        await asyncio.wait({bot.ended})
        await play.until(lambda: not play.loopback.serving)
        outcome.saved_at_crash = "Saved as version 1" in play.said(first)
        outcome.stored_at_crash = play.logs()
        await play.start_to_crash(crashes[1] if crashes[1:] else Crash())
        tell_of(play.loopback.world, first)
        await play.settle(1, first)
        # The second bot may die right after the last write, which looks settled.
        second = play.send(member, text)
        second = await play.until_answered(second, "saved as version", lambda: play.send(member, text))
        await play.settle(1, second)
    outcome.again = play.said(second)
    outcome.stored, outcome.messages, outcome.outbox = play.logs(), play.messages(), play.entries()
    outcome.violations = play.loopback.violations
    return outcome
