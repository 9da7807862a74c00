"""A whole reading week in a browser, by three members who never type a command: for tests and for the README."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from playwright.async_api import expect

from demo.page import DemoPage, until_idle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Locator

HOME, CLUB_ROOM, THREAD = "general", "sunday-papers", "Week 1 · Transformer"
ADAS_LOG = {
    "Problem": "Recurrent networks read a sentence word by word, which no graphics card can speed up.",
    "Approach": "The authors drop recurrence and let every word look at all the others at once.",
    "Key result": "English to German gains two BLEU points for a quarter of the training cost.",
    "Limitation or open question": "How does it fare on texts longer than a page?",
}
BOS_LOG = {
    "Problem": "Long sentences lose their beginning on the way through a recurrent encoder.",
    "Approach": "Several small attention heads each learn what to look at.",
    "Key result": "Three and a half days on eight cards beat every earlier ensemble.",
    "Limitation or open question": "Which of the heads could go?",
}
RATINGS = ("met", "met", "partly")
QUESTION = {"One question": "Would it work with a single head?"}


class Scene(StrEnum):
    """The moments of a week that are worth looking at, in order."""

    WELCOME = "welcome"
    WIZARD = "wizard"
    CREATED = "created"
    POST = "post"
    LOG_FORM = "log form"
    LOG_SAVED = "log saved"
    LOG = "log"
    REVIEW_FORM = "review form"
    REVIEW = "review"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Moment:
    scene: Scene
    shown: Locator
    # Since the invite. A pick from a select counts as two presses, and opening a channel as one.
    presses: int
    texts: int


class WeekByButtons:
    """Three members at one window, who see what Discord would show them."""

    def __init__(self, window: DemoPage) -> None:
        self.room = window
        self._page = window.page
        self._presses = 0
        self._texts = 0

    async def moments(self) -> AsyncIterator[Moment]:
        """Play the week, stopping at every moment until it was looked at."""
        async for moment in self._set_up():
            yield moment
        async for moment in self._write_logs():
            yield moment
        async for moment in self._review():
            yield moment
        await self._enter_after(THREAD, "a day is left", "the week ends")
        yield self._moment(Scene.DIGEST, self.room.newest)

    async def _set_up(self) -> AsyncIterator[Moment]:
        await self._enter(HOME, is_press=False)
        await self.room.act_as("Dana")
        yield self._moment(Scene.WELCOME, self.room.newest)
        await self._press(self.room.newest, "Set up a club")
        wizard = self.room.messages.nth(1)
        await self.room.choose(wizard, "Channel", CLUB_ROOM)
        self._presses += 2
        await expect(wizard).to_contain_text(f"Meets in #{CLUB_ROOM}")
        await self._press(wizard, "Yes, America/New_York")
        await expect(wizard).not_to_contain_text("my guess")
        yield self._moment(Scene.WIZARD, wizard)
        await self._press(wizard, "Post the first week now")
        await expect(wizard).to_contain_text("is set up")
        yield self._moment(Scene.CREATED, wizard)

    async def _write_logs(self) -> AsyncIterator[Moment]:
        await self._enter(CLUB_ROOM)
        post = self.room.messages.filter(has_text="Logs due")
        for member, log in (("Ada", ADAS_LOG), ("Bo", BOS_LOG)):
            await self.room.act_as(member)
            await self._press(post, "I'm in")
            await expect(post).to_contain_text(f"@{member}")
            if member == "Ada":
                yield self._moment(Scene.POST, post)
            await self._press(post, "Next for me")
            await self._fill_in(log)
            if member == "Ada":
                yield self._moment(Scene.LOG_FORM, self._form)
            await self._submit()
            if member == "Ada":
                yield self._moment(Scene.LOG_SAVED, self.room.newest)
        await self._enter(THREAD)
        yield self._moment(Scene.LOG, self.room.messages.filter(has_text="@Ada on Transformer"))

    async def _review(self) -> AsyncIterator[Moment]:
        await self._enter_after(THREAD, "reminded", "logs are due")
        await self.room.act_as("Bo")
        await self._press(self.room.newest, "Next for me")
        for index, rating in enumerate(RATINGS):
            await self._form.get_by_role("radio", name=rating).nth(index).check()
        await self._form.get_by_text("Pick a sentence").click()
        await self._page.get_by_role("option", name=ADAS_LOG["Approach"]).click()
        await self._fill_in(QUESTION)
        yield self._moment(Scene.REVIEW_FORM, self._form)
        await self._submit()
        yield self._moment(Scene.REVIEW, self.room.messages.filter(has_text="A review of @Ada's log"))

    @property
    def _form(self) -> Locator:
        return self._page.get_by_role("dialog")

    def _moment(self, scene: Scene, shown: Locator) -> Moment:
        return Moment(scene, shown, self._presses, self._texts)

    async def _press(self, message: Locator, label: str) -> None:
        self._presses += 1
        await until_idle(self._page)
        await message.get_by_role("button", name=label, exact=True).click()

    async def _fill_in(self, fields: dict[str, str]) -> None:
        for name, text in fields.items():
            self._texts += 1
            await self._form.get_by_role("textbox", name=name).fill(text)

    async def _submit(self) -> None:
        await self._press(self._form, "Submit")
        await expect(self._form).to_be_hidden()
        await until_idle(self._page)

    async def _enter(self, channel: str, *, is_press: bool = True) -> None:
        """Open a channel or a thread, which is one press on Discord."""
        self._presses += is_press
        await self._open_map()
        await self._open(channel)

    async def _open_map(self) -> None:
        """With the link that every channel and thread has at its top."""
        await self._page.get_by_role("link", name="Map", exact=True).click()

    async def _open(self, channel: str) -> None:
        await self._page.get_by_role("button", name=channel).first.click()
        await self._page.get_by_role("textbox", name="Message").wait_for()

    async def _enter_after(self, channel: str, *deadlines: str) -> None:
        """Let time pass, which needs no press on Discord, and open a channel."""
        self._presses += 1
        await self._open_map()
        for deadline in deadlines:
            await self._page.get_by_role("listitem").filter(has_text=deadline).get_by_role("button").click()
        await self._open(channel)
