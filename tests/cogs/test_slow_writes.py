"""If a write is slow, the member sees within Discord's three seconds that it is in progress, and doesn't repeat it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.databases import database_of
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database
    from tests.support.club_server import ClubServer

SLOW_S = 5
WRITES: dict[str, dict[str, Any]] = {
    "week post": {},
    "week skip": {},
    "week poll": {},
    "club pause": {},
    "syllabus use": {"track": "must-read"},
    "syllabus path": {"to": "qlora"},
    "syllabus add": {"paper": "qlora"},
    "syllabus move": {"paper": "mamba", "position": 1},
    "syllabus remove": {"paper": "mamba"},
}


def slow_down(server: ClubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every write is slow."""
    database: Database = database_of(server.bot)
    writing = database.write_transaction

    @contextlib.asynccontextmanager
    async def slowly() -> AsyncIterator[AsyncConnection]:
        await asyncio.sleep(SLOW_S)
        async with writing() as connection:
            yield connection

    monkeypatch.setattr(database, "write_transaction", slowly)


@pytest.mark.parametrize("command", WRITES)
async def test_a_slow_write_is_deferred_first(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    await club_server.club("lora", "mamba")
    slow_down(club_server, monkeypatch)
    answer = await club_server.dana.slash(club_server.lobby, command, **WRITES[command])
    await club_server.env.advance_time(2)
    assert answer.deferred
    await club_server.env.advance_time(SLOW_S)
    assert shown_text(answer_to(answer))


async def test_closing_a_club_slowly_is_deferred_first(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await club_server.club("lora")
    asked = answer_to(await club_server.dana.slash(club_server.lobby, "club close"))
    slow_down(club_server, monkeypatch)
    answer = await club_server.dana.click(asked, label="Close for good")
    await club_server.env.advance_time(2)
    assert answer.deferred
    await club_server.env.advance_time(SLOW_S)
    assert "has closed" in shown_text(answer_to(answer))
