"""`/week calendar`: a file for members who see the club, and the address of its feed if the operator serves one."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
from tests.support.log_forms import week_begins
from tests.support.private_channels import hide_from
from tests.support.reading import answer_to, buttons, raw_text, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def asked(server: ClubServer, member: Any, **options: Any) -> Any:
    answer = await member.slash(server.channel, "week calendar", **options)
    assert answer.ephemeral
    return answer_to(answer)


async def events_in(page: Any) -> list[Any]:
    (file,) = page.attachments
    assert file.filename == "sunday-papers.ics"
    return list(Calendar.from_ical(await file.read()).walk("VEVENT"))


async def test_a_member_gets_the_next_ten_weekly_posts(club_server: ClubServer) -> None:
    await club_server.club("lora", "mamba")
    page = await asked(club_server, club_server.bo)
    assert "### Calendar of Sunday papers\nThe next 10 weekly posts, as planned now." in shown_text(page)
    assert "Always up to date" not in shown_text(page)
    assert buttons(page) == {}
    first, second, *_ = events = await events_in(page)
    assert len(events) == 10
    assert str(first["SUMMARY"]) == "Paper club: LoRA: Low-Rank Adaptation of Large Language Models"
    lines = str(first["DESCRIPTION"]).split("\n")
    channel = f"https://discord.com/channels/{club_server.guild.id}/{club_server.channel.id}"
    assert lines == [
        "Sunday papers",
        "LoRA: Low-Rank Adaptation of Large Language Models",
        "https://arxiv.org/abs/2106.09685",
        "Planned: the club can still change the paper.",
        channel,
    ]
    assert str(first["URL"]) == channel
    assert "Mamba" in str(second["SUMMARY"])


async def test_meetings_are_shown_with_their_place_and_change_with_the_week(club_server: ClubServer) -> None:
    plan = MeetingPlan(3, time(19), 90, Place(PlaceKind.LINK, link="https://meet.example/papers"))
    club = await week_begins(club_server, "lora", "mamba", meeting=plan)
    page = await asked(club_server, club_server.ada)
    assert "The next 10 meetings, as planned now." in shown_text(page)
    first, second, *_ = events = await events_in(page)
    assert len(events) == 10
    assert str(first["LOCATION"]) == "https://meet.example/papers"
    assert (first["DTEND"].dt - first["DTSTART"].dt).total_seconds() == 90 * 60
    assert "Sunday papers, week 1" in str(first["DESCRIPTION"])
    post = next(one for one in club_server.posts() if "Week 1" in shown_text(one))
    assert str(first["URL"]).endswith(f"/{club_server.channel.id}/{post.id}")
    await club_server.bot.services.weeks.skip(club)
    again = await events_in(await asked(club_server, club_server.ada))
    assert (str(again[1]["UID"]), str(again[1]["STATUS"]), again[1]["SEQUENCE"]) == (str(second["UID"]), "CANCELLED", 1)
    assert "Skipped: the club has no session this time." in str(again[1]["DESCRIPTION"])
    assert sum(str(event["STATUS"]) == "CONFIRMED" for event in again) == 10


async def test_a_paused_club_has_nothing_to_put_into_a_calendar(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.bot.services.clubs.pause(club)
    assert "Nothing is planned for this club" in raw_text(await asked(club_server, club_server.bo))


async def test_who_cannot_see_the_channel_gets_nothing(club_server: ClubServer) -> None:
    await club_server.club("lora")
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    for options in ({}, {"club": "Sunday papers"}):
        answer = answer_to(await club_server.bo.slash(club_server.lobby, "week calendar", **options))
        assert answer.attachments == []
        assert "calendar" not in raw_text(answer).lower()
