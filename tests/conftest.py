"""The real bot on a virtual Discord, with its real database in a folder of the test's own."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import bot.wiring
from bot.services.papers import PaperService
from bot.settings import load_settings
from bot.storage.catalogue import load_catalogue
from bot.wiring import build_bot
from demo.discord_rules import keep_discords_rules
from tests.support.postgresql import KINDS, PostgresqlServer, postgresql_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from bot.client import PaperClub
    from bot.core.papers import Catalogue


def new_bot(url: str) -> PaperClub:
    """A bot that ignores the developer's own `.env`."""
    return build_bot(load_settings(_env_file=None, database_url=url, health_port=0), ticking=False, shard_count=1)


@pytest.fixture(scope="session", autouse=True)
def _loaded_once() -> Iterator[None]:
    """The shipped catalogue and its search index never change, and every bot would load them anew."""
    papers: dict[int, PaperService] = {}

    def service_for(catalogue: Catalogue) -> PaperService:
        return papers.get(id(catalogue)) or papers.setdefault(id(catalogue), PaperService(catalogue))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.wiring, "load_catalogue", cache(load_catalogue))
        patch.setattr(bot.wiring, "PaperService", service_for)
        yield


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlServer]:
    """One server a run, also where several workers share it."""
    with postgresql_server(tmp_path_factory.getbasetemp().parent / "postgresql.lock") as server:
        yield server


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Whoever asks for it, or for `database_url`, is run on both."""
    return str(request.param)


@pytest.fixture
async def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An SQLite file that is not there yet, or a PostgreSQL database with our tables and nothing in them."""
    if database_kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    url = await server.new_database()
    yield url
    await server.drop(url)


@pytest.fixture
def bot_url(tmp_path: Path) -> str:
    """The database of the bot on the virtual Discord."""
    return f"sqlite+aiosqlite:///{tmp_path / 'paperclub.db'}"


@pytest.fixture
async def simcord_bot(bot_url: str) -> AsyncIterator[PaperClub]:
    bot = new_bot(bot_url)
    yield bot
    await bot.release()


@pytest.fixture
async def simcord_env(simcord_env: Any) -> Any:
    """The virtual Discord refuses what Discord refuses, and the bot may do there what the invite asks for."""
    keep_discords_rules(simcord_env)
    return simcord_env


@pytest.fixture
async def restart(
    simcord_env: Any, simcord_bot: PaperClub, bot_url: str
) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    """Ends the bot and starts another on the same database; the virtual Discord goes on.

    In between, `meanwhile` is called in a thread, if it is given.
    """
    running = [simcord_bot]

    async def start_again(meanwhile: Callable[[], object] | None = None) -> None:
        await running[-1].release()
        if meanwhile:
            await asyncio.to_thread(meanwhile)
        running.append(new_bot(bot_url))
        await simcord_env.restart_bot(running[-1])

    yield start_again
    await running[-1].release()
