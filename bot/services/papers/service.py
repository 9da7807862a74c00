"""Questions about papers, answered from the catalog of the server where they are asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from bot.core.errors import DatabaseAwayError
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
WAITED_S, TRIED_AGAIN_S, FOUND_AT_FIRST = 1.5, 1.0, 64


@dataclass(eq=False, slots=True)
class _Known:
    """The papers of a server, and when they were last compared with the database, on the monotonic clock."""

    papers: Papers
    checked_at: float = NEVER
    making: asyncio.Lock = field(default_factory=asyncio.Lock)
    coming: tuple[Catalog, asyncio.Future[ServerPapers]] | None = None
    is_whole: bool = True


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
        While the database is away, the papers are those known last: nobody needs it to look a paper up.
        """
        if server_id is None:
            return self.shared
        known = self._known.get(server_id)
        if known is None:
            known = _Known(self.shared)
            self._known.keep(server_id, known, 0)
        if not self._is_fresh(known):
            # One after the other, so that keystrokes that arrive meanwhile share what the first one makes.
            async with known.making:
                await self._refresh(known, server_id)
        return known.papers

    def _is_fresh(self, known: _Known) -> bool:
        return self._elapsed() - known.checked_at < FRESH_S

    async def _refresh(self, known: _Known, server_id: int) -> None:
        if self._is_fresh(known):
            return
        before = self._forgotten
        try:
            async with self._database.read_transaction() as connection:
                catalog = await self._catalogs.of(connection, server_id)
        except DatabaseAwayError:
            return
        if known.papers.catalog is not catalog or not known.is_whole:
            await self._make(known, catalog)
            self._known.keep(server_id, known, len(catalog) - len(self.shared.catalog))
        if before == self._forgotten:
            known.checked_at = self._elapsed() - (0 if known.is_whole else FRESH_S - TRIED_AGAIN_S)

    async def _make(self, known: _Known, catalog: Catalog) -> None:
        """Index the catalog. If that takes long, as for thousands of papers after a restart, only the newest are
        found at first: Discord waits three seconds for an answer.
        """
        known.is_whole = True
        if not isinstance(catalog, ServerCatalog):
            known.papers = self.shared
        elif len(catalog.own) <= MOST_AT_ONCE:
            known.papers = ServerPapers(catalog, self.shared, known.papers)
        else:
            if known.coming is None or known.coming[0] is not catalog:
                making = asyncio.to_thread(ServerPapers, catalog, self.shared, known.papers)
                known.coming = catalog, asyncio.ensure_future(making)
            coming = known.coming[1]
            await asyncio.wait({coming}, timeout=WAITED_S)
            known.is_whole = coming.done()
            if coming.done():
                known.coming = None
                known.papers = coming.result()
            elif known.papers.catalog is not catalog:
                newest = dict(islice(reversed(catalog.own.items()), FOUND_AT_FIRST))
                known.papers = await asyncio.to_thread(ServerPapers, catalog, self.shared, None, newest)

    async def named_in(self, server_ids: Iterable[int | None]) -> Papers:
        """Return the shared papers, which know how texts from these servers call theirs."""
        return PapersEverywhere(self.shared, {server_id: await self.of(server_id) for server_id in set(server_ids)})

    def forget(self, server_id: int) -> None:
        """The papers of the server have changed: look again. Call this after the commit."""
        self._forgotten += 1
        self._catalogs.forget(server_id)
        if known := self._known.get(server_id):
            known.checked_at = NEVER
