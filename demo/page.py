"""The demo's page in a headless browser, used like a member would: for tests and for the README's pictures."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import TimeoutError as PlaywrightTimeout
from playwright.async_api import async_playwright, expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page, ViewportSize

# Most containers have no sandbox for root, and nothing here may access the internet.
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
LOST_PRESS_MS = 3_000
LOOK_EVERY_MS = 30
MOST_PRESSES = 5
IDLE = """() => {
    const page = window.simcordPreview;
    return page?.ready && !page.pendingQuery && (page.awaitingRevision ?? 0) <= page.publishedRevision;
}"""
REVISION = "() => window.simcordPreview.publishedRevision"
IS_TAKEN = """before => {
    const page = window.simcordPreview;
    return page.pendingAction?.controlKey || (page.awaitingRevision ?? 0) > before || page.publishedRevision > before;
}"""


def find_browser() -> str | None:
    """The path of Chromium, if it is installed. Its shell without windows takes half the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@asynccontextmanager
async def open_browser(path: str) -> AsyncIterator[Browser]:
    """A headless Chromium. Expectations about its pages have the same timeout as everything else."""
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def until_idle(page: Page) -> None:
    """SimCord's page ignores presses while it waits for an answer or for suggestions."""
    await has_come(page, IDLE)


async def has_come(page: Page, condition: str, given: object = None, *, within_ms: float | None = None) -> None:
    """Wait until the JavaScript condition is true. By default the browser would look at, and draw, every frame."""
    await page.wait_for_function(condition, arg=given, timeout=within_ms, polling=LOOK_EVERY_MS)


@dataclass(frozen=True, slots=True)
class DemoPage:
    page: Page

    @classmethod
    async def open(
        cls, browser: Browser, url: str, *, width: int = 1280, height: int = 1000, scale: int = 1
    ) -> DemoPage:
        """A new window with the demo in its dark theme, ready for typing."""
        size: ViewportSize = {"width": width, "height": height}
        page = await browser.new_page(viewport=size, device_scale_factor=scale, color_scheme="dark")
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
        """Type `/name` and choose it from the list of commands."""
        box = self.page.get_by_role("textbox", name="Message")
        offered = self.suggestions.filter(has_text=f"/{name}").first
        for _ in range(MOST_PRESSES):
            await until_idle(self.page)
            # A message that arrives while we type can draw the box anew, without what is in it.
            await box.fill("")
            await self.page.keyboard.type(f"/{name}", delay=20)
            with suppress(AssertionError):
                await expect(offered).to_be_visible(timeout=LOST_PRESS_MS)
                break
        await expect(offered).to_be_visible()
        await self.page.keyboard.press("Tab")
        await self.page.get_by_role("button", name=f"Command /{name}").wait_for()

    async def run(self, name: str, typed: str = "", suggestion: str | None = None) -> Locator:
        """Send a command with its first option, as typed or from the suggestion that starts with it; returns the
        answer.
        """
        await self.choose_command(name)
        if typed:
            await self.page.keyboard.type(typed, delay=20)
        if suggestion:
            await self.suggestions.filter(has_text=suggestion).first.click()
        return await self.send()

    async def attach(self, option: str, file: Path) -> None:
        """Add an option to the command that is in the message box, and choose a file for it."""
        await self.page.get_by_role("button", name="Command /").click()
        await self.suggestions.filter(has_text=option).first.click()
        await self.page.get_by_label(f"{option} attachment").set_input_files(file)
        await expect(self.page.locator(".command-file-choose")).to_have_text(file.name)

    async def send(self) -> Locator:
        """Send what is in the message box; returns the answer."""
        before = await self.messages.count()
        chosen = self.page.get_by_role("button", name="Command /")
        for _ in range(MOST_PRESSES):
            await until_idle(self.page)
            if not await chosen.count():
                break
            # Suggestions that arrive at this moment move the button away from the press, or keep the page busy.
            with suppress(PlaywrightTimeout, AssertionError):
                await self.page.get_by_role("button", name="Send").click(timeout=LOST_PRESS_MS)
                await expect(chosen).to_have_count(0, timeout=LOST_PRESS_MS)
        return await self._answered(before)

    async def press(self, label: str) -> Locator:
        """Press a button of the newest message that has it; returns the answer."""
        before = await self.messages.count()
        button = self.page.get_by_role("log").get_by_role("button", name=label, exact=True).last
        for _ in range(MOST_PRESSES):
            await until_idle(self.page)
            revision = await self.page.evaluate(REVISION)
            await button.click()
            # What arrives between the two keeps the page busy, and it ignores the press.
            with suppress(PlaywrightTimeout):
                await has_come(self.page, IS_TAKEN, revision, within_ms=LOST_PRESS_MS)
                break
        return await self._answered(before)

    async def choose(self, message: Locator, menu: str, option: str) -> None:
        """Open a message's menu and take an option."""
        await until_idle(self.page)
        await message.get_by_role("combobox", name=menu).click()
        offered = self.page.get_by_role("option", name=option).first
        await offered.wait_for()
        for _ in range(MOST_PRESSES):
            await until_idle(self.page)
            # A busy server may have taken the option only now.
            if await offered.is_hidden():
                break
            # While the page reports to the server where it is scrolled to, it only marks the option.
            await offered.click()
            with suppress(AssertionError):
                await expect(offered).to_be_hidden(timeout=LOST_PRESS_MS)
                break

    async def act_as(self, member: str) -> None:
        await self.page.get_by_role("combobox", name="Viewing as").select_option(label=member)

    async def _answered(self, before: int) -> Locator:
        await self.messages.nth(before).wait_for(timeout=PATIENCE_MS)
        return self.newest
