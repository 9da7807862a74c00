"""The migration gives random names to existing reviews, and posted reviews stay recognizable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from alembic import command
from sqlalchemy import MetaData, insert, select

from bot.storage.migrating import alembic_config
from tests.storage.test_migrations import engine

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["engine"]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE, AFTER = "0006", "0008"


def tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def fill(connection: Connection) -> None:
    """Create a named and an anonymous club with one week each, and in each week a posted and an unposted review."""
    found = tables(connection)

    def add(table: str, **facts: Any) -> None:
        connection.execute(insert(found.tables[table]).values(**facts))

    for number, anonymous in ((1, False), (2, True)):
        state = "closed" if number == 1 else "reviewing"
        club = {"token": f"abcdef0{number}", "server_id": 5, "name": "A", "channel_id": 6, "is_forum": False}
        club |= {"weekday": 6, "at": NOON.time(), "zone": "UTC", "log_days": 5, "review_days": 2, "reviewers": 2}
        add("clubs", id=number, anonymous=anonymous, state="active", created_at=NOON, **club)
        week = {"slot": NOON.date(), "is_late": False, "due_at": NOON, "note": "", "state": state}
        add("weeks", id=number, club_id=number, **week)
        log = {"paper_key": "lora", "state": "kept", "is_late": False, "version": 1, "written_at": NOON}
        add("paper_logs", id=number, author_id=7, club_id=number, week_id=number, **log)
        for reviewer in (8, 9):
            facts = {"origin": "given", "state": "written", "assigned_at": NOON, "is_helpful": reviewer == 8}
            add("reviews", id=number * 10 + reviewer, log_id=number, reviewer_id=reviewer, week_id=number, **facts)
        entry = {"kind": "review", "server_id": 5, "channel_id": 6, "is_forum": False, "wants_thread": False}
        entry |= {"state": "done", "details": {}, "attempts": 1, "reason": "", "is_doubtful": False}
        for reviewer, sent_at in ((8, NOON), (9, None)):
            key = f"abcdef0{number}-review-{number * 10 + reviewer}"
            facts = {"key": key, "first_sent_at": sent_at, "created_at": NOON}
            add("outbox", club_id=number, week_id=number, **facts, **entry)


async def test_reviews_get_random_names_and_those_in_messages_keep_theirs(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), BEFORE))
        await connection.run_sync(fill)
        before = await connection.run_sync(rows, "reviews")
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), AFTER))
        after = await connection.run_sync(rows, "reviews")
        assert [{name: row[name] for name in before[0]} for row in after] == before
        by_id = {row["id"]: row for row in after}
        assert (by_id[18]["token"], by_id[28]["token"]) == ("18", "28")
        assert all(len(by_id[number]["token"]) == 12 for number in (19, 29))
        keys = [row["key"] for row in await connection.run_sync(rows, "outbox")]
        tokens = [by_id[number]["token"] for number in (18, 19, 28, 29)]
        assert keys == [f"abcdef0{index // 2 + 1}-review-{token}" for index, token in enumerate(tokens)]
        assert [(row["is_anonymous"], row["version"]) for row in after] == [(0, 1), (0, 1), (1, 1), (1, 1)]
        assert [bool(row["is_revision_told"]) for row in after] == [True, True, False, False]
        secrets = await connection.run_sync(rows, "club_secrets", "club_id")
        assert [row["club_id"] for row in secrets] == [1, 2]
        assert len({row["secret"] for row in secrets}) == 2
        assert all(len(row["secret"]) == 32 for row in secrets)
        await connection.run_sync(lambda plain: command.downgrade(alembic_config(plain), BEFORE))
        assert await connection.run_sync(rows, "reviews") == before
        assert len(await connection.run_sync(rows, "weeks")) == len(await connection.run_sync(rows, "clubs")) == 2
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), AFTER))


def rows(connection: Connection, table: str, key: str = "id") -> list[dict[str, Any]]:
    found = tables(connection).tables[table]
    return [dict(row._mapping) for row in connection.execute(select(found).order_by(found.c[key]))]
