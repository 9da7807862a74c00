"""The permissions that the bot needs in a channel, and their names in Discord's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.outbox.kinds import Kind

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry

IN_A_CHANNEL = {
    *(Kind.POST, Kind.POST_EDIT, Kind.POLL, Kind.POLL_RESULT, Kind.CLUB_NEWS, Kind.NOTICE, Kind.WELCOME),
    *(Kind.CATCH_UP, Kind.HOST_CALL, Kind.POLL_EDIT, Kind.POLL_END),
}

NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "send_polls": "Create Polls",
    "manage_threads": "Manage Threads",
    "create_events": "Create Events",
    "connect": "Connect",
    "manage_channels": "Manage Channels",
    "mute_members": "Mute Members",
    "move_members": "Move Members",
}
# Everything that a reading week needs in a channel. To Discord, forum posts are messages, so one list is enough.
FOR_A_CLUB = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    attach_files=True,
    read_message_history=True,
    send_polls=True,
)
NOTICE = discord.Permissions(view_channel=True, send_messages=True)


def missing_permissions(channel: discord.abc.GuildChannel, needed: discord.Permissions = FOR_A_CLUB) -> list[str]:
    """The names of the permissions that the bot lacks in the channel, in the order of Discord's settings."""
    granted = channel.permissions_for(channel.guild.me)
    return [shown for flag, shown in NAMES.items() if getattr(needed, flag) and not getattr(granted, flag)]


def needed_for(entry: Entry, *, in_thread: bool) -> discord.Permissions:
    """The permissions that this entry's message needs, to name the missing ones."""
    if entry.wants_thread or entry.is_forum:
        return FOR_A_CLUB
    in_a_thread = in_thread or entry.kind not in IN_A_CHANNEL
    return discord.Permissions(
        view_channel=True,
        send_messages=not in_a_thread,
        send_messages_in_threads=in_a_thread,
        send_polls=entry.kind is Kind.POLL,
        attach_files=entry.kind in {Kind.DIGEST, Kind.DIGEST_EDIT, Kind.DIGEST_UPDATE},
        read_message_history=entry.kind is Kind.UNMENTION,
    )
