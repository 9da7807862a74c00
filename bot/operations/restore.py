"""`python -m bot restore FILE`: put a backup in the database's place, so that nothing is posted twice."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.operations.saying import counted, say
from bot.settings import SQLITE_SCHEME
from bot.storage.backups import row_counts
from bot.storage.database import database_file
from bot.storage.errors import DatabaseError
from bot.storage.exchange import exchange, prepare
from bot.storage.file_checks import (
    FOLDER,
    SHARED,
    damage,
    known_revisions,
    likely_cause,
    revision_of,
    shared_file_system,
)
from bot.storage.putting_back import note_restore_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bot.settings import Settings
    from bot.storage.exchange import Prepared

NAME = "restore"
HELP = "Put a backup in the database's place. The bot must not run. Nothing that was posted since is posted again."
RUNNING = (
    "A Paper Club is running on {file}. Stop it first (`docker compose stop bot`, `systemctl stop`, or Ctrl-C where "
    "it runs), then restore."
)
NO_POSTGRESQL = (
    "DATABASE_URL names a PostgreSQL database: stop every bot, put the dump back with pg_restore, and then say so with "
    "`python -m bot restore --done`, so that nothing is posted twice. docs/RUNBOOK.md has each step."
)
DONE = """\
Restored {backup} to {file}. It knows everything up to {until:%Y-%m-%d %H:%M} UTC, and holds, in rows:
{rows}
{kept}
What comes next:
  1. python -m bot check
  2. Start the bot. It looks in Discord for what was posted after that moment and adopts it, so that nothing is posted
     twice; for that it needs Read Message History in the clubs' channels.
  3. Tell your members: logs, reviews and settings from after that moment are gone from the database. The messages with
     them are still in Discord, in the weeks' threads, and can be copied from there into /log write."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", nargs="?", type=Path, help="the file to put back, as `backup` made it")
    parser.add_argument(
        "--done",
        action="store_true",
        help="the backup was put back by other means (pg_restore): only see to it that nothing is posted twice",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    now = datetime.now(UTC)
    if arguments.done and arguments.backup is not None:
        raise DatabaseError(
            "Either name a backup's file, or say --done where it was put back by other means; not both."
        )
    if arguments.done:
        return _note_only(settings, now)
    if not settings.database_url.startswith(SQLITE_SCHEME):
        raise DatabaseError(NO_POSTGRESQL)
    if arguments.backup is None:
        raise DatabaseError("Which backup? Name its file: python -m bot restore BACKUP_FILE.")
    backup, file = arguments.backup.absolute(), database_file(settings.database_url)
    kept, until = restore(backup, file, now)
    rows = "\n".join(counted(row_counts(file)))
    aside = f"The database that was there before is kept as {kept}.\n" if kept else ""
    say(DONE.format(backup=backup, file=file, until=until, rows=rows, kept=aside))
    return 0


def _note_only(settings: Settings, now: datetime) -> int:
    if settings.database_url.startswith(SQLITE_SCHEME) and not database_file(settings.database_url).is_file():
        raise DatabaseError(f"There is no database {database_file(settings.database_url)}: put the backup back first.")
    known = asyncio.run(note_restore_in(settings.database_url, now))
    say(f"Noted. What was posted after {known.backup_at:%Y-%m-%d %H:%M} UTC is looked for before it is posted again.")
    return 0


def restore(backup: Path, file: Path, now: datetime) -> tuple[Path | None, datetime]:
    """Put the backup in place of the file; where the former one is kept now, and up to when the backup knows all.

    Raises DatabaseError, where a bot runs or the backup cannot be used; then nothing has changed.
    """
    with _alone(file):
        _refuse_unusable(backup, file)
        prepared: Prepared = asyncio.run(prepare(backup, file, now))
        return exchange(prepared, file, now), prepared.restore.backup_at


def _refuse_unusable(backup: Path, file: Path) -> None:
    if not backup.is_file():
        said = f"{backup} is a folder: name the backup in it." if backup.is_dir() else f"There is no backup {backup}."
        raise DatabaseError(said)
    if file.is_dir():
        raise DatabaseError(FOLDER.format(file=file))
    if file.exists() and backup.samefile(file):
        raise DatabaseError(f"{backup} is the database itself. Name a backup of it.")
    if kind := shared_file_system(file):
        raise DatabaseError(SHARED.format(file=file, kind=kind))
    if fault := damage(backup):
        raise DatabaseError(f"{backup} is damaged, so nothing was changed ({fault}). Try an older backup.")
    revision = revision_of(backup)
    if revision is None:
        raise DatabaseError(f"{backup} is no database of Paper Club's, so nothing was changed.")
    if revision not in known_revisions():
        raise DatabaseError(
            f"{backup} was made by a newer Paper Club (version {revision} of its tables; this one knows up to "
            f"{known_revisions()[-1]}), so nothing was changed. Restore it with that newer program."
        )


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """The lock that a running bot holds."""
    if not file.parent.is_dir():
        raise DatabaseError(
            f"DATABASE_URL names a file in {file.parent}, a folder that does not exist: create it first."
        )
    lock = FileLock(file.with_name(f"{file.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DatabaseError(RUNNING.format(file=file)) from None
    except OSError as error:
        raise DatabaseError(f"{file} cannot be locked: {likely_cause(file, error.strerror)}.") from error
    try:
        yield
    finally:
        lock.release()
