"""A week of logs and reviews in the demo, by hand in a real browser: one person acts as several members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import DemoPage, until_idle
from demo.stage import open_demo
from demo.week_by_buttons import ADAS_LOG, BOS_LOG
from tests.demo.setting_up import set_up_club
from tests.demo.test_week import go_to, open_map

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.demo.conftest import OpenWindows

THREAD = "Week 1 · Transformer"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def fill_in(window: Page, fields: dict[str, str], choices: tuple[str, ...] = (), sentence: str = "") -> None:
    """Fill in the open form, with its choices in order and a picked sentence, and send it."""
    form = window.get_by_role("dialog")
    for index, choice in enumerate(choices):
        await form.get_by_role("radio", name=choice).nth(index).check()
    for name, text in fields.items():
        await form.get_by_role("textbox", name=name).fill(text)
    if sentence:
        await form.get_by_text("Pick a sentence").click()
        await window.get_by_role("option", name=sentence).click()
    await until_idle(window)
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_be_hidden()


async def press_under(message: Locator, label: str) -> None:
    await until_idle(message.page)
    await message.get_by_role("button", name=label, exact=True).click()


async def move_on(window: Page, *deadlines: str) -> DemoPage:
    """On the map, move from deadline to deadline; then return to the week's thread."""
    await window.go_back()
    for deadline in deadlines:
        await window.get_by_role("listitem").filter(has_text=deadline).get_by_role("button").click()
    return await go_to(window, THREAD)


async def test_logs_and_reviews_by_hand(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        desk = await DemoPage.open(browser, stage.url)
        await desk.act_as("Dana")
        await set_up_club(desk, "Sunday papers", "sunday-papers", "Europe/Berlin")
        await desk.run("week post")

        window = await open_map(browser, desk)
        club = await go_to(window, "sunday-papers")
        await club.act_as("Ada")
        await press_under(club.messages.filter(has_text="Logs due"), "Write my log")
        await fill_in(window, ADAS_LOG)
        saved = club.messages.filter(has_text="Saved as version 1: Transformer")
        await expect(saved).to_contain_text("Only you can see this")

        thread = await move_on(window)
        adas = thread.messages.filter(has_text="@Ada on Transformer")
        for text in ADAS_LOG.values():
            await expect(adas).to_contain_text(text)
        await thread.act_as("Bo")
        await press_under(adas, "Write my log")
        await fill_in(window, BOS_LOG)
        await expect(thread.messages.filter(has_text="@Bo on Transformer")).to_contain_text(BOS_LOG["Approach"])

        thread = await move_on(window, "reminded", "logs are due")
        await expect(thread.newest).to_contain_text("@Bo reviews @Ada")
        await thread.act_as("Bo")
        await press_under(adas, "Review")
        question = {"One question": "Would it work without the heads?"}
        await fill_in(window, question, ("met", "met", "partly"), ADAS_LOG["Approach"])
        review = thread.messages.filter(has_text="A review of @Ada's log on Transformer")
        await expect(review).to_contain_text("by @Bo")
        await expect(review).to_contain_text("Would it work without the heads?")
        tops = [await found.evaluate("found => found.getBoundingClientRect().top") for found in (adas, review)]
        assert tops[0] < tops[1]
        await expect(thread.messages.filter(has_text="Saved! @Ada will find it under the log")).to_have_count(1)

        thread = await move_on(window, "a day is left", "the week ends")
        await expect(thread.newest).to_contain_text("Week 1 is over")
        await expect(thread.newest).to_contain_text("Logged (2): @Ada log · @Bo log")
        await expect(thread.newest).to_contain_text(f"{ADAS_LOG['Approach']} – @Ada")
        await expect(thread.newest).to_contain_text("Would it work without the heads? – @Bo to @Ada")
