"""Reminders of meetings, and meetings that are moved."""

from __future__ import annotations

from datetime import time

from bot.core.meetings.details import MeetingReminderDetails
from bot.core.meetings.session import MeetingStep
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from bot.services.breaks.service import BreakService
from tests.support.meetings import (
    ADA,
    BO,
    DAY,
    FIRST_MEETING,
    HOUR,
    THURSDAY,
    about_events,
    edit,
    meeting,
    posted_club,
)
from tests.support.reading_clubs import FIRST_POST, App
from tests.support.viewers import viewer


async def test_those_who_are_in_are_reminded_a_day_and_an_hour_before(app: App) -> None:
    club = await posted_club(app)
    key = f"{club.token}-260111-post"
    await app.answer(key, ADA, Answer.IN)
    await app.answer(key, BO, Answer.OUT)
    await app.at(FIRST_MEETING - DAY)
    await app.at(FIRST_MEETING - DAY + HOUR)
    await app.at(FIRST_MEETING - HOUR)
    await app.at(FIRST_MEETING)
    reminders = [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER]
    assert [entry.key.rpartition("reminder-")[2] for entry in reminders] == ["24h-2601151800", "1h-2601151800"]
    assert [MeetingReminderDetails.of(entry).members for entry in reminders] == [[ADA], [ADA]]
    assert (await meeting(app, club)).next_step is None


async def test_the_host_is_reminded_too_unless_they_cannot_come(app: App) -> None:
    club = await posted_club(app)
    (week,) = await app.week_rows()
    await app.hosts.offer(viewer(ADA), club.id, week.slot, None)
    await app.at(FIRST_MEETING - DAY)
    await app.answer(f"{club.token}-260111-post", ADA, Answer.OUT)
    await app.at(FIRST_MEETING - HOUR)
    reminders = [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER]
    assert [MeetingReminderDetails.of(entry).members for entry in reminders] == [[ADA], []]


async def test_after_an_outage_only_the_reminder_that_still_helps_is_sent(app: App) -> None:
    await posted_club(app)
    await app.at(FIRST_MEETING - HOUR / 2)
    reminders = [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER]
    assert [entry.key.rpartition("reminder-")[2] for entry in reminders] == ["1h-2601151800"]


async def test_nothing_is_reminded_of_once_it_has_begun(app: App) -> None:
    await posted_club(app)
    await app.at(FIRST_MEETING + HOUR)
    assert [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER] == []


async def test_a_reminder_that_was_due_before_the_meeting_was_set_is_left_out(app: App) -> None:
    club = await posted_club(app, None, event=None)
    app.now = FIRST_MEETING - 3 * HOUR
    await edit(app, club, plan={"weekday": 3, "at": time(19)})
    await app.at(FIRST_MEETING - 2 * HOUR)
    assert [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER] == []
    assert (await meeting(app, club)).next_step is MeetingStep.REMIND_HOUR


async def test_moving_a_meeting_moves_its_event_and_reminders(app: App) -> None:
    club = await posted_club(app)
    await app.at(FIRST_MEETING - DAY)
    moved = await app.meetings.move(club, (await app.week_rows())[0].slot, (FIRST_MEETING + 2 * DAY).date())
    assert (moved.is_moved, moved.next_step_at) == (True, FIRST_MEETING + DAY)
    (change,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT_EDIT]
    old, told = [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER]
    assert told.key.endswith("-moved-2601171800")
    reminded = await app.meetings.reminder(told)
    assert reminded
    assert reminded.is_moved
    assert await app.meetings.reminder(old) is None
    to_send = await app.meetings.event_to_change(change)
    assert to_send
    assert to_send.facts.starts_at == FIRST_MEETING + 2 * DAY
    await edit(app, club, plan={"at": time(21)})
    assert (await meeting(app, club)).meeting.starts_at == FIRST_MEETING + 2 * DAY
    await app.at(FIRST_MEETING + DAY)
    reminders = [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER]
    times = [entry.key.rpartition("reminder-")[2] for entry in reminders]
    assert times == ["24h-2601151800", "moved-2601171800", "24h-2601171800"]


async def test_a_session_can_be_moved_before_its_week_is_planned(app: App) -> None:
    club = await app.club("lora", meeting=THURSDAY)
    assert club.next_slot
    await app.meetings.move(club, club.next_slot, (FIRST_MEETING + DAY).date())
    assert await about_events(app) == []
    await app.at(FIRST_POST)
    await app.deliver()
    assert (await meeting(app, club)).meeting.starts_at == FIRST_MEETING + DAY
    assert (Kind.EVENT, EntryState.PENDING) in await about_events(app)


async def test_a_post_that_comes_after_its_meeting_has_none(app: App) -> None:
    club = await app.club("lora", meeting=THURSDAY)
    await app.at(FIRST_POST)
    app.now = FIRST_MEETING + HOUR
    await app.deliver()
    assert not (await meeting(app, club)).is_planned
    assert await about_events(app) == []


async def test_a_break_that_is_added_later_silences_its_reminders_until_it_is_removed(app: App) -> None:
    club = await posted_club(app)
    breaks, day = BreakService(app.database, app.clock), FIRST_MEETING.date() - DAY
    await breaks.add(await app.club_now(club), day, day, "")
    await app.at(FIRST_MEETING - DAY)
    assert [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER] == []
    await app.at(FIRST_MEETING - HOUR)
    reminders = [entry for entry in await app.entries() if entry.kind is Kind.MEETING_REMINDER]
    assert [entry.key.rpartition("reminder-")[2] for entry in reminders] == ["1h-2601151800"]


async def test_a_break_that_is_removed_gives_the_reminder_back(app: App) -> None:
    club = await app.club("lora", meeting=THURSDAY)
    breaks, day = BreakService(app.database, app.clock), FIRST_MEETING.date() - DAY
    await breaks.add(club, day, day, "")
    await app.at(FIRST_POST)
    await app.deliver()
    await breaks.remove(await app.club_now(club), day)
    await app.at(FIRST_MEETING - DAY)
    assert [entry.kind for entry in await app.entries()].count(Kind.MEETING_REMINDER) == 1
