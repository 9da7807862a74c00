"""Telling a club's channel what has become of the club, wherever that was decided. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.outbox import Kind
from bot.services.entries import free_key, new_entry
from bot.storage import outbox as outbox_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club


class News(StrEnum):
    """What has become of a club."""

    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"


async def tell_club(
    connection: AsyncConnection, club: Club, news: News, now: datetime, said_in: Collection[int] | None
) -> None:
    """In its channel, or in a forum in the newest week's thread; not where everybody there has read of it already.

    `said_in` is None where nobody needs to hear of it, as when the bot has left the server.
    """
    place: int | None = club.settings.channel_id
    if club.settings.is_forum:
        place = await week_rows.newest_thread(connection, club.id)
    if place is None or said_in is None or place in said_in:
        return
    week = await week_rows.latest_week(connection, club.id)
    key = await free_key(connection, f"{club.token}-{news}")
    entry = new_entry(club, Kind.CLUB_NEWS, key, place, week.id if week else None)
    await outbox_rows.add_entry(connection, replace(entry, details={"news": news}), now)
