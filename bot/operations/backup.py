"""`python -m bot backup`: one whole, checked copy of the database, also while the bot runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.operations.saying import counted, say, sized
from bot.services.backups import backup_name, made_folder
from bot.settings import SQLITE_SCHEME
from bot.storage.backups import BackupError, back_up
from bot.storage.database import database_file

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings

NAME = "backup"
HELP = "Copy the database to a file, also while the bot runs, and check the copy."
POSTGRESQL = """\
DATABASE_URL names a PostgreSQL database. Those are best backed up by PostgreSQL's own tool, also while the bot runs:

  {dump}

It asks for the password, or takes it from ~/.pgpass. docs/RUNBOOK.md says how to put such a backup back."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        nargs="?",
        type=Path,
        help="file or folder to write to; by default BACKUP_FOLDER, or the folder that you are in",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    now = datetime.now(UTC)
    if not settings.database_url.startswith(SQLITE_SCHEME):
        say(POSTGRESQL.format(dump=dump_command(settings.database_url, now)))
        return 1
    target = _target(arguments.target, settings.backup_folder, now)
    backup = back_up(database_file(settings.database_url), target.absolute())
    say(f"Backed up to {backup.file} ({sized(backup.size)}), and checked. It holds, in rows:", *counted(backup.rows))
    return 0


def _target(given: Path | None, folder: Path | None, now: datetime) -> Path:
    """The file to make. Raises BackupError."""
    target = given or folder or Path.cwd()
    if target == folder:
        made_folder(target)
    if target.is_dir():
        target /= backup_name(now)
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}: create it first, or name another.")
    return target


def dump_command(url: str, now: datetime) -> str:
    """What to type for PostgreSQL. The password is not in it."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    account = f"{parts.username}@" if parts.username else ""
    options = parts.query.replace("ssl=", "sslmode=")
    address = f"postgresql://{account}{place}{parts.path}{'?' if options else ''}{options}"
    return f"pg_dump --format=custom --file={backup_name(now).removesuffix('.db')}.dump '{address}'"
