"""Slots that are moved, rhythms that change, catch-ups and papers of several slots, on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.rhythm import Rhythm
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.restores import Restore
from bot.core.weeks.week import WeekState
from bot.services.syllabus.refusals import PaperPeriodsError
from bot.services.weeks.moving import MovingService, OutsideOfPeriodError, SlotTakenError
from bot.services.weeks.refusals import DecidedMeanwhileError
from bot.storage.backups.restores import add_restore
from bot.storage.weeks import rows as week_rows
from tests.services.test_breaks import breaks_of, slots, with_week
from tests.support.reading_clubs import FIRST_POST, SUNDAY, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection
    from tests.support.reading_clubs import App

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = date(2026, 1, 11)  # a Sunday; logs are due on Friday, reviews on Sunday
FRIDAY = FIRST + 5 * DAY


@pytest.mark.parametrize("rhythm", [Rhythm.FOUR_WEEKS, Rhythm.LAST])
async def test_years_ahead_are_repaired_in_any_rhythm(app: App, rhythm: Rhythm) -> None:
    club = await app.club("lora", "qlora", rhythm=rhythm)
    first = club.next_due
    assert first
    app.now = datetime(2036, 1, 6, 17, 30, tzinfo=UTC)
    await app.tick()
    app.now = first - DAY
    await app.tick()
    repaired = await app.club_now(club)
    assert repaired.next_due
    assert first - DAY < repaired.next_due <= first + 5 * WEEK


async def test_a_rhythm_counts_from_the_last_week(app: App) -> None:
    club = await with_week(app)
    edited = await app.clubs.edit(club, SettingsChange({"rhythm": Rhythm.THREE_WEEKS}), viewer())
    assert (edited.club.next_slot, edited.club.anchor) == (FIRST + 3 * WEEK, FIRST)
    # The same rhythm again moves nothing, and a pause keeps it.
    await app.clubs.pause(club)
    app.now += 8 * DAY
    assert (await app.clubs.resume(club)).next_slot == FIRST + 3 * WEEK
    weekly = await app.clubs.edit(club, SettingsChange({"rhythm": Rhythm.WEEKLY}), viewer())
    assert (weekly.club.next_slot, weekly.club.anchor) == (FIRST + 2 * WEEK, None)


async def test_a_move_carries_what_is_kept_for_the_session(app: App) -> None:
    moved: list[tuple[int, date, date]] = []

    async def along(_connection: AsyncConnection, club: Club, old: date, new: date, _now: datetime) -> None:
        moved.append((club.id, old, new))

    club = await app.club("lora", "qlora")
    moving = MovingService(app.database, app.clock, (along,))
    move = await moving.move(club, FIRST, FIRST - DAY)
    assert moved == [(club.id, FIRST, FIRST - DAY)]
    assert move.club.next_due == SUNDAY.instant_on(FIRST - DAY)
    with pytest.raises(DecidedMeanwhileError):
        await moving.move(club, FIRST, FIRST - 2 * DAY)
    with pytest.raises(OutsideOfPeriodError):
        await moving.look(club, FIRST + DAY)
    await app.at(SUNDAY.instant_on(FIRST - DAY))
    assert await slots(app) == [(FIRST - DAY, "planned")]
    # Its period has had its slot, whatever else changes.
    later = SettingsChange(slot={"at": SUNDAY.at.replace(minute=30)})
    assert (await app.clubs.edit(club, later, viewer())).club.next_slot == FIRST + WEEK
    added = await breaks_of(app).add(club, FIRST, FIRST, "")
    assert added.club.next_slot == FIRST + WEEK
    assert (await breaks_of(app).remove(club, FIRST)).club.next_slot == FIRST + WEEK


@pytest.mark.parametrize("rhythm", [Rhythm.WEEKLY, Rhythm.TWO_WEEKS])
async def test_a_pause_after_an_early_post_gives_its_period_no_second_one(app: App, rhythm: Rhythm) -> None:
    club, early = await app.club("lora", "qlora", rhythm=rhythm), FIRST - 4 * DAY
    await MovingService(app.database, app.clock).move(club, FIRST, early)
    await app.at(SUNDAY.instant_on(early) + HOUR)
    following = (await app.club_now(club)).next_slot
    await app.clubs.pause(club)
    resumed = await app.clubs.resume(club)
    assert resumed.next_slot == following
    await app.at(SUNDAY.instant_on(FIRST) + HOUR)
    assert await slots(app) == [(early, "planned")]


async def test_a_move_fails_whole(app: App) -> None:
    async def breaks_off(*_: object) -> None:
        raise RuntimeError("not along")

    club = await app.club("lora")
    with pytest.raises(RuntimeError):
        await MovingService(app.database, app.clock, (breaks_off,)).move(club, FIRST, FIRST - DAY)
    assert await app.club_now(club) == club


async def test_a_day_that_is_decided_takes_no_slot(app: App) -> None:
    """The weekday changed to the day of a slot that was skipped."""
    club = await app.club("lora", rhythm=Rhythm.TWO_WEEKS)
    await app.weeks.skip(club)
    club = await app.club_now(club)
    assert club.next_slot == FIRST + 2 * WEEK
    moving = MovingService(app.database, app.clock)
    assert (await moving.look(club, FIRST + 3 * WEEK)).after == FIRST + 3 * WEEK
    with pytest.raises(OutsideOfPeriodError):
        await moving.look(club, FIRST)
    async with app.database.write_transaction() as connection:
        taken = {"state": WeekState.SKIPPED, "due_at": FIRST_POST + 3 * WEEK}
        await week_rows.add_week(connection, club.id, FIRST + 3 * WEEK, **taken)
    with pytest.raises(SlotTakenError):
        await moving.look(club, FIRST + 3 * WEEK)


async def test_a_catch_up_is_said_once_after_a_restore(app: App) -> None:
    club = await with_week(app)
    async with app.database.write_transaction() as connection:
        await add_restore(connection, Restore(FIRST_POST, FIRST_POST + DAY, 1_000_000))
    assert await app.weeks.catch_up(club) == FIRST + WEEK
    await app.at(FIRST_POST + WEEK)
    (entry,) = [entry for entry in await app.entries() if entry.kind is Kind.CATCH_UP]
    assert (entry.key, entry.state) == (f"{club.token}-260118-catch-up", EntryState.UNKNOWN)


async def test_a_catch_up_in_a_break_or_too_late_says_nothing(app: App) -> None:
    club = await with_week(app)
    await app.weeks.catch_up(club)
    await breaks_of(app).add(club, FIRST + WEEK, FIRST + WEEK, "")
    await app.at(FIRST_POST + WEEK)
    await app.weeks.catch_up(await app.club_now(club))
    await app.at(FIRST_POST + 4 * WEEK)
    assert not [entry for entry in await app.entries() if entry.kind is Kind.CATCH_UP]
    assert [row.number for row in await app.week_rows()][:3] == [1, None, None]


async def test_a_paper_takes_two_slots(app: App) -> None:
    club = await app.club("qlora")
    await app.syllabus.add(club, "lora", 1, 2)
    view = await app.syllabus.view(club)
    assert view.dates == (FIRST_POST, FIRST_POST + 2 * WEEK)
    posts = (await app.clubs.overview(club)).posts
    assert [post.at for post in posts[:3]] == [FIRST_POST + number * WEEK for number in (0, 2, 3)]
    preview = (await app.weeks.preview(club)).week
    await app.at(FIRST_POST)
    await app.deliver()
    week, part = await app.week_rows()
    assert (week.periods, week.logs_due) == (2, SUNDAY.instant_on(FRIDAY + 7 * DAY))
    assert (preview.logs_due, preview.reviews_due) == (week.logs_due, week.reviews_due)
    assert (part.slot, part.state, part.number) == (FIRST + WEEK, "skipped", None)
    assert (await app.clubs.overview(club)).failed_weeks == ()
    await app.at(FIRST_POST + WEEK)
    assert await app.deliver() == [f"{club.token}-260118-catch-up"]
    assert (await app.week_rows())[0].state == "reading"
    await app.at(FIRST_POST + 2 * WEEK)
    rows = await app.week_rows()
    assert [(row.number, row.paper_key) for row in rows] == [(1, "lora"), (None, None), (2, "qlora")]


async def test_a_paper_of_two_slots_that_was_never_posted_is_next_again(app: App) -> None:
    club = await app.club("qlora")
    await app.syllabus.add(club, "lora", 1, 2)
    await breaks_of(app).add(club, FIRST + DAY, FIRST + 10 * DAY, "")
    await app.at(FIRST_POST)
    app.now = FIRST_POST + DAY
    await app.deliver()
    assert await slots(app) == [(FIRST, "skipped")]
    view = await app.syllabus.view(await app.club_now(club))
    assert (view.queue, dict(view.periods)) == (("lora", "qlora"), {"lora": 2, "qlora": 1})
    # Its slots are free again, and an edit of the queue changes nothing.
    await app.syllabus.move(club, "qlora", 1)
    assert dict((await app.syllabus.view(club)).periods)["lora"] == 2


async def test_after_a_paper_of_two_slots_a_skip_means_the_next_paper(app: App) -> None:
    club = await app.club("qlora")
    await app.syllabus.add(club, "lora", 1, 2)
    await app.at(FIRST_POST)
    await app.deliver()
    assert await app.weeks.skip(await app.club_now(club)) == FIRST + 2 * WEEK


async def test_months_of_a_paper_are_no_wrong_clock(app: App) -> None:
    club = await app.club(rhythm=Rhythm.FIRST)
    await app.syllabus.add(club, "lora", 1, 4)
    assert club.next_due
    await app.at(club.next_due)
    await app.deliver()
    before = await app.week_rows()
    await app.at(club.next_due + DAY)
    assert [row.logs_due for row in await app.week_rows()] == [row.logs_due for row in before]
    assert before[0].logs_due > club.next_due + 85 * DAY


@pytest.mark.parametrize("periods", [0, 5])
async def test_a_paper_takes_one_to_four_slots(app: App, periods: int) -> None:
    club = await app.club()
    with pytest.raises(PaperPeriodsError):
        await app.syllabus.add(club, "lora", None, periods)


async def test_a_moved_post_stays_when_only_its_time_changes(app: App) -> None:
    club = await with_week(app)
    await app.moving.move(club, FIRST + WEEK, FRIDAY)
    edited = (await app.clubs.edit(club, SettingsChange(slot={"at": time(19)}), viewer())).club
    assert (edited.next_slot, edited.next_due) == (FRIDAY, edited.timetable.instant_on(FRIDAY))
    assert edited.next_due == FIRST_POST + 5 * DAY + HOUR
    edited = (await app.clubs.edit(club, SettingsChange(slot={"zone": "Europe/Lisbon"}), viewer())).club
    assert (edited.next_slot, edited.next_due) == (FRIDAY, FIRST_POST + 5 * DAY + 2 * HOUR)
    assert [entry.details["news"] for entry in await app.entries() if entry.kind is Kind.CLUB_NEWS] == ["moved"]


async def test_the_channel_is_told_if_a_moved_post_has_to_move_again(app: App) -> None:
    club = await with_week(app)
    await app.moving.move(club, FIRST + WEEK, FRIDAY)
    edited = (await app.clubs.edit(club, SettingsChange(slot={"weekday": 5}), viewer())).club
    assert edited.next_slot == FRIDAY + DAY
    (*_, told) = [entry for entry in await app.entries() if entry.kind is Kind.CLUB_NEWS]
    assert (told.details["day"], told.details["before"]) == (str(FRIDAY + DAY), str(FRIDAY))


async def test_a_moved_post_keeps_its_day_through_a_pause(app: App) -> None:
    club, moved = await app.club("lora", "qlora"), FIRST - 2 * DAY
    await MovingService(app.database, app.clock).move(club, FIRST, moved)
    await app.clubs.pause(club)
    assert (await app.clubs.resume(club)).next_slot == moved
    # Once it is over, in a break, or of another weekday, it is the usual one.
    await app.clubs.pause(club)
    app.now = SUNDAY.instant_on(moved)
    assert (await app.clubs.resume(club)).next_slot == FIRST
    await MovingService(app.database, app.clock).move(await app.club_now(club), FIRST, FIRST - DAY)
    await app.clubs.pause(club)
    await app.clubs.edit(club, SettingsChange(slot={"weekday": 0}), viewer())
    assert (await app.clubs.resume(club)).next_slot == FIRST + DAY


async def test_no_page_shows_a_post_in_a_slot_that_stays_skipped(app: App) -> None:
    club = await app.club()
    await app.syllabus.add(club, "lora", None, 2)
    await app.syllabus.add(club, "bert", None)
    for number in range(2):
        await app.weeks.skip(await app.club_now(club), FIRST + number * WEEK)
    await app.weeks.unskip(await app.club_now(club), FIRST)
    club = await app.club_now(club)
    # LoRA takes the first and the third slot.
    posts = [SUNDAY.instant_on(FIRST), SUNDAY.instant_on(FIRST + 3 * WEEK)]
    assert [post.at for post in (await app.clubs.overview(club)).posts][:2] == posts
    assert list((await app.syllabus.view(club)).dates) == posts
    assert (await app.weeks.preview(club)).week.logs_due == SUNDAY.instant_on(FIRST + 2 * WEEK + 5 * DAY)
