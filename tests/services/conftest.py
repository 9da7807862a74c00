from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.services.world_catalog.finding import PaperFinder
from bot.services.world_catalog.service import WorldCatalog
from tests.support.erasing import BO, CLEO, DREW, in_review
from tests.support.hosts import Hosts, hosts_in
from tests.support.reading_clubs import App
from tests.support.statements_in_line import statements_in_line
from tests.support.world import made_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def app(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    # A club's token seeds who reviews whom. It is the same in every run, so failures can be reproduced.
    tokens = count(1)
    monkeypatch.setattr("bot.services.clubs.service.secrets.token_hex", lambda _bytes: f"{next(tokens):08x}")
    with statements_in_line():
        app = App(database_url)
    await app.database.open()
    yield app
    await app.database.close()


@pytest.fixture
async def hosts(app: App) -> Hosts:
    return await hosts_in(app)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[WorldCatalog]:
    opened = WorldCatalog(made_file(tmp_path / "world.db"))
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def finding(world: WorldCatalog) -> PaperFinder:
    return PaperFinder(world)


@pytest.fixture
async def four_in_review(app: App) -> None:
    """Ada, Bo, Cleo and Drew have each written a log, and have reviews to write."""
    await in_review(app, BO, CLEO, DREW)
