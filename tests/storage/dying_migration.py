"""Dies while migrating a database: before statement n, or before the commit.

Usage: `python -m tests.storage.dying_migration <url> <n>`, where 0 means the commit.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from bot.storage.database import Database


async def open_and_die(url: str, nth: int) -> None:
    numbers = count(1)

    @event.listens_for(Engine, "before_cursor_execute")
    def _before_statement(*_facts: Any) -> None:
        if next(numbers) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "commit")
    def _before_commit(_connection: Any) -> None:
        if not nth:
            os.kill(os.getpid(), signal.SIGKILL)

    await Database(url).open()


if __name__ == "__main__":
    asyncio.run(open_and_die(sys.argv[1], int(sys.argv[2])))
