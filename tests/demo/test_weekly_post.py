"""The longest weekly posts on a phone, in a real browser: how far down their buttons are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.weeks.week import Answer
from cogs.ui.dependencies import Dependencies
from cogs.weeks.posts import PostsOfServers
from demo.page import DemoPage, has_come, until_idle
from demo.stage import open_demo
from tests.cogs.test_pages import SHIPPED
from tests.cogs.test_week_pages import viewed

if TYPE_CHECKING:
    from bot.services.weeks.views import WeekView
    from demo.stage import Stage
    from tests.demo.conftest import OpenWindows

WIDTH, HEIGHT, SCREENS = 390, 844, 1.5
# Of all posts, those with the most text. The tallest twelve are among the first eighteen.
LONGEST = 19
LOADED = "() => [...document.querySelectorAll('[role=log] img')].every(picture => picture.naturalWidth > 0)"
# How far below the top of its message the last button ends.
BUTTON_ENDS = """messages => messages.map(message => {
    const buttons = [...message.querySelectorAll('button')].filter(button => button.innerText === "Can't this week");
    return buttons.length ? buttons.at(-1).getBoundingClientRect().bottom - message.getBoundingClientRect().top : 0;
})"""

pytestmark = pytest.mark.asyncio(loop_scope="session")


def view_of(stage: Stage, key: str) -> WeekView:
    """The week's post when everybody is in."""
    view, guild = viewed(key, is_late=False, number=12), stage.world.guild
    settings = replace(view.club.settings, name="Sunday papers", role_id=guild.roles["Readers"].id)
    answers = {member.id: Answer.IN for member in stage.world.members.values()}
    return replace(view, club=replace(view.club, server_id=guild.id, settings=settings), answers=answers)


async def test_the_buttons_come_within_one_and_a_half_screens(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        bot: Any = stage._env.bot
        every = PostsOfServers(bot.part(Dependencies))
        lengths = {}
        for paper in SHIPPED.catalog:
            view = view_of(stage, paper.key)
            lengths[paper.key] = len(str((await every.of(view.club)).page(view).to_components()))
        keys = sorted(lengths, key=lengths.__getitem__)[-LONGEST:]
        channel = stage.world.guild.create_text_channel("posts")
        for key in keys:
            view = view_of(stage, key)
            whole = await (await every.of(view.club)).whole(view)
            await bot.get_channel(channel.id).send(view=whole.page, files=list(whole.files))
        phone = await DemoPage.open(browser, await stage.show(channel), width=WIDTH, height=HEIGHT)
        await until_idle(phone.page)
        await has_come(phone.page, LOADED)
        found = await phone.messages.evaluate_all(BUTTON_ENDS)
    ends = dict(zip(keys, filter(None, found), strict=True))
    assert {key: end for key, end in ends.items() if end > SCREENS * HEIGHT} == {}
