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
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.storage.connections import AsyncConnection


class News(StrEnum):
    """What happened to a club."""

    CREATED = "created"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"
    BREAK = "break"
    MOVED = "moved"


async def tell_club(
    connection: AsyncConnection,
    club: Club,
    news: News,
    now: datetime,
    said_in: Collection[int] | None,
    *,
    day: date | None = None,
    before: date | None = None,
) -> None:
    """Post the news in the club's channel, unless everyone there has already read it.

    In a forum, a new club gets a post of its own. What comes later goes into the newest week's thread, or into that
    post. `said_in` is None if nobody needs to be told, for example because the bot has left the server. `day` and
    `before` are the dates that the news are about.
    """
    is_forum_post = club.settings.is_forum and news is News.CREATED
    channel_id = club.settings.channel_id if is_forum_post else await news_channel_of(connection, club)
    if channel_id is None or said_in is None or channel_id in said_in:
        return
    week = await week_rows.latest_week(connection, club.id)
    key = await free_key(connection, f"{club.token}-{news}")
    entry = new_entry(club, Kind.CLUB_NEWS, key, channel_id, week.id if week else None)
    details = NewsDetails(news, day.isoformat() if day else None, before.isoformat() if before else None)
    entry = replace(entry, is_forum=is_forum_post, details=details.stored())
    await outbox_rows.add_entry(connection, entry, now)


async def news_channel_of(connection: AsyncConnection, club: Club) -> int | None:
    """The channel for messages that are no posts: the club's own, or in a forum its newest thread. None without one."""
    if not club.settings.is_forum:
        return club.settings.channel_id
    return await week_rows.newest_thread(connection, club.id) or await _welcome_thread(connection, club)


def is_first_news(entry: Entry) -> bool:
    """Whether the entry announces a new club."""
    return entry.kind is Kind.CLUB_NEWS and NewsDetails.of(entry).news == News.CREATED


async def _welcome_thread(connection: AsyncConnection, club: Club) -> int | None:
    """The forum post that announced the club."""
    entry = await outbox_rows.entry_by_key(connection, f"{club.token}-{News.CREATED}")
    return entry.message_id if entry and entry.is_forum else None
