"""Who is welcomed, and how often, on both kinds of databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select

from bot.core.welcome.rules import WELCOMED_WITHIN
from bot.services.welcome.service import WelcomeService, welcome_key
from bot.storage.backups.after_restore import note_restore
from bot.storage.tables import command_syncs, outbox
from tests.support.reading_clubs import SERVER, App

if TYPE_CHECKING:
    from collections.abc import Sequence

SECOND = timedelta(seconds=1)


async def entries(app: App) -> Sequence[Any]:
    async with app.database.read_transaction() as connection:
        return (await connection.execute(select(outbox))).all()


@pytest.fixture
async def service(app: App) -> WelcomeService:
    """Of a bot that ran before it could welcome servers."""
    async with app.database.write_transaction() as connection:
        await connection.execute(
            insert(command_syncs).values(application_id=1, fingerprint="f" * 64, synced_at=app.now - SECOND)
        )
    service = WelcomeService(app.database, app.clock)
    await service.begin()
    return service


async def test_a_server_is_welcomed_once(app: App, service: WelcomeService) -> None:
    assert await service.welcome(SERVER, app.now)
    assert not await service.welcome(SERVER, app.now)
    assert not await service.welcome(SERVER, app.now + SECOND)
    (entry,) = await entries(app)
    assert (entry.key, entry.kind, entry.club_id, entry.server_id) == (welcome_key(SERVER), "welcome", None, SERVER)


async def test_a_server_from_before_the_update_is_not_welcomed(app: App, service: WelcomeService) -> None:
    assert not await service.welcome(SERVER, app.now.replace(microsecond=0) - SECOND)
    # A later start changes nothing about that.
    await service.begin()
    assert not await service.welcome(SERVER, app.now.replace(microsecond=0) - SECOND)
    assert await entries(app) == []


async def test_before_the_very_first_start_a_server_may_have_been_joined(app: App) -> None:
    service = WelcomeService(app.database, app.clock)
    await service.begin()
    assert not await service.welcome(SERVER, app.now - WELCOMED_WITHIN - SECOND)
    assert await service.welcome(SERVER, app.now - WELCOMED_WITHIN / 2)


async def test_a_restored_backup_welcomes_nobody_again(app: App, service: WelcomeService) -> None:
    joined_at = app.now
    async with app.database.write_transaction() as connection:
        await note_restore(connection, app.now + SECOND)
    assert not await service.welcome(SERVER, joined_at)
    assert await service.welcome(SERVER, joined_at + 2 * SECOND)


async def test_a_server_with_a_club_is_not_welcomed(app: App, service: WelcomeService) -> None:
    await app.club("lora")
    assert not await service.welcome(SERVER, app.now)
