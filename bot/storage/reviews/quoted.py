"""Reads what reviewers picked as the strongest sentences of logs on a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from bot.core.paper_logs.log_text import PARTS
from bot.core.paper_logs.paper_log import LogState
from bot.core.reviews.quoted import QuotedSentence
from bot.core.reviews.review import ReviewState
from bot.storage.paper_logs.rows import IS_NEWEST
from bot.storage.tables import log_versions, paper_logs, reviews

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.storage.connections import AsyncConnection

MOST_LOOKED_AT = 200
PICKED = (
    select(
        paper_logs.c.id,
        paper_logs.c.author_id,
        paper_logs.c.club_id,
        reviews.c.week_id,
        reviews.c.strongest,
        *(log_versions.c[part] for part in PARTS),
    )
    .join(reviews, reviews.c.log_id == paper_logs.c.id)
    .join(log_versions, IS_NEWEST)
    .where(
        paper_logs.c.paper_key == bindparam("paper"),
        paper_logs.c.state == LogState.KEPT,
        paper_logs.c.author_id >= 0,
        paper_logs.c.club_id.in_(bindparam("clubs", expanding=True)),
        reviews.c.state == ReviewState.WRITTEN,
        reviews.c.strongest.is_not(None),
        reviews.c.is_anonymous.is_(False),
    )
    .order_by(reviews.c.id.desc())
    .limit(MOST_LOOKED_AT)
)


async def picked_sentences(
    connection: AsyncConnection, club_ids: Collection[int], paper_key: str
) -> list[QuotedSentence]:
    """Return the newest 200 picks in standing logs of these clubs whose authors were not erased.

    Reviews by somebody who must not be named are left out.
    """
    rows = await connection.execute(PICKED, {"paper": paper_key, "clubs": list(club_ids)})
    return [
        QuotedSentence(
            row.id,
            row.author_id,
            row.club_id,
            row.week_id,
            row.strongest,
            "\n".join(getattr(row, part) for part in PARTS),
        )
        for row in rows
    ]
