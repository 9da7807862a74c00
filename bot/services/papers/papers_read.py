"""A memory cache of the papers that a server's clubs have read: most cards show papers that none has."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.storage.weeks.rows import papers_posted

if TYPE_CHECKING:
    from bot.storage.database import Database

MOST_SERVERS = 10_000


class PapersRead:
    """Code that posts a week or imports sessions must call `forget`, or its paper would be missing here.

    The process that answers a server's members also posts its weeks, so no other process has to be told.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys: OrderedDict[int, frozenset[str]] = OrderedDict()
        self._forgotten = 0

    async def has(self, server_id: int, paper_key: str) -> bool:
        """Whether any club of the server, even a closed one, has had a week or an earlier session on the paper."""
        if server_id not in self._keys:
            before = self._forgotten
            async with self._database.read_transaction() as connection:
                keys = await papers_posted(connection, server_id)
            if before != self._forgotten:
                return paper_key in keys
            self._keys[server_id] = keys
            if len(self._keys) > MOST_SERVERS:
                self._keys.popitem(last=False)
        self._keys.move_to_end(server_id)
        return paper_key in self._keys[server_id]

    def forget(self, server_id: int) -> None:
        """A week of the server was posted, or sessions were imported: read the database again.

        Call this after the commit.
        """
        self._forgotten += 1
        self._keys.pop(server_id, None)
