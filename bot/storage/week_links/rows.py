"""The rows of weeks' links. Who added a link is not stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.text.characters import storable
from bot.core.week_links.link import WeekLink
from bot.storage.locks import lock_row
from bot.storage.tables import weeks
from bot.storage.week_links.tables import week_links

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

OF_WEEK = select(week_links).where(week_links.c.week_id == bindparam("week")).order_by(week_links.c.id)


async def lock_links(connection: AsyncConnection, week_id: int) -> None:
    """Until this transaction ends, no other changes the week's links."""
    await lock_row(connection, weeks.c.id, week_id)


async def links_of_week(connection: AsyncConnection, week_id: int) -> list[WeekLink]:
    """Return the links in the order in which they were added."""
    return [WeekLink(row.url, row.what, row.id) for row in await connection.execute(OF_WEEK, {"week": week_id})]


async def add_link(connection: AsyncConnection, week_id: int, link: WeekLink, now: datetime) -> None:
    await connection.execute(
        insert(week_links).values(week_id=week_id, url=link.url, what=storable(link.what), added_at=now)
    )


async def rename_link(connection: AsyncConnection, link: WeekLink) -> None:
    await connection.execute(update(week_links).where(week_links.c.id == link.id).values(what=storable(link.what)))


async def remove_link(connection: AsyncConnection, week_id: int, link_id: int) -> bool:
    """Return whether it was there."""
    which = (week_links.c.id == link_id, week_links.c.week_id == week_id)
    return (await connection.execute(delete(week_links).where(*which))).rowcount > 0
