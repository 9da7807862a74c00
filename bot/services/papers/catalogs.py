"""Which catalog a server has: the shared one, with the server's own papers over it if there are any."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.papers.server_catalog import ServerCatalog
from bot.services.papers.kept import KeptByServer
from bot.storage.catalog.server_papers import read_papers, version_of

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog
    from bot.storage.catalog.server_papers import StoredPapers
    from bot.storage.connections import AsyncConnection

# Following the links of more papers is left to a thread: it takes about 10 µs a paper.
MOST_AT_ONCE = 200
UNKNOWN = -1


@dataclass(slots=True)
class _Kept:
    version: int
    stored: StoredPapers
    catalog: ServerCatalog


class Catalogs:
    """The catalogs of all servers. Those with own papers are kept in memory with their version.

    The database has the version, so every process is right, also after a restart or another process's change. Servers
    without own papers share one object, which costs them one small query.
    """

    def __init__(self, shared: Catalog) -> None:
        self.shared = shared
        self._kept: KeptByServer[_Kept] = KeptByServer()

    async def of(self, connection: AsyncConnection, server_id: int | None) -> Catalog:
        """Return the server's catalog as of the caller's transaction; None, in direct messages, has the shared one.

        A transaction that changes the server's papers must not call this after its change: it may be rolled back.
        """
        if server_id is None:
            return self.shared
        version = await version_of(connection, server_id)
        if not version:
            self._kept.drop(server_id)
            return self.shared
        kept = self._kept.get(server_id)
        if kept and kept.version == version:
            return kept.catalog
        stored = await read_papers(connection, server_id, kept.stored if kept else None)
        facts = (self.shared, stored.papers.values(), stored.links, kept.catalog if kept else None)
        if len(stored.papers) <= MOST_AT_ONCE:
            catalog = ServerCatalog(*facts)
        else:
            catalog = await asyncio.to_thread(ServerCatalog, *facts)
        self._kept.keep(server_id, _Kept(version, stored, catalog), len(stored.papers))
        return catalog

    def forget(self, server_id: int) -> None:
        """Compare the server's papers with the database when they are next asked for, whatever the version says."""
        if kept := self._kept.get(server_id):
            kept.version = UNKNOWN
