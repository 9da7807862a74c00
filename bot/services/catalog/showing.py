"""What `/catalog show` shows. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import OwnPaper, OwnPapersPage
from bot.storage.catalog import rows as paper_rows

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog
    from bot.services.catalog.opened import OpenedCatalog
    from bot.storage.connections import AsyncConnection


async def shown_paper(catalog: OpenedCatalog, shared: Catalog, key: str) -> OwnPaper:
    catalog.shelf.require(key)
    links = tuple(catalog.links.own_from(key)), tuple(catalog.links.own_to(key))
    row = await paper_rows.paper_row(catalog.connection, catalog.server_id, key)
    if row is None:
        return OwnPaper(shared[key], False, False, None, None, *links)
    return OwnPaper(paper_rows.paper_in(row), True, row.is_stub, row.added_by, row.added_at, *links)


async def listed_papers(connection: AsyncConnection, server_id: int, first: int, most: int) -> OwnPapersPage:
    papers = await paper_rows.newest_papers(connection, server_id, first, most)
    count, stubs = await paper_rows.counts_of(connection, server_id)
    return OwnPapersPage(tuple(papers), count, stubs)
