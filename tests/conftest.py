"""The real bot on a virtual Discord, with its real database in a folder of the test's own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import load_settings
from bot.wiring import build_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from bot.client import PaperClub


def new_bot(folder: Path) -> PaperClub:
    """A bot that ignores the developer's own `.env` and keeps its file in `folder`."""
    url = f"sqlite+aiosqlite:///{folder / 'paperclub.db'}"
    return build_bot(load_settings(_env_file=None, database_url=url, health_port=0), ticking=False, shard_count=1)


@pytest.fixture
async def simcord_bot(tmp_path: Path) -> AsyncIterator[PaperClub]:
    bot = new_bot(tmp_path)
    yield bot
    await bot.release()


@pytest.fixture
async def restart(
    simcord_env: Any, simcord_bot: PaperClub, tmp_path: Path
) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    """Ends the bot and starts another on the same file; the virtual Discord goes on.

    In between, `meanwhile` is called in a thread, if it is given.
    """
    running = [simcord_bot]

    async def start_again(meanwhile: Callable[[], object] | None = None) -> None:
        await running[-1].release()
        if meanwhile:
            await asyncio.to_thread(meanwhile)
        running.append(new_bot(tmp_path))
        await simcord_env.restart_bot(running[-1])

    yield start_again
    await running[-1].release()
