"""Checks that a database file can be trusted before a bot writes to it. No check changes the file."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage.errors import DatabaseError
from bot.storage.migrating import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

# On these, locks and flushes reach another machine or system late or never. SQLite cannot keep its promises there.
NETWORK = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "davfs", "webdav", "sshfs"),
    *("9p", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "vboxsf", "vmhgfs", "prl_fs", "drvfs"),
}
# SQLite needs some space for what it writes next to a file, even to read it.
LEAST_FREE = 256 * 1024
VERSION, OURS = "version_num", re.compile(r"\d{4}")
LOCAL_FUSE = {"fuse-overlayfs", "mergerfs", "gocryptfs", "encfs", "bindfs", "ntfs-3g", "exfat"}
SHARED = (
    "DATABASE_URL names {file}, which is on a network or shared file system ({kind}). SQLite cannot keep its promises "
    "there: two bots could write at once, and a power cut could lose what was saved. Put the file on a disk of this "
    "machine and copy backups to the share (BACKUP_FOLDER); or keep the data in PostgreSQL."
)
DAMAGED = (
    "DATABASE_URL names {file}, which is damaged or not a database, so it cannot be used ({fault}). Nothing in it was "
    "changed. Restore the newest backup: python -m bot restore BACKUP_FILE. That keeps the damaged file next to it."
)
NEWER = (
    "DATABASE_URL names {file}, which a newer Paper Club has used (table version {found}; this one supports up to "
    "{known}). Start the newer program again. Or, to go back for good, restore a backup from before the change: "
    "python -m bot restore BACKUP_FILE."
)
ANOTHERS = (
    "DATABASE_URL names {file}, which is another program's database: it has tables, but not Paper Club's. Nothing "
    "in it was changed. Name another file."
)
FOLDER = "DATABASE_URL names {file}, which is a folder: add the name of a file in it, such as paperclub.db."
CUT_OFF = (
    "A restore into {file} was interrupted. Run it again: python -m bot restore BACKUP_FILE. The previous file is next "
    "to it, with .before- in its name."
)


def check_file(file: Path) -> None:
    """Raise DatabaseError for a file that must not be used. A file may not exist yet, if its disk is suitable."""
    if file.is_dir():
        raise DatabaseError(FOLDER.format(file=file))
    if kind := shared_file_system(file):
        raise DatabaseError(SHARED.format(file=file, kind=kind))
    if unfinished_restore(file).exists():
        raise DatabaseError(CUT_OFF.format(file=file))
    if not file.exists() or not file.stat().st_size:
        return
    if fault := damage(file, "quick_check(1)"):
        raise DatabaseError(DAMAGED.format(file=file, fault=fault))
    revision = revision_of(file)
    if revision is None and _has_tables(file):
        raise DatabaseError(ANOTHERS.format(file=file))
    if revision is not None and revision not in known_revisions():
        raise DatabaseError(NEWER.format(file=file, found=revision, known=known_revisions()[-1]))


def prepared_copy(file: Path) -> Path:
    """Return where a backup is copied to before it replaces the file."""
    return file.with_name(f".{file.name}.prepared")


def unfinished_restore(file: Path) -> Path:
    """Return where a backup waits for the last steps of replacing the file."""
    return file.with_name(f".{file.name}.restoring")


def shared_file_system(file: Path, mounts: Iterable[tuple[str, str]] | None = None) -> str:
    """Return the kind of file system if SQLite must not be used on it; else an empty string.

    `mounts` are pairs of mount point and kind; the machine's own by default.
    """
    if mounts is None:
        mounts = [(part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=True)]
    folder = file.parent.resolve()
    # A later mount hides an earlier one at the same place.
    held = [(len(Path(point).parts), kind) for point, kind in mounts if folder.is_relative_to(point)]
    depth, kind = max(reversed(held), key=lambda mount: mount[0], default=(0, ""))
    kind = kind.lower()
    if kind.startswith("fuse."):
        return "" if kind.removeprefix("fuse.") in LOCAL_FUSE else kind
    # Some container runtimes pass their own root disk in over 9p. Nobody else uses it there.
    is_own_root = kind == "9p" and depth == 1
    return kind if kind in NETWORK and not is_own_root else ""


def damage(file: Path, check: str = "integrity_check(5)") -> str:
    """Return what SQLite finds wrong with the file; empty if nothing. `check` is one of its pragmas."""
    try:
        with closing(read_only(file)) as connection:
            found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}")]
    except sqlite3.OperationalError as error:
        raise DatabaseError(f"{file} cannot be read: {likely_cause(file, error)}.") from error
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else "; ".join(found)


def likely_cause(file: Path, said: object) -> str:
    """Return what SQLite or the system says about a file, with the usual cause if it can be seen."""
    if not os.path.isdir(file.parent):  # noqa: PTH112 - Path's own raises where it may not look
        return str(said)
    free = shutil.disk_usage(file.parent).free
    if free < LEAST_FREE:
        return f"{said}, because its disk is full ({free:,} bytes are free)"
    if not os.access(file.parent, os.W_OK | os.X_OK) or (file.exists() and not os.access(file, os.R_OK | os.W_OK)):
        return f"{said}, because this account may not write there; use the account that runs the bot"
    return str(said)


def _has_tables(file: Path) -> bool:
    with closing(read_only(file)) as connection:
        return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def revision_of(file: Path) -> str | None:
    """Return the version of the file's tables; None if none are ours. Other programs number theirs differently."""
    with closing(read_only(file)) as connection:
        columns = [str(row[1]) for row in connection.execute("PRAGMA table_info(alembic_version)")]
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if VERSION in columns else None
        return str(row[0]) if row and OURS.fullmatch(str(row[0])) else None


@cache
def known_revisions() -> tuple[str, ...]:
    """Return every table version that this program knows, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return tuple(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())[::-1]


def read_only(file: Path) -> sqlite3.Connection:
    """Open a connection that cannot change anything. It can also read a file that a bot is writing to."""
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=5)
