"""What fault runs share, and their figures, printed at the end of the tests whether they passed or not."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.bot_process import Birth
from tests.faults.bots import Bots
from tests.faults.clock import SharedClock
from tests.faults.runs import SPEED
from tests.faults.scene import START
from tests.faults.stores import FileShelf, ServerShelf
from tests.support.loopback import Loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.faults.stores import Shelf

HANG_S = 60
FIGURE = "figure"


@pytest.fixture
async def bots() -> AsyncIterator[Bots]:
    async with Bots() as running:
        yield running


@pytest.fixture
def shelf(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Shelf:
    if database_kind == "sqlite":
        return FileShelf(tmp_path)
    return ServerShelf(request.getfixturevalue("postgresql"))


@pytest.fixture
async def used_database(bots: Bots, shelf: Shelf, tmp_path: Path) -> str:
    """One that a bot has used before, so that every start on a copy of it is an ordinary one."""
    clock = SharedClock.create(tmp_path / "clock", START, SPEED)
    loopback = Loopback(now=clock.now, sleep=clock.sleep)
    loopback.world.add_guild()
    await loopback.start()
    database = await shelf.template("empty")
    file, log = (str(tmp_path / name) for name in ("clock", "log"))
    first = await bots.start(Birth("first", loopback.url, database, file, log))
    async with asyncio.timeout(HANG_S):
        while not loopback.gateway.identified:  # noqa: ASYNC110 - the gateway has no bells
            await asyncio.sleep(0.01)
    first.signal(signal.SIGTERM)
    assert await first.ended == 0, (tmp_path / "log").read_text()
    await loopback.close()
    clock.close()
    return database


@pytest.fixture
def note_figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a line for the summary. It goes with the test's report, which may come from another process."""
    return lambda line: record_property(FIGURE, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                for name, value in report.user_properties:
                    if name == FIGURE:
                        terminalreporter.write_line(str(value))
