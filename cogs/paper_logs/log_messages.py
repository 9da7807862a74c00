"""What becomes of a log's message: let go once its author was told, followed, changed, posted again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import UNSETTLED
from cogs.paper_logs.pages import said_page, trouble_page, withdrawn_text
from cogs.ui.replies import LISTENING_S, Answer, reply
from cogs.ui.viewers import author_of
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from discord import ui

    from bot.client import PaperClub
    from bot.services.log_writing import Saved
    from cogs.ui.interactions import ClubInteraction

SAVED = "saved log"
# So long a message waits for its author to be told. Where the confirmation is lost, the next tick after that sends it.
CONFIRMED_WITHIN = timedelta(seconds=5)
# So long an answer waits for what becomes of a message.
WAITED_FOR_S = 10


class LogMessages:
    """The author is told first, then everybody."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    def confirm(self, interaction: ClubInteraction, saved: Saved) -> None:
        """Its author is about to be told: `follow` goes on from there."""
        interaction.extras[SAVED] = saved

    async def follow(self, interaction: ClubInteraction) -> None:
        """Once the author was told that a log is stored: let it be posted, and tell them what stands in its way."""
        saved: Saved | None = interaction.extras.pop(SAVED, None)
        if saved is None:
            return
        if saved.held:
            await self._bot.outbox.release(saved.held)
        tried = self._bot.courier.tried(saved.entry_key) if saved.entry_key else None
        self._bot.courier.wake()
        if tried is None:
            return
        done, _ = await asyncio.wait({tried}, timeout=LISTENING_S)
        entry = tried.result() if done else None
        if entry and entry.reason:
            view = await self._bot.logs.own(saved.log.id, await author_of(interaction))
            if view.trouble:
                page = trouble_page(view, short_name(self._bot, view.log.paper_key))
                await reply(interaction, Answer(page), private=True)

    async def withdraw(self, interaction: ClubInteraction, log_id: int) -> ui.LayoutView:
        """Said once its message says so too, or once it is clear that it does not."""
        viewer = await author_of(interaction)
        taken = await self._bot.logs.withdraw(log_id, viewer)
        is_known = await self._is_settled(taken)
        if not is_known:
            self.confirm(interaction, taken)
        view = await self._bot.logs.own(log_id, viewer)
        return said_page(withdrawn_text(view, short_name(self._bot, taken.log.paper_key), is_known=is_known))

    async def post_again(self, interaction: ClubInteraction, log_id: int) -> Answer:
        """After somebody deleted it."""
        posted = await self._bot.logs.post_anew(log_id, await author_of(interaction))
        self.confirm(interaction, posted)
        where = f"<#{posted.place.thread_id}>" if posted.place.thread_id else "its thread"
        return Answer(said_page(f"Your log goes up in {where} again."))

    async def _is_settled(self, saved: Saved) -> bool:
        """Whether it became clear in time what has become of the message."""
        if saved.entry_key is None:
            return True
        tried = self._bot.courier.tried(saved.entry_key)
        self._bot.courier.wake()
        await asyncio.wait({tried}, timeout=WAITED_FOR_S)
        entry = await self._bot.outbox.entry(saved.entry_key)
        return entry is None or entry.state not in UNSETTLED or bool(entry.reason)
