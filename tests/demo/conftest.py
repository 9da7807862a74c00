"""One Chromium for the demo's tests, because each takes a second to start, and one day on which all of them begin."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

import demo.world
from demo.page import find_browser, open_browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from playwright.async_api import Browser

    OpenWindows = Callable[[], AbstractAsyncContextManager[Browser]]

# A Wednesday in winter, when 18:00 in Berlin is 17:00 UTC.
TODAY = datetime(2026, 1, 7, 12, tzinfo=UTC)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests for `make test-browser`: Chromium keeps both cores busy for more than a minute."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the machine would decide how long a vote lasts, and which deadline comes first."""
    monkeypatch.setattr(demo.world, "time", SimpleNamespace(time=TODAY.timestamp))


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The tests that use it must run in the session's event loop, too."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    async with open_browser(path) as browser:
        yield browser


@pytest.fixture
def windows(chromium: Browser) -> OpenWindows:
    """A browser for one demo. Its windows are closed before the demo is, which would wait for their requests."""

    @asynccontextmanager
    async def open_windows() -> AsyncIterator[Browser]:
        try:
            yield chromium
        finally:
            for context in list(chromium.contexts):
                await context.close()

    return open_windows
