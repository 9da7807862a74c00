"""A plain discord.py bot with default intents and caches: `python -m benchmarks.bare_bot URL`."""

from __future__ import annotations

import gc
import sys

import discord
from discord.ext import commands
from discord.http import Route


class BareBot(commands.AutoShardedBot):
    """Does nothing but cache its servers."""

    async def on_ready(self) -> None:
        gc.collect()
        sys.stderr.write('"event": "ready"\n')


if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    BareBot(command_prefix="!", intents=discord.Intents.default()).run("a.b.c", log_handler=None)
