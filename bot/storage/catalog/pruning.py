"""Deletes previews that nobody confirmed, and suggestions that were decided long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.core.catalog.previews import KEPT
from bot.core.catalog.suggestions import KEPT_DECIDED, SuggestionState
from bot.storage.catalog.tables import catalog_previews, paper_suggestions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

BATCH = 500


async def delete_old_previews(connection: AsyncConnection, now: datetime) -> int:
    """Delete some that are older than a day, and return how many."""
    old = select(catalog_previews.c.token).where(catalog_previews.c.created_at <= now - KEPT).limit(BATCH)
    return (await connection.execute(delete(catalog_previews).where(catalog_previews.c.token.in_(old)))).rowcount


async def delete_old_suggestions(connection: AsyncConnection, now: datetime) -> int:
    """Delete some that were made and decided long ago, and return how many."""
    is_old = paper_suggestions.c.suggested_at <= now - KEPT_DECIDED
    old = select(paper_suggestions.c.id).where(is_old, paper_suggestions.c.state != SuggestionState.OPEN).limit(BATCH)
    return (await connection.execute(delete(paper_suggestions).where(paper_suggestions.c.id.in_(old)))).rowcount
