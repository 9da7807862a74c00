"""What one table holds of a member: each feature declares its own, beside its tables, in `personal_data.py`.

`bot/storage/privacy/registry.py` lists them all. A test walks every column of every table, and fails if one that could
hold a member's id or words belongs to no holding.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, true

from bot.core.privacy.erasure import SETTLING, first_id_after
from bot.storage.tables import clubs, weeks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Column, ColumnElement, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope

ROWS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """When a member asked to be erased, and `now`, the time of the transaction that erases what was stored late."""

    at: datetime
    now: datetime

    @property
    def settled(self) -> datetime:
        """Work that was under way when they asked may have been stored until then."""
        return self.at + SETTLING


@dataclass(frozen=True, slots=True)
class Holding:
    """`name` is its key in an export. The message `privacy-holding` says what it is.

    `rows_of` is the condition for a member's rows in a scope. `done_before` is the one for what was done before the
    member asked to be erased: they may come back and write again meanwhile. `erase` deletes the rows of a condition, or
    takes the member with this id out of them. It runs in the erasure's transaction, in the order of the registry.
    `hidden` are columns that an export leaves out, because they say something about another member. `person` is the
    column with the member's id, if there is one.
    """

    name: str
    table: Table
    rows_of: Callable[[MemberScope], ColumnElement[bool]]
    done_before: Callable[[ErasureRequest], ColumnElement[bool]]
    erase: Callable[[AsyncConnection, ColumnElement[bool], int], Awaitable[None]]
    hidden: Sequence[Column[Any]] = field(default=())
    person: Column[Any] | None = None

    @property
    def shown(self) -> list[Column[Any]]:
        """The columns in an export."""
        hidden = {column.name for column in self.hidden}
        return [column for column in self.table.c if column.name not in hidden]

    async def exported(self, connection: AsyncConnection, scope: MemberScope) -> list[dict[str, Any]]:
        """The member's rows, by column name, ordered by primary key."""
        query = select(*self.shown).where(self.rows_of(scope)).order_by(*self.table.primary_key)
        found: list[dict[str, Any]] = []
        for rows in (await connection.execute(query)).mappings().partitions(ROWS_AT_ONCE):
            found += map(dict, rows)
            # Reading years of rows at once would delay everybody else's answers.
            await asyncio.sleep(0)
        return found

    async def count(self, connection: AsyncConnection, scope: MemberScope, *narrower: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(self.table).where(self.rows_of(scope), *narrower)
        return (await connection.execute(query)).scalar_one()


def deleting(table: Table) -> Callable[[AsyncConnection, ColumnElement[bool], int], Awaitable[None]]:
    """An `erase` that deletes the rows."""

    async def erase(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
        await connection.execute(delete(table).where(which))

    return erase


def sent_before(interaction_id: Column[Any]) -> Callable[[ErasureRequest], ColumnElement[bool]]:
    """A `done_before` for a table with the interaction that brought each row, whenever it was stored."""
    return lambda asked: interaction_id < first_id_after(asked.at)


def happened_before(at: Column[Any]) -> Callable[[ErasureRequest], ColumnElement[bool]]:
    """A `done_before` for a table with a time in each row."""
    return lambda asked: at <= asked.at


def in_server(server_id: Column[Any], scope: MemberScope) -> ColumnElement[bool]:
    """For a table with a server in each row."""
    return true() if scope.server_id is None else server_id == scope.server_id


def in_clubs(club_id: Column[Any], scope: MemberScope) -> ColumnElement[bool]:
    """For a table with a club in each row."""
    if scope.server_id is None:
        return true()
    return club_id.in_(select(clubs.c.id).where(clubs.c.server_id == scope.server_id))


def in_weeks(week_id: Column[Any], scope: MemberScope) -> ColumnElement[bool]:
    """For a table with a week in each row."""
    if scope.server_id is None:
        return true()
    of_server = select(weeks.c.id).join(clubs, clubs.c.id == weeks.c.club_id)
    return week_id.in_(of_server.where(clubs.c.server_id == scope.server_id))
