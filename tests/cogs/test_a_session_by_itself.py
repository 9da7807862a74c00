"""One session of a club that used to organize each by a checklist, which an organizer went through by hand.

Candidates two weeks before, a vote one week before, then the winner, its announcement and a page for notes, a reminder
on the day, and in the end the archive. Here Dana chooses the club's settings once, and then does nothing at all.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import discord
from icalendar import Calendar

from bot.core.calendar.rhythm import Rhythm
from tests.cogs.test_ballots import rank
from tests.cogs.test_members_choose import candidates, newest_vote
from tests.cogs.test_nominations import nominate
from tests.cogs.test_takeaways import fill
from tests.support.club_server import DAY
from tests.support.host_server import stored_answers, texts_to, volunteer
from tests.support.log_forms import recorded
from tests.support.meeting_server import EVENTS, LINK, allow, events, plan
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.wall_clock import Session, berlin, session, stamp

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

FIRST = session(1, "QLoRA", "01-04", "01-08")
NEXT = session(2, "Mamba", "01-18", "01-22")
RECORDING, NOTES = "https://video.example.org/2", "https://notes.example.org/2"
QUESTION = "Does the state forget rare words?"


async def at(group: ReadingGroup, moment: Any) -> None:
    """The bot ticks then and a little later: it may have looked for leavers first."""
    await group.server.go_to(moment)
    await group.server.pass_by(timedelta(seconds=10))


def text_of(group: ReadingGroup, number: int) -> str:
    """The weekly post as it is now."""
    (found,) = [one for one in group.server.posts() if f"## Week {number} · " in shown_text(one)]
    return shown_text(found)


async def host_accepts(group: ReadingGroup, name: str, paper: str) -> None:
    asked = [one for one in texts_to(group[name]) if f"### Would you host the session on {paper}?" in shown_text(one)]
    pressed = await group[name].user.click(asked[-1], label="I'll host")
    assert f"You host the session on {paper}" in shown_text(answer_to(pressed))


async def candidates_are_collected_and_voted_on(group: ReadingGroup) -> None:
    """Two weeks before: members propose papers, the vote begins right after the post, and two of them vote."""
    server = group.server
    for name, paper in (("ada", "lora"), ("bo", "mamba"), ("cy", "bert")):
        await nominate(server, group[name], paper)
    await volunteer(server, group["ada"], group["bo"])
    await server.tick()
    await host_accepts(group, "ada", "QLoRA")
    await at(group, FIRST.posted_at)
    assert sorted(candidates(newest_vote(server))) == ["BERT", "LoRA", "Mamba"]
    named = {name: number for number, name in enumerate(candidates(newest_vote(server)))}
    for name in ("di", "ed"):
        await rank(server, group[name], newest_vote(server), named["Mamba"], named["LoRA"])


async def next_host_is_asked(group: ReadingGroup) -> None:
    """One period ahead, before anybody knows the paper."""
    (asked,) = [one for one in texts_to(group["bo"]) if "Would you host" in shown_text(one)]
    assert stamp(NEXT.meets_at) in shown_text(asked)
    pressed = await group["bo"].user.click(asked, label="I'll host")
    assert "You host the session in the week of 18 Jan 2026" in shown_text(answer_to(pressed))
    assert [state for day, *_, state in await stored_answers(group.server) if day == NEXT.slot] == ["hosts"]


async def is_announced(group: ReadingGroup) -> None:
    """The winner's post has the host, the meeting and its place; the event has the link; the calendar has both."""
    server = group.server
    await at(group, NEXT.posted_at)
    text, event = text_of(group, 2), events(server)[-1]
    assert "## Week 2 · Mamba" in text
    assert f"**Meeting** {stamp(NEXT.meets_at)} · [meet.example.org]({LINK}) · [event](" in text
    assert f"**Host** {group['bo'].mention}" in text
    assert f"<@&{server.readers.id}> Week 2 is here." in text
    assert (event.name, event.entity_metadata) == ("Sunday papers · Week 2: Mamba", {"location": LINK})
    assert discord.utils.parse_time(event.scheduled_start_time) == NEXT.meets_at
    page = answer_to(await group["gus"].slash(server.channel, "week calendar"))
    first: Any = Calendar.from_ical(await page.attachments[0].read()).walk("VEVENT")[0]
    assert (first["DTSTART"].dt, str(first["LOCATION"])) == (NEXT.meets_at, LINK)
    assert "Mamba" in str(first["SUMMARY"])


async def questions_are_collected(group: ReadingGroup) -> None:
    """Before the session, in a log and in a takeaway; the host's card has both."""
    server, (post,) = group.server, [one for one in group.server.posts() if "## Week 2" in shown_text(one)]
    await group["cy"].click(post, label="I'm in")
    await group.write("cy", post=server.posts().index(post))
    await fill(server, group["di"], "A state instead of attention.", QUESTION, post)
    await at(group, NEXT.day_before)
    await at(group, NEXT.hour_before)
    card = next(text for one in texts_to(group["bo"]) if "### Your session on Mamba" in (text := shown_text(one)))
    assert QUESTION in card
    assert group.texts["cy"].limitation[:40] in card
    assert "**Agenda** · 60 minutes" in card


async def members_are_reminded(group: ReadingGroup) -> None:
    """A day and an hour before, with a button that leads to the place."""
    said = group.said("**Meeting on", 1)
    assert len(said) == 2
    for one in said:
        assert buttons(one)["Join"] == LINK
        assert group["cy"].id in [user.id for user in one.mentions]


async def recording_and_notes_are_linked(group: ReadingGroup) -> None:
    """By the host; the post, the status and later the digest show them."""
    server = group.server
    await at(group, berlin(NEXT.meets, 20))
    (asked,) = group.said("Were you at the meeting of week 2?", 1)
    await group["cy"].click(asked, label="I was there")
    for url, what in ((RECORDING, "recording"), (NOTES, "notes")):
        await group["bo"].slash(server.threads[1], "week link", url=url, what=what)
    await server.pass_by(timedelta(minutes=5))
    links = f"**Links** [Recording]({RECORDING}) (video.example.org) · [Notes]({NOTES}) (notes.example.org)"
    status = shown_text(answer_to(await group["gus"].slash(server.channel, "week status")))
    assert links in status
    assert links in text_of(group, 2)
    await at(group, NEXT.logs_due)
    await at(group, NEXT.reviews_due)
    (digest,) = [shown_text(one) for one in group.said("## Week 2 is over", 1)]
    assert links in digest
    assert QUESTION in digest
    assert f"Thank you for hosting, {group['bo'].mention}!" in digest
    assert "-# 1 was there." in digest


async def it_goes_on(group: ReadingGroup) -> None:
    """The next vote has run since the post, with the runners-up, and the next host was asked."""
    assert {"BERT", "LoRA"} <= set(candidates(newest_vote(group.server)))
    third = berlin(date(2026, 2, 5), 19)
    (asked,) = [shown_text(one) for one in texts_to(group["ada"]) if "Would you host" in shown_text(one)]
    assert stamp(third) in asked
    rows = await group.server.week_rows()
    assert [(row.paper_key, row.state) for row in rows] == [("qlora", "closed"), ("mamba", "closed")]


async def test_a_session_needs_no_organizer(club_server: ClubServer) -> None:
    group = ReadingGroup(club_server)
    allow(club_server, EVENTS)
    await club_server.club(
        "qlora", auto_vote=True, rhythm=Rhythm.TWO_WEEKS, meeting=plan(club_server), log_days=5, review_days=2
    )
    with recorded(club_server.env) as brought:
        await candidates_are_collected_and_voted_on(group)
        await next_host_is_asked(group)
        await first_ends(group, FIRST)
        await is_announced(group)
        await questions_are_collected(group)
        await members_are_reminded(group)
        await recording_and_notes_are_linked(group)
        await it_goes_on(group)
    acted = {one["member"]["user"]["id"] for one in brought if "member" in one}
    assert str(club_server.dana.id) not in acted
    assert str(group["bo"].id) in acted


async def first_ends(group: ReadingGroup, first: Session) -> None:
    """Nobody writes, and the club goes on all the same."""
    await at(group, first.ends_at)
    await at(group, first.logs_due)
    await at(group, first.reviews_due)
    await group.server.go_to(NEXT.posted_at - DAY)
