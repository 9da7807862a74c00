"""The real bot on a local Discord, shown in a browser."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import simcord

from bot.settings import load_settings
from bot.wiring import build_bot
from demo.world import build_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord.preview import Preview


@asynccontextmanager
async def open_demo(port: int | None = None) -> AsyncIterator[Preview]:
    """Open the demo's server on `port`, or on a free one; its address is the preview's `url`.

    Everything the bot keeps lies in a temporary folder and is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="paper-club-demo-") as folder:
        # Nothing of an operator's own settings or `.env` may reach the demo.
        settings = load_settings(
            _env_file=None,
            discord_token=None,
            database_url=f"sqlite+aiosqlite:///{Path(folder) / 'paperclub.db'}",
            log_level="WARNING",
            health_port=0,
            health_host="127.0.0.1",
        )
        bot = build_bot(settings, ticking=False, shard_count=1)
        try:
            async with simcord.run(bot, check_errors=False) as env:
                if bot.user:  # the virtual Discord has a name of its own for it
                    await bot.user.edit(username="Paper Club")
                world = await build_world(env)
                viewers = list(world.members.values())
                async with env.preview(world.channel, viewers=viewers, layout="channel", port=port) as preview:
                    yield preview
        finally:
            # The virtual Discord ends the connection but leaves the bot's own files and threads to us.
            await bot.release()
