"""The real bot on a local Discord, shown in a browser a channel at a time, under one address."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import simcord

from bot.settings import load_settings
from bot.wiring import build_bot
from demo.clock import Clock, let_presses_take_time
from demo.map import Map
from demo.world import build_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord import ChannelHandle, Env
    from simcord.preview import Preview

    from bot.client import PaperClub
    from demo.world import World


class Stage:
    """What the browser shows. `url` stays the same whichever channel is on."""

    def __init__(self, env: Env, world: World, map_address: str, port: int | None) -> None:
        self._env = env
        self.world = world
        self.map_address = map_address
        self.channel = world.channel
        self._port = port
        self._preview: Preview | None = None
        self._key: str | None = None
        self._ended = asyncio.Event()
        self._watching: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return self._present.url

    @property
    def page_of_channel(self) -> str:
        """The address with the channel in it, so that a browser does not take it for the page it has."""
        address, key = self.url.split("#")
        return f"{address}?channel={self.channel.id}#{key}"

    @property
    def _present(self) -> Preview:
        if self._preview is None:
            raise RuntimeError("the stage is not open")
        return self._preview

    async def show(self, channel: ChannelHandle) -> None:
        """Put a channel or a thread on, in place of what is shown."""
        await self.close()
        viewers = list(self.world.members.values())
        preview = self._env.preview(channel, viewers=viewers, layout="channel", port=self._port)
        if self._key:
            preview.capability = self._key
        await preview.__aenter__()
        self._preview, self._key, self.channel = preview, preview.capability, channel
        self._port = int(preview.url.split("#")[0].rstrip("/").rpartition(":")[2])
        task = asyncio.create_task(self._watch(preview))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def refresh(self) -> None:
        """Show what has happened meanwhile."""
        await self._present.refresh()

    async def wait_closed(self) -> None:
        """Until the page's own "End preview session"."""
        await self._ended.wait()

    async def close(self) -> None:
        leaving, self._preview = self._preview, None
        if leaving:
            await leaving.close()

    async def _watch(self, preview: Preview) -> None:
        await preview.wait_closed()
        if self._preview is preview:
            self._ended.set()


@asynccontextmanager
async def open_demo(port: int | None = None) -> AsyncIterator[Stage]:
    """Open the demo's server on `port`, or on a free one.

    Everything the bot keeps lies in a temporary folder and is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="paper-club-demo-") as folder:
        bot = _bot_in(Path(folder))
        try:
            async with simcord.run(bot, check_errors=False) as env, AsyncExitStack() as closing:
                if bot.user:  # the virtual Discord has a name of its own for it
                    await bot.user.edit(username="Paper Club")
                demo_map = Map()
                closing.push_async_callback(demo_map.close)
                map_address = await demo_map.open()
                world = await build_world(env, map_address)
                let_presses_take_time(env)
                stage = Stage(env, world, map_address, port)
                closing.push_async_callback(stage.close)
                await stage.show(world.channel)
                demo_map.lead(stage, Clock(env, bot, stage))
                yield stage
        finally:
            # The virtual Discord ends the connection but leaves the bot's own files and threads to us.
            await bot.release()


def _bot_in(folder: Path) -> PaperClub:
    # Nothing of an operator's own settings or `.env` may reach the demo.
    settings = load_settings(
        _env_file=None,
        discord_token=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'paperclub.db'}",
        log_level="WARNING",
        health_port=0,
        health_host="127.0.0.1",
    )
    return build_bot(settings, ticking=False, shard_count=1)
