"""Posts that come on another day: each session keeps a meeting of its own, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest

from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import SettingsChange
from bot.core.meetings.moving import MeetingTakenError
from bot.core.meetings.plan import MeetingPlan
from bot.core.outbox.kinds import Kind
from bot.services.breaks.service import BreakService
from bot.storage.meetings import rows as meeting_rows
from tests.support.hosts import DAY, FIRST, WEEK, organizer
from tests.support.meetings import LINK
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

SATURDAY, WEDNESDAY = (MeetingPlan(weekday, time(19), 60, LINK) for weekday in (5, 2))
MONDAY = WeeklySlot(0, time(18), "Europe/Berlin")
FIRST_SATURDAY = datetime(2026, 1, 17, 18, tzinfo=UTC)
EARLY = FIRST + 9 * DAY
MONDAY_FIRST = date(2026, 1, 12)
EDITED = pytest.mark.parametrize(
    ("change", "now_held"),
    [
        (SettingsChange(slot={"weekday": 4}, meeting={"weekday": 3}), datetime(2026, 1, 15, 18, tzinfo=UTC)),
        (SettingsChange({"rhythm": Rhythm.LAST}, meeting={"at": time(20)}), datetime(2026, 1, 14, 19, tzinfo=UTC)),
    ],
)


async def held(app: App, club: Club) -> dict[date, datetime]:
    async with app.database.read_transaction() as connection:
        stored = await meeting_rows.meetings_of(connection, club.id, FIRST_POST)
    return {one.slot: one.meeting.starts_at for one in stored if one.is_planned}


async def on_saturdays(app: App) -> Club:
    """A club that posts on Sundays and meets on Saturdays, on the day after its first post."""
    club = await app.club("lora", "qlora", "bert", meeting=SATURDAY)
    await app.at(FIRST_POST)
    await app.deliver()
    app.now += DAY
    return await app.club_now(club)


async def posted_early(app: App) -> Club:
    """A club that meets every two weeks, on Wednesdays after its posts. Its second post came five days earlier."""
    club = await app.club("lora", "qlora", rhythm=Rhythm.TWO_WEEKS, meeting=WEDNESDAY)
    await next_post(app, club)
    await app.moving.move(await app.club_now(club), FIRST + 2 * WEEK, EARLY)
    await next_post(app, club)
    return club


async def next_post(app: App, club: Club) -> None:
    club = await app.club_now(club)
    assert club.next_due
    await app.at(club.next_due)
    await app.deliver()


async def test_a_post_that_comes_earlier_keeps_its_meeting(app: App) -> None:
    club = await on_saturdays(app)
    move = await app.moving.move(club, FIRST + WEEK, FIRST + 2 * DAY)
    assert move.meeting_before == move.meeting_after
    await next_post(app, club)
    assert await held(app, club) == {FIRST: FIRST_SATURDAY, FIRST + 2 * DAY: FIRST_SATURDAY + WEEK}
    events = [one.key for one in await app.entries() if one.kind is Kind.EVENT]
    assert events == [f"{club.token}-260111-event", f"{club.token}-260113-event"]
    # What members see of hosts and in calendars is the same.
    views = (await app.host_pages.overview(organizer(), club)).sessions
    assert [view.starts_at for view in views][:3] == [FIRST_SATURDAY + number * WEEK for number in range(3)]


async def test_a_post_that_comes_after_its_meeting_has_none_until_it_gets_another_day(app: App) -> None:
    club = await app.club("lora", "qlora", slot=MONDAY, meeting=WEDNESDAY)
    moved = MONDAY_FIRST + 5 * DAY
    move = await app.moving.look(club, moved)
    assert move.meeting_before
    assert move.meeting_before.starts_at == datetime(2026, 1, 14, 18, tzinfo=UTC)
    assert move.meeting_after is None
    await app.moving.move(club, MONDAY_FIRST, moved)
    await next_post(app, club)
    assert await held(app, club) == {}
    await app.meetings.move(club, moved, moved + DAY)
    await next_post(app, club)
    assert await held(app, club) == {
        moved: datetime(2026, 1, 18, 18, tzinfo=UTC),
        MONDAY_FIRST + WEEK: datetime(2026, 1, 21, 18, tzinfo=UTC),
    }


async def test_another_day_for_posts_moves_no_meeting_that_members_know(app: App) -> None:
    club = await on_saturdays(app)
    await app.clubs.edit(club, SettingsChange(slot={"weekday": 3}), viewer())
    # Whatever brings the meetings up to date later.
    await app.clubs.edit(club, SettingsChange({"name": "Thursday papers"}), viewer())
    assert await held(app, club) == {FIRST: FIRST_SATURDAY}
    await next_post(app, club)
    await next_post(app, club)
    assert await held(app, club) == {FIRST: FIRST_SATURDAY, date(2026, 1, 22): FIRST_SATURDAY + WEEK}


async def test_a_later_weekday_of_posts_moves_no_meeting_either(app: App) -> None:
    club = await app.club("lora", "qlora", slot=MONDAY, meeting=WEDNESDAY)
    await next_post(app, club)
    app.now += DAY
    await app.clubs.edit(club, SettingsChange(slot={"weekday": 6}), viewer())
    await app.clubs.edit(club, SettingsChange({"name": "Other papers"}), viewer())
    assert await held(app, club) == {MONDAY_FIRST: datetime(2026, 1, 14, 18, tzinfo=UTC)}


@EDITED
async def test_another_weekday_or_rhythm_together_with_another_plan(
    app: App, change: SettingsChange, now_held: datetime
) -> None:
    club = await app.club("lora", "qlora", slot=MONDAY, meeting=WEDNESDAY)
    await next_post(app, club)
    app.now += DAY
    edited = (await app.clubs.edit(club, change, viewer())).club
    assert await held(app, club) == {MONDAY_FIRST: now_held}
    await next_post(app, club)
    assert await held(app, club) == {MONDAY_FIRST: now_held, edited.next_slot: ANY}


async def test_another_weekday_leaves_the_next_post_its_meeting(app: App) -> None:
    """The new weekday of posts comes before the meeting that members know, and is the day of the next post."""
    club = await app.club("lora", "qlora", slot=MONDAY, meeting=SATURDAY)
    await next_post(app, club)
    app.now += DAY
    edited = (await app.clubs.edit(club, SettingsChange(slot={"weekday": 4}, meeting={"weekday": 2}), viewer())).club
    await next_post(app, club)
    known = datetime(2026, 1, 14, 18, tzinfo=UTC)
    assert await held(app, club) == {MONDAY_FIRST: known, edited.next_slot: known + WEEK}


@EDITED
async def test_a_meeting_that_is_back_after_a_pause_is_that_of_its_own_post(
    app: App, change: SettingsChange, now_held: datetime
) -> None:
    club = await app.club("lora", "qlora", slot=MONDAY, meeting=WEDNESDAY)
    await next_post(app, club)
    app.now += DAY
    await app.clubs.edit(club, change, viewer())
    await app.clubs.pause(club)
    await app.clubs.resume(club)
    assert await held(app, club) == {MONDAY_FIRST: now_held}


async def test_no_meeting_moves_to_the_time_of_another(app: App) -> None:
    club = await on_saturdays(app)
    await app.moving.move(club, FIRST + WEEK, FIRST + 2 * DAY)
    await next_post(app, club)
    with pytest.raises(MeetingTakenError):
        await app.meetings.look(club, FIRST + 2 * DAY, FIRST_SATURDAY.date())
    await app.meetings.move(club, FIRST + 2 * DAY, FIRST_SATURDAY.date() - DAY)


async def test_a_meeting_can_move_as_if_the_next_post_did_not_come_earlier(app: App) -> None:
    club = await on_saturdays(app)
    await app.moving.move(club, FIRST + WEEK, FIRST + 2 * DAY)
    friday = FIRST_SATURDAY - DAY
    await app.meetings.move(club, FIRST, friday.date())
    await next_post(app, club)
    assert await held(app, club) == {FIRST: friday, FIRST + 2 * DAY: FIRST_SATURDAY + WEEK}


async def test_a_session_that_was_held_stays_over_when_the_plan_changes(app: App) -> None:
    club = await on_saturdays(app)
    await app.at(FIRST_SATURDAY + DAY / 4)
    before = await app.calendars.of(viewer(1), club.id)
    await app.clubs.edit(club, SettingsChange(meeting={"weekday": 6, "at": time(12)}), viewer())
    after = await app.calendars.of(viewer(1), club.id)
    assert club.timetable.period_of(FIRST) not in {told.period for told, _ in (*before.events, *after.events)}
    views = (await app.host_pages.overview(organizer(), club)).sessions
    assert FIRST not in {view.day for view in views}


async def test_after_an_early_post_nothing_else_moves_its_meeting(app: App) -> None:
    club = await posted_early(app)
    known = {EARLY: datetime(2026, 1, 28, 18, tzinfo=UTC)}
    assert (await held(app, club)).items() >= known.items()
    breaks = BreakService(app.database, app.clock)
    await breaks.add(await app.club_now(club), date(2026, 3, 13), date(2026, 3, 14), "")
    await app.clubs.edit(club, SettingsChange({"name": "Papers"}), viewer())
    assert (await held(app, club)).items() >= known.items()


async def test_another_time_of_posts_leaves_the_meeting_of_a_posted_week(app: App) -> None:
    club = await app.club("lora", "qlora", meeting=MeetingPlan(6, time(20), 60, LINK))
    await next_post(app, club)
    before = await held(app, club)
    await app.clubs.edit(club, SettingsChange(slot={"at": time(21)}), viewer())
    await app.clubs.edit(club, SettingsChange({"name": "Papers"}), viewer())
    assert await held(app, club) == before


async def test_a_new_weekday_of_meetings_calls_off_none_that_members_know(app: App) -> None:
    club = await on_saturdays(app)
    app.now = FIRST_SATURDAY - DAY
    await app.clubs.edit(club, SettingsChange(meeting={"weekday": 1, "minutes": 90}), viewer())
    assert await held(app, club) == {FIRST: FIRST_SATURDAY}
    await next_post(app, club)
    assert list((await held(app, club)).values()) == [FIRST_SATURDAY, FIRST_SATURDAY + 3 * DAY]
    assert not [entry for entry in await app.entries() if entry.details.get("is_off")]


@pytest.mark.parametrize(
    ("plan", "starts_at"),
    [
        ({"at": time(20)}, datetime(2026, 1, 28, 19, tzinfo=UTC)),
        ({"weekday": 3}, datetime(2026, 1, 29, 18, tzinfo=UTC)),
        ({"minutes": 90}, datetime(2026, 1, 28, 18, tzinfo=UTC)),
    ],
)
async def test_after_an_early_post_another_plan_leaves_its_meeting_in_the_same_week(
    app: App, plan: dict[str, Any], starts_at: datetime
) -> None:
    club = await posted_early(app)
    await app.clubs.edit(club, SettingsChange(meeting=plan), viewer())
    assert (await held(app, club))[EARLY] == starts_at


async def test_nobody_is_told_of_a_meeting_whose_week_is_not_posted(app: App) -> None:
    club = await on_saturdays(app)
    await app.meetings.move(club, FIRST + WEEK, FIRST + 12 * DAY)
    edited = await app.clubs.edit(await app.club_now(club), SettingsChange({"meeting": None}), viewer())
    assert [one.is_told for one in edited.meetings] == [True, False]


async def test_after_an_early_post_a_break_moves_its_meeting_to_a_later_week(app: App) -> None:
    club = await posted_early(app)
    breaks = BreakService(app.database, app.clock)
    await breaks.add(await app.club_now(club), date(2026, 1, 27), date(2026, 1, 29), "")
    assert (await held(app, club))[EARLY] == datetime(2026, 2, 4, 18, tzinfo=UTC)


async def test_after_an_early_post_its_meeting_comes_back_after_a_pause(app: App) -> None:
    club = await posted_early(app)
    before = await held(app, club)
    await app.clubs.pause(club)
    assert EARLY not in await held(app, club)
    await app.clubs.resume(club)
    assert await held(app, club) == before


async def test_a_meeting_makes_room_for_an_earlier_session_that_a_break_put_off(app: App) -> None:
    """In a monthly rhythm, a session has time for its meeting until the next month, so after that of the next week."""
    club = await app.club("lora", "qlora", meeting=WEDNESDAY)
    await next_post(app, club)
    await app.weeks.post_now(await app.club_now(club), FIRST + WEEK)
    await app.deliver()
    await app.clubs.edit(club, SettingsChange({"rhythm": Rhythm.LAST}), viewer())
    known = datetime(2026, 1, 14, 18, tzinfo=UTC)
    assert await held(app, club) == {FIRST: known, FIRST + WEEK: known + WEEK}
    breaks = BreakService(app.database, app.clock)
    await breaks.add(await app.club_now(club), known.date(), known.date(), "")
    assert await held(app, club) == {FIRST: known + WEEK, FIRST + WEEK: known + 2 * WEEK}
