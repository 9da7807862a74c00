"""Take what was erased out of Discord: delete the bot's own messages, and mentions in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord.http import MultipartParameters

from bot.core.outbox.entry import Outcome, Sent
from bot.core.privacy.mentions import without_mentions

if TYPE_CHECKING:
    import discord

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Redaction, Removal
    from bot.delivery.pacing import Pace
    from bot.delivery.responses import ResponseWatch


class Removals:
    """Both may be repeated: what is gone already stays gone."""

    def __init__(self, bot: discord.Client, pacer: Pace, watch: ResponseWatch) -> None:
        self._bot = bot
        self._pacer = pacer
        self._watch = watch

    async def remove(self, entry: Entry, removal: Removal) -> Outcome:
        """Its own messages a bot may delete without a permission."""
        with self._watch.once():
            await self._bot.http.delete_message(entry.channel_id, removal.message_id)
        return Sent(removal.message_id)

    async def redact(self, entry: Entry, redaction: Redaction) -> Outcome:
        """Change a message only if it mentions the member: an edit would show that it was about them."""
        shown: Any = await self._bot.http.get_message(entry.channel_id, redaction.message_id)
        before = shown.get("components", [])
        after = without_mentions(before, redaction.user_id, redaction.called)
        if after != before:
            await self._pacer.turn()
            payload = {"components": after, "allowed_mentions": {"parse": []}}
            with self._watch.once():
                await self._bot.http.edit_message(
                    entry.channel_id, redaction.message_id, params=MultipartParameters(payload, None, None)
                )
        return Sent(redaction.message_id)
