"""What tests with faults share, and their figures, printed at the end whether the tests passed or not."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.bot_process import BotStart
from tests.faults.bots import BotForker, Bots
from tests.faults.clock import SharedClock
from tests.faults.runs import SPEED
from tests.faults.scene import START, Scene, make_scene
from tests.faults.stores import DatabaseMakers
from tests.support.loopback import Loopback
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from tests.faults.stores import DatabaseMaker

FIGURE = "figure"


@pytest.fixture(scope="session")
def bot_forker() -> Iterator[BotForker]:
    running = BotForker()
    yield running
    running.close()


@pytest.fixture
async def bots(bot_forker: BotForker) -> AsyncIterator[Bots]:
    async with Bots(bot_forker) as running:
        yield running


@pytest.fixture(scope="session")
def database_makers(tmp_path_factory: pytest.TempPathFactory) -> DatabaseMakers:
    return DatabaseMakers(tmp_path_factory.mktemp("database_maker"))


@pytest.fixture
def database_maker(
    database_kind: str, database_makers: DatabaseMakers, request: pytest.FixtureRequest
) -> DatabaseMaker:
    server = None if database_kind == "sqlite" else request.getfixturevalue("postgresql")
    return database_makers.of(server)


@pytest.fixture
async def used_database(bots: Bots, database_maker: DatabaseMaker, tmp_path: Path) -> str:
    """A database that a bot has used before, so that every start on a copy of it is an ordinary one."""
    if database_maker.used is None:
        database_maker.used = await used_once(bots, database_maker, tmp_path)
    return database_maker.used


async def used_once(bots: Bots, database_maker: DatabaseMaker, folder: Path) -> str:
    clock = SharedClock.create(folder / "clock", START, SPEED)
    loopback = Loopback(now=clock.now, sleep=clock.sleep)
    loopback.world.add_guild()
    await loopback.start()
    database = await database_maker.template("empty")
    file, log = (str(folder / name) for name in ("clock", "log"))
    first = await bots.start(BotStart("first", loopback.url, database, file, log))
    async with asyncio.timeout(HANG_S):
        while not loopback.gateway.identified:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.01)
    first.signal(signal.SIGTERM)
    assert await first.ended == 0, (folder / "log").read_text()
    await loopback.close()
    clock.close()
    return database


@pytest.fixture
async def scenes(used_database: str, database_maker: DatabaseMaker) -> list[Scene]:
    """A scene in a text channel, and one in a forum."""
    if not database_maker.scenes:
        database_maker.scenes += [
            await make_scene(database_maker, used_database, is_forum=is_forum) for is_forum in (False, True)
        ]
    return database_maker.scenes


@pytest.fixture
def note_figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Add a line to the summary. It travels with the test's report, because the test may run in another process."""
    return lambda line: record_property(FIGURE, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                for name, value in report.user_properties:
                    if name == FIGURE:
                        terminalreporter.write_line(str(value))
