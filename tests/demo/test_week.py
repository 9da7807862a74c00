"""A reading week in the demo, by hand in a real browser: made, previewed, voted on, posted, and moved through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import DemoPage, find_browser, open_browser
from demo.stage import open_demo

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

CHROMIUM = find_browser()
PHONE = {"width": 390, "height": 844}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


async def open_map(browser: Browser, desk: DemoPage) -> Page:
    """In a window of its own, at the address that the pinned guide gives."""
    address = await desk.page.get_by_role("link", name="/map-").get_attribute("href")
    assert address
    window = await browser.new_page()
    await window.goto(address)
    return window


async def go_to(window: Page, channel: str) -> DemoPage:
    await window.get_by_role("button", name=channel).first.click()
    await window.get_by_role("textbox", name="Message").wait_for()
    return DemoPage(window)


async def test_a_week_by_hand() -> None:
    async with open_demo() as stage, open_browser(str(CHROMIUM)) as browser:
        desk = await DemoPage.open(browser, stage.url)
        await desk.act_as("Dana")
        await desk.choose_command("club create")
        await desk.fill("Sunday papers", "sunday-papers", "Sunday", "18:00", "Europe/Berlin")
        await expect(await desk.send()).to_contain_text("Sundays at 18:00, Europe/Berlin")
        await expect(await desk.run("week preview")).to_contain_text("Week 1")
        await desk.run("week poll")

        window = await open_map(browser, desk)
        await expect(window.get_by_text("Sunday papers: the vote is counted")).to_be_visible()
        club = await go_to(window, "sunday-papers")
        await club.newest.get_by_text("LoRA (2021)").click()
        await club.newest.get_by_role("button", name="Vote").click()
        await expect(club.newest).to_contain_text("1 vote")

        await window.go_back()
        await window.get_by_role("listitem").filter(has_text="the next week is posted").get_by_role("button").click()
        await expect(window.locator(".now")).to_contain_text(re.compile(r"^Sunday .*, 17:00 UTC$"))
        club = await go_to(window, "sunday-papers")
        post = club.messages.filter(has_text="Read in this order")
        await expect(post).to_have_count(1)
        await expect(post).to_contain_text("Week 1 · LoRA")
        await post.get_by_role("button", name="I'm in", exact=True).click()
        await expect(post).not_to_contain_text("Nobody has answered yet")
        await post.get_by_role("button", name="I'm in", exact=True).click()
        await expect(post).to_contain_text("Nobody has answered yet")
        await post.get_by_role("button", name="I'm in", exact=True).click()
        await expect(post).not_to_contain_text("Nobody has answered yet")

        await window.go_back()
        await window.reload()
        await window.get_by_role("listitem").filter(has_text="reminded").get_by_role("button").click()
        thread = await go_to(window, "Week 1 · LoRA")
        await expect(thread.newest).to_contain_text("Ada")


async def test_channels_are_shown_beside_each_other_and_stay_live() -> None:
    async with open_demo() as stage, open_browser(str(CHROMIUM)) as browser:
        desk = await DemoPage.open(browser, stage.url)
        window = await open_map(browser, desk)
        other = await go_to(window, "sunday-papers")
        again = await DemoPage.open(browser, stage.url)
        await other.run("paper", "mamba")
        await desk.run("paper", "lora")
        await expect(desk.newest).to_contain_text("Edward J. Hu")
        await expect(again.newest).to_contain_text("Edward J. Hu")
        await expect(other.newest).to_contain_text("Albert Gu")


async def test_the_map_fits_a_phone_and_refuses_strangers() -> None:
    async with open_demo() as stage, open_browser(str(CHROMIUM)) as browser:
        desk = await DemoPage.open(browser, stage.url)
        window = await open_map(browser, desk)
        await window.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert await window.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        answer = await window.goto(re.sub(r"/map-.*", "/map-guess", window.url))
        assert answer
        assert answer.status == 404
