"""Ten thousand servers in one bot, beside a bare one of discord.py's own: `python -m benchmarks.servers [--servers N]`.

Every bot is a process of its own. Each server has twenty channels, sixteen roles and thirty emojis. What a server costs
is what the bot holds with all of them, less what it holds with one. Then two of our bots, one in ten thousand servers
and one in a single server, are asked the same in turn. Takes three minutes.
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
from benchmarks.furnishing import furnish
from benchmarks.processes import a_bot, exit_code, until_ready
from benchmarks.storm import seed
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import send_command, type_in

if TYPE_CHECKING:
    from tests.support.loopback.world import Channel

SERVERS, QUICK_SERVERS, SEED = 10_000, 100, 23
OURS, BARE = "benchmarks.storm_bot", "benchmarks.bare_bot"
MEMORY_AIM, START_AIM, ASKED_AIM = 1.0, 1.0, 1.3
SETTLE_S = 3
# Asked in turn, so that the machine's moods fall on both alike.
ASKED, QUICK_ASKED, WARM_UP, EVERY_S, ANSWER_S = 900, 100, 60, 0.05, 3


@dataclass
class Place:
    """A small Discord with its servers, and the folder of the bot that is in them."""

    loopback: Loopback
    folder: Path
    channels: list[Channel]

    @property
    def database(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'club.db'}"


@dataclass(frozen=True)
class Start:
    """How a start went: seconds until ready, seconds of processor time, and resident megabytes then."""

    seconds: float
    busy: float
    megabytes: float


async def make_place(folder: Path, servers: int) -> Place:
    await asyncio.to_thread(folder.mkdir)
    loopback = Loopback(checks=False)
    await loopback.start()
    place = Place(loopback, folder, [])
    place.channels += await seed(loopback, place.database, servers, datetime.now(UTC) + timedelta(days=5))
    furnish(loopback.world, SEED)
    return place


async def start(running: AsyncExitStack, module: str, place: Place) -> Start:
    """Start a bot and wait until it is ready and has come to rest."""
    log = place.folder / f"{module}.log"
    began = perf_counter()
    words = (module, place.loopback.url, place.loopback.gateway.url)
    bot = await running.enter_async_context(a_bot(*words, facts={"DATABASE_URL": place.database}, log=log))
    await until_ready(log)
    seconds = perf_counter() - began
    used = psutil.Process(bot.pid).cpu_times()
    await asyncio.sleep(SETTLE_S)
    return Start(seconds, used.user + used.system, resident_mb(bot.pid))


def ask(place: Place, number: int) -> int:
    """A look-up, what is suggested while one is typed, and the club's week, in turn."""
    world, member = place.loopback.world, MEMBER_ID + number
    channel, query = place.channels[number % len(place.channels)], QUERIES[number % len(QUERIES)]
    match number % 3:
        case 0:
            return send_command(world, channel, member, "paper", query=query)
        case 1:
            return type_in(world, channel, member, "paper", query=query[:4])
        case _:
            return send_command(world, channel, member, "week status")


async def ask_in_turn(places: list[Place], count: int) -> list[list[float]]:
    """Milliseconds until each answer, by place."""
    sent: list[dict[int, float]] = [{} for _ in places]
    began = perf_counter()
    for number in range(count):
        for turn, place in enumerate(places):
            await asyncio.sleep(began + (number + turn / len(places)) * EVERY_S - perf_counter())
            at = perf_counter()
            sent[turn][ask(place, number)] = at
    await asyncio.sleep(ANSWER_S)
    return [_times(place, asked) for place, asked in zip(places, sent, strict=True)]


def _times(place: Place, asked: dict[int, float]) -> list[float]:
    answered = {int(request.path.split("/")[2]): request.at for request in place.loopback.asked(*CALLBACK)}
    assert asked.keys() <= answered.keys(), "some were not answered"
    return [(answered[one] - at) * 1000 for one, at in asked.items()]


def report_cost(ours: list[Start], bare: list[Start], servers: int) -> Result:
    """Each list is of the start with one server and that with all."""
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
        places = [await make_place(Path(name) / str(count), count) for count in (1, servers)]
        # This process' own pauses would seem to be the bots'.
        gc.collect()
        gc.freeze()
        gc.disable()
        bare = []
        for place in places:
            async with AsyncExitStack() as alone:
                bare.append(await start(alone, BARE, place))
        async with AsyncExitStack() as together:
            cost = report_cost([await start(together, OURS, place) for place in places], bare, servers)
            print("now the commands", flush=True)
            await ask_in_turn(places, WARM_UP)
            one, many = await ask_in_turn(places, asked)
        for place in places:
            await place.loopback.close()
    return max(report_answers(many, one), cost)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Ten thousand servers in one bot.")
    options.add_argument("--servers", type=int, default=SERVERS, help="fewer, for a quick try")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_SERVERS} servers and {QUICK_ASKED} commands")
    given = options.parse_args()
    sys.exit(exit_code(run(QUICK_SERVERS, QUICK_ASKED) if given.quick else run(given.servers, ASKED)))
