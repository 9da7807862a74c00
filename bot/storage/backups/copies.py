"""Makes consistent copies of an SQLite file, even while a bot writes to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage.backups.file_checks import damage, likely_cause, read_only
from bot.storage.errors import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path

UNFINISHED = ".unfinished"
COMPANIONS = ("-wal", "-shm", "-journal")


class BackupError(Exception):
    """No backup was made. `str(error)` is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was made and checked: its size in bytes, and the number of rows in each table."""

    file: Path
    size: int
    rows: dict[str, int]


def back_up(source: Path, target: Path) -> Backup:
    """Copy a database, check the copy, and only then give it its final name. A bot may keep using `source`.

    Raises BackupError; then there is no `target`.
    """
    if not source.is_file():
        raise BackupError(f"There is no database at {source} to back up.")
    if target.exists():
        raise BackupError(f"{target} already exists. A backup never replaces another file.")
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
    """Copy everything committed in `source` to the single file `target`, flush it, and return its size in bytes.

    Raises sqlite3.Error and OSError.
    """
    # Only the bot's own account needs to read what members wrote.
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    with closing(read_only(source)) as original, closing(sqlite3.connect(target)) as made:
        original.backup(made)
        # The copy is in WAL mode too, and would need the two files that SQLite keeps next to a file in use.
        made.execute("PRAGMA journal_mode=DELETE")
    flush(target)
    return target.stat().st_size


def row_counts(file: Path) -> dict[str, int]:
    """Return the number of rows of each table, by name."""
    with closing(read_only(file)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [str(row[0]) for row in connection.execute(query)]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names from the file's own list


def remove(file: Path) -> None:
    """Delete a file, if it exists, and what SQLite wrote next to it."""
    for part in (file, *companions(file)):
        part.unlink(missing_ok=True)


def companions(file: Path) -> list[Path]:
    """Return the files that SQLite keeps next to one in use."""
    return [file.with_name(f"{file.name}{ending}") for ending in COMPANIONS]


def flush(file: Path) -> None:
    """Flush the file to disk before anything depends on it."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def flush_folder(folder: Path) -> None:
    """Flush the folder's names to disk. Systems that cannot open folders do that themselves."""
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
        raise DatabaseError(f"The copy is damaged, and the original may be too: {fault}. See docs/RUNBOOK.md.")
    return row_counts(file)


def give_to_owner_of(original: Path, made: Path) -> None:
    """Give a new file the owner of `original`: the bot does not run as root even if an operator's command does."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = original.stat()
        os.chown(made, owner.st_uid, owner.st_gid)
