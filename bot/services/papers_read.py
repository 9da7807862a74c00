"""Which papers the clubs of a server have read, kept in memory: most cards are of papers that none has."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.storage.weeks import papers_posted

if TYPE_CHECKING:
    from bot.storage.database import Database

MOST_SERVERS = 10_000


class PapersRead:
    """Whoever posts a week says so with `forget`, or its paper would not be known here.

    A server's weeks are posted by the process that answers its members, so nothing else has to be told.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys: OrderedDict[int, frozenset[str]] = OrderedDict()
        self._forgotten = 0

    async def has(self, server_id: int, paper_key: str) -> bool:
        """Whether any club of the server, a closed one too, has had a week on the paper."""
        if server_id not in self._keys:
            before = self._forgotten
            async with self._database.reading() as connection:
                keys = await papers_posted(connection, server_id)
            if before != self._forgotten:
                return paper_key in keys
            self._keys[server_id] = keys
            if len(self._keys) > MOST_SERVERS:
                self._keys.popitem(last=False)
        self._keys.move_to_end(server_id)
        return paper_key in self._keys[server_id]

    def forget(self, server_id: int) -> None:
        """A week of the server was posted: ask the database anew. Call it once that is stored."""
        self._forgotten += 1
        self._keys.pop(server_id, None)
