"""Questions about papers, answered from the catalog of the server where they are asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from bot.core.papers.server_catalog import ServerCatalog
from bot.services.papers.kept import KeptByServer
from bot.services.papers.server_papers import PapersEverywhere, ServerPapers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.core.papers.paper import Catalog
    from bot.services.papers.catalogs import Catalogs
    from bot.services.papers.papers import Papers
    from bot.storage.database import Database

# Only this process changes the papers of the servers it serves. Others were changed before it took them over.
FRESH_S = 30.0
NEVER = -inf
# Building indexes takes a millisecond a paper: more than these are left to a thread.
MOST_AT_ONCE = 16


@dataclass(eq=False, slots=True)
class _Known:
    """The papers of a server, and when they were last compared with the database, on the monotonic clock."""

    papers: Papers
    checked_at: float = NEVER
    making: asyncio.Lock = field(default_factory=asyncio.Lock)


class PaperService:
    """The papers of each server. Servers without papers of their own share one object, and so do direct messages."""

    def __init__(
        self,
        database: Database,
        catalogs: Catalogs,
        shared: Papers,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._catalogs = catalogs
        self._elapsed = elapsed
        self.shared = shared
        self._known: KeptByServer[_Known] = KeptByServer()
        self._forgotten = 0

    async def of(self, server_id: int | None) -> Papers:
        """Return the papers that can be found in the server; None means direct messages.

        What this process changed is visible at once, and what another process changed half a minute later at most.
        """
        if server_id is None:
            return self.shared
        known = self._known.get(server_id)
        if known and self._elapsed() - known.checked_at < FRESH_S:
            return known.papers
        if known is None:
            known = _Known(self.shared)
            self._known.keep(server_id, known, 0)
        before = self._forgotten
        async with self._database.read_transaction() as connection:
            catalog = await self._catalogs.of(connection, server_id)
        # One after the other, so that keystrokes that arrive meanwhile share what the first one makes.
        async with known.making:
            if known.papers.catalog is not catalog:
                known.papers = await self._made(catalog, known.papers)
            papers = known.papers
        if before == self._forgotten:
            known.checked_at = self._elapsed()
        self._known.keep(server_id, known, len(papers.catalog) - len(self.shared.catalog))
        return papers

    async def _made(self, catalog: Catalog, before: Papers) -> Papers:
        if not isinstance(catalog, ServerCatalog):
            return self.shared
        if len(catalog.own) <= MOST_AT_ONCE:
            return ServerPapers(catalog, self.shared, before)
        return await asyncio.to_thread(ServerPapers, catalog, self.shared, before)

    async def named_in(self, server_ids: Iterable[int | None]) -> Papers:
        """Return the shared papers, which know how texts from these servers call theirs."""
        return PapersEverywhere(self.shared, {server_id: await self.of(server_id) for server_id in set(server_ids)})

    def forget(self, server_id: int) -> None:
        """The papers of the server have changed: look again. Call this after the commit."""
        self._forgotten += 1
        self._catalogs.forget(server_id)
        if known := self._known.get(server_id):
            known.checked_at = NEVER
