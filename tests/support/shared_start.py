"""Shares what is the same at the start of every bot in the tests; it is made once per worker."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, make_url

import bot.client
import bot.delivery.server_watch
import bot.scheduler
import bot.services.assembly
import bot.services.catalog.service
import bot.services.privacy.pruning
import bot.services.schedules.service
import bot.storage.database
import bot.storage.sqlite
import bot.wiring
from bot.client import PaperClub
from bot.core.catalog.shelf import SharedShelf
from bot.core.text.own_words import Shingles
from bot.services.papers.papers import Papers
from bot.storage.backups.file_checks import check_file
from bot.storage.migrating import upgrade_to_head
from bot.storage.papers.catalog import load_catalog
from bot.storage.sqlite import make_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alembic.config import Config
    from sqlalchemy import Connection, Dialect
    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.core.papers.paper import Catalog


# For the test of this module.
SETTLE_MEMORY = bot.client._settle_memory
NEW_COPIES: set[str] = set()


@contextmanager
def made_once() -> Iterator[None]:
    """The catalog, its shelf, its search index, the word runs in its texts, the list of migrations and the features'
    modules never change.

    Bots in tests don't freeze their memory for the garbage collector either, which would take longer than the rest of
    the start. Nor do they take a breath between two pieces of work: no command waits for them.
    """
    papers: dict[int, Papers] = {}
    shelves: dict[int, SharedShelf] = {}
    scripts: dict[str | None, ScriptDirectory] = {}
    read_scripts = ScriptDirectory.from_config

    def papers_of(catalog: Catalog) -> Papers:
        return papers.get(id(catalog)) or papers.setdefault(id(catalog), Papers(catalog))

    def shelf_of(catalog: Catalog) -> SharedShelf:
        return shelves.get(id(catalog)) or shelves.setdefault(id(catalog), SharedShelf(catalog))

    def scripts_of(config: Config) -> ScriptDirectory:
        folder = config.get_main_option("script_location")
        return scripts.get(folder) or scripts.setdefault(folder, read_scripts(config))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.storage.sqlite, "_engine", _sharing_compiled(bot.storage.sqlite._engine))
        patch.setattr(bot.wiring, "load_catalog", cache(load_catalog))
        patch.setattr(bot.services.assembly, "Papers", papers_of)
        for module in (bot.services.catalog.service, bot.services.schedules.service):
            patch.setattr(module, "SharedShelf", shelf_of)
        patch.setattr(Shingles, "of", lru_cache(maxsize=1024)(Shingles.of))
        patch.setattr(ScriptDirectory, "from_config", scripts_of)
        patch.setattr(bot.client, "_settle_memory", lambda: None)
        patch.setattr(PaperClub, "load_extension", set_up_feature)
        patch.setattr(bot.storage.sqlite, "check_file", check_unless_new)
        patch.setattr(bot.storage.database, "upgrade_to_head", upgrade_unless_new)
        for module in (bot.scheduler, bot.delivery.server_watch, bot.services.privacy.pruning):
            patch.setattr(module, "BREATH_S", 0)
        yield


def note_new_copy(url: str) -> str:
    """Note that the database is an untouched copy of one with every table; returns its URL."""
    NEW_COPIES.add(str(make_url(url).database))
    return url


def upgrade_unless_new(connection: Connection) -> None:
    """The first time that a new copy is opened, there is nothing to upgrade or to miss in it."""
    name = str(connection.engine.url.database)
    if name in NEW_COPIES:
        NEW_COPIES.remove(name)
    else:
        upgrade_to_head(connection)


def check_unless_new(file: Path) -> None:
    """Nothing has damaged a new copy."""
    if str(file) not in NEW_COPIES:
        check_file(file)


async def set_up_feature(paper_club: PaperClub, name: str) -> None:
    """discord.py runs a module anew for each bot, and forgets it when the bot closes."""
    await import_module(name).setup(paper_club)


@contextmanager
def compiled_once_for_postgresql() -> Iterator[None]:
    """Separate from the rest, because the driver is only there if PostgreSQL is."""
    from bot.storage.postgresql import PostgresqlDatabase  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresqlDatabase, "_engine", _sharing_compiled(PostgresqlDatabase._engine))
        yield


def _sharing_compiled(make_engine: Callable[..., AsyncEngine]) -> Callable[..., AsyncEngine]:
    """SQLAlchemy compiles a statement once per engine, and every test has its own engines. Compiled statements are kept
    by dialect, which is ready once its engine has connected.
    """
    shared: list[tuple[Dialect, Any]] = []

    def engine_sharing(*facts: Any, **more: Any) -> AsyncEngine:
        made = make_engine(*facts, **more)
        engine = made.sync_engine

        def share(_connection: Any, _record: Any) -> None:
            shared.append((engine.dialect, engine._compiled_cache))

        if shared:
            engine.dialect, engine._compiled_cache = shared[0]
        else:
            event.listen(engine, "connect", share, once=True)
        return made

    return engine_sharing


def make_migrated_file(file: Path) -> None:
    """An SQLite file as a bot leaves it after one start: every table, and no rows."""
    make_private(file)
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade_to_head(connection)
    engine.dispose()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
