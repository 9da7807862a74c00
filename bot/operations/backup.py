"""`python -m bot backup`: a complete, verified copy of the database, even while the bot runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.database_url import SQLITE_SCHEME
from bot.operations.console import counted, say, sized
from bot.services.backups import backup_name, made_folder
from bot.services.privacy.erased_list import add_to_file
from bot.storage.backups.copies import BackupError, back_up
from bot.storage.database import database_file
from bot.storage.privacy.erased_list import list_of

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings

NAME = "backup"
HELP = "Copy the database to a file and verify the copy. Works while the bot runs."
POSTGRESQL = """\
DATABASE_URL names a PostgreSQL database. Back it up with PostgreSQL's own tool, which works while the bot runs:

  {dump}

It asks for the password, or reads it from ~/.pgpass. docs/RUNBOOK.md explains how to restore such a backup."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        nargs="?",
        type=Path,
        help="the file or folder to write to; by default BACKUP_FOLDER, or the current folder",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    now = datetime.now(UTC)
    if not settings.database_url.startswith(SQLITE_SCHEME):
        say(POSTGRESQL.format(dump=dump_command(settings.database_url, now)))
        return 1
    target = _target(arguments.target, settings.backup_folder, now)
    backup = back_up(database_file(settings.database_url), target.absolute())
    say(f"Backed up to {backup.file} ({sized(backup.size)}) and verified. Rows:", *counted(backup.rows))
    # The list must never be older than the newest backup.
    erased, list_file = list_of(backup.file), settings.erased_list_file
    if list_file and erased.key:
        add_to_file(list_file, erased)
        say(f"{list_file} lists the members who had their data erased. A restore needs it, so keep a copy of it too.")
    return 0


def _target(given: Path | None, folder: Path | None, now: datetime) -> Path:
    """The file to write. Raises BackupError."""
    target = given or folder or Path.cwd()
    if target == folder:
        made_folder(target)
    if target.is_dir():
        target /= backup_name(now)
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} does not exist: create it first, or choose another.")
    return target


def dump_command(url: str, now: datetime) -> str:
    """The command for PostgreSQL, without the password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    account = f"{parts.username}@" if parts.username else ""
    options = parts.query.replace("ssl=", "sslmode=")
    address = f"postgresql://{account}{host}{parts.path}{'?' if options else ''}{options}"
    return f"pg_dump --format=custom --file={backup_name(now).removesuffix('.db')}.dump '{address}'"
