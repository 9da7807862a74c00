"""Reading back what was posted: the bot's own messages that carry an entry's marker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.delivery.letters import is_marked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from bot.core.outbox import Entry
    from bot.delivery.pacing import Pacer

MESSAGES_LOOKED_AT = 1000


async def messages_of(
    bot: discord.Client, channel: discord.abc.Messageable, key: str, since: datetime
) -> AsyncIterator[discord.Message]:
    """The bot's messages with the marker `key`, oldest first."""
    async for message in channel.history(limit=MESSAGES_LOOKED_AT, after=since, oldest_first=True):
        if bot.user and message.author.id == bot.user.id and _marked(message, key):
            yield message


async def forum_posts_of(
    bot: discord.Client, entry: Entry, since: datetime, pacer: Pacer
) -> AsyncIterator[discord.Message]:
    """The starters of the bot's forum posts with the marker, active ones and archived ones."""
    for thread_id in await _own_threads(bot, entry, since):
        await pacer.turn()
        channel = bot.get_partial_messageable(thread_id, guild_id=entry.server_id)
        try:
            starter = await channel.fetch_message(thread_id)
        except discord.NotFound:
            continue
        if _marked(starter, entry.key):
            yield starter


async def _own_threads(bot: discord.Client, entry: Entry, since: datetime) -> list[int]:
    """Ids of the threads that the bot opened in the forum since then, lowest first."""
    active: Any = await bot.http.get_active_threads(entry.server_id)
    archived: Any = await bot.http.get_public_archived_threads(entry.channel_id)
    first = discord.utils.time_snowflake(since)
    me = bot.user.id if bot.user else 0
    found = {
        int(thread["id"])
        for thread in [*active["threads"], *archived["threads"]]
        if int(thread["parent_id"]) == entry.channel_id and int(thread["owner_id"]) == me and int(thread["id"]) >= first
    }
    return sorted(found)


def _marked(message: discord.Message, key: str) -> bool:
    return is_marked([component.to_dict() for component in message.components], key)  # type: ignore[misc]
