"""What is kept in memory of servers that have papers of their own, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_SERVERS = 10_000
MOST_PAPERS = 50_000  # of all servers together: an index takes about 4 KB a paper


class KeptByServer(Generic[T]):
    """One value of each server. When there are too many servers, or papers in them, those used least recently go."""

    def __init__(self, most_servers: int = MOST_SERVERS, most_papers: int = MOST_PAPERS) -> None:
        self._most_servers, self._most_papers = most_servers, most_papers
        self._values: OrderedDict[int, tuple[T, int]] = OrderedDict()
        self._papers = 0

    def get(self, server_id: int) -> T | None:
        found = self._values.get(server_id)
        if found is None:
            return None
        self._values.move_to_end(server_id)
        return found[0]

    def keep(self, server_id: int, value: T, papers: int) -> None:
        """Keep the server's value, which has this many papers. The newest always stays."""
        self.drop(server_id)
        self._values[server_id] = value, papers
        self._papers += papers
        while len(self._values) > self._most_servers or (self._papers > self._most_papers and len(self._values) > 1):
            self.drop(next(iter(self._values)))

    def drop(self, server_id: int) -> None:
        if server_id in self._values:
            self._papers -= self._values.pop(server_id)[1]
