"""The direct messages of a member with the bot, opened before there is anything to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord


async def direct_channel(client: discord.Client, user_id: int) -> int:
    """Return the id of the channel. Discord opens one for everybody, and refuses only messages."""
    return int((await client.http.start_private_message(user_id))["id"])
