"""Calendars over HTTP: a secret address for each member of a club, and nothing else that could be found there."""

from __future__ import annotations

import asyncio
import hashlib
from time import monotonic
from typing import TYPE_CHECKING

from aiohttp import web

from bot.core.calendar_files.address import ENDING, FOLDER
from bot.core.errors import DatabaseAwayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class ReaderUnsureError(Exception):
    """Discord doesn't say whether the reader may still see the club."""


# For all addresses together: calendar programs ask a few times a day, and nobody guesses one of 2^256 addresses.
AT_ONCE, A_SECOND = 60, 10
# An answer that there is nothing takes this long, whether or not Discord was asked about the address's owner.
MISSING_AFTER_S = 2.0
TYPE = "text/calendar; charset=utf-8"
# Programs may keep a calendar for a quarter of an hour. It belongs to its reader, so nothing in between may keep it.
KEPT = "private, max-age=900"
ALWAYS = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
TRY_LATER = {"Retry-After": "60", "Cache-Control": "no-store"}


class Bucket:
    """Lets `at_once` requests through, and then `a_second` more each second."""

    def __init__(self, at_once: int, a_second: float, elapsed: Callable[[], float]) -> None:
        self._most, self._rate, self._elapsed = float(at_once), a_second, elapsed
        self._left, self._filled_at = self._most, elapsed()

    def take(self) -> bool:
        """Return whether one more may pass."""
        now = self._elapsed()
        self._left = min(self._most, self._left + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class CalendarFeeds:
    """Serves clubs' calendars. `ics_at` returns what is at a secret address, or None.

    An unknown address, a former one, a closed club, a server without the bot and a reader who lost access get the same
    answer, so that nobody learns which clubs there are. `trouble` says why the bot isn't ready, or returns "".
    """

    def __init__(
        self,
        ics_at: Callable[[str], Awaitable[bytes | None]],
        trouble: Callable[[], str],
        elapsed: Callable[[], float] = monotonic,
        missing_after: float = MISSING_AFTER_S,
    ) -> None:
        self._ics_at = ics_at
        self._trouble = trouble
        self._missing_after = missing_after
        self._bucket = Bucket(AT_ONCE, A_SECOND, elapsed)

    @property
    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{FOLDER}{{secret}}{ENDING}", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        if not self._bucket.take():
            return web.Response(status=429, headers=ALWAYS | TRY_LATER)
        if self._trouble():
            return web.Response(status=503, headers=ALWAYS | TRY_LATER)
        asked_at = monotonic()
        try:
            ics = await self._ics_at(request.match_info["secret"])
        except (DatabaseAwayError, ReaderUnsureError):
            return web.Response(status=503, headers=ALWAYS | TRY_LATER)
        if ics is None:
            await asyncio.sleep(asked_at + self._missing_after - monotonic())
            return web.Response(status=404, text="Not found", headers=ALWAYS | {"Cache-Control": "no-store"})
        tag = hashlib.sha256(ics).hexdigest()[:32]
        headers = ALWAYS | {"Cache-Control": KEPT, "ETag": f'"{tag}"'}
        if any(known.value in {tag, "*"} for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=ics, headers=headers | {"Content-Type": TYPE})
