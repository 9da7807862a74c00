"""Composes messages to hosts at the moment they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import ClubError
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.outbox.kinds import Kind
from bot.delivery.outgoing import OutgoingMessage
from cogs.hosts.cards import card_page
from cogs.hosts.pages import message_page
from cogs.ui.viewers import viewer_as

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.outbox.entry import Entry
    from bot.core.visibility import Viewer
    from bot.delivery.outgoing import Composer
    from bot.services.hosts.views import HostMessage
    from cogs.ui.dependencies import Dependencies


class HostComposers:
    """Nobody is told anything about a club that they may not see at this moment."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers
        self._pages = dependencies.services.host_pages
        self._memberships = dependencies.memberships

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {Kind.HOST_DIRECT: self.direct, Kind.HOST_CALL: self.call}

    async def direct(self, entry: Entry) -> OutgoingMessage | None:
        """Return the direct message, if it still says something."""
        found = await self._to_send(entry)
        if found is None:
            return None
        message, viewer = found
        papers = await self._papers.of(entry.server_id)
        if message.news is not HostNews.CARD:
            return OutgoingMessage(message_page(message, papers, entry.key, calls=False))
        try:
            card = await self._pages.card(viewer, message.club.id, message.session.day)
        except ClubError:
            # Somebody else has become the host meanwhile.
            return None
        return OutgoingMessage(card_page(card, papers, entry.key, HostDetails.of(entry).named or []))

    async def call(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message in the club's channel, which pings only this member. A card is behind its button."""
        found = await self._to_send(entry)
        if found is None:
            return None
        message, _ = found
        page = message_page(message, await self._papers.of(entry.server_id), entry.key, calls=True)
        return OutgoingMessage(page, user_ids=(message.member,))

    async def _to_send(self, entry: Entry) -> tuple[HostMessage, Viewer] | None:
        """What the entry says, and to whom. If Discord doesn't answer, the worker tries again later."""
        message = await self._pages.message(entry)
        member = await self._memberships.member(entry.server_id, message.member) if message else None
        if message is None or member is None:
            return None
        viewer = viewer_as(member)
        return (message, viewer) if viewer.may_see(message.club, message.week) else None
