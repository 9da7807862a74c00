"""What happens to a log's message: it is held up, edited or posted again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.outbox.entry import UNSETTLED
from cogs.paper_logs.destinations import thread_mention
from cogs.paper_logs.pages import trouble_page, withdrawn_text
from cogs.papers.names import short_name
from cogs.papers.scope import papers_of_texts
from cogs.ui.containers import TextPage
from cogs.ui.form_flow import SAVED
from cogs.ui.replies import Reply, reply
from cogs.ui.viewers import Authors
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord import ui

    from bot.core.paper_logs.paper_log import PaperLog
    from bot.services.paper_logs.forms import LogSaved
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

# An answer waits at most this long for the outcome of a message.
WAITED_FOR_S = 10


class LogMessages:
    """Answers about a log's message. The author is told before everybody else."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._logs = services.logs
        self._outbox = services.outbox
        self._outbox_worker = dependencies.outbox_worker
        self._authors = Authors(services.logs, dependencies.memberships)

    async def say_held_up(self, interaction: ClubInteraction, saved: LogSaved) -> None:
        """Tell the author if something holds the message up, and what."""
        view = await self._logs.own(saved.log.id, await self._authors.viewer(interaction))
        if view.trouble:
            page = trouble_page(view, await self._name_in(interaction, view.log))
            await reply(interaction, Reply(page), private=True)

    async def withdraw(self, interaction: ClubInteraction, log_id: int) -> ui.LayoutView:
        """Withdraw the log. The answer comes when its message says so too, or when it is clear that it does not."""
        viewer = await self._authors.viewer(interaction)
        taken = await self._logs.withdraw(log_id, viewer)
        is_known = await self._is_settled(taken)
        if not is_known:
            interaction.extras[SAVED] = taken
        view = await self._logs.own(log_id, viewer)
        return TextPage(withdrawn_text(view, await self._name_in(interaction, taken.log), is_known=is_known))

    async def _name_in(self, interaction: ClubInteraction, log: PaperLog) -> str:
        papers = await papers_of_texts(self._papers, interaction, [log.server_id])
        return short_name(papers.at(log.server_id), log.paper_key)

    async def post_again(self, interaction: ClubInteraction, log_id: int) -> Reply:
        """Post the log again after somebody deleted its message."""
        posted = await self._logs.post_anew(log_id, await self._authors.viewer(interaction))
        interaction.extras[SAVED] = posted
        return Reply(TextPage(t("paper-logs-posted-again", thread=thread_mention(posted.destination))))

    async def _is_settled(self, saved: LogSaved) -> bool:
        """Return whether the message's outcome was known in time."""
        if saved.entry_key is None:
            return True
        tried = self._outbox_worker.tried(saved.entry_key)
        self._outbox_worker.wake()
        await asyncio.wait({tried}, timeout=WAITED_FOR_S)
        entry = await self._outbox.entry(saved.entry_key)
        return entry is None or entry.state not in UNSETTLED or entry.trouble is not None
