"""The real bot as a separate process with a fast clock: `python -m benchmarks.soak_bot URL GATEWAY CLOCK`."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

import bot.core.calendar.clock_check
import bot.scheduler
import bot.start
import bot.wiring
from tests.faults.clock import SharedClock

# A tick every few minutes of the fast clock; the usual 15 s would be too seldom.
TICK_S = 0.5
# On the fast clock, an answer that takes a second is twenty minutes old.
LIMIT_S = 86_400.0

if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    # The gateway discord.py uses without asking, after a session has ended.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[2])
    clock = SharedClock(Path(sys.argv[3]))
    for module, name, value in (
        (bot.scheduler, "TICK_S", TICK_S),
        (bot.core.calendar.clock_check, "LIMIT_S", LIMIT_S),
        (bot.start, "build_bot", functools.partial(bot.wiring.build_bot, now=clock.now, elapsed=clock.seconds)),
    ):
        setattr(module, name, value)
    sys.exit(bot.start.main())
