"""What members typed into the log form that was not accepted yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update

from bot.core.paper_logs.draft import Draft
from bot.core.text.characters import storable
from bot.storage.paper_logs.rows import TEXT_COLUMNS, text_of
from bot.storage.readable import readable
from bot.storage.tables import log_drafts

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


# What a member typed is kept for at least this long, and the newest twenty texts forever.
KEPT_DRAFTS, KEPT_FOR = 20, timedelta(days=90)
BY_ID = select(log_drafts).where(log_drafts.c.id == bindparam("draft"))


async def add_draft(connection: AsyncConnection, draft: Draft) -> Draft:
    """Store a draft and return it with its new id; the given id is ignored.

    Deletes the author's old drafts except the newest twenty.
    """
    query = insert(log_drafts).values(**_columns(draft)).returning(*log_drafts.c)
    added = _draft((await connection.execute(query)).one())
    kept = select(log_drafts.c.id).where(log_drafts.c.author_id == draft.author_id)
    newest = kept.order_by(log_drafts.c.id.desc()).limit(KEPT_DRAFTS)
    old = and_(log_drafts.c.author_id == draft.author_id, log_drafts.c.written_at < draft.written_at - KEPT_FOR)
    await connection.execute(delete(log_drafts).where(old, log_drafts.c.id.not_in(newest)))
    return added


async def save_draft(connection: AsyncConnection, draft: Draft) -> None:
    """Store all of a draft again."""
    await connection.execute(update(log_drafts).where(log_drafts.c.id == draft.id).values(**_columns(draft)))


async def delete_draft(connection: AsyncConnection, draft_id: int) -> None:
    await connection.execute(delete(log_drafts).where(log_drafts.c.id == draft_id))


async def draft_by_id(connection: AsyncConnection, draft_id: int) -> Draft | None:
    row = (await connection.execute(BY_ID, {"draft": draft_id})).one_or_none()
    return _draft(row) if row else None


async def drafts_of(connection: AsyncConnection, author_id: int, server_id: int | None) -> list[Draft]:
    """Return the author's drafts from the server or from direct messages, newest first; all of them for None."""
    query = select(log_drafts).where(log_drafts.c.author_id == author_id)
    if server_id is not None:
        query = query.where(or_(log_drafts.c.server_id == server_id, log_drafts.c.server_id.is_(None)))
    newest_first = query.order_by(log_drafts.c.written_at.desc(), log_drafts.c.id.desc())
    return await readable(connection, newest_first, log_drafts, _draft)


def _columns(draft: Draft) -> dict[str, Any]:
    plain = ("author_id", "server_id", "paper_key", "club_id", "week_id", "log_id", "interaction_id", "written_at")
    texts = {name: storable(getattr(draft.text, name)) for name in TEXT_COLUMNS}
    return {name: getattr(draft, name) for name in plain} | texts


def _draft(row: Row[Any]) -> Draft:
    facts = {name: value for name, value in row._asdict().items() if name not in TEXT_COLUMNS}
    return Draft(**facts, text=text_of(row))
