"""Checks what a role may do in a PostgreSQL database, before a start that would fail without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.core.errors import DatabaseAwayError
from bot.storage.database import POSTGRESQL, Database
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MAY_CREATE = text("SELECT has_schema_privilege(current_schema(), 'CREATE')")
OWNED_BY_OTHERS = text(
    """
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND tablename = ANY(:names) AND NOT pg_has_role(tableowner, 'USAGE')
    ORDER BY tablename
    """
)
CLOSED = text(
    """
    SELECT tablename FROM pg_tables, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS needed
    WHERE schemaname = current_schema() AND tablename = ANY(:names)
    AND NOT has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), needed)
    ORDER BY tablename
    """
)


async def lacking_right(url: str, *, has_all_tables: bool) -> str:
    """Return the right that the role lacks, worded for the operator; empty if it lacks none, and for a file.

    Raises DatabaseError if the database does not answer.
    """
    if not url.startswith(POSTGRESQL):
        return ""
    database = Database(url)
    try:
        async with database.read_transaction() as connection:
            return await _lacking(connection, has_all_tables=has_all_tables)
    except DatabaseAwayError as error:
        raise database.explained(error) from error
    finally:
        await database.close()


async def _lacking(connection: AsyncConnection, *, has_all_tables: bool) -> str:
    names = {"names": sorted(metadata.tables)}
    if has_all_tables:
        closed = await connection.scalar(CLOSED, names)
        return f"may not read and change the table {closed}" if closed else ""
    if not await connection.scalar(MAY_CREATE):
        return "may not create tables"
    owned = await connection.scalar(OWNED_BY_OTHERS, names)
    return f"does not own the table {owned}, which has to be updated" if owned else ""
