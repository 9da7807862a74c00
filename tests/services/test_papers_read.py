"""Which papers a server has read is remembered, and asked for anew when a week of it was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.database import Database
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    import pytest

    from tests.support.reading_clubs import House


async def test_a_card_asks_the_database_once_as_long_as_nothing_is_posted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.club("lora")
    asked = []
    reading = Database.reading

    def counted(database: Database) -> object:
        asked.append(database)
        return reading(database)

    monkeypatch.setattr(Database, "reading", counted)
    for _ in range(3):
        assert await house.logs.readings(viewer(1), "lora", 9) == []
    assert len(asked) == 1


async def test_a_week_is_known_as_soon_as_its_post_is_up(house: House) -> None:
    await house.club("lora")
    assert await house.logs.readings(viewer(1), "lora", 9) == []
    await house.at(FIRST_POST)
    assert await house.logs.readings(viewer(1), "lora", 9) == []
    await house.deliver()
    (found,) = await house.logs.readings(viewer(1), "lora", 9)
    assert found.week.channel_id == CHANNEL
    assert await house.logs.readings(viewer(1), "mamba", 9) == []
    assert await house.logs.readings(viewer(1, SERVER + 1), "lora", 9) == []
