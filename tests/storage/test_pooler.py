"""Behind a connection pooler, the bot refuses to start and says which address to use instead."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from bot.storage.database import Database
from bot.storage.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.support.postgresql import PostgresqlServer

SSL_REQUEST = 80877103
KNOWN = {b"user", b"database", b"client_encoding"}
PORT = 5432


async def startup_settings(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> dict[bytes, bytes]:
    """Read the settings in a session's startup message; encryption is refused."""
    while True:
        length, version = struct.unpack("!II", await reader.readexactly(8))
        body = await reader.readexactly(length - 8)
        if version != SSL_REQUEST:
            words = body.rstrip(b"\0").split(b"\0")
            return dict(zip(words[::2], words[1::2], strict=True))
        writer.write(b"N")


async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _folder: str) -> None:
    """Refuse like PgBouncer, which by default rejects a setting that it does not know."""
    asked = await startup_settings(reader, writer)
    unknown = next(name for name in asked if name not in KNOWN | {b"application_name"})
    said = b"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: " + unknown + b"\0\0"
    writer.write(b"E" + struct.pack("!I", len(said) + 4) + said)
    writer.close()


async def drop_settings(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, folder: str) -> None:
    """Drop the settings like PgBouncer with `ignore_startup_parameters`."""
    asked = await startup_settings(reader, writer)
    server_reader, server_writer = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{PORT}")
    kept = b"".join(name + b"\0" + value + b"\0" for name, value in asked.items() if name in KNOWN) + b"\0"
    server_writer.write(struct.pack("!II", len(kept) + 8, 196608) + kept)
    await asyncio.gather(pump(reader, server_writer), pump(server_reader, writer), return_exceptions=True)


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            writer.write(data)
    writer.close()


@contextlib.asynccontextmanager
async def pooler(url: str, serve: Callable[..., Awaitable[None]]) -> AsyncIterator[str]:
    """Yield the URL that leads through the pooler."""
    folder = str(make_url(url).query["host"])
    server = await asyncio.start_server(lambda *streams: serve(*streams, folder), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield make_url(url).set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("serve", "reason"),
    [(refuse, "unsupported startup parameter"), (drop_settings, "lock_timeout is lost on the way")],
)
async def test_a_pooler_is_recognized_and_named(
    postgresql: PostgresqlServer, serve: Callable[..., Awaitable[None]], reason: str
) -> None:
    url = await postgresql.new_database(is_migrated=False)
    async with pooler(url, serve) as through:
        database = Database(through)
        with pytest.raises(DatabaseError) as refused:
            await database.open()
        await database.close()
    said = str(refused.value)
    assert "PostgreSQL seems to be behind a connection pooler such as PgBouncer" in said
    assert reason in said
    assert "Use PostgreSQL's own host and port" in said
    await postgresql.drop(url)
