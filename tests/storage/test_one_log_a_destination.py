"""A member has one log per paper and destination, even if several processes store it at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.migrating import alembic_config
from bot.storage.paper_logs.rows import log_at
from bot.storage.tables import log_drafts, log_versions, paper_logs
from tests.support.logs import text_by
from tests.support.reading_clubs import SERVER as SERVER_ID
from tests.support.reading_clubs import App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from bot.services.paper_logs.forms import LogForm

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PARTS = ("problem", "approach", "key_result", "limitation")


@pytest.fixture
async def apps(database_url: str, database_kind: str) -> AsyncIterator[list[App]]:
    """The services of several processes. An SQLite file has only one."""
    apps = [App(database_url) for _ in range(1 if database_kind == "sqlite" else 3)]
    for app in apps:
        await app.database.open()
    yield apps
    for app in apps:
        await app.database.close()


def personal(number: int) -> LogForm:
    from bot.services.paper_logs.forms import LogForm  # noqa: PLC0415

    return LogForm(viewer(7, None), 100 + number, "lora", text_by(number))


async def test_processes_that_save_the_same_log_at_once_store_one(apps: list[App]) -> None:
    forms = [(apps[number % len(apps)], personal(number)) for number in range(9)]
    for start in range(0, len(forms), 3):
        # A member may send six a minute.
        for app in apps:
            app.now += timedelta(minutes=2)
        results = await asyncio.gather(*(app.logs.submit(form) for app, form in forms[start : start + 3]))
        assert len({result.log.id for result in results}) == 1  # type: ignore[union-attr]
    async with apps[0].database.read_transaction() as connection:
        log = await log_at(connection, 7, "lora", None, None)
        found = await connection.scalars(select(log_versions.c.problem).order_by(log_versions.c.number))
        problems = list(found)
    assert log is not None
    assert log.version == 9
    assert sorted(problems) == sorted(text_by(number).problem for number in range(9))


async def test_the_database_refuses_a_second_one_with_any_destination(apps: list[App]) -> None:
    app = apps[0]
    club = await app.club("lora")
    for destination in ({"club_id": None, "week_id": None}, {"club_id": club.id, "week_id": None}):
        async with app.database.write_transaction() as connection:
            await connection.execute(insert(paper_logs).values(_log(1 if destination["club_id"] else 2, destination)))
        with pytest.raises(IntegrityError):
            async with app.database.write_transaction() as connection:
                await connection.execute(insert(paper_logs).values(_log(3, destination)))


async def test_existing_duplicates_become_versions_of_one_log_and_no_text_is_lost(database_url: str) -> None:
    database = Database(database_url)
    await database.open()
    # Foreign keys must be off while tables are made anew.
    async with database._backend.migrating() as connection:
        await connection.run_sync(lambda plain: command.downgrade(alembic_config(plain), "0011"))
        await connection.run_sync(_store_doubles)
    async with database._backend.migrating() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
    async with database.read_transaction() as connection:
        alone = await log_at(connection, 7, "lora", None, None)
        outside = await log_at(connection, 7, "lora", 1, None)
        other = await log_at(connection, 8, "lora", None, None)
        rows = list(
            await connection.execute(
                select(log_versions.c.log_id, log_versions.c.number, log_versions.c.problem).order_by(
                    log_versions.c.log_id, log_versions.c.number
                )
            )
        )
        draft_log = await connection.scalar(select(log_drafts.c.log_id))
    assert alone
    assert outside
    assert other
    assert (alone.id, alone.version, alone.state, alone.text.problem) == (1, 3, "kept", "1.2")
    # The log that is posted in Discord is kept.
    assert (outside.id, outside.version, outside.message_id) == (4, 2, 900)
    assert (other.id, other.version) == (5, 1)
    assert rows == [(1, 1, "1.1"), (1, 2, "2.1"), (1, 3, "1.2"), (4, 1, "3.1"), (4, 2, "4.1"), (5, 1, "5.1")]
    assert draft_log == 1
    await database.close()


def _store_doubles(connection: Connection) -> None:
    facts = dict.fromkeys(("token", "name"), "x")
    # As the table was then.
    then = Table("clubs", MetaData(), autoload_with=connection)
    connection.execute(
        insert(then).values(
            id=1, server_id=SERVER_ID, channel_id=1, is_forum=False, weekday=6, at=NOON.time(), zone="UTC",
            log_days=5, review_days=2, reviewers=2, anonymous=False, state="active", created_at=NOON, **facts,
        )
    )  # fmt: skip
    for log_id, author, club, state, message, written in (
        (1, 7, None, "withdrawn", None, (1, 3)),
        (2, 7, None, "kept", None, (2,)),
        (3, 7, 1, "kept", None, (1,)),
        (4, 7, 1, "kept", 900, (2,)),
        (5, 8, None, "kept", None, (1,)),
    ):
        row = _log(log_id, {"club_id": club, "week_id": None}) | {"author_id": author, "state": state}
        connection.execute(insert(paper_logs).values(row | {"message_id": message, "version": len(written)}))
        for number, minute in enumerate(written, 1):
            parts = dict.fromkeys(PARTS, f"{log_id}.{number}")
            at = {"written_at": NOON + timedelta(minutes=minute), "interaction_id": log_id * 10 + number}
            connection.execute(insert(log_versions).values(log_id=log_id, number=number, **parts, **at))
    kept = {"author_id": 7, "paper_key": "lora", "log_id": 2, "interaction_id": 1, "written_at": NOON}
    connection.execute(insert(log_drafts).values(**kept, **dict.fromkeys(PARTS, "draft")))
    assert connection.execute(text("SELECT count(*) FROM paper_logs")).scalar() == 5


def _log(log_id: int, destination: dict[str, Any]) -> dict[str, Any]:
    facts = {"id": log_id, "author_id": 7, "paper_key": "lora", "state": "kept", "is_late": False, "version": 1}
    return facts | {"written_at": NOON} | destination
