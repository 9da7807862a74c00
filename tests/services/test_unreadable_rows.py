"""A row that the program cannot read costs its own club only, and the operator is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update
from structlog.testing import capture_logs

from bot.storage.clubs import UnreadableClubError
from bot.storage.contents import contents_of
from bot.storage.tables import clubs, outbox, paper_logs, polls, weeks
from tests.support.logs import write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, WEEK, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from sqlalchemy import Table

    from bot.core.clubs import Club

DAY = timedelta(days=1)
CLUB_FAULTS = [
    "reviewers = 4",
    "log_days = -1",
    "review_days = 1000",
    "zone = 'Mars/Olympus'",
    "weekday = 1000000000",
    "state = 'asleep'",
]


async def two_clubs(house: House) -> tuple[Club, Club]:
    broken = await house.club("lora", "qlora", name="Broken")
    whole = await house.club("mamba", "gpt3", name="Whole", channel_id=CHANNEL + 1)
    return broken, whole


async def change(house: House, table: Table, club: Club, fault: str) -> None:
    """Store in the club's rows what the program would not, such as `reviewers = 4`."""
    column, _, value = fault.partition(" = ")
    whose = table.c.id if table is clubs else table.c.club_id
    async with house.database.writing() as connection:
        await connection.execute(update(table).where(whose == club.id).values({column: text(value)}))


async def go_on(house: House) -> None:
    """Tick until nothing is left to do; what is wrong with one club may be reported."""
    while (await house.ticks.advance()).done:
        pass


async def states(house: House, club: Club) -> list[str]:
    return [row.state for row in await house.week_rows() if row.club_id == club.id]


@pytest.mark.parametrize("fault", CLUB_FAULTS)
async def test_a_club(house: House, fault: str) -> None:
    broken, whole = await two_clubs(house)
    if fault.startswith("state"):
        broken = await house.clubs.pause(broken)
    await change(house, clubs, broken, fault)
    house.now = FIRST_POST
    await go_on(house)
    assert await states(house, whole) == ["planned"]
    assert await states(house, broken) in ([], ["planned"])
    assert whole.id in [club.id for club in await house.clubs.of_server(viewer())]
    assert (await house.clubs.meant_at(viewer(), [CHANNEL + 1])).id == whole.id


async def test_no_other_club_is_taken_for_one_that_cannot_be_read(house: House) -> None:
    broken, whole = await two_clubs(house)
    await change(house, clubs, broken, "reviewers = 4")
    with pytest.raises(UnreadableClubError):
        await house.clubs.meant_at(viewer(), [CHANNEL])
    assert (await house.clubs.meant_at(viewer(), [999])).id == whole.id


@pytest.mark.parametrize("fault", ["next_step = 'dance'", "state = 'asleep'", "number = -4"])
async def test_a_week(house: House, fault: str) -> None:
    broken, whole = await two_clubs(house)
    await house.at(FIRST_POST)
    await house.deliver()
    await change(house, weeks, broken, fault)
    house.now = FIRST_POST + 5 * DAY
    await go_on(house)
    assert await states(house, whole) == ["reviewing"]
    house.now = FIRST_POST + WEEK
    await go_on(house)
    assert await states(house, whole) == ["closed", "planned"]


@pytest.mark.parametrize("fault", ["kind = 'telepathy'", "state = 'lost'", "details = '[1]'"])
async def test_a_message(house: House, fault: str) -> None:
    broken, whole = await two_clubs(house)
    await house.at(FIRST_POST)
    await change(house, outbox, broken, fault)
    with capture_logs() as logged:
        assert await house.outbox.recover() == 0
        assert [key[:8] for key in await house.deliver()] == [whole.token]
    assert await states(house, whole) == ["reading"]
    assert (await house.outbox.figures()).doubtful == 0
    if "lost" not in fault:
        assert len(house.database.unreadable) == 1
        assert [line["table"] for line in logged if "cannot be read" in line["event"]] == ["outbox"]


async def test_text_that_is_no_json_and_a_time_that_is_none(house: House, database_kind: str) -> None:
    """As only SQLite stores them."""
    if database_kind != "sqlite":
        return
    broken, whole = await two_clubs(house)
    await house.at(FIRST_POST)
    await change(house, outbox, broken, "details = '{'")
    await change(house, outbox, broken, "created_at = 'soon'")
    assert [key[:8] for key in await house.deliver()] == [whole.token]
    assert (await house.outbox.figures()).due == 1
    async with house.database.writing() as connection:
        await connection.execute(
            text("INSERT INTO restores (backup_at, restored_at, first_id) VALUES ('never', 'soon', 1)")
        )
    await house.database.close()
    await house.database.open()
    house.now = FIRST_POST + WEEK
    await go_on(house)
    assert (await states(house, whole))[-1] == "planned"


@pytest.mark.parametrize("candidates", ['"abc"', "[1, 2]", "{}"])
async def test_a_poll(house: House, candidates: str) -> None:
    broken, whole = await two_clubs(house)
    for club in (broken, whole):
        await house.polls.start(club)
    await change(house, polls, broken, f"candidates = '{candidates}'")
    house.now = FIRST_POST
    assert [poll.club_id for poll in await house.polls.due()] == [whole.id]


async def test_one_of_a_members_logs(house: House) -> None:
    await two_clubs(house)
    await house.at(FIRST_POST)
    await house.deliver()
    for key in ("lora", "mamba"):
        await write(house, 7, paper_key=key)
    async with house.database.writing() as connection:
        bad = update(paper_logs).where(paper_logs.c.paper_key == "lora")
        await connection.execute(bad.values(state=text("'burnt'")))
    assert [view.log.paper_key for view in (await house.logs.mine(viewer(7))).logs] == ["mamba"]


async def test_it_is_read_again_once_it_is_put_right(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = await two_clubs(house)
    await change(house, clubs, broken, "reviewers = 4")
    house.now = FIRST_POST
    await go_on(house)
    assert len(house.database.unreadable) == 1
    await change(house, clubs, broken, "reviewers = 2")
    monkeypatch.setattr("bot.storage.readable.ASIDE_S", 0)
    await go_on(house)
    assert (await states(house, broken), await states(house, whole)) == (["planned"], ["planned"])
    assert len(house.database.unreadable) == 0


async def test_check_names_every_row(house: House) -> None:
    broken, _ = await two_clubs(house)
    await house.at(FIRST_POST)
    await change(house, clubs, broken, "zone = 'Mars/Olympus'")
    await change(house, outbox, broken, "kind = 'telepathy'")
    await change(house, weeks, broken, "next_step = 'dance'")
    found = (await contents_of(house.url, house.now)).unreadable
    assert [row.partition(":")[0].partition(" of ")[2] for row in found] == ["clubs", "outbox", "weeks"]
    assert f"row {broken.id} of clubs: its time zone 'Mars/Olympus' is unknown" in found
