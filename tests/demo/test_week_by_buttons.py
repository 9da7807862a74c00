"""From the bot's welcome to the first digest in a real browser: three members, and no command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from demo.page import DemoPage
from demo.stage import open_demo
from demo.week_by_buttons import ADAS_LOG, QUESTION, Scene, WeekByButtons

if TYPE_CHECKING:
    from tests.demo.conftest import OpenWindows

MOST_PRESSES, MOST_TEXTS = 9, 4
SHOWN = {
    Scene.WELCOME: ["Hi, I'm Paper Club", "Set up a club"],
    Scene.WIZARD: ["Meets in #sunday-papers", "Sundays at 18:00, America/New_York", "First post"],
    Scene.CREATED: ["Study group papers is set up", "Open #sunday-papers and press I'm in"],
    Scene.POST: ["Week 1 · Transformer", "Logs due", "@Ada", "Next for me"],
    Scene.LOG_FORM: ["Paper log · Transformer", "Submit"],
    Scene.LOG_SAVED: ["Saved as version 1", "Then you review each other's logs"],
    Scene.LOG: ["@Ada on Transformer", *ADAS_LOG.values()],
    Scene.REVIEW_FORM: ["Review of Ada's log on Transformer", ADAS_LOG["Approach"]],
    Scene.REVIEW: ["A review of @Ada's log", "by @Bo", ADAS_LOG["Approach"], *QUESTION.values()],
    Scene.DIGEST: ["Week 1 is over", "@Ada @Bo", ADAS_LOG["Approach"], *QUESTION.values(), "Next up"],
}

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_week_needs_few_presses_and_no_command(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        window = await DemoPage.open(browser, stage.url)
        seen = {}
        async for moment in WeekByButtons(window).moments():
            seen[moment.scene] = moment
            for text in SHOWN[moment.scene]:
                await expect(moment.shown).to_contain_text(text)
    assert list(seen) == list(Scene)
    first = seen[Scene.LOG_SAVED]
    sys.stdout.write(f"From the invite to the first log: {first.presses} presses and {first.texts} texts\n")
    assert first.presses <= MOST_PRESSES
    assert first.texts <= MOST_TEXTS
