"""A simulated year: `python -m benchmarks.year [--clubs N] [--weeks N] [--postgresql] [--quick]`.

The real bot uses a small Discord in the same process. Both share one clock, which jumps from one due moment to the
next, so nothing waits. Clubs in many time zones, with all kinds of settings, meet every week; their members join weeks
and write logs and reviews. Every month the bot is offline for a day, and once for sixteen days. Once the machine's
clock is wrong. Every week a member leaves, and one club's data gets a row that the bot can't read. Then every message
is checked against rules that use none of the bot's own decisions.

It runs on SQLite, or with `--postgresql` on PostgreSQL. `--quick` runs a few clubs and weeks on both.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import discord
import pytest
import structlog
from discord.gateway import DiscordWebSocket, GatewayRatelimiter
from discord.http import Route
from sqlalchemy.ext.asyncio import create_async_engine
from yarl import URL

from benchmarks.aims import Result, aim, must
from benchmarks.year.ledger import Ledger
from benchmarks.year.play import Play
from benchmarks.year.scene import Clock, settle
from benchmarks.year.troubles import made_plan
from benchmarks.year.verdict import expected_weeks, judged
from bot import scheduler
from bot.start import event_loop
from bot.storage import readable
from cogs.reviews import composers as writers
from tests.support.loopback import Loopback
from tests.support.postgresql import postgresql_server
from tests.support.statements_in_line import statements_in_line

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, MutableMapping
    from typing import Any

    from benchmarks.year.verdict import Findings

CLUBS, WEEKS = 500, 52
QUICK_CLUBS, QUICK_WEEKS = 4, 5
MS_AIM, SHOWN = 15, 5
# How far the clock is off, and whether it is wrong from a start of the bot on.
WRONG = {"sqlite": (timedelta(days=3653), False), "postgresql": (timedelta(hours=-5), True)}


class Faults:
    """Counts what the bot logs as an error, and ignores the rest."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def __call__(self, _logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if method in {"error", "critical", "exception"}:
            cause = event.get("exc_info")
            why = f"{type(cause).__name__}: {cause}" if isinstance(cause, BaseException) else event.get("reason", "")
            self.found[f"{event['event']}: {why}"[:150]] += 1
        raise structlog.DropEvent


def share_clock(clock: Clock, loopback: Loopback) -> None:
    """Make everything in this process, including its Discord, use the clock."""
    Route.BASE = loopback.url
    # The gateway discord.py uses without asking, after a session has ended.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(loopback.gateway.url)
    for module, name, value in (
        (discord.utils, "utcnow", clock.machines),
        (writers, "utcnow", clock.machines),
        (readable, "monotonic", clock.seconds),
        (scheduler, "BREATH_S", 0),
        # It would wait by the real clock, a minute for every hundred requests.
        (GatewayRatelimiter, "get_delay", lambda _limiter: 0.0),
    ):
        setattr(module, name, value)


async def play_on(kind: str, url: str, clubs: int, weeks: int) -> Result:
    began, worked = perf_counter(), process_time()
    clock, faults = Clock(), Faults()
    # A year's messages stay in memory, and the garbage collector would walk them again and again.
    gc.set_threshold(50_000, 20, 100)
    structlog.configure(processors=[faults], cache_logger_on_first_use=False)
    ahead, restarts = WRONG[kind]
    loopback = Loopback(now=clock.discords, checks=False)
    await loopback.start()
    share_clock(clock, loopback)
    studied = await settle(loopback.world, url, clubs)
    ledger = Ledger(clock)
    ledger.listen_to(loopback.world)
    engine = create_async_engine(url)
    plan = made_plan(studied, weeks, ahead=ahead, restarts=restarts)
    play = Play(url, engine, clock, loopback, ledger, studied, plan)
    print(f"{kind}: {clubs:,} clubs, {weeks} weeks", flush=True)
    await play.whole_year()
    found = await judged(play)
    await engine.dispose()
    await loopback.close()
    return report(play, found, faults, seconds=perf_counter() - began, worked=process_time() - worked)


def played(year: Coroutine[Any, Any, Result]) -> Result:
    """Run on the event loop that the bot uses in production."""
    with asyncio.Runner(loop_factory=event_loop()) as runner:
        return runner.run(year)


def report(play: Play, found: Findings, faults: Faults, *, seconds: float, worked: float) -> Result:
    plan, said = play.plan, len(play.ledger.said)
    rows = [row for row in plan.bad if row.row_id is not None]
    print(
        f"  {expected_weeks(play):,} slots, {said:,} messages, {play.requests:,} requests, {play.moments:,} moments; "
        f"members: {dict(play.members.done)}\n  {play.starts} starts, {len(plan.away)} outages, "
        f"{len(plan.wrong)} wrong clock, {len(rows)} bad rows, {play.leaving.count} left"
    )
    for what, times in faults.found.most_common(SHOWN * 3):
        print(f"    the log: {times} x {what}")
    results = [
        must(rule, f"{len(found.wrong.get(rule, []))} wrong of {number:,}", "0 wrong", met=rule not in found.wrong)
        for rule, number in found.checked.items()
    ]
    for rule, lines in found.wrong.items():
        print(f"  {rule}:", *lines[:SHOWN], sep="\n    ")
    each = worked * 1000 / max(1, said)
    spent = f"{seconds:.0f} s; of the processor {each:.1f} ms a message"
    results.append(aim("time", spent, f"<= {MS_AIM} ms", met=each <= MS_AIM))
    return max(results)


def databases(stack: ExitStack, kinds: list[str]) -> Iterator[tuple[str, str]]:
    """A new database of each available kind."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    if "sqlite" in kinds:
        yield "sqlite", f"sqlite+aiosqlite:///{folder / 'club.db'}"
    if "postgresql" in kinds:
        try:
            server = stack.enter_context(postgresql_server(folder / "postgresql.lock"))
        except pytest.skip.Exception as missing:
            print(f"postgresql: not played, {missing}")
            return
        yield "postgresql", asyncio.run(server.new_database(is_migrated=False))


def main() -> Result:
    options = argparse.ArgumentParser(description="A simulated year.")
    options.add_argument("--clubs", type=int, help="fewer, for a quick try")
    options.add_argument("--weeks", type=int, help="fewer, for a quick try")
    options.add_argument("--postgresql", action="store_true", help="in place of SQLite")
    options.add_argument("--quick", action="store_true", help="a minute, on both databases")
    given = options.parse_args()
    clubs = given.clubs or (QUICK_CLUBS if given.quick else CLUBS)
    weeks = given.weeks or (QUICK_WEEKS if given.quick else WEEKS)
    kinds = ["sqlite", "postgresql"] if given.quick else ["postgresql" if given.postgresql else "sqlite"]
    with ExitStack() as stack:
        stack.enter_context(statements_in_line())
        return max(played(play_on(kind, url, clubs, weeks)) for kind, url in databases(stack, kinds))


if __name__ == "__main__":
    sys.exit(main())
