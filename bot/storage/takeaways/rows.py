"""The rows of takeaways: one for each member and week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from bot.core.takeaways.takeaway import OwnTakeaway, Takeaway, TakeawayText
from bot.core.text.characters import storable
from bot.storage.takeaways.tables import takeaways

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

OF_WEEK = (
    select(takeaways)
    .where(takeaways.c.week_id == bindparam("week"), takeaways.c.sentence.is_not(None))
    .order_by(takeaways.c.written_at, takeaways.c.author_id)
)
OWN = select(takeaways).where(takeaways.c.week_id == bindparam("week"), takeaways.c.author_id == bindparam("author"))


async def takeaways_of_week(connection: AsyncConnection, week_id: int) -> list[Takeaway]:
    """Return the takeaways that count, in the order of writing."""
    rows = await connection.execute(OF_WEEK, {"week": week_id})
    return [Takeaway(row.author_id, TakeawayText(row.sentence, row.question or "")) for row in rows]


async def own_takeaway(connection: AsyncConnection, week_id: int, author_id: int) -> OwnTakeaway | None:
    """Return what the member typed in the week."""
    row = (await connection.execute(OWN, {"week": week_id, "author": author_id})).one_or_none()
    if row is None:
        return None
    text, kept = _text(row.sentence, row.question), _text(row.kept_sentence, row.kept_question)
    return OwnTakeaway(row.interaction_id, row.written_at, text, kept)


async def save_takeaway(connection: AsyncConnection, week_id: int, author_id: int, own: OwnTakeaway) -> None:
    """Store it in place of what was there."""
    whose = (takeaways.c.week_id == week_id, takeaways.c.author_id == author_id)
    await connection.execute(delete(takeaways).where(*whose))
    row = {
        "sentence": own.text and storable(own.text.sentence),
        "question": own.text and storable(own.text.question),
        "kept_sentence": own.kept and storable(own.kept.sentence),
        "kept_question": own.kept and storable(own.kept.question),
        "interaction_id": own.interaction_id,
        "written_at": own.written_at,
    }
    await connection.execute(insert(takeaways).values(week_id=week_id, author_id=author_id, **row))


def _text(sentence: str | None, question: str | None) -> TakeawayText | None:
    return None if sentence is None else TakeawayText(sentence, question or "")
