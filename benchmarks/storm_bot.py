"""The real bot as a separate process, connected to a small Discord: `python -m benchmarks.storm_bot URL GATEWAY`."""

from __future__ import annotations

import sys

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.start import main

if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    # The gateway discord.py connects to if it is given the number of shards.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[2])
    sys.exit(main())
