"""Erase a member as a reviewer: their reviews go or lose their name, and what they left unwritten is still counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, update

from bot.core.reviews.review import Origin, ReviewState
from bot.storage.columns import new_review_token
from bot.storage.reviews.rows import TEXT_COLUMNS
from bot.storage.tables import freed_reviews, reviews

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection


async def unwrite_reviews(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Empty written reviews, as if nobody had begun them: those that somebody was assigned can go to others."""
    written = and_(which, reviews.c.state == ReviewState.WRITTEN)
    nothing = dict.fromkeys((*TEXT_COLUMNS, "log_version", "interaction_id", "written_at", "message_id"))
    for review_id in (await connection.scalars(select(reviews.c.id).where(written))).all():
        anew = {"state": ReviewState.OPEN, "token": new_review_token(), "version": 1, "is_helpful": False}
        await connection.execute(update(reviews).where(reviews.c.id == review_id).values(**nothing, **anew))


async def erase_reviewer(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
    """Take the reviewer out of these reviews. Nobody waits for what they took up unasked.

    Assigned reviews that they didn't write still count as missing.
    """
    is_open = and_(which, reviews.c.state == ReviewState.OPEN)
    await connection.execute(delete(reviews).where(is_open, reviews.c.origin == Origin.TAKEN))
    nobody = {"reviewer_id": -reviews.c.id, "interaction_id": None}
    await connection.execute(update(reviews).where(which).values(nobody))


async def erase_freed(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
    """Take the reviewer out of reviews that they were freed of. Somebody may have been erased there before."""
    theirs = select(freed_reviews.c.log_id, freed_reviews.c.reviewer_id).where(which)
    for log_id, user_id in (await connection.execute(theirs)).all():
        of_log = freed_reviews.c.log_id == log_id
        lowest = await connection.scalar(select(func.min(freed_reviews.c.reviewer_id)).where(of_log))
        row = (of_log, freed_reviews.c.reviewer_id == user_id)
        await connection.execute(update(freed_reviews).where(*row).values(reviewer_id=min(lowest or 0, 0) - 1))
