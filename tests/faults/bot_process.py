"""Bots as separate processes, forked from one that has imported everything: `python -m tests.faults.bot_process`.

Reads a line of JSON for each bot to start. Writes a line when a bot has started, and one when it has ended.
"""

from __future__ import annotations

import dataclasses
import functools
import gc
import importlib
import json
import os
import select
import signal
import sys
import threading
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import aiosqlite.core  # noqa: F401 - imported here so that no bot has to
import discord.utils
import sqlalchemy.dialects.postgresql.asyncpg
import sqlalchemy.dialects.sqlite.aiosqlite  # noqa: F401
from alembic.script import ScriptDirectory
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

import bot.client
import bot.core.calendar.clock_check
import bot.core.shards.leases
import bot.delivery.refusals
import bot.delivery.responses
import bot.scheduler
import bot.services.assembly
import bot.start
import bot.storage.postgresql
import bot.wiring
from bot.delivery.pacing import Pacer
from bot.pictures.drawing import draw
from bot.pictures.views import sample_view
from bot.services.papers.papers import Papers
from bot.storage.migrating import MIGRATIONS
from bot.storage.papers.catalog import load_catalog
from tests.faults.clock import FastLoop, SharedClock
from tests.faults.kill_points import KillPoint, arm
from tests.support.shared_start import set_up_feature

if TYPE_CHECKING:
    from types import ModuleType

    from bot.client import PaperClub
    from bot.settings import Settings

TOKEN = "a.b.c"
TICK_S = 4.0
# Measured by the machine's own clock, so that moving the fast clock forward ends no lease.
LEASE_S, GRACE_S = 2.0, 0.4
# For a process that will be stopped, maybe in a transaction. On a busy machine the others may wait that long.
IDLE_TIMEOUT_S = 1.0
# The servers arrive immediately, so there is no need to wait long for more.
GUILDS_TOLD_S = 0.5
NEVER_S = 1e9
# Processes that share a pace measure Cloudflare's pause by PostgreSQL's clock, which isn't fast.
SHARED_PAUSE_S = 2.0
# On a busy machine a delayed answer is much older by the fast clock.
CLOCK_LIMIT_S = 7200.0


@dataclass(frozen=True)
class BotStart:
    """What a bot's process needs to know. `kill_points` are for this process only; a later one gets others."""

    name: str
    url: str
    database: str
    clock: str
    log: str
    kill_points: list[KillPoint] = field(default_factory=list)
    tick_s: float = TICK_S

    def to_line(self) -> bytes:
        return json.dumps(dataclasses.asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> BotStart:
        facts = json.loads(line)
        return cls(**facts | {"kill_points": [KillPoint(**point) for point in facts["kill_points"]]})


def run_bot(start: BotStart) -> int:
    """Run the real bot with a fast clock and the small Discord; returns its exit code."""
    Route.BASE = start.url
    # The gateway that a running bot uses for another session.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(start.url).with_scheme("ws").with_path("/")
    os.environ |= {"DISCORD_TOKEN": TOKEN, "DATABASE_URL": start.database, "LOG_LEVEL": "INFO"}
    clock = SharedClock(Path(start.clock))
    set_in(bot.start, event_loop=lambda: functools.partial(FastLoop, clock))
    set_in(bot.scheduler, TICK_S=start.tick_s)
    set_in(bot.core.shards.leases, LEASE_S=LEASE_S, GRACE_S=GRACE_S)
    set_in(bot.core.calendar.clock_check, LIMIT_S=CLOCK_LIMIT_S)
    if any(point.how == "stopped" for point in start.kill_points):
        set_in(bot.storage.postgresql, IDLE_TIMEOUT_S=IDLE_TIMEOUT_S)
    # The server's clock isn't fast, so its answers seem slow.
    set_in(bot.storage.postgresql, CONNECT_TIMEOUT_S=NEVER_S, ANSWER_TIMEOUT_S=NEVER_S)
    set_in(bot.wiring, Pacer=functools.partial(Pacer, clock=clock.seconds))
    # What a message says when it is sent depends on the time too.
    for name, module in [*sys.modules.items()]:
        if name.startswith(("bot.", "cogs.")) and hasattr(module, "utcnow"):
            set_in(module, utcnow=clock.now)
    set_in(discord.utils, utcnow=clock.now)
    if start.database.startswith("postgresql"):
        for module in (bot.delivery.refusals, bot.delivery.responses):
            set_in(module, WALL_PAUSE_S=SHARED_PAUSE_S)
    set_in(bot.start, build_bot=functools.partial(build, clock))
    for point in start.kill_points:
        arm(point)
    return bot.start.main()


def build(clock: SharedClock, settings: Settings) -> PaperClub:
    return bot.wiring.build_bot(
        settings,
        now=clock.now,
        elapsed=clock.seconds,
        draw=draw,
        guild_ready_timeout=GUILDS_TOLD_S,
        heartbeat_timeout=NEVER_S,
    )


def set_in(module: ModuleType | type, **values: object) -> None:
    for name, value in values.items():
        setattr(module, name, value)


def main() -> None:
    """Fork a bot for each line until the input ends, then kill those that still run."""
    load_once()
    gc.collect()
    gc.freeze()
    assert threading.active_count() == 1, "a thread would not survive the fork"
    children: dict[int, str] = {}
    ended, signal_end = os.pipe()
    os.set_blocking(signal_end, False)
    signal.set_wakeup_fd(signal_end)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    say({"ready": os.getpid()})
    waiting, is_fed = b"", True
    while is_fed:
        readable, _, _ = select.select([0, ended], [], [])
        if ended in readable:
            os.read(ended, 4096)
            reap(children)
        if 0 in readable:
            read = os.read(0, 1 << 16)
            is_fed = bool(read)
            *lines, waiting = (waiting + read).split(b"\n")
            for line in lines:
                start_child(BotStart.from_line(line), children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def load_once() -> None:
    """Load what costs time at every start: modules, catalog, search index, list of migrations, the first picture."""
    for extension in bot.wiring.EXTENSIONS:
        importlib.import_module(extension)
    catalog = load_catalog(bot.wiring.PAPERS_FILE)
    papers = Papers(catalog)
    set_in(bot.wiring, load_catalog=lambda _file: catalog)
    set_in(bot.services.assembly, Papers=lambda _catalog: papers)
    scripts = ScriptDirectory(str(MIGRATIONS))
    scripts.get_current_head()
    set_in(ScriptDirectory, from_config=lambda _config: scripts)
    draw(sample_view())
    # The features are loaded and the memory is settled already: the children share both.
    set_in(bot.client, _settle_memory=lambda: None)
    set_in(bot.client.PaperClub, load_extension=set_up_feature)


def start_child(start: BotStart, children: dict[int, str]) -> None:
    pid = os.fork()
    if pid == 0:
        run_child(start)
    children[pid] = start.name
    say({"started": start.name, "pid": pid})


def run_child(start: BotStart) -> NoReturn:
    """In the child: never return to the parent's loop."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(start.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = run_bot(start)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent's loop must not see it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def reap(children: dict[int, str]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        say({"ended": children.pop(pid), "pid": pid, "code": os.waitstatus_to_exitcode(status)})


def say(facts: dict[str, Any]) -> None:
    os.write(1, json.dumps(facts).encode() + b"\n")


if __name__ == "__main__":
    main()
