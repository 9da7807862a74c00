"""Ten thousand servers in our bot and in a plain discord.py bot: `python -m benchmarks.servers [--servers N]`.

Every bot is a separate process. Each server has twenty channels, sixteen roles and thirty emojis. The cost of a server
is the bot's memory with all servers, minus its memory with one. Then two of our bots, one in ten thousand servers and
one in a single server, answer the same requests in turn. Takes three minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING

import psutil

from benchmarks.aims import Result, aim
from benchmarks.crowd import CALLBACK, MEMBER_ID, QUERIES
from benchmarks.fleet import resident_mb
from benchmarks.processes import a_bot, exit_code, until_ready
from benchmarks.server_contents import fill_servers
from benchmarks.storm import seed
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import send_command, type_in

if TYPE_CHECKING:
    from tests.support.loopback.world import Channel

SERVERS, QUICK_SERVERS, SEED = 10_000, 100, 23
OURS, BARE = "benchmarks.storm_bot", "benchmarks.bare_bot"
MEMORY_AIM, START_AIM, ASKED_AIM = 1.0, 1.0, 1.3
SETTLE_S = 3
# In turn, so that other load on the machine affects both alike.
ASKED, QUICK_ASKED, WARM_UP, EVERY_S, ANSWER_S = 900, 100, 60, 0.05, 3


@dataclass
class Installation:
    """A small Discord with its servers, and the folder of the bot that is in them."""

    loopback: Loopback
    folder: Path
    channels: list[Channel]

    @property
    def database(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'club.db'}"


@dataclass(frozen=True)
class Start:
    """One start: seconds until ready, seconds of CPU time, and resident megabytes then."""

    seconds: float
    busy: float
    megabytes: float


async def make_installation(folder: Path, servers: int) -> Installation:
    await asyncio.to_thread(folder.mkdir)
    loopback = Loopback(checks=False)
    await loopback.start()
    installation = Installation(loopback, folder, [])
    installation.channels += await seed(loopback, installation.database, servers, datetime.now(UTC) + timedelta(days=5))
    fill_servers(loopback.world, SEED)
    return installation


async def start(running: AsyncExitStack, module: str, installation: Installation) -> Start:
    """Start a bot and wait until it is ready and idle."""
    log = installation.folder / f"{module}.log"
    began = perf_counter()
    words = (module, installation.loopback.url, installation.loopback.gateway.url)
    bot = await running.enter_async_context(a_bot(*words, facts={"DATABASE_URL": installation.database}, log=log))
    await until_ready(log)
    seconds = perf_counter() - began
    used = psutil.Process(bot.pid).cpu_times()
    await asyncio.sleep(SETTLE_S)
    return Start(seconds, used.user + used.system, resident_mb(bot.pid))


def ask(installation: Installation, number: int) -> int:
    """In turn: look up a paper, get suggestions while typing one, and ask for the club's week."""
    world, member = installation.loopback.world, MEMBER_ID + number
    channel, query = installation.channels[number % len(installation.channels)], QUERIES[number % len(QUERIES)]
    match number % 3:
        case 0:
            return send_command(world, channel, member, "paper", query=query)
        case 1:
            return type_in(world, channel, member, "paper", query=query[:4])
        case _:
            return send_command(world, channel, member, "week status")


async def ask_alternately(installations: list[Installation], count: int) -> list[list[float]]:
    """Milliseconds until each answer, by installation."""
    sent: list[dict[int, float]] = [{} for _ in installations]
    began = perf_counter()
    for number in range(count):
        for which, installation in enumerate(installations):
            await asyncio.sleep(began + (number + which / len(installations)) * EVERY_S - perf_counter())
            at = perf_counter()
            sent[which][ask(installation, number)] = at
    await asyncio.sleep(ANSWER_S)
    return [_times(installation, asked) for installation, asked in zip(installations, sent, strict=True)]


def _times(installation: Installation, asked: dict[int, float]) -> list[float]:
    answered = {int(request.path.split("/")[2]): request.at for request in installation.loopback.asked(*CALLBACK)}
    assert asked.keys() <= answered.keys(), "some were not answered"
    return [(answered[one] - at) * 1000 for one, at in asked.items()]


def report_cost(ours: list[Start], bare: list[Start], servers: int) -> Result:
    """Each list contains the start with one server and the start with all of them."""
    (kept, taken, busy), (bare_kept, bare_taken, bare_busy) = (
        ((many.megabytes - one.megabytes) / servers * 1000, many.seconds, many.busy) for one, many in (ours, bare)
    )
    print(f"{servers:,} servers, beside a bare bot with discord.py's defaults")
    for name, (one, many) in {"ours": ours, "bare": bare}.items():
        print(
            f"  {name}: {one.megabytes:.0f} MB with one server, {many.megabytes:.0f} MB with all; "
            f"ready after {one.seconds:.1f} s and {many.seconds:.1f} s"
        )
    return max(
        [
            aim(
                "memory per 1,000 servers",
                f"{kept:.1f} MB beside {bare_kept:.1f} = {kept / bare_kept:.2f}",
                f"<= {MEMORY_AIM}, wished 0.2",
                met=kept <= bare_kept * MEMORY_AIM,
            ),
            aim(
                "from start to ready",
                f"{taken:.1f} s beside {bare_taken:.1f} = {taken / bare_taken:.2f}",
                f"<= {START_AIM}",
                met=taken <= bare_taken * START_AIM,
            ),
            aim(
                "processor time until ready",
                f"{busy:.1f} s beside {bare_busy:.1f} = {busy / bare_busy:.2f}",
                f"<= {START_AIM}",
                met=busy <= bare_busy * START_AIM,
            ),
        ]
    )


def report_answers(many: list[float], one: list[float]) -> Result:
    cuts, single = (quantiles(times, n=100) for times in (many, one))
    print(f"{len(many):,} commands each, with all servers beside one server")
    found = []
    for percent in (50, 99):
        ours, beside = cuts[percent - 1], single[percent - 1]
        told = f"{ours:.2f} ms beside {beside:.2f} = {ours / beside:.2f}"
        found.append(aim(f"p{percent} of answers", told, f"<= {ASKED_AIM}", met=ours <= beside * ASKED_AIM))
    return max(found)


async def run(servers: int, asked: int) -> Result:
    with tempfile.TemporaryDirectory() as name:
        installations = [await make_installation(Path(name) / str(count), count) for count in (1, servers)]
        # Pauses of this process would look like the bots' own.
        gc.collect()
        gc.freeze()
        gc.disable()
        bare = []
        for installation in installations:
            async with AsyncExitStack() as alone:
                bare.append(await start(alone, BARE, installation))
        async with AsyncExitStack() as together:
            cost = report_cost(
                [await start(together, OURS, installation) for installation in installations], bare, servers
            )
            print("now the commands", flush=True)
            await ask_alternately(installations, WARM_UP)
            one, many = await ask_alternately(installations, asked)
        for installation in installations:
            await installation.loopback.close()
    return max(report_answers(many, one), cost)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Ten thousand servers in one bot.")
    options.add_argument("--servers", type=int, default=SERVERS, help="fewer, for a quick try")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_SERVERS} servers and {QUICK_ASKED} commands")
    given = options.parse_args()
    sys.exit(exit_code(run(QUICK_SERVERS, QUICK_ASKED) if given.quick else run(given.servers, ASKED)))
