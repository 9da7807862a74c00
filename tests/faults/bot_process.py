"""Bots as processes of their own, forked from one that has everything imported: `python -m tests.faults.bot_process`.

Reads a JSON line for each bot to start, and writes one when it has started and one when it has ended.
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
import sqlalchemy.dialects.postgresql.asyncpg
import sqlalchemy.dialects.sqlite.aiosqlite  # noqa: F401
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

import bot.__main__
import bot.core.clocks
import bot.core.leases
import bot.scheduler
import bot.storage.postgresql
import bot.wiring
from bot.core.papers import Tier
from bot.delivery.pacing import Pacer
from bot.pictures.lineage import draw_lineage
from bot.pictures.views import LineageView, Node
from bot.services.papers import PaperService
from bot.storage.catalogue import load_catalogue
from cogs import EXTENSIONS
from tests.faults.clock import HurriedLoop, SharedClock
from tests.faults.kill_points import KillPoint, arm

if TYPE_CHECKING:
    from types import ModuleType

    from bot.client import PaperClub
    from bot.settings import Settings

TOKEN = "a.b.c"
TICK_S = 0.1
# Measured by the machine's own clock, so that a clock that is put forward ends no lease.
LEASE_S, GRACE_S = 2.0, 0.4
IDLE_TIMEOUT_S = 1.0
# Servers are told of at once, so there is no need to wait long for more of them.
GUILDS_TOLD_S = 0.5
NEVER_S = 1e9
# An answer that a busy machine holds up is much older by the hurried clock.
CLOCK_LIMIT_S = 7200.0


@dataclass(frozen=True)
class Birth:
    """What a bot's process needs to know. `kill_points` are its own; a later one gets others."""

    name: str
    url: str
    database: str
    clock: str
    log: str
    kill_points: list[KillPoint] = field(default_factory=list)

    def to_line(self) -> bytes:
        return json.dumps(dataclasses.asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Birth:
        facts = json.loads(line)
        return cls(**facts | {"kill_points": [KillPoint(**point) for point in facts["kill_points"]]})


def live(birth: Birth) -> int:
    """Run the real bot, on a hurried clock and against the small Discord; its exit code."""
    Route.BASE = birth.url
    # Where a bot begins another session once it is running.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(birth.url).with_scheme("ws").with_path("/")
    os.environ |= {"DISCORD_TOKEN": TOKEN, "DATABASE_URL": birth.database, "LOG_LEVEL": "INFO"}
    clock = SharedClock(Path(birth.clock))
    set_in(bot.__main__, event_loop=lambda: functools.partial(HurriedLoop, clock))
    set_in(bot.scheduler, TICK_S=TICK_S)
    set_in(bot.core.leases, LEASE_S=LEASE_S, GRACE_S=GRACE_S)
    set_in(bot.core.clocks, LIMIT_S=CLOCK_LIMIT_S)
    set_in(bot.storage.postgresql, IDLE_TIMEOUT_S=IDLE_TIMEOUT_S)
    # The server's clock does not hurry, so that its answers seem to take long.
    set_in(bot.storage.postgresql, CONNECT_TIMEOUT_S=NEVER_S, ANSWER_TIMEOUT_S=NEVER_S)
    set_in(bot.wiring, Pacer=functools.partial(Pacer, clock=clock.seconds))
    set_in(bot.__main__, build_bot=functools.partial(build, clock))
    for point in birth.kill_points:
        arm(point)
    return bot.__main__.main()


def build(clock: SharedClock, settings: Settings) -> PaperClub:
    return bot.wiring.build_bot(
        settings,
        now=clock.now,
        elapsed=clock.seconds,
        guild_ready_timeout=GUILDS_TOLD_S,
        heartbeat_timeout=NEVER_S,
    )


def set_in(module: ModuleType, **values: object) -> None:
    for name, value in values.items():
        setattr(module, name, value)


def main() -> None:
    """Fork a bot for every line, until the input ends; then none is left."""
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
    waiting = b""
    while True:
        readable, _, _ = select.select([0, ended], [], [])
        if ended in readable:
            os.read(ended, 4096)
            reap(children)
        if 0 in readable:
            read = os.read(0, 1 << 16)
            if not read:
                break
            *lines, waiting = (waiting + read).split(b"\n")
            for line in lines:
                bear(Birth.from_line(line), children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def load_once() -> None:
    """What costs every start the same: modules, catalogue, search index, the first picture."""
    for extension in EXTENSIONS:
        importlib.import_module(extension)
    catalogue = load_catalogue(bot.wiring.PAPERS_FILE)
    papers = PaperService(catalogue)
    set_in(bot.wiring, load_catalogue=lambda _file: catalogue, PaperService=lambda _catalogue: papers)
    node = Node("First", "A picture that nobody sees", 2017, Tier.MUST_READ)
    draw_lineage(LineageView("", node, "Nobody", "Nowhere", (node,), (node,)))


def bear(birth: Birth, children: dict[int, str]) -> None:
    pid = os.fork()
    if pid == 0:
        become(birth)
    children[pid] = birth.name
    say({"started": birth.name, "pid": pid})


def become(birth: Birth) -> NoReturn:
    """In the child: never returns to the loop of the parent."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = live(birth)
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
