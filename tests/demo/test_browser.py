"""The demo in a real browser, on a computer and on a phone."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import DemoPage
from demo.stage import open_demo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Locator

    from tests.demo.conftest import OpenWindows

DESK, PHONE = (1280, 1000), (390, 844)

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def demo_page(windows: OpenWindows, size: tuple[int, int] = DESK) -> AsyncIterator[DemoPage]:
    # Not a fixture: the virtual Discord's clock must be left in the context that entered it.
    async with open_demo() as preview, windows() as browser:
        yield await DemoPage.open(browser, preview.url, width=size[0], height=size[1])


async def assert_within_the_window(page: DemoPage, shown: Locator) -> None:
    box = await shown.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_from_a_slash_to_a_picture(windows: OpenWindows, size: tuple[int, int]) -> None:
    async with demo_page(windows, size) as page:
        await expect(page.messages.filter(has_text="Welcome to the reading room")).to_be_visible()
        await page.choose_command("paper")
        await page.page.keyboard.type("lora", delay=20)
        await expect(page.suggestions.first).to_have_text("LoRA: Low-Rank Adaptation of Large Language Models · 2021")
        await page.suggestions.first.click()
        card = await page.send()
        await expect(card).to_contain_text("Edward J. Hu, Yelong Shen, Phillip Wallis and 5 more")
        await expect(card).to_contain_text("Builds on")
        drawn = await page.press("Lineage")
        await expect(drawn).to_contain_text("Only you can see this")
        picture = drawn.get_by_role("img", name="Lineage of LoRA")
        await expect(picture).to_be_visible()
        await picture.scroll_into_view_if_needed()
        await expect(picture).to_have_js_property("naturalWidth", 1200)
        for shown in (card, drawn, picture):
            await assert_within_the_window(page, shown)


async def test_private_answers_are_not_shown_to_others(windows: OpenWindows) -> None:
    async with demo_page(windows) as page:
        await page.run("paper", "lora")
        await page.press("Cite")
        await expect(page.newest).to_contain_text("@inproceedings{hu2021lora")
        await page.act_as("Bo")
        await expect(page.messages.filter(has_text="What it contributed")).to_be_visible()
        await expect(page.messages.filter(has_text="@inproceedings")).to_have_count(0)


async def test_choosing_from_several_matches(windows: OpenWindows) -> None:
    async with demo_page(windows) as page:
        asked = await page.run("paper", "dettmers")
        await expect(asked).to_contain_text("Did you mean")
        await page.choose(asked, "Choose a paper", "QLoRA")
        await expect(page.messages.filter(has_text="Efficient Finetuning of Quantized LLMs").last).to_be_visible()
        await expect(page.newest).to_contain_text("What it contributed")
