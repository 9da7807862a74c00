"""Reads lists in which this program may be unable to read a row. That affects only the row's own club, and is logged.

Such a row may come from a newer program, be edited by hand, or be damaged. All other rows are read as usual.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from bot.core.clubs.club import SettingOutOfRangeError
from bot.core.errors import ClubError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")
# Errors that an unexpected value raises in the driver, in a column's type, or where a row becomes an object.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, ClubError)
# It is left out of repeated lists for this long.
ASIDE_S = 600
UNREADABLE_ROWS = "unreadable_rows"


class UnreadableRows:
    """The rows that a process could not read. Each is logged once, until it can be read again."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], float] = {}
        self._reasons: dict[tuple[str, int], str] = {}

    def __len__(self) -> int:
        return len(self._found)

    def note(self, table: str, row_id: int, error: BaseException) -> None:
        if (table, row_id) not in self._found:
            log.error(
                "a row cannot be read; `python -m bot check` names all", table=table, row=row_id, reason=_reason(error)
            )
        self._found[table, row_id] = monotonic()
        self._reasons[table, row_id] = _reason(error)

    @property
    def named(self) -> list[str]:
        """The rows, each in a few words for the operator."""
        return [f"row {row_id} of {table}: {self._reasons[table, row_id]}" for table, row_id in sorted(self._found)]

    def forget(self, table: str, row_ids: Iterable[int]) -> None:
        """Forget rows that can be read now."""
        if self._found:
            for row_id in row_ids:
                self._found.pop((table, row_id), None)

    def aside(self, table: str) -> list[int]:
        """Return ids of rows that were found so recently that they need not be tried again yet."""
        since = monotonic() - ASIDE_S
        return [row_id for (name, row_id), at in self._found.items() if name == table and at > since]


def unreadable_rows_of(connection: AsyncConnection) -> UnreadableRows:
    """Return the rows that were unreadable so far in the connection's database."""
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
    """Return `read` of each readable row of `table`. The query selects its `id` among other columns."""
    given, noted = dict(parameters or {}), unreadable_rows_of(connection)

    async def among(ids: Sequence[int]) -> list[T]:
        """Read the rows with these ids. Halving finds a bad one among many in a few steps."""
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


def _reason(error: BaseException) -> str:
    """Return the reason in words for the operator."""
    if isinstance(error, SettingOutOfRangeError):
        return f"`{error.setting}` can be {error.least} to {error.most}, not {error.value}."
    return str(error) or type(error).__name__
