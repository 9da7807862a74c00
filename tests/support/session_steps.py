"""What happens around one session of a club, step by step, each as its members see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.support.club_server import DAY
from tests.support.host_server import texts_to
from tests.support.meeting_server import events
from tests.support.reading import answer_to, shown_text
from tests.support.session_year import MINUTE
from tests.support.wall_clock import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from tests.support.session_year import SessionYear
    from tests.support.wall_clock import Session


async def accepts(year: SessionYear, name: str, of: Session) -> None:
    """Only this member is asked, about this session, and says yes."""
    asked = year.newly_asked()
    assert list(asked) == [name]
    text = shown_text(asked[name])
    assert f"### Would you host the session on {of.paper}?" in text
    assert stamp(of.meets_at) in text
    assert f"You host the session on {of.paper} ({stamp(of.meets_at)})" in await year.answer(
        name, "I'll host", asked[name]
    )


async def nobody_is_asked(year: SessionYear) -> None:
    assert year.newly_asked() == {}


async def is_posted(year: SessionYear, now: Session, host: str) -> None:
    """Not a minute early: the post with its meeting and host, the event, the thread and the row."""
    server = year.server
    await year.at(now.posted_at - MINUTE)
    assert len(server.posts()) == year.messages
    assert len(server.threads) == year.done
    await year.at(now.posted_at)
    year.messages, year.done = year.messages + 1, year.done + 1
    assert len(server.posts()) == year.messages
    assert (len(server.threads), len(events(server))) == (year.done, year.done + year.further)
    text = shown_text(year.post())
    assert f"<@&{server.readers.id}> Week {now.number} is here." in text
    assert f"## Week {now.number} · {now.paper}\n" in text
    logs_due = f"\n**Logs due** {stamp(now.logs_due)}"
    assert f"{year.hosted_line(now, host)}{'' if now.part else logs_due}" in text
    assert logs_due in text
    assert f"**Reviews due** {stamp(now.reviews_due)}" in text
    assert "-# Late:" not in text
    assert year.thread_says() == []
    event, which = year.event_of(now), f" ({now.part})" if now.part else ""
    assert (event.name, event.channel_id) == (f"Sunday papers · Week {now.number}{which}: {now.paper}", year.room.id)
    row = [row for row in await server.week_rows() if row.number][-1]
    assert (row.number, row.slot, row.due_at, row.state) == (now.number, now.slot, now.posted_at, "reading")
    assert (now.slot, now.meets_at, "planned") in await year.meeting_rows()
    assert (await year.hosts())[now.slot] == year.group[host].id


async def is_known(year: SessionYear, now: Session, host: str) -> None:
    """`/week status` and the calendar say the same to every member."""
    status = await year.status()
    assert f"## Week {now.number} · {now.paper}" in status
    assert year.hosted_line(now, host) in status
    assert f"**Logs due** {stamp(now.logs_due)}" in status
    assert await year.calendar() == year.planned()


Step = tuple["datetime", Any]


async def is_held(year: SessionYear, now: Session, host: str, *also: Step) -> list[str]:
    """Ed is in and Flo isn't: reminders, Ed's log, the host's card, the meeting. Returns the thread's messages."""
    ed, flo = year.group["ed"], year.group["flo"]
    await ed.click(year.post(), label="I'm in")
    await flo.click(year.post(), label="Can't this week")
    said = ["**Meeting on"] * 2 + [
        f"### {ed.mention} on [{now.paper}]",
        f"**Were you at {now.meeting}?",
    ]
    steps: list[Step] = [
        *also,
        (now.day_before, meets_soon),
        (now.writes_at, writes),
        (now.hour_before, meets_soon),
        (now.hour_before, has_card),
        (now.ends_at, was_there),
        (now.logs_due, logs_close),
    ]
    if now.log_reminder < now.writes_at:
        steps.append((now.log_reminder, reminds_of_log))
        said.append(f"### Your log on {now.paper} is due {stamp(now.logs_due)}")
    for moment, step in sorted(steps, key=lambda one: one[0]):
        await year.at(moment)
        await step(year, now, host)
    return [*said, f"### One log came in, {ed.mention}'s"]


async def reminds_of_log(year: SessionYear, now: Session, _host: str) -> None:
    (said,) = year.group.said("Your log on", year.done - 1)
    assert year.group.called(said) == ["ed"]
    assert stamp(now.logs_due) in shown_text(said)


async def meets_soon(year: SessionYear, now: Session, host: str) -> None:
    """A day and an hour before, those who are in are called, and the host."""
    said = year.reminders()[-1]
    assert {user.id for user in said.mentions} == {year.group["ed"].id, year.group[host].id}
    expected = f"**Meeting on {now.paper}:** {stamp(now.meets_at, 'R')}, {stamp(now.meets_at)} · "
    assert f"{expected}<#{year.room.id}>" in shown_text(said)


async def writes(year: SessionYear, _now: Session, _host: str) -> None:
    await year.group.write("ed", post=year.server.posts().index(year.post()))


async def has_card(year: SessionYear, now: Session, host: str) -> None:
    cards = [shown_text(one) for one in texts_to(year.group[host]) if "### Your session on" in shown_text(one)]
    assert f"### Your session on {now.paper}\n**Sunday papers** · {stamp(now.meets_at)}" in cards[-1]
    assert f"**Wrote something** (1): {year.group['ed'].mention}" in cards[-1]
    assert len([card for card in cards if f"on {now.paper}\n" in card]) == 1


async def was_there(year: SessionYear, now: Session, host: str) -> None:
    """Ed was there, and the host links the recording. No organizer is needed."""
    await ed_was_there(year, now, host)
    thread, link = year.server.threads[-1], f"https://video.example.org/{now.number}"
    added = await year.group[host].slash(thread, "week link", url=link, what="recording")
    assert f"### Added to week {now.number}" in shown_text(answer_to(added))
    status = await year.status()
    assert ("**At the meetings** 1 and 0" if now.part else "**At the meeting** 1") in status
    assert f"**Links** [Recording]({link}) (video.example.org)" in status


async def ed_was_there(year: SessionYear, now: Session, _host: str) -> None:
    (asked,) = year.group.said(f"Were you at {now.meeting}?", year.done - 1)
    await year.group["ed"].click(asked, label="I was there")


async def logs_close(year: SessionYear, now: Session, _host: str) -> None:
    row = next(row for row in await year.server.week_rows() if row.number == now.number)
    assert (row.state, row.logs_due) == ("reviewing", now.logs_due)


async def is_over(
    year: SessionYear, now: Session, host: str, following: Session | None, said: list[str], *, also: str = ""
) -> None:
    """The digest thanks the host and says what comes next. Nothing else was said in the thread.

    `also` hosted the second of two meetings.
    """
    await year.at(now.reviews_due - DAY)
    (word,) = year.group.said("### Reviews are due", year.done - 1)
    assert stamp(now.reviews_due) in shown_text(word)
    await year.at(now.reviews_due - MINUTE)
    assert not any("is over" in line for line in year.thread_says())
    await year.at(now.reviews_due)
    digest = year.digest()
    hosts = " and ".join(year.group[name].mention for name in filter(None, (host, also)))
    assert f"Thank you for hosting, {hosts}!" in digest
    assert f"[Recording](https://video.example.org/{now.number})" in digest
    assert ("-# At its meetings, 1 and 1 were there." if also else "-# 1 was there.") in digest
    assert f"**Logged** (1): {year.group['ed'].mention}" in digest
    if following:
        assert f"**Next up** Week {following.number}: **{following.paper}**\n{stamp(following.posted_at)}" in digest
    expected = Counter([*said, "### Reviews are due", f"## Week {now.number} is over"])
    lines = year.thread_says()
    found = Counter(next((start for start in expected if line.startswith(start)), line) for line in lines)
    assert found == expected, (found - expected, expected - found)
    row = next(row for row in await year.server.week_rows() if row.number == now.number)
    assert (row.state, row.reviews_due) == ("closed", now.reviews_due)
    assert len(year.server.posts()) == year.messages
