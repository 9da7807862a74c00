"""Sessions and meetings that are moved or called off: everybody who counted on them hears of it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord

from tests.support.club_server import DAY, WEEK
from tests.support.discord_api import assert_requests_valid
from tests.support.forging import press_forged
from tests.support.host_server import begun, standings, texts_to, volunteer
from tests.support.log_forms import week_begins
from tests.support.meeting_server import EVENTS, allow, events, plan
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from datetime import datetime

    from tests.support.club_server import ClubServer

HOUR = timedelta(hours=1)
SCHEDULED, CANCELED = 1, 4


async def organize(server: ClubServer, name: str, **options: Any) -> str:
    """What Dana reads after a command."""
    said = await server.dana.slash(server.channel, name, **options)
    await server.delivered()
    return shown_text(answer_to(said))


def thread(server: ClubServer) -> list[str]:
    return [shown_text(said) for said in server.said_in(server.threads[0])]


def told(member: Any) -> list[str]:
    """The headings of the bot's direct messages to a member."""
    return [shown_text(text).partition("\n")[0] for text in texts_to(member)]


async def test_the_thread_is_told_of_a_meeting_that_is_moved_called_off_and_back(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    await club_server.ada.click(club_server.posts()[-1], label="I'm in")
    await organize(club_server, "club edit", meeting_day="Friday")
    (moved,) = thread(club_server)
    assert "has moved:" in moved
    assert club_server.ada.mention in moved
    for day in ("Thursday", "Friday"):
        await organize(club_server, "club edit", meeting_day=day)
    assert ["has moved" in said for said in thread(club_server)] == [True, True, True]
    for times in (1, 2):
        await organize(club_server, "club pause")
        off = thread(club_server)[-1]
        assert "**We don't meet on <t:" in off
        assert "The meeting about LoRA is off." in off
        assert club_server.ada.mention in off
        await organize(club_server, "club resume")
        assert "**Meeting on LoRA:** <t:" in thread(club_server)[-1]
        assert len(thread(club_server)) == 3 + 2 * times
    await organize(club_server, "club edit", meeting_length=90)
    await organize(club_server, "club edit", without="meeting")
    assert len(thread(club_server)) == 8
    assert "We don't meet" in thread(club_server)[-1]
    assert_requests_valid(club_server.env)


async def test_a_break_never_puts_two_meetings_at_the_same_time(club_server: ClubServer) -> None:
    """The meeting would be behind the next post, so it is called off."""
    allow(club_server, EVENTS)
    club = await club_server.present(await week_begins(club_server, meeting=plan(club_server)))
    assert club.next_slot
    days = {"from": (club.next_slot - 6 * DAY).isoformat(), "to": (club.next_slot - DAY).isoformat()}
    assert "A meeting on these days moves behind the break, or is off" in await organize(
        club_server, "club break", **days
    )
    assert "We don't meet" in thread(club_server)[-1]
    await club_server.go_to(club.next_due)
    assert [event.status for event in events(club_server)] == [CANCELED, SCHEDULED]


async def test_the_host_of_a_meeting_that_is_off_gets_no_card(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    await volunteer(club_server, club_server.ada, week=club.next_slot.isoformat())
    await club_server.go_to(club.next_due)
    await organize(club_server, "club pause")
    await club_server.pass_by(3 * DAY + HOUR / 2)
    assert told(club_server.ada) == []


async def test_a_host_is_told_that_their_session_is_skipped(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    await volunteer(club_server, club_server.ada, week=club.next_slot.isoformat())
    await organize(club_server, "week skip")
    await club_server.pass_by(HOUR)
    await club_server.pass_by(HOUR)
    (off,) = texts_to(club_server.ada)
    assert "### You don't need to host on 4 Jan 2026" in shown_text(off)
    assert list(buttons(off)) == ["Stop asking me"]
    # A skip that is undone brings the host back, who offered to host this session.
    await organize(club_server, "week unskip")
    await club_server.pass_by(HOUR)
    assert told(club_server.ada)[1:] == ["### You host the session on LoRA"]
    assert [standing for *_, standing in await standings(club_server)] == ["hosts"]


async def test_a_host_is_told_that_their_session_is_in_a_break(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    day = club.next_slot + WEEK
    await volunteer(club_server, club_server.ada, week=day.isoformat())
    await organize(club_server, "club break", **{"from": day.isoformat()})
    await club_server.pass_by(HOUR)
    await club_server.pass_by(HOUR)
    assert told(club_server.ada) == ["### You don't need to host on 11 Jan 2026"]
    assert await standings(club_server) == []


async def test_a_new_rhythm_keeps_the_host_of_the_session_that_stays(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    await volunteer(club_server, club_server.ada, week=club.next_slot.isoformat())
    await volunteer(club_server, club_server.bo, week=(club.next_slot + WEEK).isoformat())
    await organize(club_server, "club edit", rhythm="2 weeks")
    await club_server.pass_by(HOUR)
    assert await standings(club_server) == [(club.next_slot, club_server.ada.id, "hosts")]
    assert told(club_server.bo) == ["### You don't need to host on 11 Jan 2026"]
    assert told(club_server.ada) == []


async def test_a_later_weekday_takes_the_host_of_the_next_session_along(club_server: ClubServer) -> None:
    """From Sunday to Monday, the slot is in another week, and it is still the next session."""
    club = await begun(club_server)
    assert club.next_slot
    await volunteer(club_server, club_server.ada, week=club.next_slot.isoformat())
    await organize(club_server, "club edit", day="Monday")
    await club_server.pass_by(HOUR)
    assert await standings(club_server) == [(club.next_slot + DAY, club_server.ada.id, "hosts")]


async def test_a_meeting_is_not_moved_into_a_break(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    club = await club_server.present(await week_begins(club_server, meeting=plan(club_server)))
    assert club.next_slot
    friday = club.next_slot - 2 * DAY
    await organize(club_server, "club break", **{"from": friday.isoformat()})
    said = await organize(club_server, "week move", to=friday.isoformat())
    assert "The club is on a break on 9 Jan 2026" in said
    assert "### Move the meeting of week 1?" in await organize(club_server, "week move", to="Saturday")


async def test_a_break_that_ends_before_it_begins_is_refused_as_that(club_server: ClubServer) -> None:
    await begun(club_server)
    said = await organize(club_server, "club break", **{"from": "20 Dec", "to": "2026-12-10"})
    assert "A break can't end on 10 Dec 2026 if it begins on 20 Dec 2026." in said


async def test_a_session_can_be_named_by_its_day_in_any_way(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    said = await volunteer(club_server, club_server.ada, week=f"{club.next_slot:%d} Jan")
    assert "You host the session on LoRA" in shown_text(answer_to(said))


def begins_at(server: ClubServer) -> datetime:
    return discord.utils.parse_time(events(server)[-1].scheduled_start_time)


async def test_a_forged_press_moves_no_meeting_behind_the_next_post(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    before = begins_at(club_server)
    asked = await club_server.dana.slash(club_server.channel, "week move", to=f"{before + DAY:%Y-%m-%d}")
    real = buttons(answer_to(asked))["Move the meeting"]
    forged = real.replace(f"{before + DAY:%Y%m%d}", "99991231")
    assert forged != real
    refused = await press_forged(club_server.env, club_server.dana, answer_to(asked), forged)
    assert "Moved" not in shown_text(answer_to(refused))
    assert begins_at(club_server) == before
