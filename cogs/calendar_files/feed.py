"""What a member's feed serves: the same as the file of `/week calendar`, without passwords of meetings."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.core.visibility import Access
from bot.feeds import MISSING_AFTER_S, CalendarFeeds, ReaderUnsureError
from cogs.calendar_files.texts import ics_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from bot.core.clubs.club import Club
    from bot.delivery.memberships import Memberships
    from bot.services import Services
    from bot.storage.calendar_files.rows import FeedReader

# Programs that ask again and again cause one question to Discord in this time.
REMEMBERED_S, MOST_REMEMBERED = 300, 10_000
ANSWER_S = 10


def feed_routes(services: Services, memberships: Memberships, trouble: Callable[[], str]) -> list[web.RouteDef]:
    """Return what the health server serves besides its own pages."""
    return CalendarFeeds(Feed(services, memberships).ics_at, trouble).routes


class Feed:
    """Answers the web server. Nobody's language is known there, so the calendar is in English.

    Each reader must still be in the server and view the club's channel. While they may not view it, their address
    answers as one that doesn't exist; if they left, it no longer does.
    """

    def __init__(self, services: Services, memberships: Memberships) -> None:
        self._calendars, self._papers = services.calendars, services.papers
        self._memberships = memberships
        # Whether each reader may see the club, and until when that is remembered.
        self._known: OrderedDict[tuple[str, int], tuple[bool, float]] = OrderedDict()

    async def ics_at(self, secret: str) -> bytes | None:
        """Return the calendar at a secret address; None if there is none. Raises ReaderUnsureError."""
        found = await self._calendars.reader_at(secret)
        if found is None or not await self._may_read(*found, secret):
            return None
        calendar = await self._calendars.fed(found[0])
        return ics_of(calendar, await self._papers.of(calendar.club.server_id), is_feed=True)

    async def _may_read(self, club: Club, reader: FeedReader, secret: str) -> bool:
        # With the address, since an owner who may see the club again may make a new one at once.
        now, key = asyncio.get_running_loop().time(), (secret, club.settings.channel_id)
        may_see, until = self._known.get(key, (False, 0))
        if until > now:
            return may_see
        try:
            access = await self._access(club, reader)
        except ReaderUnsureError:
            # Only a working address may answer that it doesn't work at the moment.
            if reader.hidden_since is None:
                raise
            return False
        if access is None:
            await self._calendars.revoke(reader)
            return False
        # An organizer can still choose another channel in place of one that is gone.
        may_see = access is Access.OPEN
        if may_see is (reader.hidden_since is not None):
            await self._calendars.note_access(reader, may_see=may_see)
        self._known[key] = (may_see, now + REMEMBERED_S)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return may_see

    async def _access(self, club: Club, reader: FeedReader) -> Access | None:
        try:
            async with asyncio.timeout(ANSWER_S if reader.hidden_since is None else MISSING_AFTER_S / 2):
                return await self._memberships.access(club.server_id, reader.user_id, club.settings.channel_id)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise ReaderUnsureError from error
