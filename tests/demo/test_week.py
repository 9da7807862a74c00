"""A reading week in the demo, by hand in a real browser: created, previewed, voted on, posted, and advanced."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import aiohttp
import pytest
from playwright.async_api import expect

from demo.page import PATIENCE_MS, DemoPage, until_idle
from demo.stage import open_demo
from tests.demo.setting_up import set_up_club
from tests.support.suspended_tabs import suspend_tabs_for_long

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.demo.conftest import OpenWindows

AVATAR_WIDTH = 1024
PHONE = {"width": 390, "height": 844}

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def open_map(browser: Browser, desk: DemoPage) -> Page:
    """In a separate window, at the address in the pinned guide."""
    address = await desk.page.get_by_role("link", name="/map-").get_attribute("href")
    assert address
    window = await browser.new_page()
    window.set_default_timeout(PATIENCE_MS)
    await window.goto(address)
    return window


async def go_to(window: Page, channel: str) -> DemoPage:
    await window.get_by_role("button", name=channel).first.click()
    await window.get_by_role("textbox", name="Message").wait_for()
    return DemoPage(window)


async def go_back_to_map(window: Page) -> None:
    """With the link that every channel and thread has at its top."""
    await window.get_by_role("link", name="Map", exact=True).click()
    await window.get_by_role("heading", name="The clock").wait_for()


async def test_a_week_by_hand(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        desk = await DemoPage.open(browser, stage.url)
        await desk.act_as("Dana")
        await set_up_club(desk, "Sunday papers", "sunday-papers", "Europe/Berlin")
        await expect(await desk.run("week preview")).to_contain_text("Week 1")
        await desk.run("week poll")

        window = await open_map(browser, desk)
        await expect(window.get_by_text("Sunday papers: the vote is counted")).to_be_visible()
        club = await go_to(window, "sunday-papers")
        await club.newest.get_by_text("LoRA (2021)").click()
        await until_idle(club.page)
        await club.newest.get_by_role("button", name="Vote").click()
        await expect(club.newest).to_contain_text("1 vote")

        await go_back_to_map(window)
        await window.get_by_role("listitem").filter(has_text="the next week is posted").get_by_role("button").click()
        await expect(window.locator(".now")).to_contain_text(re.compile(r"^Sunday, .*, 17:00 UTC$"))
        club = await go_to(window, "sunday-papers")
        post = club.messages.filter(has_text="Logs due")
        await expect(post).to_have_count(1)
        await expect(post).to_contain_text("Week 1 · LoRA")
        await until_idle(post.page)
        await post.get_by_role("button", name="I'm in", exact=True).click()
        await expect(post).not_to_contain_text("Be the first to join")
        await until_idle(post.page)
        await post.get_by_role("button", name="I'm in", exact=True).click()
        await expect(post).to_contain_text("Be the first to join")
        await until_idle(post.page)
        await post.get_by_role("button", name="I'm in", exact=True).click()
        await expect(post).not_to_contain_text("Be the first to join")

        await window.go_back()
        await window.get_by_role("listitem").filter(has_text="reminded").get_by_role("button").click()
        thread = await go_to(window, "Week 1 · LoRA")
        await expect(thread.newest).to_contain_text("Ada")
        await go_back_to_map(window)


async def test_tabs_side_by_side_stay_live(windows: OpenWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    suspend_tabs_for_long(monkeypatch)
    async with open_demo() as stage, windows() as browser:
        desk = await DemoPage.open(browser, stage.url)
        async with desk.page.expect_popup() as opened:
            await desk.page.get_by_role("link", name="/map-").click()
        window = await opened.value
        await go_to(window, "general")
        await go_back_to_map(window)
        other = await go_to(window, "sunday-papers")
        await expect(window).to_have_title("sunday-papers · Paper Club")
        again = await DemoPage.open(browser, stage.url)
        await other.run("paper", "mamba")
        await desk.run("paper", "lora")
        await expect(desk.newest).to_contain_text("Edward J. Hu")
        await expect(again.newest).to_contain_text("Edward J. Hu")
        await expect(other.newest).to_contain_text("Albert Gu")
        await expect(other.newest.locator("img").first).to_have_js_property("naturalWidth", AVATAR_WIDTH)


async def test_channels_may_be_opened_while_the_clock_moves() -> None:
    async with open_demo() as stage, aiohttp.ClientSession() as visitor:
        page = await (await visitor.get(stage.map_address)).text()
        channels = re.findall(r'name="channel" value="(\d+)"', page)
        (week_later,) = re.findall(r'name="to" value="([^"]+)">\+ 1 week', page)
        sent = [("open", {"channel": channel}) for channel in [*channels, *channels]]
        answers = await asyncio.gather(
            *(
                visitor.post(f"{stage.map_address}/{way}", data=form, allow_redirects=False)
                for way, form in [("clock", {"to": week_later}), *sent]
            )
        )
        assert [answer.status for answer in answers] == [303] * 9
        assert len({answer.headers["Location"] for answer in answers}) == 5


async def test_the_map_fits_a_phone_and_refuses_strangers(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        desk = await DemoPage.open(browser, stage.url)
        window = await open_map(browser, desk)
        await window.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert await window.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        answer = await window.goto(re.sub(r"/map-.*", "/map-guess", window.url))
        assert answer
        assert answer.status == 404
