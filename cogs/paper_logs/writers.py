"""What each kind of entry about logs says, composed at the moment of sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import NoSuchLogError
from bot.core.outbox import Kind
from bot.delivery.letters import Letter
from cogs.paper_logs.messages import log_page, revised_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.client import PaperClub
    from bot.core.outbox import Entry
    from bot.delivery.letters import Writer
    from bot.services.log_views import LogView


class LogWriters:
    """Each answers None where there is nothing left to say."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    def by_kind(self) -> Mapping[Kind, Writer]:
        return {Kind.LOG: self.log, Kind.LOG_EDIT: self.change, Kind.REVISED: self.revised}

    async def log(self, entry: Entry) -> Letter | None:
        """A log's message. It mentions nobody who would be called by it."""
        view = await self._view(entry)
        if view is None or view.log.is_withdrawn:
            return None
        return Letter(log_page(view, self._bot.papers.catalogue.get(view.log.paper_key), entry.key))

    async def change(self, entry: Entry) -> Letter | None:
        """The message as it has to look now: a newer version, or that the log is withdrawn."""
        view = await self._view(entry)
        if view is None or view.log.message_id is None:
            return None
        page = log_page(view, self._bot.papers.catalogue.get(view.log.paper_key), view.key)
        return Letter(page, edits=view.log.message_id)

    async def revised(self, entry: Entry) -> Letter | None:
        """To the log's reviewers, where they may be named."""
        view = await self._view(entry)
        if view is None or view.log.is_withdrawn or view.place.club is None:
            return None
        reviewers = [] if view.place.club.settings.anonymous else await self._reviewers(view)
        if not reviewers:
            return None
        page = revised_page(view, self._bot.papers.catalogue.get(view.log.paper_key), entry, reviewers)
        return Letter(page, user_ids=tuple(reviewers), answers=view.log.message_id)

    async def _view(self, entry: Entry) -> LogView | None:
        return await self._bot.logs.to_send(int(entry.details["log_id"]))

    async def _reviewers(self, view: LogView) -> list[int]:
        log = view.log
        try:
            reviews = await self._bot.reviews.reviews_of(log.id, log.server_id, log.author_id, is_organiser=True)
        except NoSuchLogError:
            return []
        gone = await self._bot.weeks.known_leavers(log.server_id or 0)
        named = [found.review.reviewer_id for found in reviews if not found.review.is_anonymous]
        return [reviewer for reviewer in named if reviewer not in gone]
