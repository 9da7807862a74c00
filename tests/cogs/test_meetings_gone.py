"""Meetings whose place or event is gone, and those of weeks that are posted early."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.club_server import DAY
from tests.support.meeting_server import LINK, VOICE, allow, edit, event_is_deleted, events, plan
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

HOUR = timedelta(hours=1)
SCHEDULED = 1


def post(server: ClubServer) -> str:
    return shown_text(server.posts()[0])


async def test_a_week_whose_place_is_gone_tells_organizers_and_is_fixed_with_another(club_server: ClubServer) -> None:
    allow(club_server, VOICE)
    room = club_server.guild.create_voice_channel("Reading room")
    club = await club_server.club("lora", "qlora", meeting=plan(club_server, room))
    club_server.env.backend.delete_channel(room.id)
    await club_server.go_to(club.next_due)
    (notice,) = [one for one in club_server.posts() if "event of the meeting" in shown_text(one)]
    assert "The place of the meeting is gone. Choose another with `/club edit meeting_place`." in shown_text(notice)
    assert club_server.requests("POST", "/scheduled-events") == []
    await edit(club_server, meeting_place=LINK)
    assert [event.entity_metadata for event in events(club_server)] == [{"location": LINK}]
    assert "[event](" in post(club_server)


async def test_turning_meetings_off_and_on_brings_back_an_event_that_somebody_deleted(club_server: ClubServer) -> None:
    await event_is_deleted(club_server)
    await edit(club_server, without="meeting")
    await edit(club_server, meeting_day="Thursday", meeting_time="20:00", meeting_place=LINK)
    assert [event.status for event in events(club_server)] == [SCHEDULED]
    assert "[event](" in post(club_server)


async def test_a_week_that_is_posted_early_says_that_it_meets_after_its_logs(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", meeting=plan(club_server))
    assert club.next_slot
    assert club.next_due
    posted = await club_server.dana.slash(club_server.channel, "week post")
    await club_server.delivered()
    (row,) = await club_server.week_rows()
    meets, due = (f"<t:{int(at.timestamp())}:F>" for at in (club.next_due + 4 * DAY + HOUR, row.logs_due))
    assert f"Its meeting stays on {meets}, after its logs are due ({due})." in shown_text(answer_to(posted))
    assert f"**Meeting** {meets}" in post(club_server)
    assert f"**Logs due** {due}" in post(club_server)
    for days in (0, 2):
        day, at = club.next_slot - days * DAY, club.next_due + HOUR - days * DAY
        asked = await club_server.dana.slash(club_server.channel, "week move", to=str(day))
        await club_server.dana.click(answer_to(asked), label="Move the meeting")
        await club_server.delivered()
        assert f"**Meeting** <t:{int(at.timestamp())}:F>" in post(club_server)
    asked = await club_server.dana.slash(club_server.channel, "week move", to=str(club.next_slot - 3 * DAY))
    await club_server.dana.click(answer_to(asked), label="Move the meeting")
    await club_server.pass_by(DAY)
    (question,) = [one for one in club_server.said_in(club_server.threads[0]) if "Were you at" in shown_text(one)]
    assert "the meeting of week 1" in shown_text(question)


async def test_a_club_that_always_meets_after_its_logs_is_told_nothing_about_it(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora", meeting=plan(club_server), log_days=2)
    posted = await club_server.dana.slash(club_server.channel, "week post")
    await club_server.delivered()
    assert "is going up" in shown_text(answer_to(posted))
    assert "meeting" not in shown_text(answer_to(posted))
