"""Calendars of clubs on both databases: what is told, who may ask, and addresses that can be replaced."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.calendar_files.sessions import PERIODS, SessionStatus
from bot.core.clubs.club import SettingsChange
from bot.core.meetings.plan import MeetingPlan
from bot.core.visibility import Access, Membership, Viewer
from bot.services.breaks.service import BreakService
from bot.services.calendar_files.service import CalendarNotYoursError
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError
from bot.storage.calendar_files import rows as calendar_rows
from bot.storage.calendar_files.rows import FeedReader
from bot.storage.calendar_files.tables import calendar_feeds, calendar_sessions
from bot.storage.privacy import left_servers as left_rows
from tests.support.erasing import deliver_all
from tests.support.hosts import left
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

ADA, BO = 7, 8
DAY, WEEK, MINUTE = timedelta(days=1), timedelta(days=7), timedelta(minutes=1)


def organizer(server_id: int = SERVER) -> Viewer:
    membership = Membership(lambda _channel: Access.OPEN, manages_server=True)
    return Viewer(0, server_id, {server_id: membership})


async def rows_told(app: App) -> int:
    async with app.database.read_transaction() as connection:
        return len(list(await connection.execute(select(calendar_sessions))))


async def test_the_planned_papers_and_what_changes(app: App) -> None:
    club = await app.club("lora", "mamba")
    first = await app.calendars.of(viewer(ADA), club.id)
    sessions = [session for _, session in first.events if session]
    assert [session.paper_key for session in sessions][:2] == ["lora", "mamba"]
    assert len(first.events) == PERIODS
    assert {told.sequence for told, _ in first.events} == {0}
    app.now += timedelta(hours=1)
    again = await app.calendars.of(viewer(ADA), club.id)
    assert again.events == first.events
    await app.weeks.skip(club)
    skipped = await app.calendars.of(viewer(ADA), club.id)
    (told, session), *others = skipped.events
    assert session
    assert (session.status, told.is_cancelled, told.sequence) == (SessionStatus.SKIPPED, True, 1)
    assert sum(not one.is_cancelled for one, _ in skipped.events) == PERIODS
    assert others[0][1]
    assert others[0][1].paper_key == "lora"


@pytest.mark.parametrize("meeting", [MeetingPlan(2, time(19)), None])
async def test_another_weekday_leaves_no_session_out_and_brings_no_identity_back(
    app: App, meeting: MeetingPlan | None
) -> None:
    club = await app.club("lora", "mamba", slot=WeeklySlot(0, time(18), "Europe/Berlin"), meeting=meeting)
    assert club.next_due
    await app.at(club.next_due)
    await deliver_all(app)
    (of_monday, _), *_ = (await app.calendars.of(viewer(ADA), club.id)).events
    app.now += DAY
    club = (await app.clubs.edit(club, SettingsChange(slot={"weekday": 4}), organizer())).club
    edited = [(told, session) for told, session in (await app.calendars.of(viewer(ADA), club.id)).events if session]
    ahead = [(told, session) for told, session in edited if session.status is SessionStatus.PLANNED]
    assert club.next_due
    of_friday, session = ahead[0]
    assert session.paper_key == "mamba"
    assert club.next_due <= of_friday.starts_at < club.next_due + WEEK
    assert len({told.period for told, _ in edited}) == len(edited)
    await app.at(club.next_due)
    await deliver_all(app)
    posted = (await app.calendars.of(viewer(ADA), club.id)).events
    assert [told.period for told, session in posted if session and session.paper_key == "mamba"] == [of_friday.period]
    assert of_monday.period not in {told.period for told, _ in posted}


async def test_a_meeting_takes_the_place_of_the_post(app: App) -> None:
    club = await app.club("lora", "mamba")
    before = await app.calendars.of(viewer(ADA), club.id)
    change = SettingsChange(meeting={"weekday": 3, "at": time(19)})
    await app.clubs.edit(club, change, organizer())
    after = await app.calendars.of(viewer(ADA), club.id)
    assert {told.sequence for told, _ in after.events} == {1}
    assert [told.period for told, _ in after.events] == [told.period for told, _ in before.events]
    assert all(session and session.is_meeting for _, session in after.events)
    await app.at(FIRST_POST)
    await deliver_all(app)
    posted = await app.calendars.of(viewer(ADA), club.id)
    (told, session), *_ = posted.events
    assert session
    assert (session.status, session.paper_key, told.period) == (SessionStatus.POSTED, "lora", after.events[0][0].period)
    assert len(posted.events) == PERIODS


async def test_many_who_ask_at_once_hear_the_same(app: App) -> None:
    club = await app.club("lora")
    asked = await asyncio.gather(*(app.calendars.of(viewer(ADA), club.id) for _ in range(8)))
    assert all(calendar.events == asked[0].events for calendar in asked)
    secrets = await asyncio.gather(*(app.calendars.new_secret(viewer(ADA), club.id) for _ in range(8)))
    # The last one counts.
    assert sum([await app.calendars.reader_at(secret) is not None for secret in secrets]) == 1
    assert await rows_told(app) == PERIODS


async def test_only_who_sees_the_club_gets_it(app: App) -> None:
    club = await app.club("lora")
    for other in (viewer(ADA, hidden=[CHANNEL]), viewer(ADA, 999), viewer(ADA, None)):
        calendars = app.calendars
        for asking in (calendars.of, calendars.feed_made_at, calendars.new_secret, calendars.revoke_all):
            with pytest.raises(ClubGoneError):
                await asking(other, club.id)
    with pytest.raises(CalendarNotYoursError):
        await app.calendars.revoke_all(viewer(ADA), club.id)
    await app.clubs.close(club)
    with pytest.raises(ClubClosedError):
        await app.calendars.of(viewer(ADA), club.id)


async def fed(app: App, secret: str) -> Club | None:
    found = await app.calendars.reader_at(secret)
    return found[0] if found else None


async def test_each_member_has_an_address_of_their_own_and_only_its_hash_is_stored(app: App) -> None:
    club = await app.club("lora")
    assert await app.calendars.feed_made_at(viewer(ADA), club.id) is None
    secret, of_bo = [await app.calendars.new_secret(viewer(member), club.id) for member in (ADA, BO)]
    assert len(secret) == 43
    assert await app.calendars.feed_made_at(viewer(ADA), club.id) == app.now
    assert await app.calendars.reader_at(secret) == (club, FeedReader(club.id, ADA))
    assert (await app.calendars.fed(club)).club == club
    other = await app.calendars.new_secret(viewer(ADA), club.id)
    assert await fed(app, other) == await fed(app, of_bo) == club
    for unknown in (secret, "", "x" * 43, "x" * 44, other[:-1], f"{other} ", "../" + other, "ü" * 43):
        assert await app.calendars.reader_at(unknown) is None
    async with app.database.read_transaction() as connection:
        rows = list(await connection.execute(select(calendar_feeds)))
    assert {row.user_id for row in rows} == {ADA, BO}
    assert not any(kept in repr(row) for row in rows for kept in (secret, other, of_bo))


async def test_organizers_revoke_everybody_s_and_whoever_lost_access_loses_theirs(app: App) -> None:
    club, kept = await app.club("lora"), await app.club("lora", name="Monday papers")
    secrets = [await app.calendars.new_secret(viewer(member), club.id) for member in (ADA, BO)]
    elsewhere = await app.calendars.new_secret(viewer(ADA), kept.id)
    await app.calendars.revoke(FeedReader(club.id, ADA))
    assert [await fed(app, secret) for secret in secrets] == [None, club]
    assert await app.calendars.revoke_all(organizer(), club.id) == 1
    assert await app.calendars.revoke_all(organizer(), club.id) == 0
    assert [await fed(app, secret) for secret in (*secrets, elsewhere)] == [None, None, kept]


async def test_an_address_whose_owner_has_not_seen_the_club_for_a_month_is_gone(app: App) -> None:
    club = await app.club("lora")
    mine, reader = await app.calendars.new_secret(viewer(ADA), club.id), FeedReader(club.id, ADA)
    of_bo, since = await app.calendars.new_secret(viewer(BO), club.id), app.now
    await app.calendars.note_access(reader, may_see=False)
    app.now = since + 30 * DAY - MINUTE
    assert await fed(app, mine) == club
    await app.calendars.note_access(reader, may_see=True)
    app.now += 30 * DAY
    assert await fed(app, mine) == club
    await app.calendars.note_access(reader, may_see=False)
    app.now += 30 * DAY
    assert await fed(app, mine) is None
    assert await fed(app, of_bo) == club
    async with app.database.write_transaction() as connection:
        assert await calendar_rows.delete_hidden_feeds(connection, app.now - 30 * DAY - MINUTE) == 0
        assert await calendar_rows.delete_hidden_feeds(connection, app.now - 30 * DAY) == 1
    assert await fed(app, of_bo) == club


async def test_whoever_is_known_to_have_left_loses_the_address_even_if_they_come_back(app: App) -> None:
    club = await app.club("lora")
    secrets = [await app.calendars.new_secret(viewer(member), club.id) for member in (ADA, BO)]
    await left(app, ADA)
    await app.leavers.among(SERVER, frozenset({ADA, BO}))
    assert [await fed(app, secret) for secret in secrets] == [None, club]


async def test_a_closed_club_and_a_server_without_the_bot_have_no_feed(app: App) -> None:
    club, kept = await app.club("lora"), await app.club("lora", name="Monday papers")
    closed, left = [await app.calendars.new_secret(viewer(ADA), one.id) for one in (club, kept)]
    await app.clubs.close(club)
    assert await fed(app, closed) is None
    assert await fed(app, left) == kept
    async with app.database.write_transaction() as connection:
        await left_rows.note_left(connection, SERVER, app.now)
    assert await fed(app, left) is None


async def test_a_club_under_a_vote_names_no_next_paper(app: App) -> None:
    club = await app.club("lora", "mamba", meeting=MeetingPlan(3, time(19)))
    await app.polls.start(club)
    calendar = await app.calendars.of(viewer(ADA), club.id)
    keys = [session.paper_key for _, session in calendar.events if session]
    assert keys[:2] == [None, "lora"]


async def test_the_usual_day_of_a_moved_post_is_no_session_even_in_a_break(app: App) -> None:
    club = await app.club("lora", slot=WeeklySlot(2, time(18), "Europe/Berlin"))
    assert club.next_slot
    moved = club.next_slot + 2 * DAY
    await app.moving.move(club, club.next_slot, moved)
    before = [told for told, _ in (await app.calendars.of(viewer(ADA), club.id)).events]
    breaks = BreakService(app.database, app.clock)
    await breaks.add(await app.club_now(club), club.next_slot, moved - DAY, "")
    assert [told for told, _ in (await app.calendars.of(viewer(ADA), club.id)).events] == before


@pytest.mark.parametrize("rhythm", [Rhythm.TWO_WEEKS, Rhythm.FIRST, Rhythm.LAST])
async def test_a_session_keeps_its_identity_if_it_moves_after_a_change_of_rhythm(app: App, rhythm: Rhythm) -> None:
    club = await app.club("lora", "mamba", meeting=MeetingPlan(2, time(19)))
    await app.at(FIRST_POST)
    await deliver_all(app)
    (before, _), *_ = (await app.calendars.of(viewer(ADA), club.id)).events
    await app.clubs.edit(club, SettingsChange({"rhythm": rhythm}), organizer())
    await app.calendars.of(viewer(ADA), club.id)
    slot = FIRST_POST.date()
    await app.meetings.move(await app.club_now(club), slot, slot + 4 * DAY)
    (after, session), *_ = (await app.calendars.of(viewer(ADA), club.id)).events
    assert session
    assert (session.paper_key, after.starts_at) == ("lora", before.starts_at + DAY)
    assert (after.period, after.sequence) == (before.period, before.sequence + 1)


async def test_a_plan_made_while_paused_gives_posted_weeks_no_meeting(app: App) -> None:
    """Once the club is resumed, the week that is still read has one, if there is time."""
    club = await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    paused = await app.clubs.pause(await app.club_now(club))
    await app.clubs.edit(paused, SettingsChange({}, meeting={"weekday": 2, "at": time(19)}), organizer())
    calendar = await app.calendars.of(viewer(), club.id)
    assert [(one.starts_at, one.is_meeting) for _, one in calendar.events if one] == [(FIRST_POST, False)]
    await app.clubs.resume(await app.club_now(club))
    calendar = await app.calendars.of(viewer(), club.id)
    meeting = FIRST_POST + timedelta(days=3, hours=1)
    assert [one.starts_at for _, one in calendar.events if one][:2] == [meeting, meeting + timedelta(days=7)]
