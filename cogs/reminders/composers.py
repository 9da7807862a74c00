"""Composes reminders by direct message at the moment they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.delivery.outgoing import OutgoingMessage
from cogs.papers.names import short_name
from cogs.reminders.pages import direct_page
from cogs.ui.viewers import viewer_as

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from cogs.ui.dependencies import Dependencies


class ReminderComposers:
    """Nobody is told anything about a club that they may not see at this moment."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers
        self._reminders = dependencies.services.reminders
        self._memberships = dependencies.memberships

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {Kind.DIRECT: self.direct}

    async def direct(self, entry: Entry) -> OutgoingMessage | None:
        """Return the reminder, if it still helps. If Discord doesn't answer, the worker tries again later."""
        reminder = await self._reminders.to_send(entry)
        if reminder is None:
            return None
        member = await self._memberships.member(entry.server_id, reminder.member)
        if member is None or not viewer_as(member).may_see(reminder.club, reminder.week):
            return None
        name = short_name(await self._papers.of(entry.server_id), reminder.week.paper_key)
        return OutgoingMessage(direct_page(reminder, entry.key, name))
