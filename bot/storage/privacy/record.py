"""The record of erased members: keyed hashes, by which a restored backup is erased again. It names nobody."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, union, update

from bot.core.privacy.erased_list import ErasedMember
from bot.core.privacy.member_data import MemberScope, is_erased
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.privacy.tables import erased_members, erasure_keys
from bot.storage.tables import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

EVERYWHERE = 0
KEY_LOCK = 0x4B6579


@dataclass(frozen=True, slots=True)
class DueAgain:
    """A recorded erasure that a restore undid. `scope` is None if the database holds nothing of the member."""

    member_hash: str
    server_id: int
    keeps_reviews: bool
    scope: MemberScope | None


async def erasure_key(connection: AsyncConnection) -> str:
    """Return the key of the hashes. It is made when first needed, so the connection must be able to write."""
    if connection.dialect.name == "postgresql":
        # Two processes at once must not make a key each.
        await connection.execute(select(func.pg_advisory_xact_lock(KEY_LOCK)))
    key: str | None = await connection.scalar(select(erasure_keys.c.key))
    if key is None:
        key = secrets.token_hex(32)
        await connection.execute(insert(erasure_keys).values(key=key))
    return key


def member_hash(key: str, user_id: int) -> str:
    return hmac.new(bytes.fromhex(key), str(user_id).encode(), hashlib.sha256).hexdigest()


async def note_erased(connection: AsyncConnection, scope: MemberScope, *, keeps_reviews: bool, now: datetime) -> None:
    """Record the erasure, in place of an earlier one of the same scope."""
    hashed = member_hash(await erasure_key(connection), scope.user_id)
    await record(connection, ErasedMember(hashed, scope.server_id or EVERYWHERE, keeps_reviews, now))


async def record(connection: AsyncConnection, member: ErasedMember, *, is_due_again: bool = False) -> None:
    """Store the erasure, in place of an earlier one of the same member in the same place."""
    await connection.execute(delete(erased_members).where(*_is(member.member_hash, member.server_id)))
    row = {field.name: getattr(member, field.name) for field in fields(member)}
    await connection.execute(insert(erased_members).values(**row, is_due_again=is_due_again))


async def erased_since(connection: AsyncConnection, scope: MemberScope, since: datetime) -> bool:
    """Return whether the member was erased at `since` or later, in this scope or everywhere."""
    key: str | None = await connection.scalar(select(erasure_keys.c.key))
    if key is None:
        return False
    query = select(erased_members.c.server_id).where(
        erased_members.c.member_hash == member_hash(key, scope.user_id),
        erased_members.c.server_id.in_({EVERYWHERE, scope.server_id or EVERYWHERE}),
        erased_members.c.erased_at >= since,
    )
    return await connection.scalar(query.limit(1)) is not None


async def members_due_again(connection: AsyncConnection) -> list[DueAgain]:
    """Return the erasures to repeat after a restore. Hashing all members' ids in this database shows whose they are."""
    due = (await connection.execute(select(erased_members).where(erased_members.c.is_due_again))).all()
    if not due:
        return []
    key: str | None = await connection.scalar(select(erasure_keys.c.key))
    wanted = {row.member_hash for row in due}
    known = {member_hash(key, user_id): user_id for user_id in await _user_ids(connection)} if key else {}
    found = {hashed: user_id for hashed, user_id in known.items() if hashed in wanted}
    return [
        DueAgain(
            row.member_hash,
            row.server_id,
            row.keeps_reviews,
            MemberScope(found[row.member_hash], row.server_id or None) if row.member_hash in found else None,
        )
        for row in due
    ]


async def forget_due_again(connection: AsyncConnection, due: DueAgain) -> None:
    """Note that the erasure was repeated."""
    whose = _is(due.member_hash, due.server_id)
    await connection.execute(update(erased_members).where(*whose).values(is_due_again=False))


async def _user_ids(connection: AsyncConnection) -> set[int]:
    """Return the ids of all members that the database knows of."""
    persons = [select(holding.person) for holding in HOLDINGS if holding.person is not None]
    found = set(await connection.scalars(union(*persons)))
    for details in await connection.scalars(select(outbox.c.details)):
        found.update(_numbers(details))
    return {user_id for user_id in found if user_id and not is_erased(user_id)}


def _numbers(value: Any) -> Iterable[int]:
    """Return every number in a JSON value. A hash tells which of them is a member's id."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for one in value for number in _numbers(one)]
    return [value] if isinstance(value, int) else []


def _is(member_hash: str, server_id: int) -> tuple[Any, Any]:
    return erased_members.c.member_hash == member_hash, erased_members.c.server_id == server_id
