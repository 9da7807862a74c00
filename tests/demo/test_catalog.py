"""A paper that the catalog doesn't know, from its file to the week's post, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import DemoPage
from demo.sample_paper import FILE, TITLE
from demo.stage import open_demo
from tests.demo.setting_up import set_up_club

if TYPE_CHECKING:
    from tests.demo.conftest import OpenWindows

NAME = "One Factor for All Layers"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_from_a_pdf_to_the_week_s_post(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        desk = await DemoPage.open(browser, stage.url, height=1400)
        await desk.act_as("Dana")
        await desk.choose_command("catalog add")
        await desk.attach("file", FILE)
        preview = await desk.send()
        await expect(preview).to_contain_text(TITLE)
        await expect(preview).to_contain_text(
            "“In this paper we build on LoRA [1] and make it smaller still.” – 1 Introduction"
        )
        await preview.get_by_role("button", name="Add", exact=True).click()
        await expect(preview).to_contain_text(f"Added: {NAME}")
        drawn = await desk.run("lineage", "one factor", suggestion=NAME)
        await expect(drawn.get_by_role("img", name=f"Lineage of {NAME}")).to_be_visible()
        await expect(drawn).to_contain_text("VeRA")
        await set_up_club(desk, "Evening papers", "sunday-papers", "Europe/Berlin")
        await desk.run("syllabus add", "one factor", suggestion=NAME)
        await expect(desk.newest).to_contain_text(NAME)
        await desk.run("week post")
        club = await DemoPage.open(browser, await stage.show(stage.world.guild.channels["sunday-papers"]), height=1400)
        await expect(club.newest).to_contain_text(NAME)
