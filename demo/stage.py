"""The real bot on a local Discord, shown in browsers: one page for each channel."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import simcord
from simcord import ChannelHandle

from bot.settings import load_settings
from bot.wiring import build_bot
from demo.channel_page import adapt, wear_avatar
from demo.clock import Clock, let_presses_take_time
from demo.map import Map
from demo.session import Session
from demo.world import MEMBERS, build_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord import Env
    from simcord.backend.models import ScheduledEvent
    from simcord.preview import Preview

    from bot.client import PaperClub
    from demo.world import World


class OpenPages:
    """Replaces SimCord's single preview, so that several channels can be shown at once.

    `_closed` and `_mark_action_dispatched` are everything that SimCord uses of it; its version is pinned.
    """

    _closed = True

    def __init__(self) -> None:
        self.by_channel: dict[int, Preview] = {}

    def _mark_action_dispatched(self) -> None:
        for preview in self.by_channel.values():
            preview._mark_action_dispatched()  # noqa: SLF001


class Stage:
    """What browsers show: each channel and thread at its own address, all of them live at once."""

    def __init__(self, env: Env, world: World, map_address: str, port: int | None) -> None:
        self._env = env
        self.world = world
        self.map_address = map_address
        self.channel = world.channel
        # Held by whatever SimCord must not do at the same time as something else.
        self.turn = asyncio.Lock()
        self._port = port
        self._pictures = wear_avatar(env)
        self._pages = OpenPages()
        self._ended = asyncio.Event()
        self._watching: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The address where the demo starts."""
        return self._pages.by_channel[self.world.channel.id].url

    @property
    def events(self) -> list[ScheduledEvent]:
        """The server's scheduled events, also those that are over."""
        return list(self._env.backend.get_guild(self.world.guild.id).scheduled_events.values())

    @property
    def direct_messages(self) -> dict[str, ChannelHandle]:
        """Those between the bot and a member that have begun, by the member's name."""
        backend, members = self._env.backend, self.world.members
        begun = {name: backend.dm_channels.get(one.id) for name, one in members.items()}
        found = {name: ChannelHandle(self._env, None, backend.get_channel(at)) for name, at in begun.items() if at}
        return {MEMBERS[name]: channel for name, channel in found.items() if channel.history()}

    async def show(self, channel: ChannelHandle) -> str:
        """The address of a channel's or a thread's page, which is opened if needed."""
        async with self.turn:
            self.channel = channel
            preview = self._pages.by_channel.get(channel.id)
            if preview is None:
                preview = await self._open(channel)
            await preview.refresh()
            return preview.url

    async def _open(self, channel: ChannelHandle) -> Preview:
        # A direct message has one reader.
        members = list(self.world.members.values())
        readers = [one.user for one in members if self._env.backend.dm_channels.get(one.id) == channel.id]
        viewers = members if channel.guild else readers
        port, self._port = self._port, None
        preview = self._env.preview(channel, viewers=viewers, layout="channel", port=port, assets=self._pictures)
        adapt(preview, channel, self.map_address, self.turn)
        await preview.__aenter__()
        self._pages.by_channel[channel.id] = preview
        self._env._preview = self._pages  # type: ignore[assignment]  # noqa: SLF001 - see OpenPages
        task = asyncio.create_task(self._watch(channel.id, preview))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)
        return preview

    async def refresh(self) -> None:
        """Update every page. The caller has the turn."""
        for preview in list(self._pages.by_channel.values()):
            await preview.refresh()

    async def wait_closed(self) -> None:
        """Wait until somebody presses "End preview session" on a page."""
        await self._ended.wait()

    async def close(self) -> None:
        leaving, self._pages.by_channel = self._pages.by_channel, {}
        for preview in leaving.values():
            await preview.close()

    async def _watch(self, channel_id: int, preview: Preview) -> None:
        await preview.wait_closed()
        if self._pages.by_channel.pop(channel_id, None):
            self._ended.set()


@asynccontextmanager
async def open_demo(port: int | None = None) -> AsyncIterator[Stage]:
    """Open the demo's server on `port`, or on a free one.

    The bot keeps everything in a temporary folder that is deleted afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="paper-club-demo-") as folder:
        bot = _bot_in(Path(folder))
        try:
            async with simcord.run(bot, check_errors=False) as env, AsyncExitStack() as closing:
                if bot.user:  # the virtual Discord's own name for it
                    await bot.user.edit(username="Paper Club")
                demo_map = Map()
                closing.push_async_callback(demo_map.close)
                map_address = await demo_map.open()
                world = await build_world(env, map_address)
                let_presses_take_time(env)
                stage = Stage(env, world, map_address, port)
                closing.push_async_callback(stage.close)
                await stage.show(world.channel)
                clock = Clock(env, bot, stage)
                demo_map.lead(stage, clock, Session(env, bot, stage, clock))
                yield stage
        finally:
            # The virtual Discord closes the connection, but we must close the bot's files and threads.
            await bot.release()


def _bot_in(folder: Path) -> PaperClub:
    # The operator's own settings and `.env` must not affect the demo.
    settings = load_settings(
        _env_file=None,
        discord_token=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'paperclub.db'}",
        log_level="WARNING",
        health_port=0,
        # The demo needs no network: papers come from files, or are typed in.
        providers="none",
        health_host="127.0.0.1",
    )
    return build_bot(settings, ticking=False, shard_count=1)
