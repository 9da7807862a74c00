"""Messages of logs and reviews that only the logs' and reviews' own rows know of: old outbox entries are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from bot.core.outbox.entry import Entry, EntryState
from bot.core.outbox.keys import log_key, review_key
from bot.core.outbox.kinds import Kind
from bot.storage.paper_logs.personal_data import PAPER_LOGS
from bot.storage.reviews.personal_data import REVIEWS
from bot.storage.tables import clubs, paper_logs, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.privacy.member_rows import MemberRows


async def unlisted_messages(connection: AsyncConnection, rows: MemberRows, known_keys: Collection[str]) -> list[Entry]:
    """Return the messages of the member's logs, of reviews of these and of their own reviews, as if they had entries.

    `known_keys` are those of entries that exist.
    """
    found = [*await _logs(connection, rows), *await _reviews(connection, rows)]
    return [entry for entry in found if entry.key not in known_keys]


async def _logs(connection: AsyncConnection, rows: MemberRows) -> list[Entry]:
    query = (
        select(
            paper_logs.c.id,
            paper_logs.c.club_id,
            paper_logs.c.week_id,
            paper_logs.c.channel_id,
            paper_logs.c.message_id,
            clubs.c.token,
            clubs.c.server_id,
        )
        .join(clubs, clubs.c.id == paper_logs.c.club_id)
        .where(rows.of(PAPER_LOGS), paper_logs.c.message_id.is_not(None))
    )
    return [
        _posted(row, Kind.LOG, log_key(row.token, row.id), {"log_id": row.id})
        for row in await connection.execute(query)
    ]


async def _reviews(connection: AsyncConnection, rows: MemberRows) -> list[Entry]:
    query = (
        select(
            reviews.c.id,
            reviews.c.log_id,
            reviews.c.token.label("review_token"),
            reviews.c.message_id,
            reviews.c.week_id,
            weeks.c.club_id,
            func.coalesce(paper_logs.c.channel_id, weeks.c.thread_id).label("channel_id"),
            clubs.c.token,
            clubs.c.server_id,
        )
        .join(paper_logs, paper_logs.c.id == reviews.c.log_id)
        .join(weeks, weeks.c.id == reviews.c.week_id)
        .join(clubs, clubs.c.id == weeks.c.club_id)
        .where(or_(rows.of(PAPER_LOGS), rows.of(REVIEWS)), reviews.c.message_id.is_not(None))
    )
    return [
        _posted(row, Kind.REVIEW, review_key(row.token, row.review_token), {"review_id": row.id, "log_id": row.log_id})
        for row in await connection.execute(query)
    ]


def _posted(row: Any, kind: Kind, key: str, details: dict[str, Any]) -> Entry:
    return Entry(
        id=0,
        key=key,
        kind=kind,
        club_id=row.club_id,
        week_id=row.week_id,
        server_id=row.server_id,
        channel_id=row.channel_id or 0,
        is_forum=False,
        wants_thread=False,
        state=EntryState.DONE,
        details=details,
        message_id=row.message_id,
    )
