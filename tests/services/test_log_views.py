"""A member's logs are read in as many statements whatever their number."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from tests.support.logs import text_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.reading_clubs import House

ADA = 101


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Every statement that reads, as long as the block lasts."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = house.database._reader.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_sixty_logs_cost_as_many_statements_as_three(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    counts = {}
    for number, paper in enumerate([paper.key for paper in house.catalogue][:60], 1):
        house.now += timedelta(minutes=1)
        await write(house, ADA, text_by(number), paper_key=paper)
        if number in {3, 60}:
            with statements(house) as asked:
                mine = await house.logs.mine(viewer(ADA))
            assert len(mine.logs) == number
            assert [view.place.club is not None for view in mine.logs] == [True] * number
            counts[number] = len(asked)
    assert 0 < counts[3] == counts[60]
