"""One Chromium for the demo's tests, because each takes a second to start."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from demo.page import find_browser, open_browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from playwright.async_api import Browser

    OpenWindows = Callable[[], AbstractAsyncContextManager[Browser]]


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
