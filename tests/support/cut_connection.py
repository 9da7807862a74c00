"""A connection to PostgreSQL that breaks during commits: before the server receives them, or before it can answer."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

COMMIT = b"COMMIT;"
# Appears in the startup message of a connection that commits nothing.
READER = b"default_transaction_read_only"
MOST_BYTES = 1 << 16
PORT = 5432

When = Literal["unheard", "unanswered", "under way"]


@dataclass
class CutConnection:
    """A proxy between the bot and its database that cuts every n-th commit; none with 0. `cuts` counts them.

    `when` says whether a cut comes before the server receives the commit, after it, or in the middle. While it
    `is_away`, nothing gets through and every connection is closed; with `stays_away`, that begins with a cut.
    """

    when: When = "unanswered"
    every: int = 0
    is_away: bool = False
    stays_away: bool = False
    commits: int = 0
    cuts: int = 0
    _is_next: bool = False
    _folder: str = ""
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    @contextlib.asynccontextmanager
    async def to(self, url: str) -> AsyncIterator[str]:
        """The URL that leads through it."""
        self._folder = str(make_url(url).query["host"])
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        through = make_url(url).set(host="127.0.0.1", port=server.sockets[0].getsockname()[1], query={})
        try:
            yield through.render_as_string(hide_password=False)
        finally:
            server.close()
            for writer in self._open:
                writer.close()

    async def _serve(self, from_bot: asyncio.StreamReader, to_bot: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(f"{self._folder}/.s.PGSQL.{PORT}")
        self._open |= {to_bot, to_server}
        answering = asyncio.create_task(self._pump(from_server, to_bot))
        is_reader = False
        while (data := await from_bot.read(MOST_BYTES)) and not self.is_away:
            is_reader = is_reader or READER in data
            if COMMIT in data and not is_reader and self._is_cut():
                answering.cancel()
                self.is_away = self.stays_away
                await asyncio.gather(answering, return_exceptions=True)
                if self.when != "unheard":
                    to_server.write(data)
                    await to_server.drain()
                if self.when == "unanswered":
                    await from_server.read(MOST_BYTES)
                break
            to_server.write(data)
        to_server.close()
        to_bot.close()
        answering.cancel()
        self._open -= {to_bot, to_server}

    def next_one(self) -> None:
        """Cut the next commit as well."""
        self._is_next = True

    def _is_cut(self) -> bool:
        self.commits += 1
        is_cut = self.every > 0 and self.commits % self.every == 0
        is_cut, self._is_next = is_cut or self._is_next, False
        self.cuts += is_cut
        return is_cut

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(MOST_BYTES):
                writer.write(data)
        writer.close()
