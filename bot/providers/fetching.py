"""The only module that sends requests to providers: to fixed hosts, within limits of time and size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.providers.port import AwayError, WrongAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.providers.pacing import ProviderPace

ANSWER_S = 10.0
CONNECT_S = 5.0
MOST_BYTES = 2 * 1024 * 1024
CHUNK = 64 * 1024
MOST_REDIRECTS = 2
MOVED = {301, 302, 303, 307, 308}
MISSING = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# A wrong key, or a ban. Asking again at once wouldn't help.
TURNED_AWAY = {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN}


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float = ANSWER_S
    bytes: int = MOST_BYTES


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What an answer must be: of one of these content types, within limits, and as it is unless it `may_be_packed`."""

    types: frozenset[str]
    seconds: float | None = None  # else as the client has it
    bytes: int | None = None
    may_be_packed: bool = False


JSON = ExpectedAnswer(frozenset({"application/json"}))


class ProviderSession:
    """One aiohttp session for all providers, opened with the first request. It keeps no cookies.

    It unpacks nothing, so that no small answer becomes a large one.
    """

    def __init__(self, contact: str = "") -> None:
        agent = f"PaperClub (mailto:{contact})" if contact else "PaperClub"
        self._headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
        self._opened: aiohttp.ClientSession | None = None

    def __call__(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar(), headers=self._headers
            )
        return self._opened

    async def close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()


class ProviderClient:
    """Sends requests to one provider. `base` is its scheme and host; `query` and `headers` go with every request."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        base: str,
        pace: ProviderPace,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        limits: Limits = USUAL,
    ) -> None:
        self._session = session
        self._base = base
        self._pace = pace
        self._query = query or {}
        self._headers = headers or {}
        self._limits = limits

    async def get(
        self, path: str, query: Mapping[str, str] | None = None, wanted: ExpectedAnswer = JSON
    ) -> bytes | None:
        """Return the body of the answer, or None if there is nothing at that path.

        `path` must be quoted. Raises AwayError and WrongAnswerError.
        """
        asked = urlencode({**(query or {}), **self._query})
        url = URL(f"{self._base}{path}?{asked}" if asked else f"{self._base}{path}", encoded=True)
        for _ in range(MOST_REDIRECTS + 1):
            found = await self._ask(url, wanted)
            if not isinstance(found, URL):
                return found
            url = found
        raise WrongAnswerError("too many redirects")

    async def _ask(self, url: URL, wanted: ExpectedAnswer) -> bytes | URL | None:
        """Return the body, where it has moved, or None. Each request needs a turn of its own."""
        timeout = aiohttp.ClientTimeout(total=wanted.seconds or self._limits.seconds, connect=CONNECT_S)
        options: Any = {"headers": self._headers, "timeout": timeout, "allow_redirects": False}
        async with self._pace.turn():
            try:
                async with self._session().get(url, **options) as answer:
                    if answer.status in MOVED:
                        found: bytes | URL | None = _same_host(url, answer.headers.get("Location", ""))
                    else:
                        found = await self._read(answer, wanted)
            except TimeoutError:
                raise AwayError("too slow", self._pace.leave_alone()) from None
            except (aiohttp.ClientError, OSError) as error:
                raise AwayError(type(error).__name__, self._pace.leave_alone()) from None
        self._pace.answered()
        return found

    async def _read(self, answer: aiohttp.ClientResponse, wanted: ExpectedAnswer) -> bytes | None:
        self._require_good(answer)
        if answer.status in MISSING:
            return None
        if answer.content_type not in wanted.types:
            raise WrongAnswerError("unexpected content type")
        packed = answer.headers.get("Content-Encoding", "identity").lower() != "identity"
        if packed and not wanted.may_be_packed:
            raise WrongAnswerError("compressed, though asked not to be")
        return await _body(answer, wanted.bytes or self._limits.bytes)

    def _require_good(self, answer: aiohttp.ClientResponse) -> None:
        status = answer.status
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            asked = retry_after(answer.headers.get("Retry-After", ""), datetime.now(UTC))
            raise AwayError(f"status {status}", self._pace.leave_alone(asked))
        if status in TURNED_AWAY:
            raise AwayError(f"status {status}", self._pace.leave_alone())
        if status != HTTPStatus.OK and status not in MISSING:
            raise WrongAnswerError(f"status {status}")


def in_path(identifier: str) -> str:
    """Return an id in the form it has in a path. Its slashes stay, unless they could lead to another path."""
    leads_away = {".", "..", ""} & set(identifier.split("/"))
    return quote(identifier, safe="" if leads_away else "/:")


def retry_after(header: str, now: datetime) -> float | None:
    """Return the seconds that `Retry-After` asks for, as a number or a date; None if it says neither."""
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()


def _same_host(url: URL, location: str) -> URL:
    try:
        target = url.join(URL(location, encoded=True))
        is_same = bool(location) and target.origin() == url.origin()
    except ValueError:
        is_same = False
    if not is_same:
        raise WrongAnswerError("redirect to another host")
    return target


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    body = bytearray()
    if (answer.content_length or 0) > most:
        raise WrongAnswerError("too large")
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > most:
            raise WrongAnswerError("too large")
    if not body:
        raise WrongAnswerError("empty")
    return bytes(body)
