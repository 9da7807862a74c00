"""Ten thousand clubs due in the same minute. `python -m benchmarks.storm [--clubs N] [--processes N]`: eight minutes.

The bot is a separate process with an SQLite file, or several processes with one shard each that share PostgreSQL. This
process is Discord: it allows 50 requests per second and refuses more, and its members keep using the bot meanwhile. A
post in a text channel costs two requests; one in a forum (every fifth) costs one.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from resource import RUSAGE_CHILDREN, getrusage
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.aims import Result, aim, must
from benchmarks.crowd import Crowd
from benchmarks.fleet import a_fleet
from benchmarks.processes import exit_code
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.storage.clubs.rows import add_club
from bot.storage.database import Database
from bot.storage.papers.catalog import load_catalog
from bot.storage.syllabus.rows import replace_queue
from bot.wiring import PAPERS_FILE
from tests.support.loopback import Loopback
from tests.support.loopback.faults import CREATE_FORUM_POST, CREATE_MESSAGE, OPEN_THREAD
from tests.support.loopback.rate_limits import RateLimits
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind

if TYPE_CHECKING:
    from benchmarks.fleet import Fleet

CLUBS, QUICK_CLUBS = 10_000, 60
FORUM_EVERY = 5
PER_SECOND = 50
# Memory is compared after a quarter of the time, when pictures and caches are warm; the threads that open later
# stay in discord.py's cache.
SHARE_AIM, REFUSED_AIM, P99_AIM_MS, GROWTH_AIM = 0.95, 0.001, 1000, 0.1
# The bot must know all servers before the time comes.
LEAD_S = 45
PATIENCE = 2.0
LOOK_S = 0.5
STORM_ROUTES = {CREATE_MESSAGE, OPEN_THREAD, CREATE_FORUM_POST}


@dataclass
class Storm:
    """Measurements. `memory` is the bot's resident megabytes, starting just before the storm."""

    loopback: Loopback
    channels: list[Channel]
    memory: list[float] = field(default_factory=list)
    stored: int = 0


def due_time() -> datetime:
    """The next full minute that leaves enough time to start."""
    soonest = datetime.now(UTC) + timedelta(seconds=LEAD_S)
    return soonest.replace(second=0, microsecond=0) + timedelta(minutes=1)


async def seed(loopback: Loopback, url: str, count: int, due: datetime) -> list[Channel]:
    """One club in each server, whose next paper differs from its neighbor's."""
    papers = [paper.key for paper in load_catalog(PAPERS_FILE)]
    slot = WeeklySlot(due.weekday(), time(due.hour, due.minute), "UTC")
    database = Database(url)
    await database.open()
    channels = []
    async with database.write_transaction() as connection:
        for number in range(count):
            is_forum = number % FORUM_EVERY == 0
            guild = loopback.world.add_guild(f"Study group {number}")
            kind = ChannelKind.FORUM if is_forum else ChannelKind.TEXT
            channels.append(loopback.world.add_channel(guild, kind, tags=("Papers",)))
            settings = ClubSettings("Sunday papers", channels[-1].id, is_forum, slot)
            club = Club(0, f"{number:08x}", guild.id, settings, ClubState.ACTIVE, due.date(), due)
            stored = await add_club(connection, club, due - timedelta(days=1))
            await replace_queue(connection, stored.id, [papers[number % len(papers)]])
    await database.close()
    return channels


async def watch(storm: Storm, fleet: Fleet, due: datetime) -> None:
    """Watch until everything is delivered, or it has taken twice as long as it should."""
    await asyncio.sleep((due - datetime.now(UTC)).total_seconds() - 1)
    # A post, its thread if it needs one, and the guide.
    requests = sum(2 + (channel.kind is ChannelKind.TEXT) for channel in storm.channels)
    deadline = perf_counter() + 60 + PATIENCE * requests / PER_SECOND
    while perf_counter() < deadline and fleet.is_alive():
        storm.memory.append(fleet.resident_mb())
        storm.stored = await fleet.delivered()
        if storm.stored >= len(storm.channels):
            return
        await asyncio.sleep(LOOK_S)


def copies_by_key(storm: Storm) -> Counter[str]:
    """How often each club's post is in Discord, with its thread."""
    found: Counter[str] = Counter()
    world = storm.loopback.world
    for channel in list(world.channels.values()):
        for message in channel.messages.values():
            if message.author_id == APPLICATION_ID and message.id in world.channels:
                marks = {word for word in json.dumps(message.facts["components"]).split('"') if word.endswith("-post")}
                found.update({mark.rpartition(":")[2] for mark in marks})
    return found


def report(storm: Storm, crowd: Crowd) -> Result:
    copies = copies_by_key(storm)
    made = [request for request in storm.loopback.requests if (request.method, request.route) in STORM_ROUTES]
    if not made:
        print("nothing was sent")
        return Result.WRONG
    seconds = made[-1].at - made[0].at
    share = len(made) / seconds / PER_SECOND
    clubs, doubled = len(storm.channels), sum(count - 1 for count in copies.values())
    used = getrusage(RUSAGE_CHILDREN)
    busy = (used.ru_utime + used.ru_stime) / len(made) * 1000
    print(
        f"{clubs:,} clubs due at once: {len(made):,} requests in {seconds:.0f} s, {len(made) / seconds:.1f} a second; "
        f"the bots' processor time {busy:.1f} ms a request, of {1000 / PER_SECOND:.0f}"
    )
    return max(
        must("posts lost", f"{clubs - len(copies)}", "0", met=len(copies) == clubs == storm.stored),
        must("posts doubled", f"{doubled}", "0", met=doubled == 0),
        aim(f"of {PER_SECOND} a second used", f"{share:.1%}", f">= {SHARE_AIM:.0%}", met=share >= SHARE_AIM),
        refusals(storm.loopback),
        growth(storm.memory),
        answers(crowd),
    )


def refusals(loopback: Loopback) -> Result:
    limits = loopback.limits
    assert limits
    return aim(
        f"429s, of {limits.calls:,} calls",
        f"{limits.refused} = {limits.refused / limits.calls:.3%}",
        f"<= {REFUSED_AIM:.1%}",
        met=limits.refused <= REFUSED_AIM * limits.calls,
    )


def growth(memory: list[float]) -> Result:
    quarters = [memory[round((len(memory) - 1) * quarter / 4)] for quarter in range(5)]
    return aim(
        "memory from start to end",
        f"{', '.join(f'{megabytes:.0f}' for megabytes in quarters)} MB",
        f"last <= second + {GROWTH_AIM:.0%}",
        met=quarters[-1] <= quarters[1] * (1 + GROWTH_AIM),
    )


def answers(crowd: Crowd) -> Result:
    times, unanswered = crowd.latencies()
    cuts = quantiles(times, n=100)
    return aim(
        f"{len(times):,} interactions meanwhile",
        f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, {unanswered} unanswered",
        f"p99 < {P99_AIM_MS} ms",
        met=cuts[98] < P99_AIM_MS and unanswered == 0,
    )


async def run(clubs: int, processes: int) -> Result:
    async with a_fleet(processes) as fleet:
        loopback = Loopback(checks=False)
        loopback.limits = RateLimits(perf_counter, per_second=PER_SECOND)
        await loopback.start()
        due = due_time()
        storm = Storm(loopback, await seed(loopback, fleet.url, clubs, due))
        # Pauses of this process would make evenly spaced requests seem to arrive in bursts.
        gc.collect()
        gc.freeze()
        gc.disable()
        await fleet.start(loopback)
        crowd = Crowd(loopback, storm.channels)
        watching = asyncio.create_task(watch(storm, fleet, due))
        await asyncio.sleep((due - datetime.now(UTC)).total_seconds())
        acting = asyncio.create_task(crowd.act())
        await watching
        acting.cancel()
        await asyncio.sleep(LOOK_S)
        codes = await fleet.stop()
        await loopback.close()
        result = max(report(storm, crowd), Result.WRONG if any(codes) else Result.MET)
        if result is Result.WRONG:
            print(f"the bots ended with {codes}; their logs' ends:\n{fleet.last_words()}")
    return result


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Ten thousand clubs due in the same minute.")
    options.add_argument("--clubs", type=int, default=CLUBS, help="fewer, for a quick try")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_CLUBS} clubs")
    options.add_argument("--processes", type=int, default=1, help="more than one share a PostgreSQL database")
    given = options.parse_args()
    sys.exit(exit_code(run(QUICK_CLUBS if given.quick else given.clubs, given.processes)))
