"""Locks rows, so that processes that change the same thing come one after the other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

if TYPE_CHECKING:
    from sqlalchemy import Column, Select
    from sqlalchemy.ext.asyncio import AsyncConnection


async def lock_row(connection: AsyncConnection, column: Column[Any], value: object) -> None:
    """Until this transaction ends, no other locks the row with this value. SQLite has one writer at a time anyway."""
    if connection.dialect.name != "sqlite":
        await connection.execute(_locking(column), {"value": value})


@cache
def _locking(column: Column[Any]) -> Select[Any]:
    """Built once for each column: building a statement costs as much as running it."""
    return select(column).where(column == bindparam("value")).with_for_update()
