"""Writes groups of changes without end, and reports each row as soon as it is acknowledged.

Usage: `python -m tests.storage.busy_writer <database> <acknowledged>`
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from bot.storage.command_syncs import remember_fingerprint
from bot.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

AT_ONCE = 6
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def store(connection: AsyncConnection, number: int) -> None:
    await remember_fingerprint(connection, number, f"{number:064d}", NOON)


async def write_on(url: str, acknowledged: int) -> None:
    database = Database(url)
    await database.open()
    numbers = count(1)

    async def write() -> None:
        for number in numbers:
            await database.grouped(partial(store, number=number))
            os.write(acknowledged, f"{number}\n".encode())

    await asyncio.gather(*(write() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    asyncio.run(write_on(f"sqlite+aiosqlite:///{sys.argv[1]}", os.open(sys.argv[2], flags)))
