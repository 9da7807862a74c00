"""A real database of each kind for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await opened.open()
    yield opened
    await opened.close()
