"""Sessions and meetings that are moved or called off: everybody who counted on them hears of it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord

from tests.support.club_server import DAY, WEEK
from tests.support.discord_api import assert_requests_valid
from tests.support.forging import press_forged
from tests.support.host_server import begun, stored_answers, texts_to, volunteer
from tests.support.log_forms import week_begins
from tests.support.meeting_server import EVENTS, allow, events, plan
from tests.support.reading import answer_to, buttons, selects, shown_text

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


async def test_an_organizer_reads_what_another_plan_does_to_a_known_meeting(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    at = discord.utils.parse_time(events(club_server)[-1].scheduled_start_time)
    known, later = (f"<t:{int(moment.timestamp())}:F>" for moment in (at, at + HOUR))
    assert known not in await organize(club_server, "club edit", meeting_length=45)
    moved = await organize(club_server, "club edit", meeting_time="20:00")
    assert f"The meeting on {known} moves to {later}, and its thread is told." in moved
    await club_server.go_to(at - DAY)
    kept = await organize(club_server, "club edit", meeting_day="Monday")
    assert f"The meeting on {later} stays as it is." in kept
    ended = await organize(club_server, "club edit", without="meeting")
    assert f"The meeting on {later} is off, and its thread is told.\n" in ended


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
        assert "**The meeting on LoRA takes place after all:** <t:" in thread(club_server)[-1]
        assert len(thread(club_server)) == 3 + 2 * times
    await organize(club_server, "club edit", meeting_length=90)
    await organize(club_server, "club edit", without="meeting")
    assert len(thread(club_server)) == 8
    assert "We don't meet" in thread(club_server)[-1]
    assert_requests_valid(club_server.env)


async def test_pausing_and_resuming_say_what_becomes_of_the_meeting(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    at = f"<t:{int(begins_at(club_server).timestamp())}:F>"
    paused = await organize(club_server, "club pause")
    assert "is paused." in paused
    assert f"\nThe meeting on {at} is off, and its thread is told." in paused
    assert "/week move" not in paused
    resumed = await organize(club_server, "club resume")
    assert f"\nThe meeting on {at} takes place after all, and its thread is told." in resumed


async def test_a_break_never_puts_two_meetings_at_the_same_time(club_server: ClubServer) -> None:
    """The meeting would be behind the next post, so it is called off."""
    allow(club_server, EVENTS)
    club = await club_server.present(await week_begins(club_server, meeting=plan(club_server)))
    assert club.next_slot
    days = {"from": (club.next_slot - 6 * DAY).isoformat(), "to": (club.next_slot - DAY).isoformat()}
    said = await organize(club_server, "club break", **days)
    assert "is off, and its thread is told. `/week move to` gives it another day." in said
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
    assert [state for *_, state in await stored_answers(club_server)] == ["hosts"]


async def test_a_host_is_told_that_their_session_is_in_a_break(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    day = club.next_slot + WEEK
    await volunteer(club_server, club_server.ada, week=day.isoformat())
    await organize(club_server, "club break", **{"from": day.isoformat()})
    await club_server.pass_by(HOUR)
    await club_server.pass_by(HOUR)
    assert told(club_server.ada) == ["### You don't need to host on 11 Jan 2026"]
    assert await stored_answers(club_server) == []


async def test_a_new_rhythm_keeps_the_host_of_the_session_that_stays(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    await volunteer(club_server, club_server.ada, week=club.next_slot.isoformat())
    await volunteer(club_server, club_server.bo, week=(club.next_slot + WEEK).isoformat())
    await organize(club_server, "club edit", rhythm="2 weeks")
    await club_server.pass_by(HOUR)
    assert await stored_answers(club_server) == [(club.next_slot, club_server.ada.id, "hosts")]
    assert told(club_server.bo) == ["### You don't need to host on 11 Jan 2026"]
    assert told(club_server.ada) == []


async def test_a_later_weekday_takes_the_host_of_the_next_session_along(club_server: ClubServer) -> None:
    """From Sunday to Monday, the slot is in another week, and it is still the next session."""
    club = await begun(club_server)
    assert club.next_slot
    await volunteer(club_server, club_server.ada, week=club.next_slot.isoformat())
    await organize(club_server, "club edit", day="Monday")
    await club_server.pass_by(HOUR)
    assert await stored_answers(club_server) == [(club.next_slot + DAY, club_server.ada.id, "hosts")]


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


async def test_a_break_takes_a_moved_meeting_and_gives_it_back(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    club = await club_server.club("lora", "mamba", meeting=plan(club_server))
    assert club.next_slot
    await volunteer(club_server, club_server.bo, week=club.next_slot.isoformat())
    await club_server.go_to(club.next_due)
    await club_server.ada.click(club_server.posts()[-1], label="I'm in")
    day = begins_at(club_server) + DAY
    await club_server.bot.services.meetings.move(club, club.next_slot, day.date())
    await club_server.tick()
    moved = f"<t:{int(day.timestamp())}:F>"
    before = len(thread(club_server))
    said = await organize(club_server, "club break", **{"from": f"{day:%Y-%m-%d}"})
    assert f"The meeting on {moved} is off, and its thread is told." in said
    (off,) = thread(club_server)[before:]
    assert f"**We don't meet on {moved}**" in off
    # Whoever is in is told, and so is the host.
    assert club_server.ada.mention in off
    assert club_server.bo.mention in off
    assert [event.status for event in events(club_server)] == [CANCELED]
    await club_server.pass_by(HOUR)
    assert len(thread(club_server)) == before + 1
    listed = await club_server.dana.slash(club_server.channel, "club break")
    (option,) = selects(answer_to(listed))[0]["options"]
    removed = await club_server.dana.select(answer_to(listed), [option["value"]])
    await club_server.delivered()
    assert f"The meeting on {moved} takes place after all" in shown_text(answer_to(removed))
    (back,) = thread(club_server)[before + 1 :]
    assert f"**The meeting on LoRA takes place after all:** <t:{int(day.timestamp())}:R>" in back
    assert [event.status for event in events(club_server)] == [CANCELED, SCHEDULED]
    assert begins_at(club_server) == day
    await club_server.pass_by(HOUR)
    assert len(thread(club_server)) == before + 2
    await club_server.go_to(day - HOUR)
    assert sum("**Meeting on LoRA:**" in text for text in thread(club_server)) == 1


async def test_a_meeting_that_a_break_took_gets_another_day(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    day = begins_at(club_server)
    await organize(club_server, "club break", **{"from": f"{day:%Y-%m-%d}", "to": f"{day + 2 * DAY:%Y-%m-%d}"})
    asked = await club_server.dana.slash(club_server.channel, "week move", to=f"{day - DAY:%Y-%m-%d}")
    assert "It is off now. It would be on" in shown_text(answer_to(asked))
    await club_server.dana.click(answer_to(asked), label="Move the meeting")
    await club_server.delivered()
    assert begins_at(club_server) == day - DAY
    assert [event.status for event in events(club_server)] == [CANCELED, SCHEDULED]
    assert "has moved" in thread(club_server)[-1]
    into = await club_server.dana.slash(club_server.channel, "week move", to=f"{day:%Y-%m-%d}")
    assert "The club is on a break" in shown_text(answer_to(into))


async def test_a_forged_press_moves_no_meeting_into_a_break_or_of_another_session(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    before = begins_at(club_server)
    await organize(club_server, "club break", **{"from": f"{before + 2 * DAY:%Y-%m-%d}"})
    asked = await club_server.dana.slash(club_server.channel, "week move", to=f"{before + DAY:%Y-%m-%d}")
    real = buttons(answer_to(asked))["Move the meeting"]
    into_break = real.replace(f"{before + DAY:%Y%m%d}", f"{before + 2 * DAY:%Y%m%d}")
    slot = real.rpartition(":")[2][:8]
    of_another = real.replace(f":{slot}", f":{before - 30 * DAY:%Y%m%d}")
    too_early = real.replace(f"{before + DAY:%Y%m%d}", f"{before - 10 * DAY:%Y%m%d}")
    for forged in (into_break, of_another, too_early):
        assert forged != real
        refused = await press_forged(club_server.env, club_server.dana, answer_to(asked), forged)
        assert "Moved" not in shown_text(answer_to(refused))
    assert begins_at(club_server) == before
