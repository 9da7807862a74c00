"""An outbox row that this version can't read stops no other row, and the operator is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.core.outbox.kinds import Kind
from bot.services.outbox.entries import new_entry
from bot.storage.outbox import rows as outbox_rows
from tests.support.reading_clubs import App

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BROKEN = {
    "a kind of a newer version": "UPDATE outbox SET kind = 'takeaway' WHERE key LIKE '%-0'",
    "details that are no JSON": "UPDATE outbox SET details = '{broken' WHERE key LIKE '%-0'",
}


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    app = App(database_url)
    await app.database.open()
    yield app
    await app.database.close()


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_readable_entries_are_found_and_the_operator_is_told_once(
    app: App, broken: str, database_kind: str
) -> None:
    if "broken" in broken and database_kind == "postgresql":
        pytest.skip("PostgreSQL stores no broken JSON")
    club = await app.club(channel_id=1)
    async with app.database.write_transaction() as connection:
        for number in range(3):
            entry = new_entry(club, Kind.REMINDER, f"{club.token}-{number}", 1, None)
            await outbox_rows.add_entry(connection, replace(entry, details={"part": number}), app.now)
        await connection.execute(text(broken))
    with capture_logs() as logged:
        due = await app.outbox.due(10)
        app.now += timedelta(minutes=11)
        assert [entry.key for entry in await app.outbox.due(10)] == [entry.key for entry in due]
    assert [entry.key for entry in due] == [f"{club.token}-1", f"{club.token}-2"]
    assert [line["table"] for line in logged if line["log_level"] == "error"] == ["outbox"]
    assert await app.outbox.recover() == 0
    assert (await app.clubs.overview(club)).troubled == ()
