"""Opens a catalogue file to read it, and refuses one that is not as an import leaves it."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.storage.world_catalog import schema

if TYPE_CHECKING:
    from pathlib import Path

HEADER_BYTES = 100
MAGIC = b"SQLite format 3\x00"
AGAIN = "Import everything again: python -m bot import-catalogue --replace FILE…"
MISSING = "The catalogue file {file} does not exist. Import one: python -m bot import-catalogue FILE…"
UNREADABLE = "The catalogue file {file} can't be read: {reason}."
NOT_OURS = f"{{file}} is not a catalogue file, or only the beginning of one. {AGAIN}"
NEWER = (
    "The catalogue file {file} is of a newer Paper Club (layout {found}; this one reads up to {known}). Use that one, "
    f"or start anew. {AGAIN}"
)
OLDER = f"The catalogue file {{file}} is of an older Paper Club (layout {{found}}; this one reads {{known}}). {AGAIN}"
NOT_REPLACED = "{file} is something else than a catalogue file, so nothing is written there. Name another file."
BROKEN = f"The catalogue file {{file}} is damaged or only half-written ({{reason}}). {AGAIN}"


# What damaged pages cause besides SQLite's errors: broken packed texts, numbers and names.
DAMAGE = (sqlite3.Error, zlib.error, ValueError, TypeError, LookupError, OverflowError)


class CatalogueFileError(Exception):
    """The file can't be used. `str(error)` is a sentence for the operator that names it."""


def open_catalogue_file(file: Path) -> sqlite3.Connection:
    """Return a connection that only reads, and may be used in another thread. Raises CatalogueFileError.

    It takes a few milliseconds at any size: the whole file is only read by `check_whole`. An import that replaces the
    file does not disturb the connection, which goes on reading the file that it has opened.
    """
    _check_header(file)
    # Nobody writes to this file, so SQLite need not look for changes or locks.
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise CatalogueFileError(UNREADABLE.format(file=file, reason=error)) from error
    try:
        _check_contents(file, connection)
    except CatalogueFileError:
        connection.close()
        raise
    except sqlite3.Error as error:
        connection.close()
        raise CatalogueFileError(BROKEN.format(file=file, reason=error)) from error
    return connection


def check_replaceable(file: Path) -> None:
    """Raises CatalogueFileError for a file that an import must not replace: another database, or a dump itself."""
    with file.open("rb") as opened:
        beginning = opened.read(len(MAGIC))
    if not beginning:
        return
    if not beginning.startswith(MAGIC) or _is_other_database(file):
        raise CatalogueFileError(NOT_REPLACED.format(file=file))


def check_whole(file: Path) -> None:
    """Read every page of the file; this takes seconds for a million papers. Raises CatalogueFileError."""
    connection = open_catalogue_file(file)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
        connection.execute("SELECT rowid FROM words WHERE words MATCH 'a' LIMIT 1").fetchall()
    except sqlite3.Error as error:
        raise CatalogueFileError(BROKEN.format(file=file, reason=error)) from error
    finally:
        connection.close()
    if found != ["ok"]:
        raise CatalogueFileError(BROKEN.format(file=file, reason=found[0]))


def _check_header(file: Path) -> None:
    """Look at what SQLite itself ignores in a file that can't change: its length, and whose it is."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            header = opened.read(HEADER_BYTES)
    except FileNotFoundError:
        raise CatalogueFileError(MISSING.format(file=file)) from None
    except OSError as error:
        raise CatalogueFileError(UNREADABLE.format(file=file, reason=error.strerror or error)) from error
    numbers = {at: int.from_bytes(header[at : at + 4], "big") for at in (28, 60, 68)}
    pages, layout, application = numbers[28], numbers[60], numbers[68]
    if len(header) < HEADER_BYTES or not header.startswith(MAGIC) or application != schema.APPLICATION_ID:
        raise CatalogueFileError(NOT_OURS.format(file=file))
    if layout != schema.LAYOUT_VERSION:
        sentence = NEWER if layout > schema.LAYOUT_VERSION else OLDER
        raise CatalogueFileError(sentence.format(file=file, found=layout, known=schema.LAYOUT_VERSION))
    page_bytes = int.from_bytes(header[16:18], "big")
    if pages * page_bytes != size:
        raise CatalogueFileError(BROKEN.format(file=file, reason=f"{size:,} bytes instead of {pages * page_bytes:,}"))


def _check_contents(file: Path, connection: sqlite3.Connection) -> None:
    row = connection.execute("SELECT value FROM about WHERE name = ?", (schema.COMPLETE,)).fetchone()
    (last,) = connection.execute("SELECT max(number) FROM papers").fetchone()
    if row is None or str(row[0]) != str(last or 0):
        raise CatalogueFileError(BROKEN.format(file=file, reason="its last row is missing"))
    for table in schema.NAMES_OF_TABLES:
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our own names


def _is_other_database(file: Path) -> bool:
    """Return whether the file is a database that works, and not ours. One that is broken holds nothing for anybody."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return True  # such as a locked one
    except sqlite3.DatabaseError:
        return False
    return bool(tables and application != schema.APPLICATION_ID)
