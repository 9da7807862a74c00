"""A year of a club that meets every second week, as its members see it, from what an organizer's diary says.

Berlin's clocks change on 29 March and on 25 October. At Easter and in summer the club has breaks; one paper takes two
periods; one meeting moves, and one post; one member declines to host, and another leaves as host.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.support.club_server import DAY
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.session_steps import (
    accepts,
    ed_was_there,
    has_card,
    is_held,
    is_known,
    is_over,
    is_posted,
    meets_soon,
    nobody_is_asked,
)
from tests.support.session_year import SessionYear
from tests.support.wall_clock import Session, berlin, session, stamp

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

# Number, paper, day of the post, day of the meeting, and who hosts.
DIARY = (
    (session(1, "LoRA", "01-04", "01-08"), "ada"),
    (session(2, "DDPM", "01-18", "01-22"), "cy"),  # Bo declines.
    (session(3, "Mamba", "02-01", "02-05"), "bo"),
    (session(4, "InstructGPT", "02-15", "02-19"), "di"),
    (session(5, "DPO", "03-01", "03-05"), "ada"),  # Its meeting moves to Friday.
    (session(6, "FlashAttention", "03-15", "03-19"), "cy"),  # He leaves, and Di takes over.
    (session(7, "QLoRA", "03-29", "04-02"), "bo"),
    (session(8, "BERT", "04-26", "04-30"), "ada"),
    (session(9, "T5", "05-10", "05-14", logs="05-29", part="1 of 2"), "bo"),
    (session(10, "RoFormer", "06-07", "06-11"), "ada"),  # Di hosts the second meeting on T5.
    (session(11, "SwiGLU", "06-21", "06-25"), "bo"),
    (session(12, "Scaling laws", "07-05", "07-09"), "di"),
    (session(13, "Chinchilla", "07-19", "07-23"), "ada"),
    (session(14, "Routed scaling laws", "08-30", "09-03"), "bo"),
    (session(15, "Score SDE", "09-13", "09-17"), "di"),
    (session(16, "Latent Diffusion", "09-27", "10-01"), "ada"),
    (session(17, "Classifier-free guidance", "10-11", "10-15"), "bo"),
    (session(18, "HH-RLHF", "10-26", "10-29"), "di"),  # Its post moves from Sunday to Monday.
    (session(19, "Deep RL from preferences", "11-08", "11-12"), "ada"),
    (session(20, "LM human preferences", "11-22", "11-26"), "bo"),
    (session(21, "ZeRO", "12-06", "12-10"), "di"),
    (session(22, "GPTQ", "12-20", "12-24"), "ada"),
)
PAPERS = (
    "lora ddpm mamba instructgpt dpo flashattention qlora bert t5 roformer glu-variants kaplan chinchilla clark "
    "score-sde ldm cfg hh-rlhf christiano ziegler zero gptq vllm"
)
SECOND = session(9, "T5", "05-24", "05-28", logs="05-29", part="2 of 2")
EASTER, SUMMER = date(2026, 4, 16), (date(2026, 8, 6), date(2026, 8, 20))


async def begun(server: ClubServer) -> SessionYear:
    """In January, Dana sets everything up, and four members take turns hosting."""
    year = SessionYear(server, off=[EASTER])
    await year.set_up(p for p in PAPERS.split() if p != "t5")
    assert "#9 of" in shown_text(await year.dana("syllabus add", paper="t5", periods=2, position=9))
    added = await year.dana("club break", **{"from": "2026-04-10", "to": "2026-04-20", "reason": "Easter"})
    assert "Break added" in shown_text(added)
    await year.volunteer("ada", "bo", "cy", "di")
    await server.tick()
    await accepts(year, "ada", DIARY[0][0])
    year.messages = len(server.posts())
    return year


async def one_session(year: SessionYear, number: int) -> None:
    """A session without incidents after its host has accepted, until the next host has."""
    now, host = DIARY[number - 1]
    await is_posted(year, now, host)
    await is_known(year, now, host)
    await next_accepts(year, number)
    await ends(year, now, host)


async def next_accepts(year: SessionYear, number: int) -> None:
    """The next host is asked one period ahead."""
    if number < len(DIARY):
        await accepts(year, DIARY[number][1], DIARY[number][0])


async def ends(year: SessionYear, now: Session, host: str, following: Session | None = None) -> None:
    if following is None and now.number < len(DIARY):
        following = DIARY[now.number][0]
    said = await is_held(year, now, host)
    await is_over(year, now, host, following, said)


async def bo_declines_the_second(year: SessionYear) -> None:
    now, host = DIARY[0]
    await is_posted(year, now, host)
    await is_known(year, now, host)
    (asked,) = year.newly_asked().items()
    assert asked[0] == "bo"
    assert "you don't host the session on DDPM" in await year.answer("bo", "Not this time", asked[1])
    await year.server.tick()
    await next_accepts(year, 1)
    await ends(year, now, host)


async def meeting_moves(year: SessionYear) -> None:
    """Dana moves the fifth meeting from Thursday to Friday: its event, the post and the thread follow."""
    now, host = DIARY[4]
    await is_posted(year, now, host)
    await next_accepts(year, 5)
    moved, event = replace(now, meets=now.meets + DAY), year.events_at()[-1]
    page = await year.dana("week move", to="2026-03-06")
    await year.server.dana.click(page, label="Move the meeting")
    await year.server.delivered()
    year.moved[now.meets] = moved.meets
    assert event == (now.meets_at, now.ends_at)
    assert year.events_at()[-1] == (moved.meets_at, moved.ends_at)
    assert year.meeting_line(moved) in shown_text(year.post())
    assert (await year.meeting_rows())[-1] == (now.slot, moved.meets_at, "planned")
    (word,) = year.group.said("has moved:**", year.done - 1)
    assert stamp(moved.meets_at) in shown_text(word)
    await is_known(year, moved, host)
    said = await is_held(year, moved, host)
    await is_over(year, moved, host, DIARY[5][0], [*said, f"**The meeting on {now.paper} has moved:**"])


async def cy_leaves_as_host(year: SessionYear) -> None:
    """The post loses its host. Di, who hosted longest ago, is asked and takes over."""
    now, host = DIARY[5]
    await is_posted(year, now, host)
    await is_known(year, now, host)
    await next_accepts(year, 6)
    year.server.guild.remove_member(year.group["cy"])
    await year.server.pass_by(timedelta(minutes=31))
    await year.server.pass_by(timedelta(minutes=1))
    assert "**Host**" not in shown_text(year.post())
    assert now.slot not in await year.hosts()
    await accepts(year, "di", now)
    await year.server.pass_by(timedelta(minutes=5))
    await is_known(year, now, "di")
    assert f"**Host** {year.group['di'].mention}" in shown_text(year.post())
    await ends(year, now, "di")


async def easter(year: SessionYear) -> None:
    """Nothing happens in the break, nor is anybody asked. The next host is asked once it is over."""
    now, host = DIARY[6]
    await is_posted(year, now, host)
    await is_known(year, now, host)
    await nobody_is_asked(year)
    await ends(year, now, host)
    said = len(year.server.requests("POST", "/messages"))
    for day in ("2026-04-10", "2026-04-12", "2026-04-14", "2026-04-16", "2026-04-19", "2026-04-20"):
        await year.at(berlin(date.fromisoformat(day), 18))
        await nobody_is_asked(year)
    assert "**On a break** until" in await year.status()
    listed = shown_text(answer_to(await year.group["hal"].slash(year.server.channel, "host list")))
    assert [line.split(" · no host yet")[0] for line in listed.splitlines() if " · no host" in line][:3] == [
        "**26 Apr 2026** · BERT",
        "**10 May 2026** · T5",
        "**24 May 2026** · T5",
    ]
    assert len(year.server.requests("POST", "/messages")) == said
    await year.at(berlin(date(2026, 4, 21), 18))
    await next_accepts(year, 7)


async def two_periods(year: SessionYear) -> None:
    """The ninth paper takes two periods: one post and one thread, but two meetings with a host each."""
    now, host = DIARY[8]
    year.further = 1
    await is_posted(year, now, host)
    assert year.meeting_line(SECOND) in shown_text(year.post())
    assert f"-# Part 1 of 2: part 2 is on {stamp(SECOND.posted_at, 'D')}." in shown_text(year.post())
    await accepts(year, "di", SECOND)
    await year.server.pass_by(timedelta(minutes=5))
    assert year.hosted_line(SECOND, "di") in shown_text(year.post())
    listed = shown_text(answer_to(await year.group["hal"].slash(year.server.channel, "host list")))
    assert f"**24 May 2026** · T5 · **Host** {year.group['di'].mention}" in listed
    await is_known(year, now, host)
    steps = [(SECOND.posted_at, goes_on), (SECOND.day_before, of_second(meets_soon))]
    steps += [(SECOND.hour_before, of_second(has_card)), (SECOND.ends_at, of_second(ed_was_there))]
    said = await is_held(year, now, host, *steps)
    said += ["**Meeting on"] * 2 + [f"**Were you at {SECOND.meeting}?"]
    await is_over(year, now, host, DIARY[9][0], said, also="di")


async def goes_on(year: SessionYear, _now: Session, _host: str) -> None:
    year.messages += 1
    assert len(year.server.posts()) == year.messages
    word = shown_text(year.server.posts()[-1])
    assert "### Sunday papers goes on with T5\nPart 2 of 2." in word
    assert year.hosted_line(SECOND, "di") in word
    assert f"**Next paper** {stamp(DIARY[9][0].posted_at)}" in word
    await next_accepts(year, 9)


def of_second(step: Any) -> Any:
    """The same step for the second session."""
    return lambda year, _now, _host: step(year, SECOND, "di")


async def summer(year: SessionYear) -> None:
    """Dana adds the summer break during week 13, whose reviews were due in it, and stretches the week.

    Bo has accepted to host a session that the break leaves out. He is asked again once it is over.
    """
    now, host = DIARY[12]
    await is_posted(year, now, host)
    await is_known(year, now, host)
    await accepts(year, "bo", replace(DIARY[13][0], meets=date(2026, 8, 6)))
    page = await year.dana("club break", **{"from": "25 Jul 2026", "to": "20 Aug 2026", "reason": "Summer"})
    assert list(buttons(page)) == ["Stretch it", "Let it go on"]
    await year.server.dana.click(page, label="Stretch it")
    await year.server.delivered()
    year.messages, year.off = year.messages + 1, [*year.off, *SUMMER]
    assert "takes a break" in shown_text(year.server.posts()[-1])
    stretched = replace(now, ends=date(2026, 8, 22))
    assert f"**Reviews due** {stamp(stretched.reviews_due)}" in shown_text(year.post())
    await is_known(year, stretched, host)
    said = await is_held(year, stretched, host)
    requests = len(year.server.requests("POST", "/messages"))
    for day in (date(2026, 7, 26), date(2026, 8, 2), date(2026, 8, 16), date(2026, 8, 20)):
        await year.at(berlin(day, 18))
        await nobody_is_asked(year)
    assert len(year.server.requests("POST", "/messages")) == requests
    await year.at(berlin(date(2026, 8, 21), 18))
    await next_accepts(year, 13)
    await is_over(
        year,
        stretched,
        host,
        DIARY[13][0],
        [*said, f"### Week 13 has more time: reviews are due {stamp(stretched.reviews_due)}"],
    )


async def post_moves(year: SessionYear) -> None:
    """The 18th post would be on the day on which clocks change. Dana moves it to the day after."""
    (current, host), (now, _) = DIARY[16:18]
    await is_posted(year, current, host)
    await is_known(year, current, host)
    await next_accepts(year, 17)
    before = replace(now, slot=date(2026, 10, 25))
    await ends(year, current, host, before)
    await year.at(berlin(date(2026, 10, 20), 12))
    page = await year.dana("week move", to="26 Oct")
    await year.server.dana.click(page, label="Move the post")
    await year.server.delivered()
    year.messages += 1
    news = shown_text(year.server.posts()[-1])
    assert f"on {stamp(now.posted_at)} instead of on {stamp(before.posted_at)}" in news
    await year.at(before.posted_at)
    assert len(year.server.posts()) == year.messages


async def test_a_year_of_sessions(club_server: ClubServer) -> None:
    year = await begun(club_server)
    await bo_declines_the_second(year)
    for number in (2, 3, 4):
        await one_session(year, number)
    await meeting_moves(year)
    await cy_leaves_as_host(year)
    await easter(year)
    await one_session(year, 8)
    await two_periods(year)
    for number in (10, 11, 12):
        await one_session(year, number)
    await summer(year)
    for number in (14, 15, 16):
        await one_session(year, number)
    await post_moves(year)
    for number in (18, 19, 20, 21, 22):
        await one_session(year, number)
    await adds_up(year)


async def adds_up(year: SessionYear) -> None:
    """Each session once, at the right hour in summer and in winter, and everybody hosted about as often."""
    rows = [row for row in await year.server.week_rows() if row.number]
    assert [(row.number, row.slot, row.state) for row in rows] == [(one.number, one.slot, "closed") for one, _ in DIARY]
    hours = {row.slot: row.due_at.hour for row in rows}
    days = (date(2026, 3, 15), date(2026, 3, 29), date(2026, 10, 11), date(2026, 10, 26))
    assert [hours[day] for day in days] == [17, 16, 16, 17]
    held = [replace(one, meets=year.moved.get(one.meets, one.meets)) for one, _ in DIARY]
    held.insert(9, SECOND)
    assert year.events_at() == [(one.meets_at, one.ends_at) for one in held]
    hosted = {one.slot: year.group[host].id for one, host in DIARY} | {date(2026, 3, 15): year.group["di"].id}
    hosted |= {SECOND.slot: year.group["di"].id}
    assert await year.hosts() == hosted
