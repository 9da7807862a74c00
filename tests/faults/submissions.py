"""A member sends the form of a log to a bot that dies over it, and to the next one sends it again."""

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
from cogs.paper_logs.forms import FormPlace
from tests.faults.bot_process import Birth
from tests.faults.clock import SharedClock
from tests.faults.scene import CHANNEL_ID, GUILD_ID
from tests.faults.stores import read_file
from tests.support.logs import text_by
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import answers_to, send_form, tell_of
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind
from tests.support.reading_clubs import FIRST_POST, House

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.core.paper_logs import LogText
    from tests.faults.bots import Bot, Bots
    from tests.faults.kill_points import KillPoint
    from tests.support.loopback import Fault, Target

# As fast as the world: what takes long by the clock is put forward, and a busy machine does not seem busier.
SPEED = 1
THREAD_ID = 800_000_000_000_000_003
START = FIRST_POST + timedelta(hours=1)
LOOK_S, QUIET_S, HANG_S = 0.02, 0.1, 30
LOGS = """
    SELECT log.author_id, version.problem, version.approach, version.key_result, version.limitation
    FROM paper_logs AS log JOIN log_versions AS version ON version.log_id = log.id
"""


@dataclass(frozen=True)
class Death:
    """Where the first bot dies: at a step of its own, or by a fault of a request."""

    point: KillPoint | None = None
    fault: tuple[Target, Fault] | None = None

    def __str__(self) -> str:
        return str(self.point or " ".join(map(str, self.fault or ("nowhere",))))


@dataclass
class Told:
    """What a member has read in answer to a form, and what was stored when the bot had died over it."""

    death: Death
    saved_at_death: bool = False
    stored_at_death: list[Any] = field(default_factory=list)
    again: str = ""
    stored: list[Any] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    outbox: list[tuple[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


async def make_running_week(empty: str, folder: Path) -> Path:
    """A database in which a club's first week was posted an hour ago. `empty` is one that a bot has used before."""
    shutil.copy(database_file(empty), folder / "club.db")
    house = House(f"sqlite+aiosqlite:///{folder / 'club.db'}", message_ids=THREAD_ID - 1)
    await house.database.open()
    await house.club("lora", "mamba", channel_id=CHANNEL_ID, server_id=GUILD_ID)
    await house.at(FIRST_POST)
    await house.deliver()
    await house.database.close()
    return folder / "club.db"


class Play:
    """One server with the running week, and a bot after another."""

    def __init__(self, template: Path, bots: Bots, folder: Path) -> None:
        folder.mkdir()
        shutil.copy(template, folder / "bot.db")
        self._bots, self._folder = bots, folder
        self._lives = 0
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
        """The next bot, once it listens."""
        self._lives += 1
        before = self.loopback.gateway.identified
        clock, log = (str(self._folder / part) for part in ("clock", "log"))
        database = f"sqlite+aiosqlite:///{self._folder / 'bot.db'}"
        name = f"{self._folder.name}.{self._lives}"
        self.bot = await self._bots.start(Birth(name, self.loopback.url, database, clock, log, list(points)))
        await self.until(lambda: self.loopback.gateway.identified > before)
        return self.bot

    def send(self, member: int, text: LogText) -> int:
        return send_form(self.loopback.world, self.thread, member, FormPlace("lora", 1, 1).custom_id, asdict(text))

    def said(self, interaction_id: int) -> str:
        """All that the member was shown."""
        return json.dumps([answer.facts for answer in answers_to(self.loopback.world, interaction_id)])

    async def until(self, true: Callable[[], bool]) -> None:
        while not true():  # noqa: ASYNC110 - another process does it, which rings no bell here
            await asyncio.sleep(LOOK_S)

    async def settle(self, logs: int) -> None:
        """Until so many logs are stored and everything is delivered and looked at again; the clock is hurried on."""
        quiet = 0.0
        while not (len(self.logs()) >= logs and read_file(self._folder / "bot.db").is_settled):
            await asyncio.sleep(LOOK_S)
            quiet = 0 if self.loopback.serving else quiet + LOOK_S
            wakes_at = read_file(self._folder / "bot.db").wakes_at()
            if wakes_at and quiet > QUIET_S:
                self.clock.put_forward(max(0, (wakes_at - self.clock.now()) / timedelta(seconds=1)))

    def logs(self) -> list[Any]:
        """Author and text of each version."""
        with closing(sqlite3.connect(self._folder / "bot.db")) as connection:
            return connection.execute(LOGS).fetchall()

    def entries(self) -> list[tuple[str, str]]:
        """Kind and state of what is in the outbox."""
        return [(row["kind"], row["state"]) for row in read_file(self._folder / "bot.db").outbox]

    def messages(self) -> list[str]:
        """The bot's in the thread, as they were sent."""
        sent = self.thread.messages.values()
        return [json.dumps(message.facts) for message in sent if message.author_id == APPLICATION_ID]

    async def close(self) -> None:
        if self.bot:
            self.bot.kill()
            await self.bot.ended
        await self.loopback.close()
        self.clock.close()


async def die_and_send_again(death: Death, play: Play, member: int) -> Told:
    """The form is delivered to a bot that dies; then it comes once more, and then the member sends it anew."""
    told, text = Told(death), text_by(member)
    async with asyncio.timeout(HANG_S):
        if death.fault:
            play.loopback.faults.plan(*death.fault)
        bot = await play.start(*([death.point] if death.point else []))
        play.loopback.on_kill = bot.kill
        first = play.send(member, text)
        await asyncio.wait({bot.ended})
        await play.until(lambda: not play.loopback.serving)
        told.saved_at_death = "Saved as version 1" in play.said(first)
        told.stored_at_death = play.logs()
        await play.start()
        tell_of(play.loopback.world, first)
        await play.settle(1)
        second = play.send(member, text)
        await play.until(lambda: "saved as version" in play.said(second))
        await play.settle(1)
    told.again = play.said(second)
    told.stored, told.messages, told.outbox = play.logs(), play.messages(), play.entries()
    told.violations = play.loopback.violations
    return told
