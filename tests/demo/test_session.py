"""A club's live session in the demo, by hand in a real browser: vote, host, event, meeting, link and digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import PATIENCE_MS, DemoPage, until_idle
from demo.stage import open_demo

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.demo.conftest import OpenWindows

ROOM, RECORDING = "Open evening-talks", "https://example.org/recording"
BALLOTS = {"Ada": ("FlashAttention", "Mamba"), "Bo": ("Mamba", "FlashAttention"), "Chidi": ("FlashAttention",)}
PLACES = ("First choice", "Second choice")
NARROW = {"width": 350, "height": 700}

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who does what the map's steps say."""

    page: Page

    @property
    def room(self) -> DemoPage:
        return DemoPage(self.page)

    @property
    def events(self) -> Locator:
        return self.page.locator("#events")

    async def expect_step(self, title: str) -> None:
        await expect(self.page.locator(".steps .next b").first).to_have_text(title)

    async def open(self, button: str) -> None:
        await self.page.get_by_role("button", name=button).first.click()
        await self.page.get_by_role("textbox", name="Message").wait_for()

    async def go_back_to_map(self) -> None:
        await self.page.get_by_role("link", name="Map", exact=True).click()
        await self.page.get_by_role("heading", name="The clock").wait_for()

    async def skip_to(self, *deadlines: str) -> None:
        for deadline in deadlines:
            row = self.page.get_by_role("listitem").filter(has_text=f"Evening talks: {deadline}")
            button = row.get_by_role("button", name="Skip ahead")
            moment = await button.get_attribute("value")
            await button.click()
            await expect(self.page.locator(f'li button[value="{moment}"]')).to_have_count(0)

    async def press_as(self, members: tuple[str, ...], message: Locator, label: str, shown: str) -> None:
        for number, member in enumerate(members, 1):
            await self.room.act_as(member)
            await until_idle(self.page)
            await message.get_by_role("button", name=label, exact=True).click()
            await expect(message).to_contain_text(shown.format(number=number, member=member))

    async def vote(self) -> None:
        vote = self.room.messages.filter(has_text="What should Evening talks read next?")
        for member, papers in BALLOTS.items():
            await self.room.act_as(member)
            await until_idle(self.page)
            await vote.get_by_role("button", name="Vote", exact=True).click()
            ballot = self.room.newest
            await expect(ballot).to_contain_text("You haven't voted yet")
            for place, paper in zip(PLACES, papers, strict=False):
                await self.room.choose(ballot, place, paper)
                await expect(ballot.get_by_role("listitem").filter(has_text=paper)).to_be_visible()


async def test_a_session_step_by_step(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        visitor = Visitor(await (await browser.new_context()).new_page())
        visitor.page.set_default_timeout(PATIENCE_MS)
        await visitor.page.goto(stage.map_address)
        await expect(visitor.page.get_by_text("study-room")).to_be_visible()
        await expect(visitor.events).to_contain_text("None yet")
        await visitor.page.get_by_role("button", name="Set up this club").click()
        await _choose_a_paper_and_a_host(visitor)
        await _join_and_meet(visitor)
        await _keep_the_recording(visitor)
        await visitor.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        assert await visitor.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def _choose_a_paper_and_a_host(visitor: Visitor) -> None:
    await visitor.expect_step("Vote")
    await visitor.open(ROOM)
    await visitor.vote()
    await visitor.go_back_to_map()
    await visitor.open("Open Ada's messages")
    await expect(visitor.room.newest).to_contain_text("Would you host the session in the week of")
    await until_idle(visitor.page)
    await visitor.room.newest.get_by_role("button", name="I'll host").click()
    await expect(visitor.room.newest).to_contain_text("You host the session in the week of")
    await visitor.go_back_to_map()
    await visitor.skip_to("the vote is counted")
    await visitor.expect_step("Let the vote end, then the week begin")
    await visitor.skip_to("the next week is posted")


async def _join_and_meet(visitor: Visitor) -> None:
    await visitor.expect_step("Join")
    await expect(visitor.events).to_contain_text("Evening talks · Week 1: FlashAttention")
    await expect(visitor.events).to_contain_text("19:00 UTC")
    await expect(visitor.events).to_contain_text("study-room")
    await visitor.open(ROOM)
    await expect(visitor.room.messages.filter(has_text="The vote is over")).to_contain_text("FlashAttention won")
    post = visitor.room.messages.filter(has_text="Logs due")
    await expect(post).to_contain_text("Host @Ada")
    await visitor.press_as(("Ada", "Bo", "Chidi"), post, "I'm in", "@{member}")
    # The link to Discord's event leads to where the demo shows it.
    await post.get_by_role("link", name="event").click()
    await visitor.expect_step("Meet")
    await visitor.skip_to("members who are in", "a day until", "an hour until", "the meeting begins")
    await expect(visitor.events).to_contain_text("Happening now")
    await visitor.skip_to("the meeting is over")
    await expect(visitor.events).to_contain_text("None yet")
    await visitor.open("Open the thread")
    await expect(visitor.room.messages.filter(has_text="Meeting on FlashAttention")).to_have_count(2)
    asked = visitor.room.messages.filter(has_text="Were you at the meeting of week 1?")
    await visitor.press_as(("Ada", "Bo"), asked, "I was there", "{number} w")


async def _keep_the_recording(visitor: Visitor) -> None:
    await visitor.go_back_to_map()
    await visitor.expect_step("Keep the recording")
    await visitor.open("Paper Club to Ada")
    await expect(visitor.room.messages.filter(has_text="Your session on FlashAttention")).to_contain_text("Agenda")
    await visitor.go_back_to_map()
    await visitor.open("Open the thread")
    await visitor.room.act_as("Dana")
    await visitor.room.run("week link", RECORDING)
    await visitor.go_back_to_map()
    await visitor.expect_step("Read the digest")
    await visitor.skip_to("the week ends")
    await expect(visitor.page.get_by_text("That was a whole session.")).to_be_visible()
    await visitor.open("Week 1 · FlashAttention")
    digest = visitor.room.messages.filter(has_text="Week 1 is over")
    for text in ("Thank you for hosting, @Ada", "2 were there", "example.org"):
        await expect(digest).to_contain_text(text)
