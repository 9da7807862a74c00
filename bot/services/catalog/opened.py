"""A server's papers, as read in a transaction that may change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.catalog.links import Links
from bot.core.catalog.refusals import CatalogOrganizersOnlyError, NoServerHereError
from bot.core.catalog.shelf import Shelf
from bot.storage.catalog import rows as paper_rows
from bot.storage.clubs import rows as club_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.catalog.adding import Additions
    from bot.core.catalog.shelf import SharedShelf
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class CatalogRequest:
    """The transaction in which `viewer` asks for something in a server, `now`."""

    connection: AsyncConnection
    viewer: Viewer
    server_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class OpenedCatalog(CatalogRequest):
    """The same, with the server's papers."""

    shelf: Shelf

    async def links(self) -> Links:
        """Read the server's links. There may be several for each paper."""
        return Links(self.shelf, await paper_rows.own_links(self.connection, self.server_id))

    async def store(self, additions: Additions) -> None:
        """Store what was worked out."""
        if not additions:
            return
        user_id = self.viewer.user_id
        await paper_rows.add_papers(self.connection, self.server_id, additions.added, user_id, self.now)
        for paper in additions.completed:
            await paper_rows.complete_paper(self.connection, self.server_id, paper, user_id, self.now)
        await paper_rows.add_links(self.connection, self.server_id, additions.links)
        await self.note_change()

    async def note_change(self) -> None:
        await paper_rows.note_change(self.connection, self.server_id)


async def organizers_request(connection: AsyncConnection, viewer: Viewer, now: datetime) -> CatalogRequest:
    """Raises NoServerHereError, and CatalogOrganizersOnlyError for members who may change nothing."""
    request = CatalogRequest(connection, viewer, server_of(viewer), now)
    if not await may_change(connection, viewer):
        raise CatalogOrganizersOnlyError
    return request


async def opened(request: CatalogRequest, shared: SharedShelf) -> OpenedCatalog:
    """Read the server's papers."""
    shelf = Shelf(shared, await paper_rows.shelved_papers(request.connection, request.server_id))
    return OpenedCatalog(request.connection, request.viewer, request.server_id, request.now, shelf)


def server_of(viewer: Viewer) -> int:
    """Raises NoServerHereError in a direct message."""
    if viewer.server_id is None:
        raise NoServerHereError
    return viewer.server_id


async def may_change(connection: AsyncConnection, viewer: Viewer) -> bool:
    """Return whether the viewer manages the server, or has the organizer role of one of its open clubs."""
    server_id = server_of(viewer)
    membership = viewer.memberships.get(server_id)
    if membership is None or membership.manages_server:
        return membership is not None
    return any(map(viewer.organizes, await club_rows.clubs_of_server(connection, server_id)))
