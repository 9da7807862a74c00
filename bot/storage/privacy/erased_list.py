"""The list of erased members: in the database, and in a file that a restore does not replace."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import func, insert, select

from bot.core.privacy.erased_list import ErasedList, ErasedMember
from bot.storage.backups.copies import UNFINISHED, companions, flush_folder, give_to_owner_of
from bot.storage.backups.file_checks import read_only
from bot.storage.errors import DatabaseError
from bot.storage.privacy.record import record
from bot.storage.privacy.tables import erased_members, erasure_keys

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

UNREADABLE = (
    "{file} should hold the list of erased members and cannot be read ({reason}). Put back a copy of it, for example "
    "from another machine; or move it away if there is none, and then erase these members again by hand."
)
OTHERS = (
    "{file} holds the erased members of another database, since it has another key. Give each database its own file "
    "with ERASED_MEMBERS_FILE, or its own BACKUP_FOLDER."
)

# How many erasures a list has, and when the latest was. If the list changes, so does this, unless clocks differ.
Extent: TypeAlias = tuple[int, datetime | None]
NOTHING: Extent = (0, None)


async def extent_of(connection: AsyncConnection) -> Extent:
    """Return the extent of the list in the database, without reading the list."""
    count, latest = (await connection.execute(select(func.count(), func.max(erased_members.c.erased_at)))).one()
    return count, latest


async def stored_list(connection: AsyncConnection) -> ErasedList:
    """Return the list in the database."""
    key = await connection.scalar(select(erasure_keys.c.key))
    rows = await connection.execute(select(erased_members).order_by(*erased_members.primary_key))
    members = [ErasedMember(row.member_hash, row.server_id, row.keeps_reviews, row.erased_at) for row in rows]
    return ErasedList(key, tuple(members))


async def carry_over(connection: AsyncConnection, known: ErasedList) -> int:
    """Add what the database does not know, so that the bot erases these members again. Return how many erasures."""
    stored = await stored_list(connection)
    if stored.key is None and known.key is not None:
        await connection.execute(insert(erasure_keys).values(key=known.key))
    unknown = known.unknown_to(stored)
    for member in unknown:
        await record(connection, member, is_due_again=True)
    return len(unknown)


def list_of(file: Path) -> ErasedList:
    """Return the list in an SQLite file that nobody uses; an empty one if it is too old or damaged.

    Leaves nothing next to it.
    """
    there = [part for part in companions(file) if part.exists()]
    try:
        with closing(read_only(file)) as connection:
            keys = connection.execute("SELECT key FROM erasure_keys").fetchone()
            query = "SELECT member_hash, server_id, keeps_reviews, erased_at FROM erased_members"
            members = [_member(*row) for row in connection.execute(query)]
    except (sqlite3.DatabaseError, ValueError):
        return ErasedList()
    finally:
        for part in companions(file):
            if part not in there:
                part.unlink(missing_ok=True)
    return ErasedList(keys[0] if keys else None, tuple(members))


def read_file(file: Path) -> ErasedList:
    """Return the list in the file; an empty one if there is none. Raises DatabaseError."""
    try:
        stored: Any = json.loads(file.read_text(encoding="utf-8"))
        return ErasedList(stored["key"], tuple(_member(*row) for row in stored["erased"]))
    except FileNotFoundError:
        return ErasedList()
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no such list"
        raise DatabaseError(UNREADABLE.format(file=file, reason=reason)) from error


def write_file(file: Path, erased: ErasedList) -> None:
    """Replace the file at once, so that a crash leaves the old list or the new one. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # Processes in containers may have the same number.
    partial = file.with_name(f".{file.name}.{secrets.token_hex(4)}{UNFINISHED}")
    rows = [
        [member.member_hash, member.server_id, member.keeps_reviews, member.erased_at.astimezone(UTC).isoformat()]
        for member in erased.members
    ]
    # Only the bot's own account can read it, as with the database.
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        json.dump({"key": erased.key, "erased": rows}, opened, indent=1)
        opened.flush()
        os.fsync(opened.fileno())
    give_to_owner_of(file if file.exists() else file.parent, partial)
    partial.replace(file)
    flush_folder(file.parent)


def _member(member_hash: str, server_id: int, keeps_reviews: bool, erased_at: str) -> ErasedMember:
    moment = datetime.fromisoformat(erased_at)
    return ErasedMember(
        str(member_hash), int(server_id), bool(keeps_reviews), moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    )
