"""The rows of members' suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from bot.core.catalog.suggestions import NewSuggestion, Suggestion, SuggestionState
from bot.storage.catalog.tables import paper_suggestions
from bot.storage.readable import readable

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


async def add_suggestion(
    connection: AsyncConnection, server_id: int, new: NewSuggestion, user_id: int, now: datetime
) -> Suggestion:
    values = {
        "guild_id": server_id,
        "source": new.source,
        "title": new.title,
        "arxiv_id": new.arxiv_id,
        "doi": new.doi,
        "suggested_by": user_id,
        "suggested_at": now,
        "state": SuggestionState.OPEN,
    }
    query = insert(paper_suggestions).values(**values).returning(*paper_suggestions.c)
    return suggestion_in((await connection.execute(query)).one())


async def open_suggestions(connection: AsyncConnection, server_id: int) -> list[Suggestion]:
    """Return those that wait for a decision, oldest first."""
    is_open = paper_suggestions.c.state == SuggestionState.OPEN
    query = select(paper_suggestions).where(paper_suggestions.c.guild_id == server_id, is_open)
    return await readable(connection, query.order_by(paper_suggestions.c.id), paper_suggestions, suggestion_in)


async def suggestion_by_id(connection: AsyncConnection, server_id: int, suggestion_id: int) -> Suggestion | None:
    """Return the suggestion if it was made in this server."""
    query = select(paper_suggestions).where(
        paper_suggestions.c.id == suggestion_id, paper_suggestions.c.guild_id == server_id
    )
    row = (await connection.execute(query)).one_or_none()
    return suggestion_in(row) if row else None


async def decide_suggestions(connection: AsyncConnection, ids: Collection[int], paper_key: str | None) -> None:
    """Note that the paper answers them, or that they are declined."""
    if ids:
        state = SuggestionState.ADDED if paper_key else SuggestionState.DECLINED
        query = update(paper_suggestions).where(paper_suggestions.c.id.in_(ids))
        await connection.execute(query.values(state=state, paper_key=paper_key))


def suggestion_in(row: Row[Any]) -> Suggestion:
    return Suggestion(
        row.id,
        row.source,
        row.title,
        row.arxiv_id,
        row.doi,
        row.suggested_by,
        row.suggested_at,
        SuggestionState(row.state),
        row.paper_key,
    )
