"""Deletes what is old and no longer needed, in batches.

Of a week's messages, these stay for as long as the week: what members can press (its button names the entry), what a
later change or withdrawal of a log or review looks up, and what mentions members, so that an erasure can take the
mention out. Edits of messages and notices to organizers go. They can be repeated, so their keys may be used again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, or_, select, text

from bot.core.outbox.entry import EntryState
from bot.core.outbox.keys import WITHDRAWN
from bot.core.outbox.kinds import CHANGES, Kind
from bot.core.outbox.trouble import WITH_ITS_MESSAGE
from bot.core.weeks.week import WeekState
from bot.storage.members.leavers import KEPT
from bot.storage.privacy.tables import erasure_messages
from bot.storage.shards.sharded import within
from bot.storage.tables import freed_reviews, leavers, log_drafts, outbox, review_drafts, weeks
from bot.storage.takeaways.tables import takeaways

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

BATCH = 500
PRUNED = (*CHANGES, Kind.NOTICE)
SETTLED = (EntryState.DONE, EntryState.CANCELLED)
OVER = (WeekState.CLOSED, WeekState.SKIPPED)
# Discord repeats a form within minutes.
FORMS_REPEAT_FOR = timedelta(days=1)
# "Prune" in character codes. Any number that no other lock uses will do.
PRUNING_LOCK = 0x5072756E65


async def is_alone(connection: AsyncConnection) -> bool:
    """Return whether no other process prunes, and keep others from it until the transaction ends."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(await connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": PRUNING_LOCK}))


async def old_entries(connection: AsyncConnection, ended_before: datetime, shards: Shards, *, after: int) -> list[int]:
    """Return the next ids, above `after`, of entries that may go. Reading is the slow part, and needs no write."""
    is_over = weeks.c.state.in_(OVER) & (weeks.c.reviews_due.is_(None) | (weeks.c.reviews_due < ended_before))
    of_old_week = exists().where(weeks.c.id == outbox.c.week_id, is_over)
    query = select(outbox.c.id).where(
        outbox.c.id > after,
        within(outbox.c.server_id, shards),
        outbox.c.created_at < ended_before,
        or_(outbox.c.week_id.is_(None), of_old_week),
        _may_go(),
    )
    return list(await connection.scalars(query.order_by(outbox.c.id).limit(BATCH)))


def _may_go() -> ColumnElement[bool]:
    # A member is shown that a message is gone.
    shows_loss = (outbox.c.state == EntryState.CANCELLED) & outbox.c.trouble.in_(WITH_ITS_MESSAGE)
    # Only the edit that says that a review is withdrawn knows whom its message names.
    names_somebody = (outbox.c.kind == Kind.REVIEW_EDIT) & outbox.c.key.endswith(WITHDRAWN)
    is_for_erasure = exists().where(erasure_messages.c.entry_id == outbox.c.id)
    is_needed = or_(outbox.c.not_before.is_not(None), shows_loss, names_somebody, is_for_erasure)
    return and_(outbox.c.kind.in_(PRUNED), outbox.c.state.in_(SETTLED), ~is_needed)


async def delete_entries(connection: AsyncConnection, ids: list[int]) -> int:
    """Delete those that still may go, and return how many."""
    return (await connection.execute(delete(outbox).where(outbox.c.id.in_(ids), _may_go()))).rowcount


async def delete_old_drafts(connection: AsyncConnection, typed_before: datetime) -> int:
    """Delete some drafts of logs and reviews that were typed long ago, and return how many."""
    return await _delete_some(connection, log_drafts, log_drafts.c.written_at < typed_before) + await _delete_some(
        connection, review_drafts, review_drafts.c.written_at < typed_before
    )


async def _delete_some(connection: AsyncConnection, table: Table, which: ColumnElement[bool]) -> int:
    batch = select(table.c.id).where(which).limit(BATCH)
    return (await connection.execute(delete(table).where(table.c.id.in_(batch)))).rowcount


async def delete_old_freed(connection: AsyncConnection, ended_before: datetime) -> int:
    """Delete some notes about freed reviews of weeks that ended long ago, and return how many."""
    old = select(weeks.c.id).where(weeks.c.state == WeekState.CLOSED, weeks.c.reviews_due < ended_before)
    batch = select(freed_reviews.c.week_id).where(freed_reviews.c.week_id.in_(old)).distinct().limit(BATCH // 10)
    return (await connection.execute(delete(freed_reviews).where(freed_reviews.c.week_id.in_(batch)))).rowcount


async def delete_withdrawn_takeaways(connection: AsyncConnection, now: datetime) -> int:
    """Delete rows without a word in them. At first they keep a form that arrives again from bringing it back."""
    is_empty = takeaways.c.sentence.is_(None) & takeaways.c.kept_sentence.is_(None)
    old = is_empty & (takeaways.c.written_at < now - FORMS_REPEAT_FOR)
    return (await connection.execute(delete(takeaways).where(old))).rowcount


async def delete_old_leavers(connection: AsyncConnection, now: datetime) -> int:
    """Delete notes about members who left so long ago that no week is concerned."""
    return (await connection.execute(delete(leavers).where(leavers.c.noticed_at < now - KEPT))).rowcount
