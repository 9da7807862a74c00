"""What organisers do to weeks by hand, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotNowError
from tests.support.reading_clubs import FIRST_POST, WEEK, House

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
        await house.weeks.close_early(club, what)
    assert (await house.weeks.post_now(club)).number == 2


async def test_skipping_leaves_the_queue_alone(house: House) -> None:
    club = await house.club("lora")
    assert await house.weeks.skip(club) == date(2026, 1, 11)
    assert await house.weeks.skip(club) == date(2026, 1, 18)
    await house.at(FIRST_POST + WEEK)
    assert [row.note for row in await house.week_rows()] == ["skipped by an organiser"] * 2
    await house.at(FIRST_POST + 2 * WEEK)
    newest = (await house.week_rows())[-1]
    assert (newest.number, newest.paper_key) == (1, "lora")


async def test_the_former_week_goes_on_beside_the_new_one(house: House) -> None:
    club = await house.club("lora", "qlora", log_days=6, review_days=4)
    await house.at(FIRST_POST)
    await house.deliver()
    await house.at(FIRST_POST + WEEK)
    await house.deliver()
    assert states(await house.week_rows()) == ["reviewing", "reading"]
    # What is meant is the week that has them open, not the newest.
    assert (await house.weeks.close_early(club, "reviews")).week.number == 1
    with pytest.raises(NotNowError, match="reviews open"):
        await house.weeks.close_early(club, "reviews")
    assert (await house.weeks.close_early(club, "logs")).week.number == 2


async def test_closing_logs_early_leaves_time_for_reviews(house: House) -> None:
    club = await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    house.now = FIRST_POST + DAY
    ended = (await house.weeks.close_early(club, "logs")).week
    assert (ended.state, ended.logs_due, ended.reviews_due) == ("reviewing", house.now, FIRST_POST + WEEK)
    assert (ended.next_step, ended.next_step_at) == ("remind reviews", FIRST_POST + 6 * DAY)
    assert (await house.weeks.close_early(club, "reviews")).week.state == "closed"
    await house.at(FIRST_POST + WEEK)
    assert [entry.kind for entry in await house.entries()] == ["post", "digest", "post"]


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
