"""The rows of providers' answers: one for each provider and question, the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.providers.facts import FOUND_KEPT, NOT_FOUND_KEPT, PaperFacts
from bot.storage.providers.tables import provider_answers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

FACTS = TypeAdapter(PaperFacts)


async def answers_to(connection: AsyncConnection, question: str, now: datetime) -> dict[str, PaperFacts | None]:
    """Return what each provider answered, without what is too old. None means that it did not know the paper."""
    query = select(provider_answers).where(provider_answers.c.question == question, ~_is_old(now))
    answers: dict[str, PaperFacts | None] = {}
    for row in await connection.execute(query):
        try:
            answers[row.provider] = None if row.answer is None else FACTS.validate_python(row.answer)
        except ValidationError:
            continue  # stored by another version of the bot: it is asked again
    return answers


async def keep_answer(
    connection: AsyncConnection, provider: str, question: str, facts: PaperFacts | None, now: datetime
) -> None:
    """Store it in place of what was there, even if another process stores the same at this moment."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    answer = {"answer": None if facts is None else FACTS.dump_python(facts, mode="json"), "fetched_at": now}
    row = insert(provider_answers).values(provider=provider, question=question, **answer)
    await connection.execute(row.on_conflict_do_update(index_elements=["provider", "question"], set_=answer))


async def delete_old_answers(connection: AsyncConnection, now: datetime) -> int:
    """Delete answers that no longer count, and return how many."""
    return (await connection.execute(delete(provider_answers).where(_is_old(now)))).rowcount


def _is_old(now: datetime) -> ColumnElement[bool]:
    found, fetched_at = provider_answers.c.answer.is_not(None), provider_answers.c.fetched_at
    return or_(fetched_at <= now - FOUND_KEPT, and_(~found, fetched_at <= now - NOT_FOUND_KEPT))
