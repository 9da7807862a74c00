"""The rows of meetings, and of a club's plan, in both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.meetings.event import EventFacts
from bot.core.meetings.plan import Meeting, MeetingPlan, Place, PlaceKind
from bot.core.meetings.session import MeetingState, MeetingStep, SessionMeeting
from bot.core.shards.sharding import ALL_SHARDS
from bot.storage.clubs.rows import club_by_id, save_club
from bot.storage.meetings.rows import (
    add_meeting,
    due_meetings,
    meeting_by_id,
    meeting_of_session,
    meetings_of,
    meetings_of_week,
    move_session,
    save_meeting,
)
from tests.support.personal_rows import PersonalRows

if TYPE_CHECKING:
    from bot.storage.database import Database

NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)
DAY = date(2026, 1, 11)
HOUR = timedelta(hours=1)
VOICE, LINK = Place(PlaceKind.VOICE, 5), Place(PlaceKind.LINK, link="https://meet.example.org/ada")


def planned(club_id: int, week_id: int | None, place: Place | None = None) -> SessionMeeting:
    held = Meeting(NOON, NOON + HOUR, place)
    return SessionMeeting(0, club_id, DAY, week_id, held, False, MeetingState.PLANNED, NOON - HOUR)


@pytest.mark.parametrize("place", [None, VOICE, LINK, Place(PlaceKind.STAGE, 6)])
async def test_a_plan_is_read_as_it_was_stored(database: Database, place: Place | None) -> None:
    plan = MeetingPlan(3, time(19, 30), 90, place)
    async with database.write_transaction() as connection:
        club_id, _ = await PersonalRows(connection).club(1)
        club = await club_by_id(connection, club_id)
        assert club
        assert club.settings.meeting is None
        changed = replace(club, settings=replace(club.settings, meeting=plan))
        await save_club(connection, changed)
        assert await club_by_id(connection, club_id) == changed
        await save_club(connection, club)
        assert await club_by_id(connection, club_id) == club


async def test_a_session_has_one_meeting(database: Database) -> None:
    async with database.write_transaction() as connection:
        club_id, week_id = await PersonalRows(connection).club(1)
        made = await add_meeting(connection, planned(club_id, week_id, VOICE))
        assert made == replace(planned(club_id, week_id, VOICE), id=made.id)
        assert await meeting_by_id(connection, made.id) == made
        assert await meeting_of_session(connection, club_id, DAY) == made
        assert await meetings_of_week(connection, week_id) == [made]
    with pytest.raises(IntegrityError):
        async with database.write_transaction() as connection:
            await add_meeting(connection, planned(club_id, None))


async def test_a_meeting_moves_along_with_its_session(database: Database) -> None:
    async with database.write_transaction() as connection:
        rows = PersonalRows(connection)
        (club_id, week_id), (other_id, _) = await rows.club(1), await rows.club(1)
        made = await add_meeting(connection, planned(club_id, week_id))
        other = await add_meeting(connection, planned(other_id, None))
        await move_session(connection, club_id, DAY, DAY + timedelta(days=2))
        assert await meeting_of_session(connection, club_id, DAY) is None
        assert await meeting_by_id(connection, made.id) == replace(made, slot=DAY + timedelta(days=2))
        assert await meeting_by_id(connection, other.id) == other
        await move_session(connection, club_id, date(2020, 1, 1), date(2020, 1, 2))


async def test_steps_are_found_when_they_are_due(database: Database) -> None:
    async with database.write_transaction() as connection:
        club_id, week_id = await PersonalRows(connection).club(1)
        made = await add_meeting(connection, planned(club_id, week_id, LINK))
        assert await due_meetings(connection, NOON, 9, ALL_SHARDS) == []
        step = replace(made, next_step=MeetingStep.REMIND_HOUR, next_step_at=NOON - HOUR)
        shown = EventFacts(NOON, NOON + HOUR, LINK, "Sunday papers", 3, "lora")
        due = replace(step, event_key="k", event_id=2**62, event_shows=shown)
        await save_meeting(connection, due)
        assert await due_meetings(connection, NOON - HOUR, 9, ALL_SHARDS) == [due]
        assert await due_meetings(connection, NOON - 2 * HOUR, 9, ALL_SHARDS) == []
        await save_meeting(connection, replace(due, state=MeetingState.CANCELLED))
        assert await due_meetings(connection, NOON, 9, ALL_SHARDS) == []


async def test_lists_a_clubs_meetings_that_are_not_over(database: Database) -> None:
    async with database.write_transaction() as connection:
        club_id, week_id = await PersonalRows(connection).club(1)
        made = await add_meeting(connection, planned(club_id, week_id))
        assert await meetings_of(connection, club_id, NOON) == [made]
        assert await meetings_of(connection, club_id, NOON + HOUR) == []
