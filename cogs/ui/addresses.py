"""Addresses of messages, as Discord's clients open them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.weeks import Week


def message_address(server_id: int | None, channel_id: int | None, message_id: int | None) -> str:
    """Empty where there is no message."""
    if server_id is None or channel_id is None or message_id is None:
        return ""
    return f"https://discord.com/channels/{server_id}/{channel_id}/{message_id}"


def post_address(server_id: int, week: Week) -> str:
    """Of a week's post, where it was posted, wherever its club meets by now; empty before it is."""
    return message_address(server_id, week.post_channel_id, week.message_id)
