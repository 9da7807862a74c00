"""Calendars over HTTP: what programs that subscribe get, and that nothing else is there."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.core.errors import DatabaseAwayError
from bot.feeds import AT_ONCE, Bucket, CalendarFeeds
from bot.health import HealthServer
from bot.metrics import Metrics
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET, ASKED_ABOUT = "s" * 43, "a" * 43
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Served:
    """A server with one calendar. `elapsed` stands still unless a test moves it."""

    def __init__(self) -> None:
        self.trouble, self.elapsed = "", 0.0
        self.asked: list[str] = []
        self.ics: bytes | None = ICS
        self.is_away = False
        self.missing_after = self.slow = 0.0

    async def ics_at(self, secret: str) -> bytes | None:
        self.asked.append(secret)
        if self.is_away:
            raise DatabaseAwayError
        if secret == ASKED_ABOUT:
            await asyncio.sleep(self.slow)
        return self.ics if secret == SECRET else None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[aiohttp.ClientSession]:
        feeds = CalendarFeeds(self.ics_at, lambda: self.trouble, lambda: self.elapsed, self.missing_after)
        server = HealthServer("127.0.0.1", 0, lambda: self.trouble, Metrics(), feeds.routes)
        port = await server.start()
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
                yield session
        finally:
            await server.close()


@pytest.fixture
def served() -> Served:
    return Served()


async def test_a_program_gets_the_calendar_and_then_only_news(served: Served) -> None:
    async with served.open() as session:
        async with session.get(f"/calendar/{SECRET}.ics") as answer:
            assert (answer.status, await answer.read()) == (200, ICS)
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
            assert answer.headers["Cache-Control"] == "private, max-age=900"
            assert answer.headers["X-Robots-Tag"] == "noindex"
            tag = answer.headers["ETag"]
        for known, status in ((tag, 304), (f'"other", {tag}', 304), (f"W/{tag}", 304), ('"other"', 200)):
            async with session.get(f"/calendar/{SECRET}.ics", headers={"If-None-Match": known}) as answer:
                assert answer.status == status
                assert answer.headers["ETag"] == tag
        served.ics = ICS + b"changed"
        async with session.get(f"/calendar/{SECRET}.ics", headers={"If-None-Match": tag}) as answer:
            assert answer.status == 200
            assert answer.headers["ETag"] != tag
        async with session.head(f"/calendar/{SECRET}.ics") as answer:
            assert (answer.status, await answer.read()) == (200, b"")


async def test_every_unknown_address_gets_the_same_answer(served: Served) -> None:
    answers = set()
    async with served.open() as session:
        served.ics = None
        for secret in (SECRET, "x" * 43, "x", "%2e%2e", "x" * 3000):
            async with session.get(f"/calendar/{secret}.ics") as answer:
                hidden = {"Date", "Server"}
                headers = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in hidden))
                answers.add((answer.status, await answer.read(), headers))
    ((status, _, _),) = answers
    assert status == 404


async def test_no_time_tells_that_discord_was_asked_about_an_address(served: Served) -> None:
    served.slow, served.missing_after = 0.2, 0.5
    async with served.open() as session:
        for secret in ("x" * 43, ASKED_ABOUT):
            began = monotonic()
            async with session.get(f"/calendar/{secret}.ics") as answer:
                assert answer.status == 404
            assert monotonic() - began >= served.missing_after


@pytest.mark.parametrize(
    "path", ["/", "/calendar", "/calendar/", "/calendar/.ics", f"/calendar/{SECRET}", "/calendar/a/b.ics"]
)
async def test_there_is_no_list(served: Served, path: str) -> None:
    async with served.open() as session, session.get(path) as answer:
        assert answer.status == 404
    assert served.asked == []


async def test_too_many_requests_wait_without_a_look_into_the_database(served: Served) -> None:
    async with served.open() as session:
        statuses = []
        for _ in range(AT_ONCE + 3):
            async with session.get(f"/calendar/{'x' * 43}.ics") as answer:
                statuses.append(answer.status)
        assert statuses == [404] * AT_ONCE + [429] * 3
        assert len(served.asked) == AT_ONCE
        assert answer.headers["Retry-After"] == "60"
        served.elapsed += 1
        async with session.get(f"/calendar/{SECRET}.ics") as answer:
            assert answer.status == 200


@pytest.mark.parametrize("is_away", [True, False])
async def test_programs_keep_what_they_have_while_the_bot_cannot_answer(served: Served, *, is_away: bool) -> None:
    served.is_away, served.trouble = is_away, "" if is_away else "starting"
    async with served.open() as session, session.get(f"/calendar/{SECRET}.ics") as answer:
        assert answer.status == 503
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_bucket_fills_up_again_and_never_overflows() -> None:
    moment = 0.0
    bucket = Bucket(3, 2, lambda: moment)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    moment = 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]
    moment = 100
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("port", [0, 8080])
def test_feeds_need_a_health_server(port: int) -> None:
    assert load_settings(_env_file=None, public_url="https://club.example.org/bot/", health_port=port).feed_url == (
        "https://club.example.org/bot" if port else None
    )
    assert load_settings(_env_file=None, health_port=port).feed_url is None
