"""A club's weeks over time, on a real database: what is planned, when, and what follows."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import SettingsChange
from bot.core.weeks.note import NoteCode
from bot.core.weeks.week import Answer
from bot.services.weeks.refusals import EveryPaperReadError, NoSuchWeekError, WeekOverError
from bot.services.weeks.slots import fill_due_slots
from bot.services.weeks.ticks import AFTER_A_FAULT, PART
from tests.support.reading_clubs import FIRST_POST, SERVER, START, SUNDAY, WEEK, App
from tests.support.sql_events import sql_events, writer_of
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs.club import Club

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def states(rows: list[Any]) -> list[str]:
    return [row.state for row in rows]


async def test_a_week_from_its_post_to_its_digest(app: App) -> None:
    club = await app.club("lora", "qlora")
    await app.at(FIRST_POST - HOUR)
    assert await app.week_rows() == []
    await app.at(FIRST_POST)
    (week,) = await app.week_rows()
    assert (week.number, week.paper_key, week.state, week.is_late) == (1, "lora", "planned", False)
    assert week.logs_due == FIRST_POST + 5 * DAY
    assert week.reviews_due == FIRST_POST + 7 * DAY
    (key,) = await app.deliver()
    assert states(await app.week_rows()) == ["reading"]
    await app.answer(key, 7, Answer.IN)
    await app.at(FIRST_POST + 3 * DAY)
    assert (await app.deliver())[0].endswith("-reminder")
    await app.at(FIRST_POST + 5 * DAY)
    assert states(await app.week_rows()) == ["reviewing"]
    await app.at(FIRST_POST + WEEK)
    old, new = await app.week_rows()
    assert (old.state, new.state, new.paper_key) == ("closed", "planned", "qlora")
    assert [key.rpartition("-")[2] for key in await app.deliver()] == ["1", "post", "digest"]
    assert await app.syllabus.queue(club) == []


async def test_ticks_repeat_nothing(app: App) -> None:
    await app.club("lora")
    app.now = FIRST_POST
    await asyncio.gather(*(app.ticks.advance() for _ in range(5)))
    await app.tick()
    assert len(await app.week_rows()) == len(await app.entries()) == 1
    assert await app.deliver() != []
    await app.tick()
    assert await app.deliver() == []


async def test_offline_for_three_weeks(app: App) -> None:
    await app.club("lora", "qlora")
    late = FIRST_POST + 2 * WEEK + 3 * DAY
    await app.at(late)
    rows = await app.week_rows()
    assert states(rows) == ["skipped", "skipped", "planned"]
    assert [row.note for row in rows] == [NoteCode.AWAY, NoteCode.AWAY, ""]
    newest = rows[-1]
    assert (newest.number, newest.paper_key, newest.is_late) == (1, "lora", True)
    # Dates are counted from the day on which members see the post.
    assert newest.logs_due == late.replace(hour=17) + 5 * DAY
    await app.at(FIRST_POST + 3 * WEEK)
    assert len(await app.week_rows()) == 4


async def test_a_post_an_hour_late_is_called_late_and_a_minute_is_not(app: App) -> None:
    await app.club()
    await app.at(FIRST_POST + timedelta(minutes=1))
    assert [row.is_late for row in await app.week_rows()] == [False]
    await app.at(FIRST_POST + WEEK + HOUR)
    assert [row.is_late for row in await app.week_rows()] == [False, True]


async def test_a_slot_before_midnight_keeps_its_day_however_long_the_tick_takes(app: App) -> None:
    await app.club(slot=WeeklySlot(6, time(23, 59), "UTC"), log_days=1, review_days=1)
    await app.at(datetime(2026, 1, 12, 0, 4, tzinfo=UTC))
    await app.deliver()
    (week,) = await app.week_rows()
    assert week.logs_due == datetime(2026, 1, 12, 23, 59, tzinfo=UTC)


async def test_two_overdue_ends_come_once_each_in_order(app: App) -> None:
    club = await app.club()
    await app.at(FIRST_POST)
    (key,) = await app.deliver()
    await app.answer(key, 7, Answer.IN)
    await app.clubs.pause(club)
    await app.at(FIRST_POST + 5 * WEEK)
    assert states(await app.week_rows()) == ["closed"]
    # A reminder would be too late to help.
    kinds = [entry.kind for entry in await app.entries()]
    assert [kind for kind in kinds if kind != "post-edit"] == ["post", "digest"]


async def test_daylight_saving_keeps_deadlines_at_their_local_time(app: App) -> None:
    await app.club()
    app.now = datetime(2026, 3, 24, 17, tzinfo=UTC)
    await app.at(datetime(2026, 3, 29, 16, tzinfo=UTC))  # summer time began that morning: 18:00 is 16:00 UTC
    week = (await app.week_rows())[-1]
    assert week.slot == date(2026, 3, 29)
    assert week.logs_due == datetime(2026, 4, 3, 16, tzinfo=UTC)


async def test_answers_are_counted_and_can_be_undone(app: App) -> None:
    await app.club()
    await app.at(FIRST_POST)
    (key,) = await app.deliver()
    await app.answer(key, 7, Answer.IN)
    view = await app.answer(key, 8, Answer.OUT)
    assert view.answers == {7: "in", 8: "out"}
    view = await app.answer(key, 7, Answer.OUT)
    assert view.count(Answer.OUT) == 2
    # A double press, or a repeated delivery, counts once.
    assert (await app.answer(key, 7, Answer.OUT)).answers == {8: "out", 7: "out"}
    app.now += timedelta(seconds=5)
    for _ in range(2):
        assert (await app.answer(key, 7, Answer.OUT)).answers == {8: "out"}
    app.now += timedelta(seconds=1)
    assert (await app.answer(key, 7, Answer.IN)).answers == {8: "out", 7: "in"}
    app.now += timedelta(seconds=5)
    await app.answer(key, 7, Answer.IN)
    for server, wrong in ((SERVER + 1, key), (SERVER, "nothing"), (SERVER, key + "x")):
        with pytest.raises(NoSuchWeekError):
            await app.weeks.answer(viewer(7, server), wrong, Answer.IN, app.now)
    await app.at(FIRST_POST + WEEK)
    with pytest.raises(WeekOverError):
        await app.answer(key, 7, Answer.IN)


async def test_an_empty_queue_is_announced_a_week_ahead(app: App) -> None:
    club = await app.club("mamba", "qlora")
    view = await app.weeks.preview(club)
    assert (view.week.paper_key, view.next_key) == ("mamba", "qlora")
    for weeks in (0, 1):
        await app.at(FIRST_POST + weeks * WEEK)
        await app.deliver()
    current = await app.weeks.current(club)
    assert current
    assert (current.week.paper_key, current.next_key) == ("qlora", "attention")
    await app.at(FIRST_POST + 2 * WEEK)
    assert (await app.week_rows())[-1].paper_key == "attention"


async def test_papers_removed_from_the_catalog_are_skipped(app: App) -> None:
    club = await app.club("gone", "lora", "gone-too")
    view = await app.weeks.preview(club)
    assert view.week.paper_key == "lora"
    await app.at(FIRST_POST)
    assert [row.paper_key for row in await app.week_rows()] == ["lora"]
    assert await app.syllabus.queue(club) == ["gone-too"]


async def test_everything_is_read(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    club = await app.club()
    monkeypatch.setattr("bot.services.weeks.slots.choose_paper", lambda *_: None)
    monkeypatch.setattr("bot.services.weeks.service.choose_paper", lambda *_: None)
    for ask in (app.weeks.preview, app.weeks.post_now):
        with pytest.raises(EveryPaperReadError):
            await ask(club)
    await app.at(FIRST_POST)
    (week,) = await app.week_rows()
    assert (week.state, week.number) == ("skipped", None)
    assert week.note == NoteCode.ALL_READ


async def test_moving_the_day_makes_no_week_too_short(app: App) -> None:
    club = await app.club()
    await app.at(FIRST_POST)
    monday = WeeklySlot(0, time(18), "Europe/Berlin")
    changed = await app.clubs.edit(club, SettingsChange(slot=asdict(monday)), viewer())
    assert changed.club.next_slot == date(2026, 1, 19)


async def test_a_slot_whose_instant_moved_is_recalculated(app: App) -> None:
    """For example if a country abolishes daylight saving and the zone data changes under a stored date."""
    club = await app.club()
    async with app.database.write_transaction() as connection:
        await connection.exec_driver_sql("update clubs set next_due = '2026-01-11 16:00:00.000000'")
    await app.at(FIRST_POST - HOUR)
    assert await app.week_rows() == []
    assert (await app.club_now(club)).next_due == FIRST_POST


async def test_more_members_than_a_message_can_name_are_reminded_in_parts(app: App) -> None:
    await app.club()
    await app.at(FIRST_POST)
    (key,) = await app.deliver()
    for user in range(100, 195):
        await app.answer(key, user, Answer.IN)
    await app.at(FIRST_POST + 3 * DAY)
    reminders = [entry for entry in await app.entries() if entry.kind == "reminder"]
    assert [entry.details for entry in reminders] == [
        {"part": 0, "members": list(range(100, 190))},
        {"part": 1, "members": list(range(190, 195))},
    ]
    assert len({entry.nonce for entry in reminders}) == 2


async def test_presses_under_a_finished_week_do_not_affect_others(app: App) -> None:
    """Its buttons stay forever, and many simultaneous presses share a commit."""
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    (old,) = await app.deliver()
    await app.at(FIRST_POST + WEEK)
    (new, *_) = await app.deliver()
    pressing = [app.answer(key, user, Answer.IN) for user in range(7, 17) for key in (old, new)]
    commits: list[object] = []
    with sql_events("commit", commits.append, await writer_of(app.database)):
        results = await asyncio.gather(*pressing, return_exceptions=True)
    assert [type(result) for result in results[::2]] == [WeekOverError] * 10
    assert (await app.weeks.marked(viewer(), new)).count(Answer.IN) == 10
    assert len(commits) < 10


async def test_if_nobody_is_in_nobody_is_reminded(app: App) -> None:
    await app.club()
    await app.at(FIRST_POST)
    (key,) = await app.deliver()
    await app.answer(key, 7, Answer.OUT)
    await app.at(FIRST_POST + 3 * DAY)
    assert [entry.kind for entry in await app.entries()] == ["post"]


def test_the_clock_of_these_tests() -> None:
    assert SUNDAY.instant_on(SUNDAY.next_after(START)) == FIRST_POST


async def test_clubs_with_errors_delay_no_other(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {(await app.club(name="broken", server_id=900 + number)).id for number in range(PART + 3)}
    whole = await app.club("lora", name="whole")

    async def fill(connection: AsyncConnection, club: Club, *rest: Any) -> None:
        if club.id in broken:
            raise ZeroDivisionError
        await fill_due_slots(connection, club, *rest)

    monkeypatch.setattr("bot.services.weeks.ticks.fill_due_slots", fill)
    app.now = FIRST_POST
    for _ in range(3):
        await app.ticks.advance()
    assert [row.club_id for row in await app.week_rows()] == [whole.id]
    monkeypatch.undo()
    await app.at(FIRST_POST + AFTER_A_FAULT)
    assert {row.club_id for row in await app.week_rows()} == {*broken, whole.id}
