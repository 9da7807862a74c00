"""What a clock that was wrong once has left in the database: it blocks nothing, and is put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from bot.core.calendar import WeeklySlot
from bot.core.outbox import EntryState, Kind, Missing, Unclear
from bot.core.weeks import Answer
from bot.services.entries import new_entry
from bot.services.log_writing import LogForm, Saved
from bot.storage import outbox as outbox_rows
from bot.storage.putting_back import note_restore
from bot.storage.tables import clubs, outbox
from tests.support.logs import text_by
from tests.support.reading_clubs import FIRST_POST, START, WEEK, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.clubs import Club

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN_YEARS = FIRST_POST + timedelta(days=3653)
TWO_MONTHS = FIRST_POST + 9 * WEEK
BACK = FIRST_POST - DAY
AHEAD = pytest.mark.parametrize("wrong", [TEN_YEARS, TWO_MONTHS], ids=["ten years", "two months"])


async def wrong_tick(house: House, wrong: datetime, *, sent: bool) -> Club:
    """A tick under a wrong clock, which is right again afterwards."""
    club = await house.club("lora", "qlora", "bert")
    await house.at(wrong)
    if sent:
        await house.deliver()
    house.now = BACK
    return await house.club_now(club)


def personal_log(number: int) -> LogForm:
    return LogForm(viewer(7, None), 100 + number, "lora", text_by(number))


async def pause_and_resume(house: House, club: Club) -> None:
    await house.clubs.resume(await house.clubs.pause(club))


async def edit_time(house: House, club: Club) -> None:
    slot = club.settings.slot
    later = WeeklySlot(slot.weekday, slot.at.replace(minute=30), slot.zone)
    await house.clubs.edit(club, lambda settings: replace(settings, slot=later), viewer())


async def edit_name(house: House, club: Club) -> None:
    await house.clubs.edit(club, lambda settings: replace(settings, name="Anew"), viewer())


async def tick(house: House, _club: Club) -> None:
    await house.tick()


@AHEAD
@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("recover", [tick, pause_and_resume, edit_time, edit_name])
async def test_the_next_post_comes_back_from_years_ahead(
    house: House, wrong: datetime, sent: bool, recover: Callable[[House, Club], Awaitable[None]]
) -> None:
    club = await wrong_tick(house, wrong, sent=sent)
    assert club.next_due
    assert club.next_due > wrong
    await recover(house, club)
    mended = await house.club_now(club)
    assert mended.next_due
    assert BACK < mended.next_due < FIRST_POST + WEEK + HOUR
    await house.at(mended.next_due)
    # The former week's post is changed besides: it shows its new dates.
    assert next(key.rpartition("-")[2] for key in await house.deliver() if "post-edit" not in key) == "post"
    week = (await house.weeks.current(mended)).week  # type: ignore[union-attr]
    assert (week.state, week.number, week.paper_key) == (("reading", 2, "qlora") if sent else ("reading", 1, "lora"))
    assert week.logs_due
    assert week.logs_due < house.now + 8 * DAY


@AHEAD
async def test_a_week_that_was_posted_then_goes_on_with_its_full_days(house: House, wrong: datetime) -> None:
    club = await wrong_tick(house, wrong, sent=True)
    await house.tick()
    view = await house.weeks.current(club)
    assert view
    assert view.week.logs_due
    assert view.week.reviews_due
    assert BACK + 4 * DAY < view.week.logs_due < view.week.reviews_due < BACK + 9 * DAY
    assert view.week.next_step_at
    assert view.week.next_step_at < view.week.logs_due
    # Its buttons still lead to it.
    assert (await house.answer(view.key, 7, Answer.IN)).count(Answer.IN) == 1
    await house.at(view.week.reviews_due)
    ended = (await house.weeks.view(view.week.id)).week  # type: ignore[union-attr]
    assert ended.state == "closed"


async def test_reviews_that_are_open_then_get_their_days_too(house: House) -> None:
    club = await house.club("lora", log_days=1)
    await house.at(TEN_YEARS)
    (key,) = await house.deliver()
    await house.at(TEN_YEARS + 2 * DAY)
    assert (await house.weeks.marked(viewer(), key)).week.state == "reviewing"
    await house.at(BACK)
    week = (await house.weeks.marked(viewer(), key)).week
    assert (week.state, week.reviews_due) == ("reviewing", BACK + 2 * DAY)
    await house.at(BACK + 2 * DAY)
    assert (await house.weeks.marked(viewer(), key)).week.state == "closed"
    await house.clubs.resume(await house.clubs.pause(club))


async def test_a_week_that_was_over_then_stays_over(house: House) -> None:
    club = await house.club("lora")
    await house.at(TEN_YEARS)
    (key,) = await house.deliver()
    await house.at(TEN_YEARS + 6 * WEEK)
    house.now = BACK
    await house.clubs.pause(club)
    resumed = await house.clubs.resume(club)
    assert (await house.weeks.marked(viewer(), key)).week.state == "closed"
    assert resumed.next_due
    assert resumed.next_due <= FIRST_POST + WEEK


@AHEAD
async def test_a_post_by_hand_is_not_refused_for_ever(house: House, wrong: datetime) -> None:
    club = await wrong_tick(house, wrong, sent=True)
    week = await house.weeks.post_now(club)
    assert (week.number, week.paper_key) == (2, "qlora")
    assert week.slot <= (FIRST_POST + WEEK).date()
    # The former week's post shows its new dates.
    assert [key.partition("post")[2].rpartition("-")[0] for key in await house.deliver()] == ["-edit", ""]


@pytest.mark.parametrize("ahead", [TEN_YEARS, START + 26 * WEEK, START + 6 * WEEK])
@pytest.mark.parametrize("recover", [tick, edit_name])
async def test_a_club_that_was_created_then_posts_in_its_first_week(
    house: House, ahead: datetime, recover: Callable[[House, Club], Awaitable[None]]
) -> None:
    house.now = ahead
    club = await house.club("lora")
    house.now = START
    await recover(house, club)
    assert (await house.club_now(club)).next_due == FIRST_POST


async def test_skipping_for_many_weeks_is_no_mistake(house: House) -> None:
    club = await house.club("lora")
    for _ in range(20):
        await house.weeks.skip(club, (await house.club_now(club)).next_slot)
    await house.tick()
    assert (await house.club_now(club)).next_due == FIRST_POST + 20 * WEEK + HOUR * -1  # summer time has begun
    await house.at(FIRST_POST + 2 * WEEK)
    assert {row.state for row in await house.week_rows()} == {"skipped"}


async def test_a_week_posted_early_by_hand_keeps_its_dates(house: House) -> None:
    club = await house.club("lora", log_days=14, review_days=14)
    week = await house.weeks.post_now(club)
    await house.deliver()
    await house.tick()
    view = await house.weeks.view(week.id)
    assert view
    assert (view.week.logs_due, view.week.reviews_due) == (week.logs_due, week.reviews_due)


async def test_a_poll_that_ends_in_years_is_counted_before_the_next_post(house: House) -> None:
    club = await house.club("lora")
    house.now = TEN_YEARS - 2 * DAY
    poll = await house.polls.start(club)
    assert poll.closes_at > TEN_YEARS - 3 * DAY
    await house.at(BACK)
    under_way = await house.polls.under_way(club)
    assert under_way
    assert under_way.closes_at < FIRST_POST
    house.now = FIRST_POST
    assert [due.id for due in await house.polls.due()] == [poll.id]


async def test_what_was_put_off_by_a_wrong_clock_leaves_now(house: House) -> None:
    club = await house.club("lora")
    entry = new_entry(club, Kind.DIGEST, f"{club.token}-x", club.settings.channel_id, None)

    async def add(connection: Any) -> None:
        await outbox_rows.add_entry(connection, entry, house.now)

    await house.database.grouped(add)
    house.now = TEN_YEARS
    await house.refuse(Unclear("no answer"))
    assert await house.outbox.due(100) == []
    house.now = BACK
    (due,) = await house.outbox.due(100)
    assert (due.state, house.outbox.is_due(due)) == (EntryState.UNKNOWN, True)
    figures = await house.outbox.figures()
    assert (figures.due, figures.waiting) == (1, 0)


async def test_a_look_for_copies_that_a_wrong_clock_put_off_is_the_last(house: House) -> None:
    club = await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    async with house.database.writing() as connection:
        facts = {"not_before": TEN_YEARS, "done_at": TEN_YEARS, "is_doubtful": True}
        await connection.execute(update(outbox).where(outbox.c.club_id == club.id).values(**facts))
    (entry,) = await house.outbox.due(100)
    await house.outbox.record_sweep(entry, Missing())
    assert await house.outbox.due(100) == []


async def test_forms_that_a_wrong_clock_dated_to_come_slow_nobody_down(house: House) -> None:
    house.now = TEN_YEARS
    for number in range(6):
        await house.logs.submit(personal_log(number))
    house.now = START
    saved = await house.logs.submit(personal_log(6))
    assert isinstance(saved, Saved)
    assert saved.log.version == 7


async def test_a_restore_is_as_old_as_what_it_rightly_knows(house: House) -> None:
    await house.club("lora")
    house.now = FIRST_POST
    async with house.database.writing() as connection:
        await connection.execute(update(clubs).values(created_at=TEN_YEARS))
        restore = await note_restore(connection, FIRST_POST)
    assert restore.backup_at <= FIRST_POST
