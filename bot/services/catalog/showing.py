"""What `/catalog show` shows. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import OwnPaper, OwnPapersPage
from bot.core.catalog.refusals import NotInCatalogError
from bot.core.errors import Code
from bot.storage.catalog import rows as paper_rows
from bot.storage.catalog.server_papers import paper_in

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog
    from bot.services.catalog.opened import CatalogRequest
    from bot.storage.connections import AsyncConnection


async def shown_paper(request: CatalogRequest, shared: Catalog, key: str) -> OwnPaper:
    """Raises NotInCatalogError."""
    row = await paper_rows.paper_row(request.connection, request.server_id, key)
    if row is None and key not in shared:
        raise NotInCatalogError(Code(key))
    links = await paper_rows.own_links(request.connection, request.server_id, about=key)
    builds_on = tuple(link for link in links if link.key == key)
    led_to = tuple(link for link in links if link.builds_on == key)
    if row is None:
        return OwnPaper(shared[key], False, False, None, None, builds_on, led_to)
    return OwnPaper(paper_in(row), True, row.is_stub, row.added_by, row.added_at, builds_on, led_to)


async def listed_papers(connection: AsyncConnection, server_id: int, first: int, most: int) -> OwnPapersPage:
    papers = await paper_rows.newest_papers(connection, server_id, first, most)
    count, stubs = await paper_rows.counts_of(connection, server_id)
    return OwnPapersPage(tuple(papers), count, stubs)
