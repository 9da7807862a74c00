"""The real bot as a process of its own, pointed at a small Discord: `python -m benchmarks.storm_bot URL GATEWAY`."""

from __future__ import annotations

import sys

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.__main__ import main

if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    # Where discord.py connects when it is told how many shards there are.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[2])
    sys.exit(main())
