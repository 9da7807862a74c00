from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.support.reading_clubs import House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    # A club's token seeds who reviews whom: the same in every run, so that what fails can be looked into.
    tokens = count(1)
    monkeypatch.setattr("bot.services.clubs.secrets.token_hex", lambda _bytes: f"{next(tokens):08x}")
    house = House(database_url)
    await house.database.open()
    yield house
    await house.database.close()
