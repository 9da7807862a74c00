"""Breaks on a real database: what they do to slots, to weeks under way, and when the bot is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.breaks import Break, BreaksOverlapError
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.restores import Restore
from bot.core.weeks.week import Answer
from bot.services.breaks.refusals import BreakGoneError
from bot.services.breaks.service import BreakService
from bot.services.clubs.refusals import PostGoingOutError
from bot.storage.backups.restores import add_restore
from bot.storage.clubs import rows as club_rows
from tests.support.reading_clubs import FIRST_POST, SUNDAY, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = date(2026, 1, 11)  # a Sunday; logs are due on Friday, reviews on Sunday
FRIDAY = FIRST + 5 * DAY


def breaks_of(app: App) -> BreakService:
    return BreakService(app.database, app.clock)


async def slots(app: App) -> list[tuple[date, str]]:
    return [(row.slot, row.state) for row in await app.week_rows()]


async def with_week(app: App) -> Club:
    club = await app.club("lora", "qlora", "bert")
    await app.at(FIRST_POST)
    await app.deliver()
    return await app.club_now(club)


async def test_slots_in_a_break_are_left_out(app: App) -> None:
    club = await app.club("lora", "qlora")
    await breaks_of(app).add(club, FIRST - DAY, FIRST + WEEK, "Winter")
    for week in range(4):
        await app.at(FIRST_POST + week * WEEK)
        await app.deliver()
    assert [slot for slot, _ in await slots(app)] == [FIRST + 2 * WEEK, FIRST + 3 * WEEK]
    (first, second) = await app.week_rows()
    assert (first.number, first.paper_key, second.number) == (1, "lora", 2)


async def test_the_channel_is_told_only_of_a_break_before_the_next_post(app: App) -> None:
    club = await app.club("lora", "qlora")
    await breaks_of(app).add(club, FIRST + DAY, FIRST + WEEK, "Later")
    assert [entry.kind for entry in await app.entries()] == []
    await breaks_of(app).add(await app.club_now(club), FIRST - DAY, FIRST, "Winter")
    assert [entry.kind for entry in await app.entries()] == [Kind.CLUB_NEWS]


async def test_an_added_break_keeps_a_skip_and_a_removed_one_gives_its_slots_back(app: App) -> None:
    club = await app.club("lora")
    assert await app.weeks.skip(club) == FIRST
    changed = await breaks_of(app).add(club, FIRST + WEEK, FIRST + WEEK, "")
    assert changed.club.next_slot == FIRST + 2 * WEEK
    back = await breaks_of(app).remove(club, FIRST + WEEK)
    assert (back.club.next_slot, back.club.breaks) == (FIRST + WEEK, ())
    with pytest.raises(BreakGoneError):
        await breaks_of(app).remove(club, FIRST + WEEK)


async def test_breaks_do_not_overlap_and_none_comes_while_a_post_goes_out(app: App) -> None:
    club = await app.club("lora")
    await breaks_of(app).add(club, FIRST, FIRST + DAY, "")
    with pytest.raises(BreaksOverlapError):
        await breaks_of(app).add(club, FIRST + DAY, FIRST + 2 * DAY, "")
    app.now = FIRST_POST + WEEK
    with pytest.raises(PostGoingOutError):
        await breaks_of(app).add(club, FIRST + 2 * WEEK, FIRST + 2 * WEEK, "")


async def test_two_breaks_stretch_a_week_by_their_own_days(app: App) -> None:
    club = await with_week(app)
    (before,) = await app.week_rows()
    for first in (FIRST + DAY, FIRST + 4 * DAY):
        changed = await breaks_of(app).add(club, first, first + DAY, "")
        assert len(changed.weeks) == 1
        await breaks_of(app).stretch(club, first)
        assert (await breaks_of(app).stretch(club, first)).weeks == ()
    (after,) = await app.week_rows()
    assert after.logs_due == before.logs_due + 4 * DAY
    assert after.reviews_due == before.reviews_due + 4 * DAY
    moved = [entry for entry in await app.entries() if entry.kind is Kind.MOVED]
    assert len(moved) == 2


async def test_a_break_after_the_week_asks_nothing(app: App) -> None:
    club = await with_week(app)
    changed = await breaks_of(app).add(club, FIRST + 8 * DAY, FIRST + 20 * DAY, "")
    assert changed.weeks == ()


async def test_a_later_week_counts_only_days_outside_of_the_break(app: App) -> None:
    club = await app.club("lora")
    await breaks_of(app).add(club, FIRST + 2 * DAY, FIRST + 6 * DAY, "")
    await app.at(FIRST_POST)
    await app.deliver()
    (week,) = await app.week_rows()
    assert week.logs_due == SUNDAY.instant_on(FRIDAY + 5 * DAY)
    assert week.reviews_due == SUNDAY.instant_on(FRIDAY + 7 * DAY)


async def test_a_post_missed_before_a_break_is_left_out(app: App) -> None:
    """The bot comes back in the break. The paper stays next, and no number is lost."""
    club = await app.club("lora")
    await breaks_of(app).add(club, FIRST + DAY, FIRST + 3 * WEEK, "")
    await app.at(FIRST_POST + 2 * DAY)
    assert await slots(app) == [(FIRST, "skipped")]
    assert await app.deliver() == []
    await app.at(FIRST_POST + 4 * WEEK)
    *_, (slot, _) = await slots(app)
    assert slot == FIRST + 4 * WEEK
    assert [(row.number, row.paper_key) for row in await app.week_rows()] == [(None, None), (1, "lora")]


async def test_a_post_held_up_until_a_break_is_set_aside(app: App) -> None:
    club = await app.club("lora")
    await breaks_of(app).add(club, FIRST + DAY, FIRST + 10 * DAY, "")
    await app.at(FIRST_POST)
    app.now = FIRST_POST + DAY
    assert not [key for key in await app.deliver() if key.endswith("-post")]
    assert await slots(app) == [(FIRST, "skipped")]
    assert await app.syllabus.queue(club) == ["lora"]


async def test_an_organizer_may_post_in_a_break(app: App) -> None:
    club = await app.club("lora")
    await breaks_of(app).add(club, FIRST - DAY, FIRST + 2 * WEEK, "")
    app.now = FIRST_POST
    await app.weeks.post_now(await app.club_now(club))
    assert [key for key in await app.deliver() if key.endswith("-post")]
    (week,) = await app.week_rows()
    assert (week.slot, week.state) == (FIRST + 3 * WEEK, "reading")
    # Their days begin after the break.
    assert week.logs_due == SUNDAY.instant_on(FIRST + 2 * WEEK + 5 * DAY)


async def test_steps_missed_before_a_break_wait_until_it_is_over(app: App) -> None:
    club = await with_week(app)
    await app.answer(f"{club.token}-260111-post", 7, Answer.IN)
    changed = await breaks_of(app).add(club, FRIDAY + DAY, FRIDAY + 9 * DAY, "")
    assert len(changed.weeks) == 1  # its reviews
    await breaks_of(app).stretch(club, FRIDAY + DAY)
    await app.at(SUNDAY.instant_on(FRIDAY + 3 * DAY))
    assert await slots(app) == [(FIRST, "reading")]
    await app.at(SUNDAY.instant_on(FRIDAY + 10 * DAY))
    assert (await slots(app))[0] == (FIRST, "reviewing")


async def test_a_reminder_waits_until_a_break_is_over(app: App) -> None:
    """The break is between the reminder's day and the deadline's."""
    club = await with_week(app)
    key = f"{club.token}-260111-post"
    await app.answer(key, 7, Answer.IN)
    # Two days before the deadline; the week goes on.
    await breaks_of(app).add(club, FRIDAY - 2 * DAY, FRIDAY - 2 * DAY, "")
    await app.at(SUNDAY.instant_on(FRIDAY - 2 * DAY) + 2 * HOUR)
    assert not [entry for entry in await app.entries() if entry.kind is Kind.REMINDER]
    await app.at(SUNDAY.instant_on(FRIDAY - DAY))
    assert [entry.kind for entry in await app.entries() if entry.kind is Kind.REMINDER]


async def test_an_hour_in_a_long_break_repairs_nothing(app: App) -> None:
    """The next post, and the end of a stretched week, are months ahead; no clock was wrong."""
    club = await with_week(app)
    await breaks_of(app).add(club, FIRST + 2 * DAY, FIRST + 200 * DAY, "")
    await breaks_of(app).stretch(club, FIRST + 2 * DAY)
    before, weeks = await app.club_now(club), await app.week_rows()
    await app.at(FIRST_POST + 3 * DAY)
    await app.clubs.edit(club, SettingsChange({"reviewers": 1}), viewer())
    after = await app.club_now(club)
    assert (after.next_slot, after.next_due) == (before.next_slot, before.next_due)
    assert [row.reviews_due for row in await app.week_rows()] == [row.reviews_due for row in weeks]
    assert weeks[0].reviews_due > FIRST_POST + 200 * DAY


async def test_a_slot_that_may_be_posted_is_looked_for_after_a_restore(app: App) -> None:
    """An organizer posted the slot after a long break before the backup was restored."""
    club = await app.club("lora")
    await breaks_of(app).add(club, FIRST, FIRST + 20 * WEEK, "")
    async with app.database.write_transaction() as connection:
        await add_restore(connection, Restore(FIRST_POST - DAY, FIRST_POST, 1_000_000))
    club = await app.club_now(club)
    assert club.next_due
    await app.at(club.next_due)
    (post,) = [entry for entry in await app.entries() if entry.kind is Kind.POST]
    assert post.state is EntryState.UNKNOWN


async def test_a_break_over_long_ago_is_forgotten(app: App) -> None:
    club = await app.club("lora")
    old = Break(FIRST - 200 * DAY, FIRST - 190 * DAY)
    async with app.database.write_transaction() as connection:
        await club_rows.save_club(connection, replace(club, breaks=(old,)))
    changed = await breaks_of(app).add(club, FIRST, FIRST, "")
    assert changed.club.breaks == (Break(FIRST, FIRST),)


async def test_a_break_that_is_removed_leaves_reminders_at_their_usual_time(app: App) -> None:
    club, usual = await with_week(app), SUNDAY.instant_on(FRIDAY - 2 * DAY)
    await app.answer(f"{club.token}-260111-post", 7, Answer.IN)
    await breaks_of(app).add(club, FRIDAY - 2 * DAY, FRIDAY - 2 * DAY, "")
    await breaks_of(app).remove(await app.club_now(club), FRIDAY - 2 * DAY)
    await app.at(usual)
    assert [entry.kind for entry in await app.entries() if entry.kind is Kind.REMINDER]


async def test_another_break_brings_no_deadline_of_a_week_that_goes_on_forward(app: App) -> None:
    club = await with_week(app)
    assert (await breaks_of(app).add(club, FRIDAY, FRIDAY + 10 * DAY, "")).weeks
    later = await breaks_of(app).add(await app.club_now(club), FRIDAY + 60 * DAY, FRIDAY + 61 * DAY, "")
    assert later.weeks == ()
