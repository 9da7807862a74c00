"""What organisers do to weeks by hand, on a real database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import DecidedAlreadyError, NotNowError
from tests.support.reading_clubs import CHANNEL, FIRST_POST, WEEK, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from typing import Any

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def states(rows: list[Any]) -> list[str]:
    return [row.state for row in rows]


async def test_posting_by_hand_takes_the_place_of_the_next_slot(house: House) -> None:
    club = await house.club("lora", "qlora")
    week = await house.weeks.post_now(club)
    assert (week.number, week.slot, week.is_late) == (1, date(2026, 1, 11), False)
    assert week.logs_due == datetime(2026, 1, 12, 17, tzinfo=UTC)
    assert (await house.club_now(club)).next_slot == date(2026, 1, 18)
    await house.deliver()
    await house.at(FIRST_POST)
    assert len(await house.week_rows()) == 1
    # Posted four days before its slot, it still ends step by step.
    await house.at(datetime(2026, 1, 12, 17, tzinfo=UTC))
    assert states(await house.week_rows()) == ["reviewing"]
    await house.at(datetime(2026, 1, 14, 17, tzinfo=UTC))
    assert states(await house.week_rows()) == ["closed"]


async def test_a_second_press_posts_no_second_week(house: House) -> None:
    club = await house.club("lora", "qlora")
    await house.weeks.post_now(club)
    with pytest.raises(NotNowError, match="on its way"):
        await house.weeks.post_now(club)
    await house.deliver()
    house.now += timedelta(minutes=5)
    with pytest.raises(NotNowError, match="last hour"):
        await house.weeks.post_now(club)
    house.now += HOUR
    assert (await house.weeks.post_now(club)).number == 2
    assert (await house.club_now(club)).next_slot == date(2026, 1, 25)


async def test_of_two_presses_at_once_one_posts(house: House) -> None:
    club = await house.club("lora", "qlora")
    results = await asyncio.gather(house.weeks.post_now(club), house.weeks.post_now(club), return_exceptions=True)
    assert sum(isinstance(result, NotNowError) for result in results) == 1
    assert len(await house.week_rows()) == 1


async def test_a_week_that_was_ended_may_be_followed_at_once(house: House) -> None:
    club = await house.club("lora", "qlora")
    await house.weeks.post_now(club)
    await house.deliver()
    for what in ("logs", "reviews"):
        await house.weeks.close_early(viewer(), club, what)
    assert (await house.weeks.post_now(club)).number == 2


async def test_skipping_leaves_the_queue_alone(house: House) -> None:
    club = await house.club("lora")
    assert await house.weeks.skip(club) == date(2026, 1, 11)
    with pytest.raises(DecidedAlreadyError) as asked:
        await house.weeks.skip(club)
    assert (asked.value.slot, asked.value.last) == (date(2026, 1, 18), date(2026, 1, 11))
    assert await house.weeks.skip(club, asked.value.slot) == date(2026, 1, 18)
    # The same confirmation once more is about a slot that is decided.
    with pytest.raises(NotNowError, match="meanwhile"):
        await house.weeks.skip(club, asked.value.slot)
    await house.at(FIRST_POST + WEEK)
    assert [row.note for row in await house.week_rows()] == ["skipped by an organiser"] * 2
    await house.at(FIRST_POST + 2 * WEEK)
    newest = (await house.week_rows())[-1]
    assert (newest.number, newest.paper_key) == (1, "lora")


async def test_of_two_who_skip_at_once_one_is_asked(house: House) -> None:
    club = await house.club("lora")
    results = await asyncio.gather(house.weeks.skip(club), house.weeks.skip(club), return_exceptions=True)
    assert [type(result) for result in results] == [date, DecidedAlreadyError]
    assert [row.slot for row in await house.week_rows()] == [date(2026, 1, 11)]


async def test_a_skip_after_an_early_post_may_have_meant_the_slot_that_it_took(house: House) -> None:
    club = await house.club("lora", "qlora")
    await house.weeks.post_now(club)
    await house.deliver()
    house.now += 2 * DAY
    with pytest.raises(DecidedAlreadyError):
        await house.weeks.skip(club)
    await house.at(FIRST_POST)
    assert await house.weeks.skip(club) == date(2026, 1, 18)


@pytest.mark.parametrize("after", [-2 * DAY, -HOUR, timedelta(minutes=2), 5 * HOUR, 6 * DAY])
async def test_posting_in_a_week_that_was_left_out_keeps_the_slot_that_was_promised(
    house: House, after: timedelta
) -> None:
    club = await house.club("lora", "qlora")
    await house.weeks.skip(club)
    house.now = FIRST_POST + after
    await house.tick()
    week = await house.weeks.post_now(club)
    assert (week.slot, week.number, week.paper_key, week.is_late) == (date(2026, 1, 11), 1, "lora", False)
    await house.deliver()
    assert (await house.club_now(club)).next_due == FIRST_POST + WEEK
    await house.at(FIRST_POST + WEEK)
    assert [(row.slot, row.paper_key) for row in await house.week_rows()] == [
        (date(2026, 1, 11), "lora"),
        (date(2026, 1, 18), "qlora"),
    ]


async def test_a_skip_is_taken_back(house: House) -> None:
    club = await house.club("lora")
    with pytest.raises(NotNowError, match="No slot ahead"):
        await house.weeks.unskip(club)
    first = await house.weeks.skip(club)
    second = await house.weeks.skip(club, first + timedelta(days=7))
    assert (await house.club_now(club)).next_due == FIRST_POST + 2 * WEEK
    assert await house.weeks.unskip(club, first) == first
    with pytest.raises(NotNowError, match="No slot ahead"):
        await house.weeks.unskip(club, first)
    assert (await house.club_now(club)).next_due == FIRST_POST
    await house.at(FIRST_POST)
    # The second one is still left out.
    assert (await house.club_now(club)).next_due == FIRST_POST + 2 * WEEK
    assert await house.weeks.unskip(club) == second
    assert (await house.club_now(club)).next_due == FIRST_POST + WEEK
    await house.at(FIRST_POST + WEEK)
    with pytest.raises(NotNowError, match="No slot ahead"):
        await house.weeks.unskip(club)


async def test_closing_is_about_one_week(house: House) -> None:
    club = await house.club("lora", "qlora", log_days=9, review_days=4)
    await house.at(FIRST_POST)
    await house.deliver()
    await house.at(FIRST_POST + WEEK)
    await house.deliver()
    old, new = await house.week_rows()
    assert [view.week.id for view in await house.weeks.closable(viewer(), club, "logs", ())] == [old.id, new.id]
    assert [view.week.id for view in await house.weeks.closable(viewer(), club, "logs", [new.thread_id])] == [new.id]
    assert (await house.weeks.close_early(viewer(), club, "logs", old.id)).week.id == old.id
    # Whoever confirms the same a moment later ends nothing else.
    with pytest.raises(NotNowError, match="no logs open"):
        await house.weeks.close_early(viewer(), club, "logs", old.id)
    with pytest.raises(NotNowError, match="no logs open"):
        await house.weeks.closable(viewer(), club, "logs", [old.thread_id])
    assert states(await house.week_rows()) == ["reviewing", "reading"]


async def test_the_former_week_goes_on_beside_the_new_one(house: House) -> None:
    club = await house.club("lora", "qlora", log_days=6, review_days=4)
    await house.at(FIRST_POST)
    await house.deliver()
    await house.at(FIRST_POST + WEEK)
    await house.deliver()
    assert states(await house.week_rows()) == ["reviewing", "reading"]
    # What is meant is the week that has them open, not the newest.
    assert (await house.weeks.close_early(viewer(), club, "reviews")).week.number == 1
    with pytest.raises(NotNowError, match="reviews open"):
        await house.weeks.close_early(viewer(), club, "reviews")
    assert (await house.weeks.close_early(viewer(), club, "logs")).week.number == 2


async def test_closing_logs_early_leaves_time_for_reviews(house: House) -> None:
    club = await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    house.now = FIRST_POST + DAY
    ended = (await house.weeks.close_early(viewer(), club, "logs")).week
    assert (ended.state, ended.logs_due, ended.reviews_due) == ("reviewing", house.now, FIRST_POST + WEEK)
    assert (ended.next_step, ended.next_step_at) == ("remind reviews", FIRST_POST + 6 * DAY)
    assert (await house.weeks.close_early(viewer(), club, "reviews")).week.state == "closed"
    await house.at(FIRST_POST + WEEK)
    kinds = [entry.kind for entry in await house.entries()]
    assert [kind for kind in kinds if kind != "post-edit"] == ["post", "digest", "post"]


async def test_a_paused_club_plans_nothing(house: House) -> None:
    club = await house.club()
    await house.clubs.pause(club)
    for ask in (house.weeks.preview, house.weeks.post_now, house.weeks.skip):
        with pytest.raises(NotNowError, match="paused"):
            await ask(club)
    await house.at(FIRST_POST + WEEK)
    assert await house.week_rows() == []
    await house.clubs.close(club)
    with pytest.raises(NotNowError, match="closed"):
        await house.weeks.preview(club)


async def test_a_week_in_a_channel_that_its_organizer_may_not_view_is_not_theirs_to_close(house: House) -> None:
    club = await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    (week,) = await house.week_rows()
    moved = await house.clubs.edit(club, lambda settings: replace(settings, channel_id=CHANNEL + 1), viewer())
    outsider = viewer(hidden=[CHANNEL])
    for week_id in (None, week.id):
        with pytest.raises(NotNowError, match="No week of this club has its logs open"):
            await house.weeks.close_early(outsider, moved.club, "logs", week_id)
    with pytest.raises(NotNowError):
        await house.weeks.closable(outsider, moved.club, "logs", ())
    assert states(await house.week_rows()) == ["reading"]
    assert (await house.weeks.close_early(viewer(), moved.club, "logs", week.id)).week.id == week.id
