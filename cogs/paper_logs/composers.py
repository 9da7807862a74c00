"""Composes the messages about logs at the moment they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import NoSuchLogError
from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.details import LogDetails
from bot.core.privacy.member_data import is_erased
from bot.delivery.outgoing import OutgoingMessage
from cogs.paper_logs.messages import log_page, revised_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.outbox.entry import Entry
    from bot.core.papers.paper import Paper
    from bot.delivery.outgoing import Composer
    from bot.services.paper_logs.views import LogView
    from cogs.ui.dependencies import Dependencies


class LogComposers:
    """One method for each kind of entry. Each returns None if there is nothing left to say."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._logs = services.logs
        self._reviews = services.reviews
        self._weeks = services.weeks

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {Kind.LOG: self.log, Kind.LOG_EDIT: self.change, Kind.REVISED: self.revised}

    async def log(self, entry: Entry) -> OutgoingMessage | None:
        """Return a log's message. It pings nobody."""
        view = await self._view(entry)
        if view is None or view.log.is_withdrawn:
            return None
        return OutgoingMessage(log_page(view, await self._paper(entry, view), entry.key))

    async def change(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message as it must look now: with the newer version, or saying that the log is withdrawn."""
        view = await self._view(entry)
        if view is None or view.log.message_id is None:
            return None
        page = log_page(view, await self._paper(entry, view), view.key)
        return OutgoingMessage(page, edits=view.log.message_id)

    async def revised(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message that tells the log's reviewers that it changed, if they may be named."""
        view = await self._view(entry)
        if view is None or view.log.is_withdrawn or view.destination.club is None:
            return None
        reviewers = [] if view.destination.club.settings.anonymous else await self._reviewers(view)
        if not reviewers:
            return None
        page = revised_page(view, await self._paper(entry, view), entry, reviewers)
        return OutgoingMessage(page, user_ids=tuple(reviewers), answers=view.log.message_id)

    async def _paper(self, entry: Entry, view: LogView) -> Paper | None:
        return (await self._papers.of(entry.server_id)).catalog.get(view.log.paper_key)

    async def _view(self, entry: Entry) -> LogView | None:
        return await self._logs.to_send(LogDetails.of(entry).log_id)

    async def _reviewers(self, view: LogView) -> list[int]:
        log = view.log
        try:
            reviews = await self._reviews.reviews_of(log.id, log.server_id, log.author_id, is_organizer=True)
        except NoSuchLogError:
            return []
        named = [found.review.reviewer_id for found in reviews if not found.review.is_anonymous]
        gone = await self._weeks.leavers_among(log.server_id or 0, named)
        return [reviewer for reviewer in named if reviewer not in gone and not is_erased(reviewer)]
