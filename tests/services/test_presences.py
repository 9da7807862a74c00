"""*I was there*: asked once after a meeting, answered by members themselves, counted, and erased with a member."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.meetings.plan import MeetingPlan, meeting_of
from bot.core.meetings.session import MeetingState, SessionMeeting
from bot.core.outbox.kinds import Kind
from bot.services.presences.asking import ask_who_was_there
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.meetings import rows as meeting_rows
from tests.support.erasing import deliver_all, erase, settle
from tests.support.reading_clubs import CHANNEL, FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

ADA, BO = 7, 8
PLAN = MeetingPlan(3, time(19))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def met(app: App, plan: MeetingPlan | None = PLAN) -> SessionMeeting:
    """A posted week with a meeting on its Thursday."""
    club = await app.club("lora", "mamba", meeting=plan)
    await app.at(FIRST_POST)
    await deliver_all(app)
    (week, *_) = await app.week_rows()
    async with app.database.write_transaction() as connection:
        stored = next(iter(await meeting_rows.meetings_of_week(connection, week.id)), None)
        if stored is None:
            planned = meeting_of(plan or PLAN, week.slot, club.timetable)
            made = SessionMeeting(0, club.id, week.slot, week.id, planned, False, MeetingState.PLANNED, FIRST_POST)
            stored = await meeting_rows.add_meeting(connection, made)
    return stored


async def change(app: App, meeting: SessionMeeting) -> None:
    async with app.database.write_transaction() as connection:
        await meeting_rows.save_meeting(connection, meeting)


async def questions(app: App) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.kind is Kind.PRESENCES]


async def test_of_a_week_that_is_gone_nothing_is_asked(app: App) -> None:
    async with app.database.write_transaction() as connection:
        assert not await ask_who_was_there(connection, 1, app.now)


async def test_it_is_asked_once_when_the_meeting_is_over(app: App) -> None:
    held = await met(app)
    await app.at(held.meeting.ends_at - MINUTE)
    assert await questions(app) == []
    await app.at(held.meeting.ends_at)
    for _ in range(3):
        await app.tick()
    (asked,) = await questions(app)
    assert asked.key.endswith("-presences")
    assert asked.channel_id == (await app.week_rows())[0].thread_id
    await deliver_all(app)
    await app.at(held.meeting.ends_at + HOUR)
    # It was moved after that: the question stays the only one.
    later = replace(held.meeting, starts_at=held.meeting.ends_at + HOUR, ends_at=held.meeting.ends_at + 2 * HOUR)
    await change(app, replace(held, meeting=later))
    await app.at(later.ends_at + MINUTE)
    assert len(await questions(app)) == 1


async def test_nothing_is_asked_about_no_meeting(app: App) -> None:
    held = await met(app)
    await change(app, replace(held, state=MeetingState.CANCELLED))
    await app.at(held.meeting.ends_at + MINUTE)
    assert await questions(app) == []


async def test_nothing_is_asked_a_day_late(app: App) -> None:
    held = await met(app)
    await app.at(held.meeting.ends_at + DAY + MINUTE)
    assert await questions(app) == []


async def test_a_club_that_closed_is_not_asked(app: App) -> None:
    held = await met(app)
    (club,) = await app.clubs.of_server(viewer())
    await app.clubs.close(club)
    await app.at(held.meeting.ends_at + MINUTE)
    assert await questions(app) == []


async def test_a_question_that_waits_is_not_sent_if_the_meeting_moves(app: App) -> None:
    held = await met(app)
    await app.at(held.meeting.ends_at)
    (asked,) = await questions(app)
    found = await app.presences.to_ask(asked)
    assert found
    assert found.count == 0
    moved = replace(held.meeting, starts_at=held.meeting.starts_at + DAY, ends_at=held.meeting.ends_at + DAY)
    await change(app, replace(held, meeting=moved))
    assert await app.presences.to_ask(asked) is None


async def test_presses_count_once_and_can_be_taken_back(app: App) -> None:
    held = await met(app)
    await app.at(held.meeting.ends_at)
    await deliver_all(app)
    (asked,) = await questions(app)
    first = await app.presences.press(viewer(ADA), asked.key, app.now)
    assert (first.count, first.is_there) == (1, True)
    repeated = await app.presences.press(viewer(ADA), asked.key, app.now)
    assert (repeated.count, repeated.is_there) == (1, True)
    assert (await app.presences.press(viewer(BO), asked.key, app.now)).count == 2
    back = await app.presences.press(viewer(ADA), asked.key, app.now + MINUTE)
    assert (back.count, back.is_there) == (1, False)
    view = await app.weeks.view(asked.week_id or 0)
    assert view
    assert view.present == 1
    for other in (viewer(ADA, hidden=[CHANNEL]), viewer(ADA, 999)):
        with pytest.raises(NoSuchWeekError):
            await app.presences.press(other, asked.key, app.now)


async def test_an_answer_after_the_digest_changes_it(app: App) -> None:
    held = await met(app)
    await app.at(held.meeting.ends_at)
    await deliver_all(app)
    (asked,) = await questions(app)
    await app.presences.press(viewer(BO), asked.key, app.now)
    assert not [entry for entry in await app.entries() if entry.kind is Kind.DIGEST_UPDATE]
    await app.at(FIRST_POST + 7 * DAY)
    await deliver_all(app)
    await app.presences.press(viewer(ADA), asked.key, app.now)
    await app.presences.press(viewer(ADA), asked.key, app.now)
    assert len([entry for entry in await app.entries() if entry.kind is Kind.DIGEST_UPDATE]) == 1


async def test_an_erasure_takes_a_member_out_of_the_count(app: App) -> None:
    held = await met(app)
    await app.at(held.meeting.ends_at)
    await deliver_all(app)
    (asked,) = await questions(app)
    for member in (ADA, BO):
        await app.presences.press(viewer(member), asked.key, app.now)
    await erase(app, ADA)
    await settle(app)
    view = await app.weeks.view(asked.week_id or 0)
    assert view
    assert view.present == 1
