"""The real bot on a virtual Discord, with its real database in the test's own folder."""

from __future__ import annotations

import asyncio
import gc
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from bot.delivery.pacing import Pacer
from bot.pictures.drawing import draw
from bot.settings import load_settings
from bot.wiring import build_bot
from demo.discord_rules import keep_discords_rules
from tests.support.patience import answers_waited_for
from tests.support.plain_copies import plain_data_copied_fast
from tests.support.postgresql import KINDS, PostgresqlServer, postgresql_server
from tests.support.shared_start import compiled_once_for_postgresql, made_once, make_migrated_file, note_new_copy
from tests.support.statements_in_line import statements_in_line
from tests.support.virtual_timers import kept_apart_from_the_machines_clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from bot.client import PaperClub


# Other work on the machine must not fail a property.
hypothesis_settings.register_profile("no-deadline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("no-deadline")

SERVICES = Path(__file__).parent / "services"
# Hundreds of tests show the same few lineages, and a picture takes longer to draw than most tests take.
drawn_once = lru_cache(maxsize=512)(draw)


def new_bot(url: str, catalogue_file: Path | None = None) -> PaperClub:
    """A bot that ignores the developer's own `.env`. Starting a process for its pictures would slow down every test.

    It asks no providers: nothing in a test is sent outside. It waits when it is told to, but keeps no pace: SimCord can
    lose a timer of milliseconds while it moves its clock, and the bot would wait for ever.
    """
    settings = load_settings(
        _env_file=None, database_url=url, health_port=0, providers="none", catalogue_file=catalogue_file
    )
    with statements_in_line():
        return build_bot(settings, draw=drawn_once, pace=Pacer(per_second=1e9), ticking=False, shard_count=1)


@pytest.fixture(scope="session", autouse=True)
def _same_for_all_tests() -> Iterator[None]:
    with made_once(), plain_data_copied_fast(), kept_apart_from_the_machines_clock(), answers_waited_for():
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of use cases on PostgreSQL that also run on SQLite: `make test` runs them once."""
    kinds = {(item.path, item.name.partition("[")[0], _kind_of(item)) for item in items}
    for item in items:
        twin = (item.path, item.name.partition("[")[0], "sqlite")
        if SERVICES in item.path.parents and _kind_of(item) == "postgresql" and twin in kinds:
            item.add_marker("again_on_postgresql")


def _kind_of(item: pytest.Item) -> object:
    return item.callspec.params.get("database_kind") if hasattr(item, "callspec") else None


def pytest_collection() -> None:
    """Thousands of test items stay in memory for the whole run, so the garbage collector need not traverse them."""
    gc.disable()


def pytest_collection_finish() -> None:
    """A bot creates thousands of objects, and nearly all of them are freed together with its test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody opens this file. Tests copy it, which is faster than running every migration."""
    file = tmp_path_factory.mktemp("migrated") / "club.db"
    make_migrated_file(file)
    return file


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlServer]:
    """One server per run, even if several workers share it."""
    with (
        postgresql_server(tmp_path_factory.getbasetemp().parent / "postgresql.lock") as server,
        compiled_once_for_postgresql(),
    ):
        yield server


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """A test that uses this or `database_url` runs on both kinds."""
    return str(request.param)


@pytest.fixture
async def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of that kind with our tables and no rows."""
    if database_kind == "sqlite":
        file = request.getfixturevalue("migrated_file")
        yield note_new_copy(f"sqlite+aiosqlite:///{shutil.copy(file, tmp_path / 'club.db')}")
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    url = await server.empty_database()
    yield note_new_copy(url)
    await server.empty(url)


@pytest.fixture
def bot_url(migrated_file: Path, tmp_path: Path) -> str:
    """The database of the bot on the virtual Discord."""
    return note_new_copy(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'paperclub.db')}")


@pytest.fixture
async def simcord_bot(bot_url: str) -> AsyncIterator[PaperClub]:
    bot = new_bot(bot_url)
    yield bot
    await bot.release()


@pytest.fixture
async def simcord_env(simcord_env: Any) -> Any:
    """The virtual Discord refuses what Discord refuses, and the bot has only the permissions of the invite."""
    keep_discords_rules(simcord_env)
    return simcord_env


@pytest.fixture
async def restart(
    simcord_env: Any, simcord_bot: PaperClub, bot_url: str
) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    """Stop the bot and start another on the same database; the virtual Discord goes on. In between, `meanwhile` runs in
    a thread, if given.
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
