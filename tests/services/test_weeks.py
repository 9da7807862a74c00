"""A club's weeks over time, on a real database: what is planned, when, and what follows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from bot.core.calendar import WeeklySlot
from bot.core.errors import ClubError, NotNowError
from bot.core.weeks import Answer
from bot.services.slots import fill_due_slots
from bot.services.week_ticks import AFTER_A_FAULT, PART
from tests.support.reading_clubs import FIRST_POST, SERVER, START, SUNDAY, WEEK, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def states(rows: list[Any]) -> list[str]:
    return [row.state for row in rows]


async def test_a_week_from_its_post_to_its_digest(house: House) -> None:
    club = await house.club("lora", "qlora")
    await house.at(FIRST_POST - HOUR)
    assert await house.week_rows() == []
    await house.at(FIRST_POST)
    (week,) = await house.week_rows()
    assert (week.number, week.paper_key, week.state, week.is_late) == (1, "lora", "planned", False)
    assert week.logs_due == FIRST_POST + 5 * DAY
    assert week.reviews_due == FIRST_POST + 7 * DAY
    (key,) = await house.deliver()
    assert states(await house.week_rows()) == ["reading"]
    await house.answer(key, 7, Answer.IN)
    await house.at(FIRST_POST + 3 * DAY)
    assert (await house.deliver())[0].endswith("-reminder")
    await house.at(FIRST_POST + 5 * DAY)
    assert states(await house.week_rows()) == ["reviewing"]
    await house.at(FIRST_POST + WEEK)
    old, new = await house.week_rows()
    assert (old.state, new.state, new.paper_key) == ("closed", "planned", "qlora")
    assert [key.rpartition("-")[2] for key in await house.deliver()] == ["1", "post", "digest"]
    assert await house.syllabus.queue(club) == []


async def test_ticks_repeat_nothing(house: House) -> None:
    await house.club("lora")
    house.now = FIRST_POST
    await asyncio.gather(*(house.ticks.advance() for _ in range(5)))
    await house.tick()
    assert len(await house.week_rows()) == len(await house.entries()) == 1
    assert await house.deliver() != []
    await house.tick()
    assert await house.deliver() == []


async def test_away_for_three_weeks(house: House) -> None:
    await house.club("lora", "qlora")
    late = FIRST_POST + 2 * WEEK + 3 * DAY
    await house.at(late)
    rows = await house.week_rows()
    assert states(rows) == ["skipped", "skipped", "planned"]
    assert ["away" in row.note for row in rows] == [True, True, False]
    newest = rows[-1]
    assert (newest.number, newest.paper_key, newest.is_late) == (1, "lora", True)
    # Dates are counted from the day on which members see the post.
    assert newest.logs_due == late.replace(hour=17) + 5 * DAY
    await house.at(FIRST_POST + 3 * WEEK)
    assert len(await house.week_rows()) == 4


async def test_an_hour_of_sleep_is_late_and_a_minute_is_not(house: House) -> None:
    await house.club()
    await house.at(FIRST_POST + timedelta(minutes=1))
    assert [row.is_late for row in await house.week_rows()] == [False]
    await house.at(FIRST_POST + WEEK + HOUR)
    assert [row.is_late for row in await house.week_rows()] == [False, True]


async def test_a_slot_before_midnight_keeps_its_day_however_long_the_tick_takes(house: House) -> None:
    await house.club(slot=WeeklySlot(6, time(23, 59), "UTC"), log_days=1, review_days=1)
    await house.at(datetime(2026, 1, 12, 0, 4, tzinfo=UTC))
    await house.deliver()
    (week,) = await house.week_rows()
    assert week.logs_due == datetime(2026, 1, 12, 23, 59, tzinfo=UTC)


async def test_both_ends_overdue_come_once_each_in_order(house: House) -> None:
    club = await house.club()
    await house.at(FIRST_POST)
    (key,) = await house.deliver()
    await house.answer(key, 7, Answer.IN)
    await house.clubs.pause(club)
    await house.at(FIRST_POST + 5 * WEEK)
    assert states(await house.week_rows()) == ["closed"]
    # A reminder would come too late to help.
    kinds = [entry.kind for entry in await house.entries()]
    assert [kind for kind in kinds if kind != "post-edit"] == ["post", "digest"]


async def test_daylight_saving_moves_no_deadline_off_the_clock(house: House) -> None:
    await house.club()
    house.now = datetime(2026, 3, 24, 17, tzinfo=UTC)
    await house.at(datetime(2026, 3, 29, 16, tzinfo=UTC))  # summer time began that morning: 18:00 is 16:00 UTC
    week = (await house.week_rows())[-1]
    assert week.slot == date(2026, 3, 29)
    assert week.logs_due == datetime(2026, 4, 3, 16, tzinfo=UTC)


async def test_answers_are_counted_and_taken_back(house: House) -> None:
    await house.club()
    await house.at(FIRST_POST)
    (key,) = await house.deliver()
    await house.answer(key, 7, Answer.IN)
    view = await house.answer(key, 8, Answer.OUT)
    assert view.answers == {7: "in", 8: "out"}
    view = await house.answer(key, 7, Answer.OUT)
    assert view.count(Answer.OUT) == 2
    # A double press, or one that is delivered again, counts once.
    assert (await house.answer(key, 7, Answer.OUT)).answers == {8: "out", 7: "out"}
    house.now += timedelta(seconds=5)
    for _ in range(2):
        assert (await house.answer(key, 7, Answer.OUT)).answers == {8: "out"}
    house.now += timedelta(seconds=1)
    assert (await house.answer(key, 7, Answer.IN)).answers == {8: "out", 7: "in"}
    house.now += timedelta(seconds=5)
    await house.answer(key, 7, Answer.IN)
    for server, wrong in ((SERVER + 1, key), (SERVER, "nothing"), (SERVER, key + "x")):
        with pytest.raises(ClubError, match="not one of this server"):
            await house.weeks.answer(viewer(7, server), wrong, Answer.IN, house.now)
    await house.at(FIRST_POST + WEEK)
    with pytest.raises(NotNowError, match="is over"):
        await house.answer(key, 7, Answer.IN)


async def test_a_queue_that_runs_dry_is_said_a_week_ahead(house: House) -> None:
    club = await house.club("mamba", "qlora")
    view = await house.weeks.preview(club)
    assert (view.week.paper_key, view.next_key, view.is_next_queued) == ("mamba", "qlora", True)
    for weeks in (0, 1):
        await house.at(FIRST_POST + weeks * WEEK)
        await house.deliver()
    current = await house.weeks.current(club)
    assert current
    assert (current.week.paper_key, current.next_key, current.is_next_queued) == ("qlora", "attention", False)
    await house.at(FIRST_POST + 2 * WEEK)
    assert (await house.week_rows())[-1].paper_key == "attention"


async def test_papers_that_left_the_catalogue_are_passed_over(house: House) -> None:
    club = await house.club("gone", "lora", "gone-too")
    view = await house.weeks.preview(club)
    assert (view.week.paper_key, view.is_next_queued) == ("lora", False)
    await house.at(FIRST_POST)
    assert [row.paper_key for row in await house.week_rows()] == ["lora"]
    assert await house.syllabus.queue(club) == ["gone-too"]


async def test_all_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    club = await house.club()
    monkeypatch.setattr("bot.services.slots.choose_paper", lambda *_: None)
    monkeypatch.setattr("bot.services.weeks.choose_paper", lambda *_: None)
    for ask in (house.weeks.preview, house.weeks.post_now):
        with pytest.raises(NotNowError, match="has been read"):
            await ask(club)
    await house.at(FIRST_POST)
    (week,) = await house.week_rows()
    assert (week.state, week.number) == ("skipped", None)
    assert "/syllabus add" in week.note


async def test_moving_the_day_makes_no_week_too_short(house: House) -> None:
    club = await house.club()
    await house.at(FIRST_POST)
    monday = WeeklySlot(0, time(18), "Europe/Berlin")
    changed = await house.clubs.edit(club, lambda settings: replace(settings, slot=monday), viewer())
    assert changed.club.next_slot == date(2026, 1, 19)


async def test_a_slot_whose_instant_moved_is_worked_out_anew(house: House) -> None:
    """As when a country drops daylight saving and the zone data changes under a stored date."""
    club = await house.club()
    async with house.database.writing() as connection:
        await connection.exec_driver_sql("update clubs set next_due = '2026-01-11 16:00:00.000000'")
    await house.at(FIRST_POST - HOUR)
    assert await house.week_rows() == []
    assert (await house.club_now(club)).next_due == FIRST_POST


async def test_more_members_than_a_message_can_name_are_reminded_in_parts(house: House) -> None:
    await house.club()
    await house.at(FIRST_POST)
    (key,) = await house.deliver()
    for user in range(100, 195):
        await house.answer(key, user, Answer.IN)
    await house.at(FIRST_POST + 3 * DAY)
    reminders = [entry for entry in await house.entries() if entry.kind == "reminder"]
    assert [entry.details for entry in reminders] == [{"part": 0}, {"part": 1}]
    assert len({entry.nonce for entry in reminders}) == 2


async def test_presses_under_a_week_that_is_over_cost_the_others_nothing(house: House) -> None:
    """Its buttons stay for ever, and what many press at once shares a commit."""
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    (old,) = await house.deliver()
    await house.at(FIRST_POST + WEEK)
    (new, *_) = await house.deliver()
    commits: list[object] = []
    event.listen(house.database._writer.sync_engine, "commit", commits.append)
    pressing = [house.answer(key, user, Answer.IN) for user in range(7, 17) for key in (old, new)]
    results = await asyncio.gather(*pressing, return_exceptions=True)
    assert [type(result) for result in results[::2]] == [NotNowError] * 10
    assert (await house.weeks.marked(viewer(), new)).count(Answer.IN) == 10
    assert len(commits) < 10


async def test_nobody_in_nobody_reminded(house: House) -> None:
    await house.club()
    await house.at(FIRST_POST)
    (key,) = await house.deliver()
    await house.answer(key, 7, Answer.OUT)
    await house.at(FIRST_POST + 3 * DAY)
    assert [entry.kind for entry in await house.entries()] == ["post"]


def test_the_clock_of_these_tests() -> None:
    assert SUNDAY.instant_on(SUNDAY.next_after(START)) == FIRST_POST


async def test_clubs_with_a_fault_hold_up_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {(await house.club(name="broken", server_id=900 + number)).id for number in range(PART + 3)}
    whole = await house.club("lora", name="whole")

    async def fill(connection: AsyncConnection, club: Club, *rest: Any) -> None:
        if club.id in broken:
            raise ZeroDivisionError
        await fill_due_slots(connection, club, *rest)

    monkeypatch.setattr("bot.services.week_ticks.fill_due_slots", fill)
    house.now = FIRST_POST
    for _ in range(3):
        await house.ticks.advance()
    assert [row.club_id for row in await house.week_rows()] == [whole.id]
    monkeypatch.undo()
    await house.at(FIRST_POST + AFTER_A_FAULT)
    assert {row.club_id for row in await house.week_rows()} == {*broken, whole.id}
