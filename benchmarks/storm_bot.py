"""The real bot as a process of its own, pointed at a small Discord: `python -m benchmarks.storm_bot URL`."""

from __future__ import annotations

import sys

from discord.http import Route

from bot.__main__ import main

if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    sys.exit(main())
