"""Find what was posted: the bot's own messages with an entry's marker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.core.weeks.details import PostDetails
from bot.delivery.outgoing import is_marked, picture_names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.outbox.entry import Entry
    from bot.delivery.pacing import Pace

PAGE = 100


async def messages_of(
    bot: discord.Client, channel: discord.abc.Messageable, key: str, since: datetime, pacer: Pace
) -> AsyncIterator[discord.Message]:
    """The bot's messages with the marker `key`, oldest first. The caller has waited for the first turn."""
    after: datetime | discord.Message = since
    while True:
        page = [message async for message in channel.history(limit=PAGE, after=after, oldest_first=True)]
        for message in page:
            if bot.user and message.author.id == bot.user.id and _marked(message, key):
                yield message
        if len(page) < PAGE:
            return
        after = page[-1]
        await pacer.turn()


def shown_pictures(message: discord.Message) -> tuple[str, ...]:
    """The file names of the message's pictures and attachments."""
    shown = picture_names([component.to_dict() for component in message.components])  # type: ignore[misc]
    return tuple(dict.fromkeys([*shown, *(attachment.filename for attachment in message.attachments)]))


async def forum_posts_of(
    bot: discord.Client, entry: Entry, since: datetime, pacer: Pace
) -> AsyncIterator[discord.Message]:
    """The first messages of the bot's forum posts with the marker, active and archived."""
    for thread_id in await _own_threads(bot, entry, since, pacer):
        starter = await _starter_of(bot, entry, thread_id, pacer)
        if starter and _marked(starter, entry.key):
            yield starter


async def emptied_posts_of(bot: discord.Client, entry: Entry, since: datetime, pacer: Pace) -> list[int]:
    """Open threads with the post's name whose first message is gone: copies that were only half removed."""
    found = await _own_threads(bot, entry, since, pacer, still_open=PostDetails.of(entry).thread_name or "")
    return [one for one in found if await _starter_of(bot, entry, one, pacer) is None]


async def _starter_of(bot: discord.Client, entry: Entry, thread_id: int, pacer: Pace) -> discord.Message | None:
    await pacer.turn()
    channel = bot.get_partial_messageable(thread_id, guild_id=entry.server_id)
    try:
        return await channel.fetch_message(thread_id)
    except discord.NotFound:
        return None


async def _own_threads(
    bot: discord.Client, entry: Entry, since: datetime, pacer: Pace, still_open: str = ""
) -> list[int]:
    """Ids of the threads that the bot has opened in the forum since then, lowest first.

    With `still_open`, only threads of that name that aren't archived.
    """
    active: Any = await bot.http.get_active_threads(entry.server_id)
    archived = [] if still_open else await _archived_since(bot, entry.channel_id, since, pacer)
    first = discord.utils.time_snowflake(since)
    me = bot.user.id if bot.user else 0
    found = {
        int(thread["id"])
        for thread in [*active["threads"], *archived]
        if int(thread["parent_id"]) == entry.channel_id and int(thread["owner_id"]) == me and int(thread["id"]) >= first
        if not still_open or thread["name"] == still_open
    }
    return sorted(found)


async def _archived_since(bot: discord.Client, forum_id: int, since: datetime, pacer: Pace) -> list[dict[str, Any]]:
    """Discord lists them by the time they were archived, latest first; older ones don't matter."""
    found: list[dict[str, Any]] = []
    before: str | None = None
    while True:
        page: Any = await bot.http.get_public_archived_threads(forum_id, before=before)
        found += page["threads"]
        last = found[-1]["thread_metadata"]["archive_timestamp"] if found else ""
        if not page["threads"] or not page.get("has_more") or datetime.fromisoformat(last) < since:
            return found
        before = last
        await pacer.turn()


def _marked(message: discord.Message, key: str) -> bool:
    return is_marked([component.to_dict() for component in message.components], key)  # type: ignore[misc]
