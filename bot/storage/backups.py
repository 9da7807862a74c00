"""Copies of an SQLite file that are whole, also while a bot writes to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage.errors import DatabaseError
from bot.storage.file_checks import damage, likely_cause, read_only

if TYPE_CHECKING:
    from pathlib import Path

UNFINISHED = ".unfinished"
COMPANIONS = ("-wal", "-shm", "-journal")


class BackupError(Exception):
    """No backup was made; `str(error)` is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was made and checked: its size in bytes, and how many rows each table has."""

    file: Path
    size: int
    rows: dict[str, int]


def back_up(source: Path, target: Path) -> Backup:
    """Copy a database, check the copy, and only then give it its name; a bot may go on using `source`.

    Raises BackupError; then there is no `target`.
    """
    if not source.is_file():
        raise BackupError(f"There is no database at {source} to back up.")
    if target.exists():
        raise BackupError(f"{target} exists already, and a backup never takes another's place.")
    partial = target.with_name(f".{target.name}{UNFINISHED}")
    remove(partial)
    try:
        backup = Backup(target, copy(source, partial), _checked(partial))
        partial.rename(target)
        flush_folder(target.parent)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        remove(partial)
        raise BackupError(f"The backup {target} could not be made: {_reason(error, source, target)}") from error
    return backup


def _reason(error: OSError | sqlite3.Error | DatabaseError, source: Path, target: Path) -> str:
    if isinstance(error, DatabaseError):
        return str(error)
    said = error.strerror if isinstance(error, OSError) else error
    cause = likely_cause(target, said)
    return f"{likely_cause(source, said) if cause == str(said) else cause}."


def copy(source: Path, target: Path) -> int:
    """Make `target` one file with everything that is committed in `source`, on the disk; its size in bytes.

    Raises sqlite3.Error and OSError.
    """
    # Nobody but the bot's own account needs to read what members wrote.
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    with closing(read_only(source)) as original, closing(sqlite3.connect(target)) as made:
        original.backup(made)
        # As it is copied it asks for the two companions that SQLite writes beside a file in use.
        made.execute("PRAGMA journal_mode=DELETE")
    flush(target)
    return target.stat().st_size


def row_counts(file: Path) -> dict[str, int]:
    """Rows of each table, by name."""
    with closing(read_only(file)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [str(row[0]) for row in connection.execute(query)]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names from the file's own list


def remove(file: Path) -> None:
    """Take away a file with what SQLite wrote beside it, where there is one."""
    for part in (file, *companions(file)):
        part.unlink(missing_ok=True)


def companions(file: Path) -> list[Path]:
    """The files that SQLite keeps beside one in use."""
    return [file.with_name(f"{file.name}{ending}") for ending in COMPANIONS]


def flush(file: Path) -> None:
    """Have it on the disk before anything builds on it."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def flush_folder(folder: Path) -> None:
    """Have its names on the disk. A system that cannot open folders does that by itself."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _checked(file: Path) -> dict[str, int]:
    if fault := damage(file):
        raise DatabaseError(f"The copy is damaged, and so may the original be: {fault}. See docs/RUNBOOK.md.")
    return row_counts(file)
