"""Links to messages and channels, in the form that Discord's clients open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.weeks.week import Week


def message_address(server_id: int | None, channel_id: int | None, message_id: int | None) -> str:
    """Return the address of a message; empty if there is none."""
    if server_id is None or channel_id is None or message_id is None:
        return ""
    return f"{channel_address(server_id, channel_id)}/{message_id}"


def channel_address(server_id: int, channel_id: int) -> str:
    """Return the address of a channel or thread."""
    return f"https://discord.com/channels/{server_id}/{channel_id}"


def log_address(log: PaperLog) -> str:
    """Return the address of a log's message; empty before it is posted."""
    return message_address(log.server_id, log.channel_id, log.message_id)


def post_address(server_id: int, week: Week) -> str:
    """Return the address of a week's post, even if its club has moved; empty before it is posted."""
    return message_address(server_id, week.post_channel_id, week.message_id)
