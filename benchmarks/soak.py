"""Half an hour of reading weeks: `python -m benchmarks.soak [--minutes N]`.

The bot is a separate process with a fast clock: a week takes seven and a half minutes, so each of two hundred clubs has
four weeks. Members use commands and write logs all the time; requests fail and connections break at random. At the end
the bot becomes idle, and must be as it was at the beginning. The load is a small part of a CPU core.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import re
import socket
import sqlite3
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import aiohttp

from benchmarks.aims import Result
from benchmarks.crowd import Crowd
from benchmarks.fleet import resident_mb
from benchmarks.processes import a_bot, exit_code
from benchmarks.random_failures import RandomFailures
from benchmarks.soak_verdict import Soak, report
from benchmarks.submissions import MEMBER_ID, rows, text_of
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.storage.clubs.rows import add_club
from bot.storage.database import Database
from bot.storage.papers.catalog import load_catalog
from bot.storage.syllabus.rows import replace_queue
from bot.wiring import PAPERS_FILE
from cogs.paper_logs.forms import FormDestination
from tests.faults.clock import SharedClock
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import send_form
from tests.support.loopback.rate_limits import RateLimits
from tests.support.loopback.shapes import channel_shape
from tests.support.loopback.world import ChannelKind, made_at

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from contextlib import AbstractAsyncContextManager

    from tests.support.loopback.world import Channel, World

SEED = 13
MINUTES, QUICK_MINUTES, CLUBS, FORUM_EVERY = 30, 1, 200, 5
WEEK = timedelta(days=7)
# Seven and a half minutes per week.
SPEED = WEEK.total_seconds() / 450
ANSWER_S, APPEARS_S = 3, 90
COMMAND_EVERY_S, FORM_EVERY_S, MEMBERS_A_CLUB = 0.7, 1.2, 8
LEAD_S, REST_S, LOOK_S, RARELY_S = 25, 120, 1, 10
TASKS = re.compile(r"^paperclub_tasks (\S+)$", re.MULTILINE)
READING = """
    SELECT club.channel_id, club.id, week.id, week.paper_key FROM weeks AS week
    JOIN clubs AS club ON club.id = week.club_id WHERE week.state = 'reading'
"""
RESTLESS = """
    SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled', 'blocked')
    OR (state = 'done' AND not_before IS NOT NULL)
"""


async def seed(world: World, file: Path, first: datetime) -> list[Channel]:
    """One club in each server; their weeks start one after another, all within the first week."""
    papers = [paper.key for paper in load_catalog(PAPERS_FILE)]
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.open()
    channels = []
    async with database.write_transaction() as connection:
        for number in range(CLUBS):
            due = (first + WEEK * number / CLUBS).replace(second=0, microsecond=0)
            is_forum = number % FORUM_EVERY == 0
            guild = world.add_guild(f"Study group {number}")
            kind = ChannelKind.FORUM if is_forum else ChannelKind.TEXT
            channels.append(world.add_channel(guild, kind, tags=("Papers",)))
            slot = WeeklySlot(due.weekday(), time(due.hour, due.minute), "UTC")
            settings = ClubSettings("Weekly papers", channels[-1].id, is_forum, slot)
            club = Club(0, f"{number:08x}", guild.id, settings, ClubState.ACTIVE, due.date(), due)
            stored = await add_club(connection, club, first - timedelta(days=1))
            await replace_queue(connection, stored.id, [papers[(number + step) % len(papers)] for step in range(8)])
    await database.close()
    return channels


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def soaked_bot(loopback: Loopback, folder: Path, port: int) -> AbstractAsyncContextManager[Process]:
    facts = {"HEALTH_HOST": "127.0.0.1", "HEALTH_PORT": str(port)}
    facts["DATABASE_URL"] = f"sqlite+aiosqlite:///{folder / 'club.db'}"
    words = ("benchmarks.soak_bot", loopback.url, loopback.gateway.url, str(folder / "clock"))
    return a_bot(*words, facts=facts, log=folder / "log")


async def watch(soak: Soak) -> None:
    """Record the bot's memory until cancelled."""
    began = perf_counter()
    while True:
        soak.memory.append((perf_counter() - began, resident_mb(soak.bot.pid)))
        await asyncio.sleep(LOOK_S)


async def say_so_far(soak: Soak) -> None:
    """Print a line per minute until cancelled."""
    while True:
        await asyncio.sleep(60)
        (at, megabytes), asked = soak.memory[-1], len(soak.loopback.requests)
        states = dict(await asyncio.to_thread(rows, soak.file, "SELECT state, count(*) FROM outbox GROUP BY state"))
        met = len(soak.loopback.faults.happened)
        print(f"  {at / 60:4.0f} min {megabytes:7.1f} MB {asked:6,} requests {met:4} faults {states}", flush=True)


async def write_logs(soak: Soak) -> None:
    """Members of clubs that are reading submit forms with new logs and later versions, until cancelled."""
    chance, number = random.Random(SEED), 0
    world = soak.loopback.world
    while True:
        await asyncio.sleep(FORM_EVERY_S)
        open_weeks = await asyncio.to_thread(rows, soak.file, READING)
        if not open_weeks:
            continue
        channel_id, club, week, key = chance.choice(open_weeks)
        member = MEMBER_ID + club * 1000 + chance.randrange(MEMBERS_A_CLUB)
        text, number = text_of(number, chance), number + 1
        destination = FormDestination(key, club, week).custom_id
        sent = send_form(world, world.channels[channel_id], member, destination, asdict(text))
        soak.forms[sent] = text


async def archive_old_threads(soak: Soak) -> None:
    """Archive threads as Discord does after a week without messages, until cancelled."""
    world = soak.loopback.world
    while True:
        await asyncio.sleep(RARELY_S)
        for thread in list(world.channels.values()):
            newest = max(thread.messages, default=thread.id)
            if thread.parent_id and not thread.archived and made_at(newest) + WEEK.total_seconds() < world.seconds():
                thread.archived = True
                world.tell("THREAD_UPDATE", channel_shape(world, thread), thread.guild_id)


async def tasks_at_rest(port: int) -> float:
    """The smallest of several counts, because some tasks, such as ticks, run only now and then."""
    found = []
    async with aiohttp.ClientSession() as session:
        for _ in range(12):
            async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                told = TASKS.search(await answer.text())
                assert told
                found.append(float(told[1]))
            await asyncio.sleep(0.7)
    return min(found)


async def until_ready(loopback: Loopback, port: int) -> None:
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.status == 200 and loopback.world.commands:
                        return
            await asyncio.sleep(0.5)


async def come_to_rest(soak: Soak) -> bool:
    """No week advances any more; returns whether everything was delivered and checked for copies."""
    with contextlib.closing(sqlite3.connect(soak.file, timeout=30)) as connection, connection:
        connection.execute("UPDATE clubs SET next_due = NULL")
        connection.execute("UPDATE weeks SET next_step_at = NULL")
    deadline = perf_counter() + REST_S
    while perf_counter() < deadline:
        if await asyncio.to_thread(rows, soak.file, RESTLESS) == [(0,)]:
            await asyncio.sleep(RARELY_S)
            return True
        await asyncio.sleep(LOOK_S)
    return False


async def play(soak: Soak, minutes: float) -> Result:
    crowd = Crowd(soak.loopback, soak.channels, COMMAND_EVERY_S)
    failures = RandomFailures(soak.loopback, APPEARS_S)
    await until_ready(soak.loopback, soak.port)
    soak.tasks.append(await tasks_at_rest(soak.port))
    goings_on: list[Any] = [watch, say_so_far, write_logs, archive_old_threads]
    acts = [asyncio.create_task(going_on(soak)) for going_on in goings_on]
    acts += [asyncio.create_task(crowd.act()), asyncio.create_task(failures.run())]
    ended = asyncio.create_task(soak.bot.wait())
    await asyncio.wait([*acts, ended], timeout=minutes * 60, return_when=asyncio.FIRST_COMPLETED)
    for act in acts:
        act.cancel()
    for result in await asyncio.gather(*acts, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
    soak.loopback.faults.clear()
    rests = await come_to_rest(soak)
    soak.tasks.append(await tasks_at_rest(soak.port))
    return report(soak, crowd, failures, rests=rests)


async def run(minutes: float) -> Result:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = datetime.now(UTC)
        clock = SharedClock.create(folder / "clock", start, SPEED)
        loopback = Loopback(now=clock.now, checks=False)
        loopback.limits = RateLimits(perf_counter)
        loopback.world.answer_within = ANSWER_S * SPEED
        await loopback.start()
        channels = await seed(loopback.world, folder / "club.db", start + timedelta(seconds=LEAD_S * SPEED))
        port = free_port()
        async with soaked_bot(loopback, folder, port) as bot:
            result = await play(Soak(loopback, clock, folder, bot, port, channels), minutes)
        code = await bot.wait()
        await loopback.close()
        log = (folder / "log").read_text(encoding="utf-8")
        result = max(result, Result.WRONG if code else Result.MET)
        if result is Result.WRONG:
            print(f"the bot ended with {code}; its log's end:\n{log[-4000:]}")
    return result


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Half an hour in which weeks go by.")
    options.add_argument("--minutes", type=float, default=MINUTES, help="fewer, for a quick try")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_MINUTES} minute")
    given = options.parse_args()
    sys.exit(exit_code(run(QUICK_MINUTES if given.quick else given.minutes)))
