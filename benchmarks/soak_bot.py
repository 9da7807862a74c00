"""The real bot as a process of its own, whose weeks go by fast: `python -m benchmarks.soak_bot URL GATEWAY CLOCK`."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

import bot.__main__
import bot.core.clocks
import bot.scheduler
import bot.wiring
from tests.faults.clock import SharedClock

# A tick every few minutes of the hurried clock, as an ordinary one's every 15 s are too few for it.
TICK_S = 0.5
# To a clock that hurries so, an answer that takes a second is a third of an hour old.
LIMIT_S = 86_400.0

if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    # Where discord.py goes without asking, once a session has ended.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[2])
    clock = SharedClock(Path(sys.argv[3]))
    for module, name, value in (
        (bot.scheduler, "TICK_S", TICK_S),
        (bot.core.clocks, "LIMIT_S", LIMIT_S),
        (bot.__main__, "build_bot", functools.partial(bot.wiring.build_bot, now=clock.now, elapsed=clock.seconds)),
    ):
        setattr(module, name, value)
    sys.exit(bot.__main__.main())
