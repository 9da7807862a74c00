"""How long a member waits for `/paper` and its suggestions, next to a bare command. `python -m benchmarks.commands
[--quick]`.

The bot is a separate process, and this one is Discord. The bare command is part of the same bot and answers with a
constant card of the same size. Calls of both alternate, so that other load on the machine affects both alike. Two
ratios count: of the median times from call to answer, and of the CPU time the bot uses per call.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import psutil

from benchmarks.aims import Result, aim
from benchmarks.crowd import MEMBER_ID, QUERIES
from benchmarks.processes import a_bot, exit_code, until_ready
from benchmarks.storm import seed
from tests.support.loopback import Loopback
from tests.support.loopback.interactions import send_command, type_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.loopback.world import Channel

# The operating system counts CPU time in hundredths of a second, so measure whole blocks of calls.
BLOCKS, CALLS, WARM_UP = 12, 50, 50
CARD_AIM, AUTOCOMPLETE_AIM = 1.5, 2.5
TYPED = ("l", "lo", "lor", "lora", "att", "attention is", "diffusion", "scaling la", "hu 20", "flashattn", "", "mamb")
ANSWER_S, LOOK_S = 10, 0.0005


@dataclass
class Costs:
    """The costs of one command: milliseconds until each answer, and the bot's seconds of CPU time for all calls."""

    waits: list[float] = field(default_factory=list)
    busy: float = 0


@dataclass
class Asking:
    """Calls the bot, one call after another."""

    loopback: Loopback
    channel: Channel
    bot: psutil.Process

    async def block(self, costs: Costs, call: Callable[[int], int], count: int) -> None:
        """This many calls; each waits for the previous answer."""
        before = self._busy()
        for number in range(count):
            at = perf_counter()
            costs.waits.append((await self._answered(call(number)) - at) * 1000)
        costs.busy += self._busy() - before

    async def _answered(self, interaction: int) -> float:
        """The time of its first answer, in seconds of `perf_counter`."""
        seen, begin = len(self.loopback.requests), f"/interactions/{interaction}/"
        async with asyncio.timeout(ANSWER_S):
            while True:
                for asked in self.loopback.requests[seen:]:
                    if asked.path.startswith(begin):
                        return asked.at
                seen = len(self.loopback.requests)
                await asyncio.sleep(LOOK_S)

    def _busy(self) -> float:
        used = self.bot.cpu_times()
        return used.user + used.system


async def alternate(
    asking: Asking, ours: Callable[[int], int], bare: Callable[[int], int], blocks: int
) -> tuple[Costs, Costs]:
    """The costs of each, called in alternating blocks."""
    for call in (ours, bare):
        await asking.block(Costs(), call, WARM_UP)
    costs = Costs(), Costs()
    for _ in range(blocks):
        for call, into in zip((ours, bare), costs, strict=True):
            await asking.block(into, call, CALLS)
    return costs


def report(name: str, ours: Costs, bare: Costs, wanted: float) -> Result:
    waited, beside = median(ours.waits), median(bare.waits)
    p99s = [quantiles(costs.waits, n=100)[98] for costs in (ours, bare)]
    busy, bare_busy = (costs.busy / len(costs.waits) * 1000 for costs in (ours, bare))
    print(f"{name}: p99 {p99s[0]:.1f} ms beside {p99s[1]:.1f}")
    return max(
        aim(
            "until the answer, p50",
            f"{waited:.2f} ms beside {beside:.2f} = {waited / beside:.2f}",
            f"<= {wanted}",
            met=waited <= beside * wanted,
        ),
        aim(
            "processor time a call",
            f"{busy:.2f} ms beside {bare_busy:.2f} = {busy / bare_busy:.2f}",
            f"<= {wanted}",
            met=busy <= bare_busy * wanted,
        ),
    )


async def run(blocks: int) -> Result:
    async with AsyncExitStack() as running:
        folder = Path(running.enter_context(TemporaryDirectory()))
        loopback = Loopback(checks=False)
        await loopback.start()
        running.push_async_callback(loopback.close)
        url = f"sqlite+aiosqlite:///{folder / 'club.db'}"
        (channel,) = await seed(loopback, url, 1, datetime.now(UTC) + timedelta(days=5))
        words = ("benchmarks.commands_bot", loopback.url, loopback.gateway.url)
        log = folder / "log"
        bot = await running.enter_async_context(a_bot(*words, facts={"DATABASE_URL": url}, log=log))
        await until_ready(log)
        asking, world = Asking(loopback, channel, psutil.Process(bot.pid)), loopback.world

        def called(name: str, number: int) -> int:
            return send_command(world, channel, MEMBER_ID, name, query=QUERIES[number % len(QUERIES)])

        def typed(name: str, number: int) -> int:
            return type_in(world, channel, MEMBER_ID, name, query=TYPED[number % len(TYPED)])

        cards = await alternate(asking, partial(called, "paper"), partial(called, "bare"), blocks)
        suggested = await alternate(asking, partial(typed, "paper"), partial(typed, "bare"), blocks)
    return max(report("/paper", *cards, CARD_AIM), report("suggestions", *suggested, AUTOCOMPLETE_AIM))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Commands beside bare ones.")
    options.add_argument("--quick", action="store_true", help="a tenth of the calls")
    sys.exit(exit_code(run(1 if options.parse_args().quick else BLOCKS)))
