"""What the catalog holds of a member: papers that they added, what they suggested, and their previews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.storage.catalog.tables import catalog_previews, paper_suggestions, server_papers
from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_server

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope


def _papers_of(scope: MemberScope) -> ColumnElement[bool]:
    return (server_papers.c.added_by == scope.user_id) & in_server(server_papers.c.guild_id, scope)


def _suggestions_of(scope: MemberScope) -> ColumnElement[bool]:
    return (paper_suggestions.c.suggested_by == scope.user_id) & in_server(paper_suggestions.c.guild_id, scope)


def _previews_of(scope: MemberScope) -> ColumnElement[bool]:
    return (catalog_previews.c.user_id == scope.user_id) & in_server(catalog_previews.c.guild_id, scope)


async def _forget_who_added(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
    """The papers stay: clubs read them."""
    await connection.execute(update(server_papers).where(which).values(added_by=None))


SERVER_PAPERS = Holding(
    "server-papers",
    server_papers,
    _papers_of,
    happened_before(server_papers.c.added_at),
    _forget_who_added,
    person=server_papers.c.added_by,
)
PAPER_SUGGESTIONS = Holding(
    "paper-suggestions",
    paper_suggestions,
    _suggestions_of,
    happened_before(paper_suggestions.c.suggested_at),
    deleting(paper_suggestions),
    person=paper_suggestions.c.suggested_by,
)
CATALOG_PREVIEWS = Holding(
    "catalog-previews",
    catalog_previews,
    _previews_of,
    happened_before(catalog_previews.c.created_at),
    deleting(catalog_previews),
    person=catalog_previews.c.user_id,
)
