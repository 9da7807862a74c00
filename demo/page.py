"""The demo's page in a headless browser, used as a member would: for its tests and for the README's pictures."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import TimeoutError as PlaywrightTimeout
from playwright.async_api import async_playwright, expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Locator, Page

# Root has no sandbox in most containers, and nothing here may speak to the world outside.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000
CHOICES_MS = 1_000
LOST_PRESS_MS = 3_000


def find_browser() -> str | None:
    """Where Chromium is, if it is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@asynccontextmanager
async def open_browser(path: str) -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(frozen=True, slots=True)
class DemoPage:
    page: Page

    @classmethod
    async def open(
        cls, browser: Browser, url: str, *, width: int = 1280, height: int = 1000, scale: int = 1
    ) -> DemoPage:
        """A new window on the demo, ready to be typed into."""
        page = await browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(url)
        await page.get_by_role("textbox", name="Message").wait_for()
        return cls(page)

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log").get_by_role("article")

    @property
    def newest(self) -> Locator:
        return self.messages.last

    @property
    def suggestions(self) -> Locator:
        return self.page.get_by_role("listbox").get_by_role("option")

    async def choose_command(self, name: str) -> None:
        """Type `/name` and take it from the list of commands."""
        await self.page.get_by_role("textbox", name="Message").click()
        await self.page.keyboard.type(f"/{name}", delay=20)
        await expect(self.suggestions.filter(has_text=f"/{name}").first).to_be_visible()
        await self.page.keyboard.press("Tab")
        await self.page.get_by_role("button", name=f"Command /{name}").wait_for()

    async def run(self, name: str, typed: str = "", suggestion: str | None = None) -> Locator:
        """Send a command with its first option, as typed or by the suggestion that begins so; returns the answer."""
        await self.choose_command(name)
        if typed:
            await self.page.keyboard.type(typed, delay=20)
        if suggestion:
            await self.suggestions.filter(has_text=suggestion).first.click()
        return await self.send()

    async def fill(self, *values: str) -> None:
        """Give the chosen command's options, in order; where a list of choices opens, the fitting one is taken."""
        for value in values:
            await self.page.keyboard.type(value, delay=20)
            fitting = self.suggestions.filter(has_text=value).first
            try:
                await fitting.wait_for(timeout=CHOICES_MS)
            except PlaywrightTimeout:
                await self.page.keyboard.press("Tab")
            else:
                await fitting.click()

    async def send(self) -> Locator:
        """Send what is in the box; returns the answer."""
        before = await self.messages.count()
        button = self.page.get_by_role("button", name="Send")
        await button.click()
        try:
            await expect(self.page.get_by_role("button", name="Command /")).to_have_count(0, timeout=LOST_PRESS_MS)
        except AssertionError:
            # Suggestions that arrive just then move the button away under the press.
            with suppress(PlaywrightTimeout):
                await button.click(timeout=LOST_PRESS_MS)
        return await self._answered(before)

    async def press(self, label: str) -> Locator:
        """Press a button of the newest message that has it; returns the answer."""
        before = await self.messages.count()
        await self.page.get_by_role("log").get_by_role("button", name=label, exact=True).last.click()
        return await self._answered(before)

    async def act_as(self, member: str) -> None:
        await self.page.get_by_role("combobox", name="Viewing as").select_option(label=member)

    async def _answered(self, before: int) -> Locator:
        await expect(self.messages).to_have_count(before + 1, timeout=PATIENCE_MS)
        return self.newest
