"""What the card of a paper quotes from logs, and from which it must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.club import SettingsChange
from tests.support.logs import interactions, review_by, reviewing
from tests.support.reading_clubs import CHANNEL, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.visibility import Viewer
    from tests.support.reading_clubs import App

ADA, BO, EVE = 7, 8, 11


async def sentences(app: App, who: Viewer, paper: str = "lora") -> list[str]:
    return [one.sentence for one in await app.reviews.quoted_on(who, paper, 3)]


async def test_only_who_sees_the_week_reads_what_a_reviewer_picked(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await app.reviews.next_for(viewer(ADA))).log
    assert await sentences(app, viewer(EVE)) == []
    await app.reviews.submit(review_by(ADA, log))
    assert await sentences(app, viewer(EVE)) == [log.text.problem]
    assert await sentences(app, viewer(EVE), "mamba") == []
    for outsider in (viewer(EVE, hidden=[CHANNEL]), viewer(EVE, SERVER + 1), viewer(EVE, None)):
        assert await sentences(app, outsider) == []


@pytest.mark.parametrize("then", ["anonymous", "log withdrawn", "review withdrawn"])
async def test_a_sentence_goes_with_what_it_came_from(app: App, then: str) -> None:
    club = await reviewing(app, ADA, BO)
    log = (await app.reviews.next_for(viewer(ADA))).log
    saved = await app.reviews.submit(review_by(ADA, log))
    if then == "anonymous":
        await app.clubs.edit(club, SettingsChange({"anonymous": True}), viewer())
    elif then == "log withdrawn":
        await app.logs.withdraw(log.id, viewer(BO))
    else:
        await app.my_reviews.withdraw(saved.review.token, viewer(ADA), next(interactions))
    assert await sentences(app, viewer(EVE)) == []
