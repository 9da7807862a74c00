"""A paper of three periods, as members of a club that meets live see it: every period has its meeting and its host."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from sqlalchemy import select

from bot.storage.meetings.tables import meetings
from tests.cogs.test_calendar_files import asked, events_in
from tests.cogs.test_rhythms import pressed, said, told
from tests.support.club_server import DAY, WEEK
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.host_server import stored_answers, texts_to, volunteer
from tests.support.meeting_server import EVENTS, allow, events, plan
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.wall_clock import berlin, stamp

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SCHEDULED, COMPLETED, CANCELED = 1, 3, 4


async def begun(server: ClubServer) -> Club:
    """It posts on Sundays and meets on Thursdays at 19:00."""
    allow(server, EVENTS)
    made = await server.club(meeting=plan(server))
    await said(server, "syllabus add", paper="lora", periods=3)
    await said(server, "syllabus add", paper="qlora")
    return made


def slots(club: Club) -> list[date]:
    assert club.next_slot
    return [club.next_slot + number * WEEK for number in range(3)]


def thursdays(club: Club) -> list[datetime]:
    return [berlin(day + 4 * DAY, 19) for day in slots(club)]


def shown_events(server: ClubServer) -> list[tuple[str, datetime | None, int]]:
    read = discord.utils.parse_time
    return [(one.name, read(one.scheduled_start_time), int(one.status)) for one in events(server)]


async def rows(server: ClubServer) -> list[tuple[date, datetime, str]]:
    async with database_of(server.bot).read_transaction() as connection:
        found = await connection.execute(select(meetings).order_by(meetings.c.slot))
        return [(row.slot, row.starts_at, row.state) for row in found]


def lines(message: Any, start: str) -> list[str]:
    return [line for line in shown_text(message).splitlines() if line.startswith(start)]


async def accepts(server: ClubServer, member: Any, label: str = "I'll host") -> None:
    await member.user.click(texts_to(member)[-1], label=label)
    await server.tick()


async def test_three_periods_with_a_decline_a_move_a_break_and_an_early_end(club_server: ClubServer) -> None:
    club, group = await begun(club_server), ReadingGroup(club_server)
    first, second, third = slots(club)
    await volunteer(club_server, group["ada"], group["bo"], group["cy"])
    await club_server.tick()
    await accepts(club_server, group["ada"])
    uids = await before_the_post(club_server, club)
    await club_server.go_to(club.next_due)
    await is_announced(club_server, club, group)
    await bo_declines(club_server, club, group)
    await first_meeting(club_server, club, group)
    await second_moves(club_server, club)
    await second_period(club_server, club, group)
    await break_over_the_third(club_server, club, group, uids)
    assert [(day, state) for day, user, state in await stored_answers(club_server) if user == group["bo"].id] == [
        (second, "declined"),
        (third, "offered"),
    ]
    await club_server.go_to(thursdays(club)[1] - HOUR)
    said_before = len(club_server.said_in(club_server.threads[0]))
    closing = answer_to(await club_server.dana.slash(club_server.lobby, "club close"))
    await pressed(club_server, closing, next(iter(buttons(closing))))
    assert [status for _, _, status in shown_events(club_server)] == [COMPLETED, CANCELED, CANCELED]
    assert [(day, state) for day, _, state in await rows(club_server)] == [
        (first, "planned"),
        (second, "cancelled"),
        (third, "cancelled"),
    ]
    await club_server.pass_by(3 * WEEK)
    assert len(club_server.said_in(club_server.threads[0])) == said_before
    assert len(events(club_server)) == 3
    assert_requests_valid(club_server.env)


async def test_a_stretched_break_moves_the_periods_behind_it(club_server: ClubServer) -> None:
    club, group = await begun(club_server), ReadingGroup(club_server)
    first, second, third = slots(club)
    fourth, fifth = third + WEEK, third + 2 * WEEK
    await club_server.go_to(club.next_due)
    await volunteer(club_server, group["bo"], week=second.isoformat())
    await club_server.tick()
    page = await told(club_server, "club break", **{"from": str(second), "to": str(second + 5 * DAY)})
    on = f"continues on {day_stamp(berlin(third, 18))} and {day_stamp(berlin(fourth, 18))}"
    assert on in shown_text(page)
    assert on in await pressed(club_server, page, "Stretch it")
    await club_server.tick()
    in_thread = [shown_text(message) for message in club_server.said_in(club_server.threads[0])]
    assert [on in text for text in in_thread if "has more time" in text] == [True]
    news = shown_text(club_server.posts()[-1])
    assert f"on {stamp(berlin(fifth, 18))} instead of on {stamp(berlin(fourth, 18))}" in news
    assert "Your session has moved" in shown_text(texts_to(group["bo"])[-1])
    assert await stored_answers(club_server) == [(third, group["bo"].id, "hosts")]
    held = [berlin(day + 4 * DAY, 19) for day in (first, third, fourth)]
    ahead = [(at, name) for name, at, status in shown_events(club_server) if status == SCHEDULED]
    assert sorted(ahead) == [(at, f"Sunday papers · Week 1 ({number} of 3): LoRA") for number, at in enumerate(held, 1)]
    coming = await events_in(await asked(club_server, club_server.bo))
    assert [one["DTSTART"].dt for one in coming if ": LoRA: " in str(one["SUMMARY"])] == held
    assert len(lines(club_server.posts()[0], "**Meeting ")) == 3
    assert_requests_valid(club_server.env)


def day_stamp(at: datetime) -> str:
    return stamp(at).replace(":F>", ":D>")


async def before_the_post(server: ClubServer, club: Club) -> list[str]:
    """The calendar has a session for each period, and a preview lists the three meetings. Returns the identities."""
    coming = await events_in(await asked(server, server.bo))
    assert [one["DTSTART"].dt for one in coming[:3]] == thursdays(club)
    assert ["LoRA" in str(one["SUMMARY"]) for one in coming[:4]] == [True, True, True, True]
    assert "QLoRA" in str(coming[3]["SUMMARY"])
    preview = answer_to(await server.dana.slash(server.lobby, "week preview"))
    assert len(lines(preview, "**Meeting ")) == 3
    return [str(one["UID"]) for one in coming[:3]]


async def is_announced(server: ClubServer, club: Club, group: ReadingGroup) -> None:
    """One post and one thread, but three lines, events and rows."""
    assert shown_events(server) == [
        (f"Sunday papers · Week 1 ({number} of 3): LoRA", at, SCHEDULED) for number, at in enumerate(thursdays(club), 1)
    ]
    assert await rows(server) == [(day, at, "planned") for day, at in zip(slots(club), thursdays(club), strict=True)]
    found = lines(server.posts()[0], "**Meeting ")
    address = f"https://discord.com/events/{server.guild.id}"
    await server.tick()
    found = lines(server.posts()[0], "**Meeting ")
    for number, (line, at, event) in enumerate(zip(found, thursdays(club), events(server), strict=True), 1):
        assert line.startswith(f"**Meeting {number} of 3** {stamp(at)} · ")
        assert f"[event]({address}/{event.id})" in line
    assert [f"**Host** {group['ada'].mention}" in line for line in found] == [True, False, False]
    assert lines(answer_to(await server.bo.slash(server.channel, "week status")), "**Meeting ") == found


async def bo_declines(server: ClubServer, club: Club, group: ReadingGroup) -> None:
    """Bo is asked for the second session one period ahead, and says no: Cy takes it. Both names are in the list."""
    _, second, _ = slots(club)
    assert stamp(thursdays(club)[1]) in shown_text(texts_to(group["bo"])[-1])
    await accepts(server, group["bo"], "Not this time")
    await accepts(server, group["cy"])
    await server.pass_by(MINUTE)
    assert (await stored_answers(server))[1:] == [
        (second, group["bo"].id, "declined"),
        (second, group["cy"].id, "hosts"),
    ]
    assert f"**Host** {group['cy'].mention}" in lines(server.posts()[0], "**Meeting 2")[0]
    listed = lines(answer_to(await server.bo.slash(server.channel, "host list")), "**")
    assert [group[name].mention in line for name, line in zip(("ada", "cy"), listed, strict=False)] == [True, True]
    assert ["LoRA" in line for line in listed[:4]] == [True, True, True, True]


async def first_meeting(server: ClubServer, club: Club, group: ReadingGroup) -> None:
    """Two reminders, Ada's card, and the question, each about this meeting alone."""
    at = thursdays(club)[0]
    for moment in (at - DAY, at - HOUR, at + HOUR):
        await server.go_to(moment)
        await server.tick()
    assert len(group.said("**Meeting on LoRA:**")) == 2
    assert sum("### Your session on LoRA" in shown_text(one) for one in texts_to(group["ada"])) == 1
    (question,) = group.said("Were you at meeting 1 of 3 of week 1?")
    answer = answer_to(await group["ed"].click(question, label="I was there"))
    assert "1 was there." in shown_text(answer)
    assert "**At the meetings** 1, 0 and 0" in shown_text(
        answer_to(await server.bo.slash(server.channel, "week status"))
    )


async def second_moves(server: ClubServer, club: Club) -> None:
    """Friday of the second period means the second meeting, which alone moves."""
    friday = slots(club)[1] + 5 * DAY
    page = await told(server, "week move", to=str(friday))
    assert "### Move the meeting of week 1 (2 of 3)?" in shown_text(page)
    assert list(buttons(page)) == ["Move the meeting"]
    await pressed(server, page, "Move the meeting")
    times = [thursdays(club)[0], berlin(friday, 19), thursdays(club)[2]]
    assert [at for _, at, _ in shown_events(server)] == times
    assert [at for _, at, _ in await rows(server)] == times
    assert stamp(times[1]) in lines(server.posts()[0], "**Meeting 2 of 3**")[0]


async def second_period(server: ClubServer, club: Club, group: ReadingGroup) -> None:
    """The word that the paper goes on names this period's meeting and host. Bo accepts to host the third session."""
    await server.go_to(club.timetable.instant_on(slots(club)[1]))
    (word,) = [one for one in server.posts() if "goes on with LoRA" in shown_text(one)]
    assert lines(word, "**Meeting ") == lines(server.posts()[0], "**Meeting 2 of 3**")
    assert group["cy"].mention in lines(word, "**Meeting ")[0]
    await accepts(server, group["bo"])


async def break_over_the_third(server: ClubServer, club: Club, group: ReadingGroup, uids: list[str]) -> None:
    """The third slot is in the break, so its session is off: for the thread, the event, the host and calendars."""
    third = slots(club)[2]
    await told(server, "club break", **{"from": str(third), "to": str(third + 5 * DAY)})
    assert [status for _, _, status in shown_events(server)] == [COMPLETED, SCHEDULED, CANCELED]
    (word,) = group.said("We don't meet on")
    assert stamp(thursdays(club)[2]) in shown_text(word)
    assert [line[:16] for line in lines(server.posts()[0], "**Meeting ")] == ["**Meeting 1 of 3", "**Meeting 2 of 3"]
    await server.pass_by(31 * MINUTE)
    assert "You don't need to host" in shown_text(texts_to(group["bo"])[-1])
    found = {str(one["UID"]): str(one["STATUS"]) for one in await events_in(await asked(server, server.bo))}
    assert [found.get(uid) for uid in uids] == [None, "CONFIRMED", "CANCELLED"]


async def test_somebody_volunteers_for_a_later_period_by_its_date(club_server: ClubServer) -> None:
    club = await begun(club_server)
    second = slots(club)[1]
    answer = await volunteer(club_server, club_server.ada, week=f"{second:%d %b}")
    assert "You host the session on LoRA" in shown_text(answer_to(answer))
    await club_server.go_to(club.next_due)
    await club_server.pass_by(31 * MINUTE)
    assert await stored_answers(club_server) == [(second, club_server.ada.id, "hosts")]
    assert "**Host**" in lines(club_server.posts()[0], "**Meeting 2 of 3**")[0]
    assigned = await told(club_server, "host assign", member=club_server.bo, week=f"{slots(club)[2]:%d %b}")
    assert "hosts the session on LoRA" in shown_text(assigned)


async def test_without_meetings_a_later_date_means_the_papers_one_session(club_server: ClubServer) -> None:
    made = await club_server.club()
    await said(club_server, "syllabus add", paper="lora", periods=3)
    first, second, _ = slots(made)
    answer = await volunteer(club_server, club_server.ada, week=f"{second:%d %b}")
    assert "You host the session on LoRA" in shown_text(answer_to(answer))
    assert await stored_answers(club_server) == [(first, club_server.ada.id, "hosts")]
    await club_server.go_to(made.next_due)
    assert f"**Host** {club_server.ada.mention}" in shown_text(club_server.posts()[0])
    assert "**Meeting" not in shown_text(club_server.posts()[0])


async def test_the_post_names_the_day_on_which_the_paper_goes_on(club_server: ClubServer) -> None:
    club = await begun(club_server)
    await club_server.go_to(club.next_due)
    second = stamp(berlin(slots(club)[1], 18), "D")
    assert f"Part 1 of 3: part 2 is on {second}." in shown_text(club_server.posts()[-1])
    await said(club_server, "club edit", day="Saturday", meeting_place="https://meet.example.org/others")
    assert f"Part 1 of 3: part 2 is on {second}." in shown_text(club_server.posts()[-1])
