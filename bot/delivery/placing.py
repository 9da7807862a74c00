"""Choose the channel of a message that is placed only when it is sent: a notice or a welcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox.details import NoticeDetails
from bot.core.outbox.kinds import Kind

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from bot.delivery.sender import Sender
    from bot.services.outbox.service import OutboxService


async def placed(entry: Entry, sender: Sender, outbox: OutboxService) -> Entry | None:
    """The entry with its channel, or None if there is none for it."""
    if entry.kind is Kind.WELCOME:
        channel_id = await sender.channel_for_welcome(entry)
        return replace(entry, channel_id=channel_id) if channel_id else None
    notice_channel = sender.channel_for_notice(entry, await outbox.club_of(entry))
    if notice_channel is None:
        return None
    details = replace(NoticeDetails.of(entry), is_open=notice_channel.is_open).stored()
    return replace(entry, channel_id=notice_channel.channel_id, details=details)
