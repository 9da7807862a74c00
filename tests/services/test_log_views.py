"""Reading a member's logs takes the same number of statements, however many logs there are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.logs import text_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.sql_events import statements
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

ADA = 101


async def test_sixty_logs_take_as_many_statements_as_three(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    counts = {}
    for number, paper in enumerate([paper.key for paper in app.catalog][:60], 1):
        app.now += timedelta(minutes=1)
        await write(app, ADA, text_by(number), paper_key=paper)
        if number in {3, 60}:
            with statements() as asked:
                mine = await app.logs.mine(viewer(ADA))
            assert len(mine.logs) == number
            assert [view.destination.club is not None for view in mine.logs] == [True] * number
            counts[number] = len(asked)
    assert 0 < counts[3] == counts[60]
