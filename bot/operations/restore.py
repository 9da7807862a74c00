"""`python -m bot restore FILE`: replace the database with a backup, without posting anything twice."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.core.privacy.erased_list import ErasedList
from bot.database_url import SQLITE_SCHEME
from bot.operations.console import counted, say
from bot.storage.backups.after_restore import note_restore_in
from bot.storage.backups.copies import row_counts
from bot.storage.backups.exchange import exchange, prepare
from bot.storage.backups.file_checks import (
    FOLDER,
    SHARED,
    damage,
    known_revisions,
    likely_cause,
    revision_of,
    shared_file_system,
)
from bot.storage.database import database_file
from bot.storage.errors import DatabaseError
from bot.storage.privacy.erased_list import OTHERS, list_of, read_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bot.settings import Settings
    from bot.storage.backups.exchange import PreparedCopy

NAME = "restore"
HELP = "Replace the database with a backup. Stop the bot first. Messages posted since the backup are not posted again."
RUNNING = (
    "A Paper Club is running on {file}. Stop it first (`docker compose stop bot`, `systemctl stop`, or Ctrl-C in its "
    "terminal), then restore."
)
NO_POSTGRESQL = (
    "DATABASE_URL names a PostgreSQL database. Stop every bot, restore the dump with pg_restore, then run "
    "`python -m bot restore --done`, so that nothing is posted twice. docs/RUNBOOK.md has every step."
)
DONE = """\
Restored {backup} to {file}. It covers everything up to {until:%Y-%m-%d %H:%M} UTC. Rows:
{rows}
{kept}{erasures}
Next steps:
  1. Run python -m bot check.
  2. Start the bot. It searches Discord for messages posted after that time, so that nothing is posted twice. For that
     it needs Read Message History in the clubs' channels.
  3. Tell your members that logs, reviews and settings from after that time are gone from the database. Their messages
     are still in the weeks' threads on Discord, and members can copy their logs from there into /log write."""

KEPT = """\
The previous database was kept as {file}. It holds what members wrote: delete it once you don't need it.
"""
ERASURES = """\
The backup does not know {erasures} of the erasures that members asked for. The bot repeats them when it starts, before
it sends anything.
"""
NO_LIST = """\
There is no list of erased members at {file}. If members had their data erased after the backup was made, it is back:
put a copy of the list there and run this again, or have these members erase their data again.
"""
NO_LIST_SET = """\
No list of erased members is kept, since neither ERASED_MEMBERS_FILE nor BACKUP_FOLDER is set. If members had their data
erased after the backup was made, it is back, and they have to erase it again.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", nargs="?", type=Path, help="the backup file to restore")
    parser.add_argument(
        "--done",
        action="store_true",
        help="you have already restored the backup (with pg_restore): only prevent duplicate posts",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    now = datetime.now(UTC)
    if arguments.done and arguments.backup is not None:
        raise DatabaseError("Name a backup file, or use --done if you have already restored it, but not both.")
    if arguments.done:
        return _note_only(settings, now)
    if not settings.database_url.startswith(SQLITE_SCHEME):
        raise DatabaseError(NO_POSTGRESQL)
    if arguments.backup is None:
        raise DatabaseError("Name the backup file: python -m bot restore BACKUP_FILE.")
    backup, file = arguments.backup.absolute(), database_file(settings.database_url)
    done = restore(backup, file, now, settings.erased_list_file)
    rows = "\n".join(counted(row_counts(file)))
    aside = KEPT.format(file=done.kept) if done.kept else ""
    facts = {"backup": backup, "file": file, "until": done.until, "rows": rows, "kept": aside}
    say(DONE.format(**facts, erasures=_erasures(done.erasures)))
    return 0


def _note_only(settings: Settings, now: datetime) -> int:
    if settings.database_url.startswith(SQLITE_SCHEME) and not database_file(settings.database_url).is_file():
        raise DatabaseError(f"{database_file(settings.database_url)} does not exist: restore the backup first.")
    list_file = settings.erased_list_file
    listed = read_file(list_file) if list_file else ErasedList()
    known, erasures = asyncio.run(note_restore_in(settings.database_url, now, [listed]))
    say(f"Done. The bot will look for messages posted after {known.backup_at:%Y-%m-%d %H:%M} UTC before posting them.")
    if list_file is None:
        say(NO_LIST_SET)
    elif not list_file.exists():
        say(NO_LIST.format(file=list_file))
    elif erasures:
        say(_erasures(erasures))
    return 0


def _erasures(count: int) -> str:
    return ERASURES.format(erasures=count) if count else ""


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the previous file was `kept`, the time `until` which the backup goes, and the erasures to be repeated."""

    kept: Path | None
    until: datetime
    erasures: int


def restore(backup: Path, file: Path, now: datetime, list_file: Path | None = None) -> Restored:
    """Replace the file with the backup. What it does not know of erased members comes from the file and the list.

    Raises DatabaseError if a bot is running or the backup is unusable; then nothing has changed.
    """
    with _alone(file):
        _refuse_unusable(backup, file)
        erased = _erased_lists(backup, file, list_file)
        prepared: PreparedCopy = asyncio.run(prepare(backup, file, now, erased))
        return Restored(exchange(prepared, file, now), prepared.restore.backup_at, prepared.erasures)


def _erased_lists(backup: Path, file: Path, list_file: Path | None) -> list[ErasedList]:
    """What the database that is replaced knows, and what the list file does. Raises DatabaseError."""
    known = list_of(backup)
    replaced = list_of(file) if file.exists() else ErasedList()
    if not replaced.fits(known):
        # The backup is of another database, whose members these are not.
        replaced = ErasedList()
    listed = read_file(list_file) if list_file else ErasedList()
    if list_file and not listed.fits(known.with_all_of(replaced)):
        raise DatabaseError(OTHERS.format(file=list_file))
    return [replaced, listed]


def _refuse_unusable(backup: Path, file: Path) -> None:
    if not backup.is_file():
        said = f"{backup} is a folder: name a backup in it." if backup.is_dir() else f"{backup} does not exist."
        raise DatabaseError(said)
    if file.is_dir():
        raise DatabaseError(FOLDER.format(file=file))
    if file.exists() and backup.samefile(file):
        raise DatabaseError(f"{backup} is the database itself: name a backup of it.")
    if kind := shared_file_system(file):
        raise DatabaseError(SHARED.format(file=file, kind=kind))
    if fault := damage(backup):
        raise DatabaseError(f"{backup} is damaged, so nothing was changed ({fault}). Try an older backup.")
    revision = revision_of(backup)
    if revision is None:
        raise DatabaseError(f"{backup} is not a Paper Club database, so nothing was changed.")
    if revision not in known_revisions():
        raise DatabaseError(
            f"{backup} was made by a newer Paper Club (table version {revision}; this one supports up to "
            f"{known_revisions()[-1]}), so nothing was changed. Restore it with the newer version."
        )


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """The lock that a running bot holds."""
    if not file.parent.is_dir():
        raise DatabaseError(
            f"DATABASE_URL names a file in {file.parent}, but that folder does not exist: create it first."
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
