"""The papers a server has read are cached, and queried again after a week of it was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.papers import papers_read
from bot.services.papers.papers_read import PapersRead
from bot.storage.database import Database
from bot.storage.weeks.rows import papers_posted
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    import pytest

    from bot.storage.connections import AsyncConnection
    from tests.support.reading_clubs import App


async def test_a_card_queries_the_database_once_until_something_is_posted(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    await app.club("lora")
    asked = []
    reading = Database.read_transaction

    def counted(database: Database) -> object:
        asked.append(database)
        return reading(database)

    monkeypatch.setattr(Database, "read_transaction", counted)
    for _ in range(3):
        assert await app.logs.weeks_on_paper(viewer(1), "lora", 9) == []
    assert len(asked) == 1


async def test_a_week_is_known_as_soon_as_its_post_is_up(app: App) -> None:
    await app.club("lora")
    assert await app.logs.weeks_on_paper(viewer(1), "lora", 9) == []
    await app.at(FIRST_POST)
    assert await app.logs.weeks_on_paper(viewer(1), "lora", 9) == []
    await app.deliver()
    (found,) = await app.logs.weeks_on_paper(viewer(1), "lora", 9)
    assert found.week.channel_id == CHANNEL
    assert await app.logs.weeks_on_paper(viewer(1), "mamba", 9) == []
    assert await app.logs.weeks_on_paper(viewer(1, SERVER + 1), "lora", 9) == []


async def test_a_post_during_the_query_is_not_missed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    read = PapersRead(app.database)

    async def posted_meanwhile(connection: AsyncConnection, server_id: int) -> frozenset[str]:
        found = await papers_posted(connection, server_id)
        read.forget(server_id)
        return found

    await app.club("lora")
    with monkeypatch.context() as patch:
        patch.setattr(papers_read, "papers_posted", posted_meanwhile)
        assert not await read.has(SERVER, "lora")
    await app.at(FIRST_POST)
    await app.deliver()
    assert await read.has(SERVER, "lora")
