"""Texts for reviews that were not accepted or not sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, union_all, update

from bot.core.reviews.draft import ReviewDraft
from bot.storage.readable import readable
from bot.storage.reviews.rows import TEXT_COLUMNS, text_columns, text_in
from bot.storage.tables import review_drafts, reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.ext.asyncio import AsyncConnection


# What a reviewer typed is kept for at least this long, and the newest twenty texts forever.
KEPT_DRAFTS, KEPT_FOR = 20, timedelta(days=90)
NEWEST_FIRST = (review_drafts.c.written_at.desc(), review_drafts.c.id.desc())


async def keep_review_draft(connection: AsyncConnection, draft: ReviewDraft, filled_from: int | None) -> int:
    """Store the draft in place of the one that the form was `filled_from`, or as a new one; return its id.

    Deletes the member's old drafts except the newest twenty.
    """
    mine = review_drafts.c.reviewer_id == draft.reviewer_id
    facts = {"interaction_id": draft.interaction_id, "written_at": draft.written_at, **text_columns(draft.text)}
    same = _brought_by(draft.log_id, draft.reviewer_id, (filled_from, draft.interaction_id))
    draft_id: int | None = await connection.scalar(select(review_drafts.c.id).where(same).limit(1))
    if draft_id is not None:
        await connection.execute(update(review_drafts).where(review_drafts.c.id == draft_id).values(**facts))
        return draft_id
    query = insert(review_drafts).values(reviewer_id=draft.reviewer_id, log_id=draft.log_id, **facts)
    added: int = (await connection.execute(query.returning(review_drafts.c.id))).scalar_one()
    newest = select(review_drafts.c.id).where(mine).order_by(review_drafts.c.id.desc()).limit(KEPT_DRAFTS)
    old = and_(mine, review_drafts.c.written_at < draft.written_at - KEPT_FOR)
    await connection.execute(delete(review_drafts).where(old, review_drafts.c.id.not_in(newest)))
    return added


async def review_draft_on(connection: AsyncConnection, log_id: int, reviewer_id: int) -> ReviewDraft | None:
    """Return the member's newest draft for the log."""
    query = select(review_drafts).where(review_drafts.c.log_id == log_id, review_drafts.c.reviewer_id == reviewer_id)
    row = (await connection.execute(query.order_by(*NEWEST_FIRST).limit(1))).one_or_none()
    return _draft(row) if row else None


async def review_draft_by_id(connection: AsyncConnection, draft_id: int) -> ReviewDraft | None:
    row = (await connection.execute(select(review_drafts).where(review_drafts.c.id == draft_id))).one_or_none()
    return _draft(row) if row else None


async def review_drafts_of(connection: AsyncConnection, reviewer_id: int) -> list[ReviewDraft]:
    """Return the member's drafts, newest first."""
    query = select(review_drafts).where(review_drafts.c.reviewer_id == reviewer_id)
    return await readable(connection, query.order_by(*NEWEST_FIRST), review_drafts, _draft)


async def review_forms_since(connection: AsyncConnection, reviewer_id: int, since: datetime) -> Sequence[datetime]:
    """Return when the member's reviews and drafts after `since` were written."""
    drafts = select(review_drafts.c.written_at).where(review_drafts.c.reviewer_id == reviewer_id)
    written = select(reviews.c.written_at).where(reviews.c.reviewer_id == reviewer_id)
    recent = union_all(drafts.where(review_drafts.c.written_at > since), written.where(reviews.c.written_at > since))
    return list(await connection.scalars(recent))


async def delete_review_draft(
    connection: AsyncConnection, log_id: int, reviewer_id: int, brought_by: Iterable[int | None]
) -> None:
    """Delete the member's drafts for the log that these interactions brought. What another device sent stays."""
    await connection.execute(delete(review_drafts).where(_brought_by(log_id, reviewer_id, brought_by)))


def _brought_by(log_id: int, reviewer_id: int, interactions: Iterable[int | None]) -> ColumnElement[bool]:
    known = [interaction for interaction in interactions if interaction is not None]
    return and_(
        review_drafts.c.log_id == log_id,
        review_drafts.c.reviewer_id == reviewer_id,
        review_drafts.c.interaction_id.in_(known),
    )


def _draft(row: Row[Any]) -> ReviewDraft:
    facts = {name: value for name, value in row._asdict().items() if name not in TEXT_COLUMNS}
    return ReviewDraft(**facts, text=text_in(row))
