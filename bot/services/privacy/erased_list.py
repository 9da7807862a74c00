"""Keeps the file with the list of erased members like the database, so that a restored backup is erased again."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.storage.errors import DatabaseError
from bot.storage.privacy.erased_list import (
    NOTHING,
    OTHERS,
    carry_over,
    extent_of,
    read_file,
    stored_list,
    write_file,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.privacy.erased_list import ErasedList
    from bot.storage.database import Database
    from bot.storage.privacy.erased_list import Extent

log = structlog.stdlib.get_logger(__name__)


class ErasedMembersFile:
    """Several processes on one database may each have a file of their own: each gets what the database knows.

    Without a `file`, the list is only in the database.
    """

    def __init__(self, database: Database, file: Path | None) -> None:
        self._database = database
        self._file = file
        self._written: Extent | None = NOTHING
        self._said = ""

    async def merge(self) -> None:
        """At the start, before anything is sent: the database may be a backup that was put back by hand.

        Raises DatabaseError if the file cannot be read or is another database's.
        """
        if self._file is None:
            return
        kept = await asyncio.to_thread(read_file, self._file)
        async with self._database.read_transaction() as connection:
            stored = await stored_list(connection)
        if not kept.fits(stored):
            raise DatabaseError(OTHERS.format(file=self._file))
        if again := await self._database.grouped(partial(carry_over, known=kept)):
            log.warning("the database does not know some erasures, so they are repeated", erasures=again)

    async def write_if_changed(self) -> None:
        """A chore, in case the list could not be written after an erasure, or another process erased somebody."""
        if self._file is None:
            return
        async with self._database.read_transaction() as connection:
            is_changed = await extent_of(connection) != self._written
        if is_changed:
            await self.write()

    async def write(self) -> None:
        """Call this after an erasure."""
        if self._file is None:
            return
        async with self._database.read_transaction() as connection:
            extent, stored = await extent_of(connection), await stored_list(connection)
        try:
            await asyncio.to_thread(add_to_file, self._file, stored)
        except (DatabaseError, OSError) as error:
            self._say(str(error))
            self._written = None
            return
        self._written, self._said = extent, ""

    def _say(self, reason: str) -> None:
        """Log each failure once."""
        if reason != self._said:
            log.error("the list of erased members could not be written", reason=reason)
        self._said = reason


def add_to_file(file: Path, stored: ErasedList) -> None:
    """Add what the database knows to the file. Raises DatabaseError if the file cannot be read or is another
    database's, and OSError.
    """
    kept = read_file(file)
    if not kept.fits(stored):
        raise DatabaseError(OTHERS.format(file=file))
    write_file(file, stored.with_all_of(kept))
