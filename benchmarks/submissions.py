"""Fifty paper logs per second for a minute, from as many members: `python -m benchmarks.submissions [--seconds N]`.

The bot is a separate process; this one is Discord, where interactions expire after three seconds, and which allows 50
requests per second and, per channel, five messages in five seconds. The clubs' week is running and their threads are
open. Messages may lag behind the forms, because Discord's limits apply to them; the answer "saved" may not. Takes three
minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import random
import sqlite3
import sys
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from resource import RUSAGE_CHILDREN, getrusage
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.aims import Result, aim, must
from benchmarks.fleet import a_fleet, resident_mb
from benchmarks.processes import exit_code
from benchmarks.storm import seed
from bot.core.paper_logs.log_text import PARTS, LogText
from bot.storage.paper_logs.rows import TEXT_COLUMNS
from cogs.paper_logs.forms import FormDestination
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import answers_to, send_form
from tests.support.loopback.rate_limits import RateLimits
from tests.support.loopback.world import APPLICATION_ID

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

    from tests.support.loopback.world import Channel

SEED = 11
CLUBS, SECONDS, QUICK_SECONDS, PER_SECOND = 30, 60, 2, 50
P99_AIM_MS = 1000
MEMBER_ID = 700_000_000_000_000_000
START_S, ANSWER_S, LOOK_S = 60, 30, 0.5
# Five messages in five seconds per thread, and as much again.
PATIENCE = 2.0
WORDS_A_PART = 20
VOCABULARY = [first + last for first in ("ba", "ke", "li", "mo", "su", "tra") for last in ("dor", "fen", "kim", "lup")]
NOT_FOUND = 404
CALLBACK = ("POST", "/interactions/{interaction}/{token}/callback")
FOLLOW_UP = ("POST", "/webhooks/{application}/{token}")
LOG_ROWS = f"""
    SELECT interaction_id, log.author_id, {", ".join(TEXT_COLUMNS)}, log.id
    FROM log_versions JOIN paper_logs AS log ON log.id = log_id
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, slots=True)
class Submission:
    """One member's form, and when it was sent, in seconds of `perf_counter`."""

    interaction_id: int
    member: int
    text: LogText
    at: float


@dataclass
class Run:
    """What was sent to whom, and how long the messages took after the last form."""

    loopback: Loopback
    file: Path
    channels: list[Channel]
    destinations: dict[int, FormDestination] = field(default_factory=dict)
    sent: list[Submission] = field(default_factory=list)
    lag: float = 0


def text_of(number: int, chance: random.Random) -> LogText:
    """A sentence of invented words for each part, unlike anyone else's, with the number in each."""

    def part(name: str) -> str:
        return f"{name} {number} {' '.join(chance.choices(VOCABULARY, k=WORDS_A_PART))}."

    return LogText(*(part(name.replace("_", " ").capitalize()) for name in PARTS))


def rows(file: Path, query: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


async def until_reading(run: Run) -> None:
    """Wait until every club's first week is posted and its thread is open."""
    open_weeks = """
        SELECT club.channel_id, club.id, week.id, week.paper_key FROM weeks AS week
        JOIN clubs AS club ON club.id = week.club_id WHERE week.state = 'reading'
    """
    async with asyncio.timeout(START_S):
        # Another process opens them, so there is no event to wait for.
        while len(found := await asyncio.to_thread(rows, run.file, open_weeks)) < len(run.channels):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_S)
    run.destinations = {channel: FormDestination(key, club, week) for channel, club, week, key in found}


async def send_all(run: Run, count: int) -> None:
    """Send them evenly, club after club."""
    chance = random.Random(SEED)
    began = perf_counter()
    for number in range(count):
        channel = run.channels[number % len(run.channels)]
        text, member = text_of(number, chance), MEMBER_ID + number
        await asyncio.sleep(began + number / PER_SECOND - perf_counter())
        destination = run.destinations[channel.id].custom_id
        at = perf_counter()
        interaction_id = send_form(run.loopback.world, channel, member, destination, asdict(text))
        run.sent.append(Submission(interaction_id, member, text, at))


async def until_delivered(run: Run, bot: Process) -> None:
    """Wait until every log is in its thread, or it has taken twice as long as Discord's limits require."""
    began = perf_counter()
    deadline = began + ANSWER_S + PATIENCE * len(run.sent) / len(run.channels)
    logs_done = "SELECT count(*) FROM outbox WHERE kind = 'log' AND state = 'done'"
    while perf_counter() < deadline and bot.returncode is None:
        ((done,),) = await asyncio.to_thread(rows, run.file, logs_done)
        run.lag = perf_counter() - began
        if done >= len(run.sent):
            return
        await asyncio.sleep(LOOK_S)


def told_saved(run: Run, submission: Submission) -> bool:
    answers = answers_to(run.loopback.world, submission.interaction_id)
    return any("### Saved as version 1" in json.dumps(answer.facts.get("components", [])) for answer in answers)


def latencies(run: Run) -> tuple[list[float], list[float]]:
    """Milliseconds from each form to its first answer, and to the answer "saved" if there was one."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    by_token = {run.loopback.world.interactions[one.interaction_id]["token"]: one.interaction_id for one in run.sent}
    for request in run.loopback.requests:
        if (request.method, request.route) in {CALLBACK, FOLLOW_UP} and request.status < NOT_FOUND:
            answered = by_token.get(request.path.split("/")[3])
            if answered is not None:
                first.setdefault(answered, request.at)
                last[answered] = request.at
    known = [one for one in run.sent if one.interaction_id in first]
    saved = [one for one in known if told_saved(run, one)]
    return (
        [(first[one.interaction_id] - one.at) * 1000 for one in known],
        [(last[one.interaction_id] - one.at) * 1000 for one in saved],
    )


def rows_wrong(run: Run) -> tuple[int, int, int]:
    """How many logs are missing, have another's text or writer, or are stored more than once."""
    stored: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for interaction_id, *facts, _log_id in rows(run.file, LOG_ROWS):
        stored[interaction_id].append(tuple(facts))
    wanted = {one.interaction_id: (one.member, *asdict(one.text).values()) for one in run.sent}
    missing = sum(one not in stored for one in wanted)
    mixed = sum(found != wanted.get(one) for one, rows_of in stored.items() for found in rows_of)
    by_author = Counter(author for found in stored.values() for author, *_ in found)
    return missing, mixed, sum(count - 1 for count in by_author.values())


def messages_wrong(run: Run) -> tuple[int, int, int]:
    """How many logs have no message in their club's thread, one with another's text, or more than one."""
    shown: defaultdict[str, list[str]] = defaultdict(list)
    for channel in run.loopback.world.channels.values():
        for message in channel.messages.values():
            components = json.dumps(message.facts.get("components", []))
            if message.author_id == APPLICATION_ID and (found := components.partition("pc:logs:write:v1:")[2]):
                shown[f"{channel.parent_id} {found.partition(':')[0]}"].append(components)
    log_ids = {interaction_id: log_id for interaction_id, *_, log_id in rows(run.file, LOG_ROWS)}
    missing = mixed = doubled = 0
    for number, one in enumerate(run.sent):
        parent = run.channels[number % len(run.channels)].id
        copies = shown.get(f"{parent} {log_ids.get(one.interaction_id)}", [])
        missing += not copies
        doubled += max(0, len(copies) - 1)
        mixed += any(part not in copy for copy in copies for part in asdict(one.text).values())
    return missing, mixed, doubled


def report(run: Run, memory: str) -> Result:
    first, saved = latencies(run)
    refused = sum(request.status == NOT_FOUND for request in run.loopback.asked(*CALLBACK))
    unsaved = len(run.sent) - len(saved)
    cuts, saved_cuts = (quantiles(times, n=100) if len(times) > 1 else [0.0] * 99 for times in (first, saved))
    used = getrusage(RUSAGE_CHILDREN)
    busy = (used.ru_utime + used.ru_stime) / len(run.sent) * 1000
    print(
        f"{len(run.sent):,} forms at {PER_SECOND} a second in {len(run.channels)} clubs; the bot's processor time "
        f"{busy:.1f} ms a log with its message, {memory}; the last message came {run.lag:.0f} s after the last form"
    )
    stored, shown = rows_wrong(run), messages_wrong(run)
    return max(
        [
            aim(
                "until acknowledged",
                f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, longest {max(first, default=0):.0f} ms",
                f"p99 < {P99_AIM_MS} ms",
                met=bool(first) and cuts[98] < P99_AIM_MS,
            ),
            aim(
                "until told saved",
                f"p50 {saved_cuts[49]:.0f} ms, p99 {saved_cuts[98]:.0f} ms; {unsaved} were not",
                "0 were not",
                met=unsaved == 0,
            ),
            aim("answers refused as unknown", f"{refused}", "0", met=refused == 0),
            must("rows missing, mixed up, doubled", ", ".join(map(str, stored)), "0, 0, 0", met=not any(stored)),
            must("messages likewise", ", ".join(map(str, shown)), "0, 0, 0", met=not any(shown)),
        ]
    )


async def play(seconds: int) -> Result:
    async with a_fleet(1) as fleet:
        loopback = Loopback(checks=False)
        loopback.limits = RateLimits(perf_counter, per_second=PER_SECOND)
        await loopback.start()
        due = datetime.now(UTC).replace(second=0, microsecond=0)
        run = Run(loopback, fleet.folder / "club.db", await seed(loopback, fleet.url, CLUBS, due))
        # Pauses of this process would look like the bot's own.
        gc.collect()
        gc.freeze()
        gc.disable()
        await fleet.start(loopback)
        (bot,) = fleet.bots
        await until_reading(run)
        await send_all(run, seconds * PER_SECOND)
        await until_delivered(run, bot)
        memory = f"{resident_mb(bot.pid):.0f} MB"
        (code,) = await fleet.stop()
        await loopback.close()
        result = max(report(run, memory), Result.WRONG if code else Result.MET)
        if result is Result.WRONG:
            print(f"the bot ended with {code}; its log's end:\n{fleet.last_words()}")
    return result


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Fifty paper logs a second.")
    options.add_argument("--seconds", type=int, default=SECONDS, help="fewer, for a quick try")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_SECONDS} seconds")
    given = options.parse_args()
    sys.exit(exit_code(play(QUICK_SECONDS if given.quick else given.seconds)))
