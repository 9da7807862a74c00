"""A week of logs and reviews in the demo, by hand in a real browser: one person acts as several members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import DemoPage, find_browser, open_browser
from demo.stage import open_demo
from tests.demo.test_week import go_to, open_map

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

CHROMIUM = find_browser()
THREAD = "Week 1 · Transformer"
ADA = {
    "Problem": "Recurrent networks read a sentence word by word, which no graphics card can speed up.",
    "Approach": "The authors drop recurrence, and let every word look at all others at once.",
    "Key result": "English to German gains two BLEU points for a quarter of the training cost.",
    "Limitation or open question": "How it fares on texts longer than a page is left open.",
}
BO = {
    "Problem": "Long sentences lose their beginning on the way through a recurrent encoder.",
    "Approach": "Several small attention heads each learn what to look at.",
    "Key result": "Three and a half days on eight cards beat every ensemble before.",
    "Limitation or open question": "Nobody shows which heads could go.",
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


async def fill_in(window: Page, fields: dict[str, str], choices: tuple[str, ...] = ()) -> None:
    """The form that is open, with its choices in their order; and send it."""
    form = window.get_by_role("dialog")
    for place, choice in enumerate(choices):
        await form.get_by_role("radio", name=choice).nth(place).check()
    for name, text in fields.items():
        await form.get_by_role("textbox", name=name).fill(text)
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_be_hidden()


async def press_under(message: Locator, label: str) -> None:
    await message.get_by_role("button", name=label, exact=True).click()


async def move_on(window: Page, *deadlines: str) -> DemoPage:
    """On the map, from deadline to deadline; then back to the week's thread."""
    await window.go_back()
    await window.reload()
    for deadline in deadlines:
        await window.get_by_role("listitem").filter(has_text=deadline).get_by_role("button").click()
    return await go_to(window, THREAD)


async def test_logs_and_reviews_by_hand() -> None:
    async with open_demo() as stage, open_browser(str(CHROMIUM)) as browser:
        desk = await DemoPage.open(browser, stage.url)
        await desk.act_as("Dana")
        await desk.choose_command("club create")
        await desk.fill("Sunday papers", "sunday-papers", "Sunday", "18:00", "Europe/Berlin")
        await desk.send()
        await desk.run("week post")

        window = await open_map(browser, desk)
        club = await go_to(window, "sunday-papers")
        await club.act_as("Ada")
        await press_under(club.messages.filter(has_text="Read in this order"), "Write my log")
        await fill_in(window, ADA)
        saved = club.messages.filter(has_text="Saved as version 1: Transformer")
        await expect(saved).to_contain_text("Only you can see this")

        thread = await move_on(window)
        adas = thread.messages.filter(has_text="@Ada on Transformer")
        for text in ADA.values():
            await expect(adas).to_contain_text(text)
        await thread.act_as("Bo")
        await press_under(adas, "Write my log")
        await fill_in(window, BO)
        await expect(thread.messages.filter(has_text="@Bo on Transformer")).to_contain_text(BO["Approach"])

        thread = await move_on(window, "reminded", "logs are due")
        await expect(thread.newest).to_contain_text("@Bo reviews @Ada")
        await thread.act_as("Bo")
        await press_under(adas, "Review")
        quotation = {"Strongest sentence": ADA["Approach"], "One question": "Would it work without the heads?"}
        await fill_in(window, quotation, ("met", "met", "partly"))
        review = thread.messages.filter(has_text="A review of @Ada's log on Transformer")
        await expect(review).to_contain_text("by @Bo")
        await expect(review).to_contain_text("Would it work without the heads?")
        places = [await found.evaluate("found => found.getBoundingClientRect().top") for found in (adas, review)]
        assert places[0] < places[1]
        await expect(thread.messages.filter(has_text="Saved. @Ada reads it under the log")).to_have_count(1)

        thread = await move_on(window, "a day is left", "the week ends")
        await expect(thread.newest).to_contain_text("Week 1 is over")
        await expect(thread.newest).to_contain_text("Logged (2): @Ada @Bo")
        await expect(thread.newest).to_contain_text(f"{ADA['Approach']} – @Ada")
        await expect(thread.newest).to_contain_text("Would it work without the heads? – to @Ada")
