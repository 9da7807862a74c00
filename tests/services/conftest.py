from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.reading_clubs import House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    await house.database.open()
    yield house
    await house.database.close()
