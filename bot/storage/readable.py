"""Reading lists in which a row may be one that this program cannot read: it costs its own club only, and is told.

Such a row may be a newer program's, or changed by hand, or damaged. Everybody else's are read all the same.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from bot.core.errors import ClubError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")
# What a value that nobody expected raises, in the driver, in a column's type, or where a row becomes an object.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, ClubError)
# For so long it is left out of the lists in which it would come again and again.
ASIDE_S = 600
UNREADABLE_ROWS = "unreadable_rows"


class UnreadableRows:
    """The rows that a process could not read, each told once in the log, until they can be read."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], float] = {}
        self._reasons: dict[tuple[str, int], str] = {}

    def __len__(self) -> int:
        return len(self._found)

    def note(self, table: str, row_id: int, error: BaseException) -> None:
        if (table, row_id) not in self._found:
            log.error(
                "a row cannot be read; `python -m bot check` names all", table=table, row=row_id, reason=str(error)
            )
        self._found[table, row_id] = monotonic()
        self._reasons[table, row_id] = str(error) or type(error).__name__

    @property
    def named(self) -> list[str]:
        """Each in a few words for the operator."""
        return [f"row {row_id} of {table}: {self._reasons[table, row_id]}" for table, row_id in sorted(self._found)]

    def forget(self, table: str, row_ids: Iterable[int]) -> None:
        """They can be read."""
        if self._found:
            for row_id in row_ids:
                self._found.pop((table, row_id), None)

    def aside(self, table: str) -> list[int]:
        """Ids of those that were found so recently that they need not be looked at again yet."""
        since = monotonic() - ASIDE_S
        return [row_id for (name, row_id), at in self._found.items() if name == table and at > since]


def unreadable_rows_of(connection: AsyncConnection) -> UnreadableRows:
    """Those that the connection's database has shown so far."""
    options = connection.sync_connection.get_execution_options() if connection.sync_connection else {}
    found = options.get(UNREADABLE_ROWS)
    return found if isinstance(found, UnreadableRows) else UnreadableRows()


async def readable(
    connection: AsyncConnection,
    query: Select[Any],
    table: Table,
    read: Callable[[Row[Any]], T],
    parameters: Mapping[str, Any] | None = None,
) -> list[T]:
    """What `read` makes of each row of `table` that can be read; the query asks for its `id` among other columns."""
    given, noted = dict(parameters or {}), unreadable_rows_of(connection)

    async def among(ids: Sequence[int]) -> list[T]:
        """A bad one among many is found in a few steps, by halves."""
        try:
            return [read(row) for row in await connection.execute(query.where(table.c.id.in_(ids)), given)]
        except DBAPIError:
            raise
        except UNREADABLE as error:
            if len(ids) == 1:
                noted.note(table.name, ids[0], error)
                return []
        middle = len(ids) // 2
        return await among(ids[:middle]) + await among(ids[middle:])

    try:
        rows = (await connection.execute(query, given)).all()
        found = [read(row) for row in rows]
    except DBAPIError:
        raise
    except UNREADABLE:
        return await among(list(await connection.scalars(query.with_only_columns(table.c.id), given)))
    noted.forget(table.name, (row.id for row in rows))
    return found
