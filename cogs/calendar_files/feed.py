"""What a club's feed serves: the same bytes as the file of `/week calendar`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.feeds import CalendarFeeds
from cogs.calendar_files.texts import ics_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from bot.services import Services


def feed_routes(services: Services, trouble: Callable[[], str]) -> list[web.RouteDef]:
    """Return what the health server serves besides its own pages."""
    return CalendarFeeds(Feed(services).ics_at, trouble).routes


class Feed:
    """Answers the web server, for which nobody's language is known: it speaks the source's."""

    def __init__(self, services: Services) -> None:
        self._calendars, self._papers = services.calendars, services.papers

    async def ics_at(self, secret: str) -> bytes | None:
        """Return the calendar at a secret address; None if there is none."""
        calendar = await self._calendars.fed(secret)
        return ics_of(calendar, await self._papers.of(calendar.club.server_id)) if calendar else None
