"""*I was there*: the thread's message after a meeting, its count, and where else it is shown."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.core.meetings.plan import MeetingPlan, meeting_of
from bot.core.meetings.session import MeetingState, SessionMeeting
from bot.storage.meetings import rows as meeting_rows
from bot.storage.presences.tables import presences
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.log_forms import week_begins
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

PLAN = MeetingPlan(3, time(19))


async def after_the_meeting(server: ClubServer) -> Any:
    """The message with the button, an hour after the meeting of the first week."""
    club = await week_begins(server, meeting=PLAN)
    (week,) = await server.week_rows()
    planned = meeting_of(PLAN, week.slot, club.timetable)
    async with database_of(server.bot).write_transaction() as connection:
        if not await meeting_rows.meetings_of_week(connection, week.id):
            made = SessionMeeting(0, club.id, week.slot, week.id, planned, False, MeetingState.PLANNED, week.due_at)
            await meeting_rows.add_meeting(connection, made)
    await server.go_to(planned.ends_at)
    return message(server)


def message(server: ClubServer) -> Any:
    (asked,) = [one for one in server.said_in(server.threads[0]) if "I was there" in buttons(one)]
    return asked


async def rows(server: ClubServer) -> list[tuple[int, str]]:
    async with database_of(server.bot).read_transaction() as connection:
        found = await connection.execute(select(presences).order_by(presences.c.user_id))
        return [(row.user_id, row.answer) for row in found]


async def test_members_say_that_they_were_there_and_take_it_back(club_server: ClubServer) -> None:
    asked = await after_the_meeting(club_server)
    assert shown_text(asked).startswith("**Were you at the meeting of week 1?**\n")
    assert asked.mentions == []
    ada, bo = club_server.ada, club_server.bo
    pressed = await ada.click(asked, label="I was there")
    assert "Noted: you were at the meeting of week 1." in str(pressed.followups[-1].content)
    assert "week 1?** 1 was there." in shown_text(message(club_server))
    await bo.click(message(club_server), label="I was there")
    assert "week 1?** 2 were there." in shown_text(message(club_server))
    status = shown_text(answer_to(await bo.slash(club_server.channel, "week status")))
    assert "**At the meeting** 2" in status
    await club_server.pass_by(timedelta(minutes=1))
    back = await ada.click(message(club_server), label="I was there")
    assert "you no longer count" in str(back.followups[-1].content)
    assert "week 1?** 1 was there." in shown_text(message(club_server))
    assert await rows(club_server) == [(ada.id, "none"), (bo.id, "in")]
    for _ in range(3):
        await club_server.pass_by(DAY)
    (digest,) = [one for one in club_server.said_in(club_server.threads[0]) if "is over" in shown_text(one)]
    assert "-# 1 was there." in shown_text(digest)
    assert message(club_server).id == asked.id
    assert_requests_valid(club_server.env)


async def test_an_answer_after_the_digest_changes_its_count(club_server: ClubServer) -> None:
    await after_the_meeting(club_server)
    await club_server.ada.click(message(club_server), label="I was there")
    for _ in range(3):
        await club_server.pass_by(DAY)
    await club_server.bo.click(message(club_server), label="I was there")
    await club_server.pass_by(timedelta(minutes=10))
    (digest,) = [one for one in club_server.said_in(club_server.threads[0]) if "is over" in shown_text(one)]
    assert "-# 2 were there." in shown_text(digest)


async def test_a_club_without_meetings_is_never_asked(club_server: ClubServer) -> None:
    await week_begins(club_server)
    for _ in range(8):
        await club_server.pass_by(DAY)
    said = [one for one in club_server.said_in(club_server.threads[0]) if "I was there" in buttons(one)]
    assert said == []
