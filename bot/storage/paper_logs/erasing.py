"""Erase logs, with all their versions, and the quotations from them in other members' reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, union, update

from bot.core.paper_logs.log_text import PARTS
from bot.core.paper_logs.paper_log import LogState
from bot.core.privacy.member_data import replaced_id
from bot.core.reviews.review import ReviewState
from bot.storage.tables import log_versions, paper_logs, review_drafts, reviews

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection


async def erase_logs(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
    """Erase the logs, once their versions are erased.

    One that others have reviewed, or began to, leaves an empty row, to which their words belong.
    """
    found = await connection.execute(select(paper_logs.c.id, paper_logs.c.written_at).where(which))
    written = {row.id: row.written_at for row in found}
    of_those = reviews.c.log_id.in_(written)
    await connection.execute(delete(reviews).where(of_those, reviews.c.state == ReviewState.OPEN))
    begun = select(review_drafts.c.log_id).where(review_drafts.c.log_id.in_(written))
    answered = set(await connection.scalars(union(select(reviews.c.log_id).where(of_those), begun)))
    for log_id in sorted(answered):
        await _empty(connection, log_id, written[log_id])
    await connection.execute(delete(paper_logs).where(paper_logs.c.id.in_(written.keys() - answered)))
    await _empty_quotations(connection)


async def _empty_quotations(connection: AsyncConnection) -> None:
    """Empty the quotations from erased logs, including those that were stored while a log was being erased."""
    erased = select(paper_logs.c.id).where(paper_logs.c.author_id < 0)
    for quoting in (reviews, review_drafts):
        quoted = (quoting.c.log_id.in_(erased), quoting.c.strongest.is_not(None), quoting.c.strongest != "")
        await connection.execute(update(quoting).where(*quoted).values(strongest=""))


async def _empty(connection: AsyncConnection, log_id: int, written_at: datetime) -> None:
    nobody = replaced_id(log_id)
    facts = {"author_id": nobody, "state": LogState.WITHDRAWN, "version": 1, "channel_id": None, "message_id": None}
    await connection.execute(update(paper_logs).where(paper_logs.c.id == log_id).values(**facts))
    # Every log has a version, and every version an interaction of its own.
    version = {"log_id": log_id, "number": 1, "interaction_id": nobody, "written_at": written_at}
    await connection.execute(insert(log_versions).values(**version, **dict.fromkeys(PARTS, "")))
