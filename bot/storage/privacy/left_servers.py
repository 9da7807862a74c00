"""Servers that removed the bot, and the erasure of what the tables hold of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, union

from bot.storage.catalog.tables import (
    catalog_previews,
    paper_suggestions,
    server_catalogs,
    server_links,
    server_papers,
)
from bot.storage.privacy.tables import erasures, left_servers
from bot.storage.reminders.tables import reminders
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, leavers, log_drafts, outbox, paper_logs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

# What belongs to clubs, and how many rows of it go in one transaction. With a week, SQLite looks through the whole
# outbox for messages about it.
IN_BATCHES = ((outbox, 500), (paper_logs, 100), (weeks, 10))
# With a club goes the rest of it. What is left of the outbox then is the welcome.
AT_ONCE = (log_drafts, leavers, reminders, erasures, clubs, outbox)
# A server's own papers can be many. The rest of its catalog are short rows.
MOST_PAPERS = 500
OF_CATALOG = (server_links, server_catalogs, paper_suggestions, catalog_previews)


async def servers_in_use(connection: AsyncConnection, shards: Shards) -> set[int]:
    """Return the servers of the shards that have clubs, own papers, drafts or notes about members."""
    columns = (
        *(table.c.server_id for table in (clubs, log_drafts, leavers, reminders)),
        *(table.c.guild_id for table in (server_papers, *OF_CATALOG)),
    )
    found = union(*(select(column).where(column.is_not(None), within(column, shards)) for column in columns))
    return set(await connection.scalars(found))


async def servers_with_data(connection: AsyncConnection, shards: Shards) -> set[int]:
    """Return the same servers, and those with nothing but a welcome."""
    welcomed = select(outbox.c.server_id).where(outbox.c.club_id.is_(None), within(outbox.c.server_id, shards))
    return await servers_in_use(connection, shards) | set(await connection.scalars(welcomed))


async def left_since(connection: AsyncConnection, shards: Shards) -> dict[int, datetime]:
    """Return when each server of the shards was noted to have removed the bot."""
    query = select(left_servers).where(within(left_servers.c.server_id, shards)).order_by(left_servers.c.left_at)
    return {row.server_id: row.left_at for row in await connection.execute(query)}


async def left_at(connection: AsyncConnection, server_id: int) -> datetime | None:
    found: datetime | None = await connection.scalar(
        select(left_servers.c.left_at).where(left_servers.c.server_id == server_id)
    )
    return found


async def note_left(connection: AsyncConnection, server_id: int, now: datetime) -> None:
    """Note that the server removed the bot. It may not be noted already."""
    await connection.execute(insert(left_servers).values(server_id=server_id, left_at=now))


async def forget_left(connection: AsyncConnection, server_ids: Collection[int]) -> None:
    """Note that the bot is in these servers."""
    await connection.execute(delete(left_servers).where(left_servers.c.server_id.in_(server_ids)))


async def erase_some_of(connection: AsyncConnection, server_id: int) -> bool:
    """Delete some of what the tables hold of a server, but the note that it removed the bot.

    Returns whether there may be more.
    """
    own = select(clubs.c.id).where(clubs.c.server_id == server_id)
    for table, most in IN_BATCHES:
        batch = select(table.c.id).where(table.c.club_id.in_(own)).limit(most)
        if (await connection.execute(delete(table).where(table.c.id.in_(batch)))).rowcount:
            return True
    papers = select(server_papers.c.id).where(server_papers.c.guild_id == server_id).limit(MOST_PAPERS)
    if (await connection.execute(delete(server_papers).where(server_papers.c.id.in_(papers)))).rowcount:
        return True
    for table in OF_CATALOG:
        await connection.execute(delete(table).where(table.c.guild_id == server_id))
    for table in AT_ONCE:
        await connection.execute(delete(table).where(table.c.server_id == server_id))
    return False
