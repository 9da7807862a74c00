"""Putting a backup in the place of a database file, in steps of which each can be the last."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from glob import escape
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.backups import COMPANIONS, companions, copy, flush, flush_folder, remove
from bot.storage.errors import DatabaseError
from bot.storage.file_checks import unfinished_restore
from bot.storage.putting_back import note_restore_in
from bot.storage.sqlite import file_url

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.core.restores import Restore
NO_BACKUP = (
    "{backup} does not hold Paper Club's tables as it says ({reason}), so nothing was changed. Try another backup."
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A copy of a backup that is ready to take the database's place."""

    file: Path
    restore: Restore


async def prepare(backup: Path, file: Path, now: datetime) -> Prepared:
    """Copy the backup beside the database, bring its tables up to date, and put what it may not know of in doubt.

    Raises DatabaseError; then nothing is left of the copy.
    """
    made = file.with_name(f".{file.name}.prepared")
    remove(made)
    try:
        copy(backup, made)
        restore = await note_restore_in(file_url(made), now)
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        flush(made)
    except (DatabaseError, SQLAlchemyError) as error:
        # The copy has another name than the operator's file, which an error of the copy's would tell.
        remove(made)
        raise DatabaseError(NO_BACKUP.format(backup=backup, reason=_reason(error))) from error
    except (OSError, sqlite3.Error) as error:
        remove(made)
        raise DatabaseError(
            f"The backup could not be copied to {file.parent}, so nothing was changed: {error}."
        ) from error
    finally:
        made.with_name(f"{made.name}.lock").unlink(missing_ok=True)
    return Prepared(made, restore)


def _reason(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, DatabaseError) and error.__cause__ else error
    return str(getattr(cause, "orig", None) or cause).partition(", so it cannot")[0]


def exchange(prepared: Prepared, file: Path, now: datetime) -> Path | None:
    """Keep the present file aside, with what SQLite wrote beside it, and put the prepared one in its place.

    Whatever ends this half-way leaves the prepared file under a name at which no bot starts. Returns where the former
    file is kept, None where there was none.
    """
    waiting = unfinished_restore(file)
    _give_to_owner_of(file if file.exists() else file.parent, prepared.file)
    prepared.file.replace(waiting)
    flush_folder(file.parent)
    aside = _name_aside(file, now) if file.exists() else None
    if aside:
        # The file itself comes last: what was committed may stand beside it, and is of no use without it.
        for part, kept in zip([*companions(file), file], [*companions(aside), aside], strict=True):
            if part.exists():
                part.rename(kept)
    for left in companions(file):
        left.unlink(missing_ok=True)
    waiting.replace(file)
    flush_folder(file.parent)
    return aside


def _give_to_owner_of(place: Path, made: Path) -> None:
    """Whoever restores as root does not start the bot as root, which could not open the file then."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = place.stat()
        os.chown(made, owner.st_uid, owner.st_gid)


def _name_aside(file: Path, now: datetime) -> Path:
    """The name that a try which was cut off has begun to use; else a free one."""
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
