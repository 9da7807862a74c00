"""Replaces a database file with a backup, in steps that may be interrupted at any point."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from glob import escape
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.backups.after_restore import note_restore_in
from bot.storage.backups.copies import COMPANIONS, companions, copy, flush, flush_folder, give_to_owner_of, remove
from bot.storage.backups.file_checks import prepared_copy, unfinished_restore
from bot.storage.errors import DatabaseError
from bot.storage.sqlite import file_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.core.outbox.restores import Restore
    from bot.core.privacy.erased_list import ErasedList

NO_BACKUP = "{backup} does not have all of Paper Club's tables ({reason}), so nothing was changed. Try another backup."


@dataclass(frozen=True, slots=True)
class PreparedCopy:
    """A copy of a backup that is ready to replace the database. The next start repeats so many erasures."""

    file: Path
    restore: Restore
    erasures: int


async def prepare(backup: Path, file: Path, now: datetime, erased: Sequence[ErasedList] = ()) -> PreparedCopy:
    """Copy the backup next to the database, update its tables, and mark what it may not know as in doubt.

    `erased` are lists of erased members. Raises DatabaseError; then nothing is left of the copy.
    """
    made = prepared_copy(file)
    remove(made)
    try:
        copy(backup, made)
        restore, erasures = await note_restore_in(file_url(made), now, erased)
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        flush(made)
    except (DatabaseError, SQLAlchemyError) as error:
        # The error would name the copy. The operator knows the backup by its own name.
        remove(made)
        raise DatabaseError(NO_BACKUP.format(backup=backup, reason=_reason(error))) from error
    except (OSError, sqlite3.Error) as error:
        remove(made)
        raise DatabaseError(
            f"The backup could not be copied to {file.parent}, so nothing was changed: {error}."
        ) from error
    finally:
        made.with_name(f"{made.name}.lock").unlink(missing_ok=True)
    return PreparedCopy(made, restore, erasures)


def _reason(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, DatabaseError) and error.__cause__ else error
    return str(getattr(cause, "orig", None) or cause).partition(", so it cannot")[0]


def exchange(prepared: PreparedCopy, file: Path, now: datetime) -> Path | None:
    """Move the present file aside, with what SQLite wrote next to it, and put the prepared one in its place.

    If this is interrupted, the prepared file has a name with which no bot starts. Returns where the former file is
    kept, or None if there was none.
    """
    waiting = unfinished_restore(file)
    give_to_owner_of(file if file.exists() else file.parent, prepared.file)
    prepared.file.replace(waiting)
    flush_folder(file.parent)
    aside = _name_aside(file, now) if file.exists() else None
    if aside:
        # The file itself comes last: the files next to it may hold committed data, which is useless without it.
        for part, kept in zip([*companions(file), file], [*companions(aside), aside], strict=True):
            if part.exists():
                part.rename(kept)
    for left in companions(file):
        left.unlink(missing_ok=True)
    waiting.replace(file)
    flush_folder(file.parent)
    return aside


def _name_aside(file: Path, now: datetime) -> Path:
    """Return the name that an interrupted attempt started to use, or else a free one."""
    for began in file.parent.glob(f"{escape(file.name)}.before-*{COMPANIONS[0]}"):
        name = began.with_name(began.name.removesuffix(COMPANIONS[0]))
        if not name.exists():
            return name
    return _free_name(file, now)


def _free_name(file: Path, now: datetime) -> Path:
    stem, number = f"{file.name}.before-{now:%Y%m%dT%H%M%SZ}", 1
    name = file.with_name(stem)
    while name.exists():
        number += 1
        name = file.with_name(f"{stem}-{number}")
    return name
