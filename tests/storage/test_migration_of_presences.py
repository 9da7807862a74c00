"""Who was at a week's only meeting stays so when a week can have several; and which meetings were asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import MetaData, insert, inspect, select

from bot.core.weeks.week import Answer
from bot.storage.meetings.tables import meetings
from bot.storage.migrating import alembic_config
from bot.storage.presences import rows as presence_rows
from tests.storage.test_migrations import engine

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["engine"]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE, AFTER = "0027", "0028"
DAYS = [date(2026, 3, 1) + timedelta(weeks=number) for number in range(3)]


def fill(connection: Connection) -> None:
    """Two weeks that have met, of which the first was asked who was there."""
    found = MetaData()
    found.reflect(connection)
    tables = found.tables
    club = {"token": "abcdef01", "server_id": 5, "name": "A", "name_key": "a", "channel_id": 6, "is_forum": False}
    club |= {"weekday": 6, "at": NOON.time(), "zone": "UTC", "log_days": 5, "review_days": 2, "reviewers": 2}
    club |= {"anonymous": False, "takeaways": True, "state": "active", "created_at": NOON, "breaks": []}
    connection.execute(insert(tables["clubs"]).values(id=1, **club))
    for number, day in enumerate(DAYS[:2], 1):
        week = {"club_id": 1, "slot": day, "state": "reading", "is_late": False, "due_at": NOON, "note": ""}
        connection.execute(insert(tables["weeks"]).values(id=number, note_facts={}, is_forum=False, **week))
        held = {"club_id": 1, "slot": day, "week_id": number, "starts_at": NOON, "ends_at": NOON, "is_moved": False}
        held |= {"state": "planned", "told_at": NOON, "is_event_gone": False}
        connection.execute(insert(tables["meetings"]).values(id=number, **held))
        for member, answer in ((11, "in"), (12, "none")):
            said = {"week_id": number, "user_id": member, "answer": answer, "answered_at": NOON}
            connection.execute(insert(tables["presences"]).values(**said))
    entry = {"key": "abcdef01-260301-presences", "kind": "presences", "club_id": 1, "week_id": 1, "server_id": 5}
    entry |= {"channel_id": 6, "is_forum": False, "wants_thread": False, "state": "done", "details": {}, "attempts": 1}
    entry |= {"is_doubtful": False, "created_at": NOON, "trouble": "", "trouble_facts": {}}
    connection.execute(insert(tables["outbox"]).values(**entry))


def presences(connection: Connection) -> list[tuple[int, int]]:
    found = MetaData()
    found.reflect(connection)
    table = found.tables["presences"]
    rows = connection.execute(select(table.c.week_id, table.c.user_id).order_by(table.c.week_id, table.c.user_id))
    return [tuple(row) for row in rows]


async def test_each_presence_is_at_the_weeks_own_meeting(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), BEFORE))
        await connection.run_sync(fill)
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), AFTER))
        asked = await connection.scalars(select(meetings.c.is_asked).order_by(meetings.c.id))
        assert list(asked) == [True, False]
        assert [await presence_rows.present_in(connection, number) for number in (1, 2)] == [{DAYS[0]: 1}, {DAYS[1]: 1}]
        given = await presence_rows.presence_of(connection, 1, DAYS[0], 12)
        assert given
        assert given.answer is None
        # A further meeting of the first week, which a version before knows nothing of.
        await presence_rows.save_presence(connection, 1, DAYS[2], 11, type(given)(Answer.IN, NOON))
        before = await connection.run_sync(presences)
        assert before == [(1, 11), (1, 11), (1, 12), (2, 11), (2, 12)]
        await connection.run_sync(lambda plain: command.downgrade(alembic_config(plain), BEFORE))
        assert await connection.run_sync(presences) == [(1, 11), (1, 12), (2, 11), (2, 12)]
        keys = await connection.run_sync(lambda plain: inspect(plain).get_pk_constraint("presences"))
        assert keys["constrained_columns"] == ["week_id", "user_id"]
