"""What organizers do to weeks manually, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.club import SettingsChange
from bot.core.errors import DecidedAlreadyError, NotNowError, WeekPostedLatelyError
from bot.core.weeks.note import NoteCode
from bot.services.clubs.refusals import ClubClosedError
from bot.services.weeks.refusals import (
    DecidedMeanwhileError,
    NoSkipAheadError,
    NothingToCloseError,
    NoWeekPlannedError,
    PostOnItsWayError,
)
from tests.support.reading_clubs import CHANNEL, FIRST_POST, WEEK, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from typing import Any

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def states(rows: list[Any]) -> list[str]:
    return [row.state for row in rows]


async def test_a_manual_post_replaces_the_next_slot(app: App) -> None:
    club = await app.club("lora", "qlora")
    week = await app.weeks.post_now(club)
    assert (week.number, week.slot, week.is_late) == (1, date(2026, 1, 11), False)
    assert week.logs_due == datetime(2026, 1, 12, 17, tzinfo=UTC)
    assert (await app.club_now(club)).next_slot == date(2026, 1, 18)
    await app.deliver()
    await app.at(FIRST_POST)
    assert len(await app.week_rows()) == 1
    # Although posted four days before its slot, it still ends step by step.
    await app.at(datetime(2026, 1, 12, 17, tzinfo=UTC))
    assert states(await app.week_rows()) == ["reviewing"]
    await app.at(datetime(2026, 1, 14, 17, tzinfo=UTC))
    assert states(await app.week_rows()) == ["closed"]


async def test_a_second_press_posts_no_second_week(app: App) -> None:
    club = await app.club("lora", "qlora")
    await app.weeks.post_now(club)
    with pytest.raises(PostOnItsWayError):
        await app.weeks.post_now(club)
    await app.deliver()
    app.now += timedelta(minutes=5)
    with pytest.raises(WeekPostedLatelyError):
        await app.weeks.post_now(club)
    app.now += HOUR
    assert (await app.weeks.post_now(club)).number == 2
    assert (await app.club_now(club)).next_slot == date(2026, 1, 25)


async def test_of_two_presses_at_once_one_posts(app: App) -> None:
    club = await app.club("lora", "qlora")
    results = await asyncio.gather(app.weeks.post_now(club), app.weeks.post_now(club), return_exceptions=True)
    assert sum(isinstance(result, NotNowError) for result in results) == 1
    assert len(await app.week_rows()) == 1


async def test_after_ending_a_week_the_next_may_follow_immediately(app: App) -> None:
    club = await app.club("lora", "qlora")
    await app.weeks.post_now(club)
    await app.deliver()
    for what in ("logs", "reviews"):
        await app.weeks.close_early(viewer(), club, what)
    assert (await app.weeks.post_now(club)).number == 2


async def test_skipping_does_not_change_the_queue(app: App) -> None:
    club = await app.club("lora")
    assert await app.weeks.skip(club) == date(2026, 1, 11)
    with pytest.raises(DecidedAlreadyError) as asked:
        await app.weeks.skip(club)
    assert (asked.value.slot, asked.value.last) == (date(2026, 1, 18), date(2026, 1, 11))
    assert await app.weeks.skip(club, asked.value.slot) == date(2026, 1, 18)
    # Repeating the same confirmation is about a slot that is already decided.
    with pytest.raises(DecidedMeanwhileError):
        await app.weeks.skip(club, asked.value.slot)
    await app.at(FIRST_POST + WEEK)
    assert [row.note for row in await app.week_rows()] == [NoteCode.BY_HAND] * 2
    await app.at(FIRST_POST + 2 * WEEK)
    newest = (await app.week_rows())[-1]
    assert (newest.number, newest.paper_key) == (1, "lora")


async def test_if_two_skip_at_once_one_is_asked(app: App) -> None:
    club = await app.club("lora")
    results = await asyncio.gather(app.weeks.skip(club), app.weeks.skip(club), return_exceptions=True)
    assert [type(result) for result in results] == [date, DecidedAlreadyError]
    assert [row.slot for row in await app.week_rows()] == [date(2026, 1, 11)]


async def test_a_skip_after_an_early_post_asks_which_slot_was_meant(app: App) -> None:
    club = await app.club("lora", "qlora")
    await app.weeks.post_now(club)
    await app.deliver()
    app.now += 2 * DAY
    with pytest.raises(DecidedAlreadyError):
        await app.weeks.skip(club)
    await app.at(FIRST_POST)
    assert await app.weeks.skip(club) == date(2026, 1, 18)


@pytest.mark.parametrize("after", [-2 * DAY, -HOUR, timedelta(minutes=2), 5 * HOUR, 6 * DAY])
async def test_a_post_in_a_skipped_week_keeps_the_promised_slot(app: App, after: timedelta) -> None:
    club = await app.club("lora", "qlora")
    await app.weeks.skip(club)
    app.now = FIRST_POST + after
    await app.tick()
    week = await app.weeks.post_now(club)
    assert (week.slot, week.number, week.paper_key, week.is_late) == (date(2026, 1, 11), 1, "lora", False)
    await app.deliver()
    assert (await app.club_now(club)).next_due == FIRST_POST + WEEK
    await app.at(FIRST_POST + WEEK)
    assert [(row.slot, row.paper_key) for row in await app.week_rows()] == [
        (date(2026, 1, 11), "lora"),
        (date(2026, 1, 18), "qlora"),
    ]


async def test_a_skip_can_be_undone(app: App) -> None:
    club = await app.club("lora")
    with pytest.raises(NoSkipAheadError):
        await app.weeks.unskip(club)
    first = await app.weeks.skip(club)
    second = await app.weeks.skip(club, first + timedelta(days=7))
    assert (await app.club_now(club)).next_due == FIRST_POST + 2 * WEEK
    assert await app.weeks.unskip(club, first) == first
    with pytest.raises(NoSkipAheadError):
        await app.weeks.unskip(club, first)
    assert (await app.club_now(club)).next_due == FIRST_POST
    await app.at(FIRST_POST)
    # The second one is still skipped.
    assert (await app.club_now(club)).next_due == FIRST_POST + 2 * WEEK
    assert await app.weeks.unskip(club) == second
    assert (await app.club_now(club)).next_due == FIRST_POST + WEEK
    await app.at(FIRST_POST + WEEK)
    with pytest.raises(NoSkipAheadError):
        await app.weeks.unskip(club)


async def test_closing_early_applies_to_one_week(app: App) -> None:
    club = await app.club("lora", "qlora", log_days=9, review_days=4)
    await app.at(FIRST_POST)
    await app.deliver()
    await app.at(FIRST_POST + WEEK)
    await app.deliver()
    old, new = await app.week_rows()
    assert [view.week.id for view in await app.weeks.closable(viewer(), club, "logs", ())] == [old.id, new.id]
    assert [view.week.id for view in await app.weeks.closable(viewer(), club, "logs", [new.thread_id])] == [new.id]
    assert (await app.weeks.close_early(viewer(), club, "logs", old.id)).week.id == old.id
    # Confirming the same again a moment later ends nothing else.
    with pytest.raises(NothingToCloseError, match="what='logs', number=1"):
        await app.weeks.close_early(viewer(), club, "logs", old.id)
    with pytest.raises(NothingToCloseError, match="what='logs', number=1"):
        await app.weeks.closable(viewer(), club, "logs", [old.thread_id])
    assert states(await app.week_rows()) == ["reviewing", "reading"]


async def test_the_previous_week_continues_next_to_the_new_one(app: App) -> None:
    club = await app.club("lora", "qlora", log_days=6, review_days=4)
    await app.at(FIRST_POST)
    await app.deliver()
    await app.at(FIRST_POST + WEEK)
    await app.deliver()
    assert states(await app.week_rows()) == ["reviewing", "reading"]
    # The week whose logs are open is meant, not the newest.
    assert (await app.weeks.close_early(viewer(), club, "reviews")).week.number == 1
    with pytest.raises(NothingToCloseError, match="what='reviews'"):
        await app.weeks.close_early(viewer(), club, "reviews")
    assert (await app.weeks.close_early(viewer(), club, "logs")).week.number == 2


async def test_closing_logs_early_leaves_time_for_reviews(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    app.now = FIRST_POST + DAY
    ended = (await app.weeks.close_early(viewer(), club, "logs")).week
    assert (ended.state, ended.logs_due, ended.reviews_due) == ("reviewing", app.now, FIRST_POST + WEEK)
    assert (ended.next_step, ended.next_step_at) == ("remind reviews", FIRST_POST + 6 * DAY)
    assert (await app.weeks.close_early(viewer(), club, "reviews")).week.state == "closed"
    await app.at(FIRST_POST + WEEK)
    kinds = [entry.kind for entry in await app.entries()]
    assert [kind for kind in kinds if kind != "post-edit"] == ["post", "digest", "post"]


async def test_a_paused_club_plans_nothing(app: App) -> None:
    club = await app.club()
    await app.clubs.pause(club)
    for ask in (app.weeks.preview, app.weeks.post_now, app.weeks.skip):
        with pytest.raises(NoWeekPlannedError):
            await ask(club)
    await app.at(FIRST_POST + WEEK)
    assert await app.week_rows() == []
    await app.clubs.close(club)
    with pytest.raises(ClubClosedError):
        await app.weeks.preview(club)


async def test_a_week_in_a_channel_that_its_organizer_may_not_view_cannot_be_closed(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    (week,) = await app.week_rows()
    moved = await app.clubs.edit(club, SettingsChange({"channel_id": CHANNEL + 1}), viewer())
    outsider = viewer(hidden=[CHANNEL])
    for week_id in (None, week.id):
        with pytest.raises(NothingToCloseError, match="what='logs', number=None"):
            await app.weeks.close_early(outsider, moved.club, "logs", week_id)
    with pytest.raises(NotNowError):
        await app.weeks.closable(outsider, moved.club, "logs", ())
    assert states(await app.week_rows()) == ["reading"]
    assert (await app.weeks.close_early(viewer(), moved.club, "logs", week.id)).week.id == week.id
