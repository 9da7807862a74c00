"""A row that the program can't read affects only its own club, and the operator is told."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update
from structlog.testing import capture_logs

from bot.core.meetings.plan import MeetingPlan
from bot.storage.clubs.rows import UnreadableClubError
from bot.storage.copying.contents import contents_of
from bot.storage.tables import clubs, outbox, paper_logs, polls, weeks
from tests.support.logs import write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, WEEK, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from sqlalchemy import Table

    from bot.core.clubs.club import Club

DAY = timedelta(days=1)
CLUB_FAULTS = [
    "reviewers = 4",
    "log_days = -1",
    "review_days = 1000",
    "zone = 'Mars/Olympus'",
    "weekday = 1000000000",
    "state = 'asleep'",
]


async def two_clubs(app: App) -> tuple[Club, Club]:
    broken = await app.club("lora", "qlora", name="Broken")
    whole = await app.club("mamba", "gpt3", name="Whole", channel_id=CHANNEL + 1)
    return broken, whole


async def change(app: App, table: Table, club: Club, fault: str) -> None:
    """Store a value in the club's rows that the program would never store, such as `reviewers = 4`."""
    column, _, value = fault.partition(" = ")
    whose = table.c.id if table is clubs else table.c.club_id
    async with app.database.write_transaction() as connection:
        await connection.execute(update(table).where(whose == club.id).values({column: text(value)}))


async def go_on(app: App) -> None:
    """Tick until nothing is left to do. Errors of one club may be reported."""
    while (await app.ticks.advance()).done:
        pass


async def states(app: App, club: Club) -> list[str]:
    return [row.state for row in await app.week_rows() if row.club_id == club.id]


@pytest.mark.parametrize("fault", CLUB_FAULTS)
async def test_a_club(app: App, fault: str) -> None:
    broken, whole = await two_clubs(app)
    if fault.startswith("state"):
        broken = await app.clubs.pause(broken)
    await change(app, clubs, broken, fault)
    app.now = FIRST_POST
    await go_on(app)
    assert await states(app, whole) == ["planned"]
    assert await states(app, broken) in ([], ["planned"])
    assert whole.id in [club.id for club in await app.clubs.of_server(viewer())]
    assert (await app.clubs.meant_at(viewer(), [CHANNEL + 1])).id == whole.id


async def test_no_other_club_is_returned_instead_of_an_unreadable_one(app: App) -> None:
    broken, whole = await two_clubs(app)
    await change(app, clubs, broken, "reviewers = 4")
    with pytest.raises(UnreadableClubError):
        await app.clubs.meant_at(viewer(), [CHANNEL])
    assert (await app.clubs.meant_at(viewer(), [999])).id == whole.id


@pytest.mark.parametrize("fault", ["next_step = 'dance'", "state = 'asleep'", "number = -4"])
async def test_a_week(app: App, fault: str) -> None:
    broken, whole = await two_clubs(app)
    await app.at(FIRST_POST)
    await app.deliver()
    await change(app, weeks, broken, fault)
    app.now = FIRST_POST + 5 * DAY
    await go_on(app)
    assert await states(app, whole) == ["reviewing"]
    app.now = FIRST_POST + WEEK
    await go_on(app)
    assert await states(app, whole) == ["closed", "planned"]


@pytest.mark.parametrize("fault", ["kind = 'telepathy'", "state = 'lost'", "details = '[1]'"])
async def test_a_message(app: App, fault: str) -> None:
    broken, whole = await two_clubs(app)
    await app.at(FIRST_POST)
    await change(app, outbox, broken, fault)
    with capture_logs() as logged:
        assert await app.outbox.recover() == 0
        assert [key[:8] for key in await app.deliver()] == [whole.token]
    assert await states(app, whole) == ["reading"]
    assert (await app.outbox.figures()).doubtful == 0
    if "lost" not in fault:
        assert len(app.database.unreadable) == 1
        assert [line["table"] for line in logged if "cannot be read" in line["event"]] == ["outbox"]


async def test_invalid_json_and_an_invalid_time(app: App, database_kind: str) -> None:
    """Only SQLite can store these."""
    if database_kind != "sqlite":
        return
    broken, whole = await two_clubs(app)
    await app.at(FIRST_POST)
    await change(app, outbox, broken, "details = '{'")
    await change(app, outbox, broken, "created_at = 'soon'")
    assert [key[:8] for key in await app.deliver()] == [whole.token]
    assert (await app.outbox.figures()).due == 1
    async with app.database.write_transaction() as connection:
        await connection.execute(
            text("INSERT INTO restores (backup_at, restored_at, first_id) VALUES ('never', 'soon', 1)")
        )
    await app.database.close()
    await app.database.open()
    app.now = FIRST_POST + WEEK
    await go_on(app)
    assert (await states(app, whole))[-1] == "planned"


@pytest.mark.parametrize("candidates", ['"abc"', "[1, 2]", "{}"])
async def test_a_poll(app: App, candidates: str) -> None:
    broken, whole = await two_clubs(app)
    for club in (broken, whole):
        await app.polls.start(club)
    await change(app, polls, broken, f"candidates = '{candidates}'")
    app.now = FIRST_POST
    assert [poll.club_id for poll in await app.polls.due()] == [whole.id]


async def test_one_of_a_members_logs(app: App) -> None:
    await two_clubs(app)
    await app.at(FIRST_POST)
    await app.deliver()
    for key in ("lora", "mamba"):
        await write(app, 7, paper_key=key)
    async with app.database.write_transaction() as connection:
        bad = update(paper_logs).where(paper_logs.c.paper_key == "lora")
        await connection.execute(bad.values(state=text("'burnt'")))
    assert [view.log.paper_key for view in (await app.logs.mine(viewer(7))).logs] == ["mamba"]


async def test_a_corrected_row_is_read_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = await two_clubs(app)
    await change(app, clubs, broken, "reviewers = 4")
    app.now = FIRST_POST
    await go_on(app)
    assert len(app.database.unreadable) == 1
    await change(app, clubs, broken, "reviewers = 2")
    monkeypatch.setattr("bot.storage.readable.ASIDE_S", 0)
    await go_on(app)
    assert (await states(app, broken), await states(app, whole)) == (["planned"], ["planned"])
    assert len(app.database.unreadable) == 0


async def test_check_names_every_row(app: App) -> None:
    broken, _ = await two_clubs(app)
    await app.at(FIRST_POST)
    await change(app, clubs, broken, "zone = 'Mars/Olympus'")
    await change(app, outbox, broken, "kind = 'telepathy'")
    await change(app, weeks, broken, "next_step = 'dance'")
    found = (await contents_of(app.url, app.now)).unreadable
    assert [row.partition(":")[0].partition(" of ")[2] for row in found] == ["clubs", "outbox", "weeks"]
    assert f"row {broken.id} of clubs: its time zone 'Mars/Olympus' is unknown" in found


async def test_check_says_which_setting_is_out_of_range(app: App) -> None:
    broken, _ = await two_clubs(app)
    await change(app, clubs, broken, "reviewers = 4")
    (found,) = (await contents_of(app.url, app.now)).unreadable
    assert found == f"row {broken.id} of clubs: `reviewers` can be 1 to 3, not 4."


async def test_a_damaged_meeting_moves_nothing(app: App) -> None:
    broken = await app.club("lora", "qlora", name="Broken", meeting=MeetingPlan(3, time(19)))
    await change(app, clubs, broken, "meeting_weekday = 1000000000")
    await app.club("mamba", name="Whole", channel_id=CHANNEL + 1, meeting=MeetingPlan(3, time(19)))
    app.now = FIRST_POST
    await go_on(app)
    assert await states(app, broken) == []
    assert len(await app.week_rows()) == 1
