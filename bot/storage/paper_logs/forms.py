"""What is known about a log form before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, literal, select, union_all

from bot.storage.tables import log_drafts, log_versions, paper_logs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

LOG, DRAFT, EARLIER = "log", "draft", "earlier"
# One query for everything that each form needs. Its parts have the columns of the first.
KNOWN = union_all(
    select(literal(LOG).label("what"), log_versions.c.log_id.label("id"), log_versions.c.written_at).where(
        log_versions.c.interaction_id == bindparam("interaction")
    ),
    select(literal(DRAFT), log_drafts.c.id, log_drafts.c.written_at).where(
        log_drafts.c.interaction_id == bindparam("interaction")
    ),
    select(literal(EARLIER), log_versions.c.log_id, log_versions.c.written_at)
    .join(paper_logs, paper_logs.c.id == log_versions.c.log_id)
    .where(paper_logs.c.author_id == bindparam("author"), log_versions.c.written_at > bindparam("since")),
    select(literal(EARLIER), log_drafts.c.id, log_drafts.c.written_at).where(
        log_drafts.c.author_id == bindparam("author"), log_drafts.c.written_at > bindparam("since")
    ),
)


@dataclass(slots=True)
class KnownForm:
    """The log or draft that the form became if it came before, and when the author's latest forms came."""

    log_id: int | None = None
    draft_id: int | None = None
    earlier: list[datetime] = field(default_factory=list)


async def known_form(connection: AsyncConnection, interaction_id: int, author_id: int, since: datetime) -> KnownForm:
    """Return what is known. `earlier` are the author's forms after `since`, accepted or kept as drafts."""
    which = {"interaction": interaction_id, "author": author_id, "since": since}
    known = KnownForm()
    for row in await connection.execute(KNOWN, which):
        if row.what == LOG:
            known.log_id = row.id
        elif row.what == DRAFT:
            known.draft_id = row.id
        else:
            known.earlier.append(row.written_at)
    return known
