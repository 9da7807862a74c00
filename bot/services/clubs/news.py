"""Tell a club's channel what happened to the club, wherever that was decided. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.clubs.details import NewsDetails
from bot.core.outbox.kinds import Kind
from bot.services.outbox.entries import free_key, new_entry
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection


class News(StrEnum):
    """What happened to a club."""

    CREATED = "created"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"


async def tell_club(
    connection: AsyncConnection, club: Club, news: News, now: datetime, said_in: Collection[int] | None
) -> None:
    """Post in the club's channel, or for a forum in the newest week's thread, unless everyone there has already read
    it.

    `said_in` is None if nobody needs to be told, for example because the bot has left the server.
    """
    channel_id: int | None = club.settings.channel_id
    if club.settings.is_forum:
        channel_id = await week_rows.newest_thread(connection, club.id)
    if channel_id is None or said_in is None or channel_id in said_in:
        return
    week = await week_rows.latest_week(connection, club.id)
    key = await free_key(connection, f"{club.token}-{news}")
    entry = new_entry(club, Kind.CLUB_NEWS, key, channel_id, week.id if week else None)
    await outbox_rows.add_entry(connection, replace(entry, details=NewsDetails(news).stored()), now)
