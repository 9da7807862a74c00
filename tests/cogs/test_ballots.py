"""Votes with ranked ballots: what members see, what is stored, and what is said at the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.core.ballots.counting import outcome_of
from bot.core.ballots.outcome import Method
from bot.storage.ballots.tables import ballots
from cogs.polls.outcomes import ballots_line, told_outcome
from tests.cogs.test_nominations import nominate, said
from tests.support.databases import database_of
from tests.support.reading import answer_to, buttons, selects, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.polls.poll import Poll
    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

PAPERS = "lora, mamba, bert"


async def start(server: ClubServer, candidates: str = PAPERS, kind: str = "ranked") -> Any:
    """The message of the vote."""
    answer = await server.dana.slash(server.lobby, "week poll", candidates=candidates, kind=kind)
    assert answer.ephemeral
    assert "Members vote in" in said(answer), said(answer)
    await server.delivered()
    return server.posts()[-1]


async def rank(server: ClubServer, member: Any, message: Any, *numbers: int) -> Any:
    """The member opens their ballot and ranks the candidates with these numbers; the ballot as it is then."""
    opened = await member.click(message, label="Vote")
    assert opened.ephemeral
    page = answer_to(opened)
    for place, number in enumerate(numbers):
        picked = await member.select(page, [str(number)], custom_id=selects(page)[place]["custom_id"])
        page = answer_to(picked)
    return page


async def stored(server: ClubServer) -> dict[int, list[str]]:
    async with database_of(server.bot).read_transaction() as connection:
        return {row.member_id: row.ranking for row in await connection.execute(select(ballots))}


async def poll_of(server: ClubServer, number: int = 1) -> Poll:
    poll = await server.bot.services.polls.poll(number)
    assert poll
    return poll


async def test_a_member_ranks_papers_changes_their_mind_and_takes_it_back(
    club_server: ClubServer, restart: Restart
) -> None:
    await club_server.club("qlora")
    message = await start(club_server)
    text = shown_text(message)
    assert "## What should Sunday papers read next?" in text
    assert "- **[LoRA](https://arxiv.org/abs/2106.09685)**: " in text
    assert "Counted by the Schulze method" in text
    assert list(buttons(message)) == ["Vote", "About these papers"]
    empty = await rank(club_server, club_server.ada, message)
    assert "You haven't voted yet." in shown_text(empty)
    assert len(selects(empty)) == 1
    await restart()
    page = await rank(club_server, club_server.ada, message, 1, 0)
    assert "Saved. You can change it until" in shown_text(page)
    assert "1. **Mamba**\n2. **LoRA**" in shown_text(page)
    assert len(selects(page)) == 3
    changed = await club_server.ada.select(page, ["0"], custom_id=selects(page)[0]["custom_id"])
    assert "1. **LoRA**\n2. **Mamba**" in said(changed)
    emptied = await club_server.ada.select(answer_to(changed), ["-"], custom_id=selects(page)[0]["custom_id"])
    assert "1. **Mamba**" in said(emptied)
    assert "2." not in said(emptied)
    again = await club_server.ada.click(message, label="Vote")
    assert "1. **Mamba**" in said(again)
    assert await stored(club_server) == {club_server.ada.id: ["mamba"]}
    assert "You haven't voted yet." in said(await club_server.ada.click(answer_to(again), label="Take my vote back"))
    assert await stored(club_server) == {}


async def test_all_places_of_a_vote_on_ten_papers_are_on_one_page(club_server: ClubServer) -> None:
    await club_server.club()
    ten = "lora, mamba, bert, qlora, gpt3, ddpm, dpo, t5, zero, flashattention"
    message = await start(club_server, ten)
    page = await rank(club_server, club_server.ada, message, *range(10))
    assert len(selects(page)) == 10
    assert "10. **" in shown_text(page)
    about = await club_server.ada.click(message, label="About these papers")
    assert len([part for part in shown_text(answer_to(about)).split("**[") if "](http" in part]) == 10


async def test_the_winner_is_read_next_and_the_result_says_why(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    message = await start(club_server)
    for member, numbers in ((club_server.ada, (1, 0)), (club_server.bo, (1, 2)), (club_server.dana, (0, 1))):
        await rank(club_server, member, message, *numbers)
    await club_server.go_to((await poll_of(club_server)).closes_at)
    result = shown_text(club_server.posts()[-1])
    assert result == (
        "### The vote is over\n"
        "**Mamba** won with 3 ballots cast and is up next: head to head, it beats every other paper. "
        "Closest was **LoRA**: 2 put Mamba above it, and 1 below.\n"
        "Then came **LoRA** and **BERT**."
    )
    assert await stored(club_server) == {}
    for command in ("club show", "syllabus show"):
        assert "Chosen by 3 ranked ballots." in said(await club_server.dana.slash(club_server.lobby, command))
    await club_server.go_to(club.next_due)
    post = shown_text(club_server.posts()[-1])
    assert "Week 1 · Mamba" in post
    assert "You chose it: 3 ranked ballots." in post
    late = await club_server.ada.click(message, label="Vote")
    assert "This vote is over." in said(late)


async def test_a_tie_is_said_with_the_rule_that_broke_it(club_server: ClubServer) -> None:
    await club_server.club("qlora")
    message = await start(club_server)
    await rank(club_server, club_server.ada, message, 2)
    await rank(club_server, club_server.bo, message, 1)
    await club_server.go_to((await poll_of(club_server)).closes_at)
    result = shown_text(club_server.posts()[-1])
    assert "**Mamba** won with 2 ballots cast" in result
    assert "Closest was **BERT**: as many put it above Mamba as below, 1 each." in result
    tie = "**Mamba** and **BERT** tied for number 1: they have the same number of first choices, so the one listed "
    assert tie in result
    assert tie in said(await club_server.ada.slash(club_server.lobby, "syllabus show"))


def test_a_run_off_says_the_ties_in_which_the_winner_stood() -> None:
    cast = [tuple(ballot) for ballot in ("EABC", "ABED", "BDC", "CBDAE", "E", "DAEB")]
    outcome = outcome_of(Method.RUNOFF, "ABCDE", cast)
    told = told_outcome(outcome, {})
    assert "**A** won" in told
    # D had as few ballots as the winner when it dropped out.
    assert "**A**, **B** and 2 others tied for number 5: they have the same number of first choices" in told
    assert "but that one had dropped out before: it tied for the fewest ballots of those left." in told
    assert "1 more tie was broken in the same way" in told
    assert "**E**, **A** and **B** tied for number 3" in ballots_line(outcome, {})


async def test_a_paper_that_was_read_meanwhile_is_not_said_to_have_had_no_votes(club_server: ClubServer) -> None:
    await club_server.club("qlora")
    message = await start(club_server, "mamba, bert, ddpm")
    await rank(club_server, club_server.ada, message, 0, 1)
    await rank(club_server, club_server.bo, message, 0)
    await club_server.dana.slash(club_server.lobby, "syllabus add", paper="mamba", position=1)
    await club_server.dana.slash(club_server.lobby, "week post")
    await club_server.go_to((await poll_of(club_server)).closes_at)
    assert shown_text(club_server.posts()[-1]).splitlines()[1:] == [
        "**BERT** won with 1 ballot counted and is up next: nobody ranked any other paper that the club hasn't read.",
        "**Mamba** didn't count, because the club read it while the vote ran.",
    ]


async def test_an_instant_run_off_says_in_which_round(club_server: ClubServer) -> None:
    await club_server.club("qlora")
    message = await start(club_server, kind="run-off")
    assert "Counted by an instant run-off" in shown_text(message)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"))
    dan = club_server.guild.add_member(club_server.env.create_user("dan"))
    for member, numbers in (
        (club_server.ada, (0, 1)),
        (club_server.bo, (0,)),
        (club_server.dana, (1, 0)),
        (eve, (1, 0)),
        (dan, (2, 1)),
    ):
        await rank(club_server, member, message, *numbers)
    await club_server.go_to((await poll_of(club_server)).closes_at)
    result = shown_text(club_server.posts()[-1])
    assert (
        "**Mamba** won with 5 ballots cast and is up next: in round 2 of the run-off, it had 3 of 5 ballots." in result
    )


async def test_nobody_else_learns_how_a_member_votes(club_server: ClubServer) -> None:
    """Neither from messages, nor from ids, nor from what organizers and other members are shown."""
    club = await club_server.club("qlora")
    message = await start(club_server)
    page = await rank(club_server, club_server.ada, message, 1, 0)
    ids = [*buttons(page).values(), *(part["custom_id"] for part in selects(page))]
    assert all(custom_id.startswith("pc:polls:") for custom_id in ids)
    assert not [one for one in ids if "mamba" in one or str(club_server.ada.id) in one]
    for other in (club_server.bo, club_server.dana):
        opened = await other.click(message, label="Vote")
        assert "You haven't voted yet." in said(opened)
        # A forged press of her select changes only the own ballot.
        await other.select(answer_to(opened), ["2"], custom_id=selects(answer_to(opened))[0]["custom_id"])
    assert (await stored(club_server))[club_server.ada.id] == ["mamba", "lora"]
    for command in ("week status", "club show", "week preview", "syllabus show"):
        assert str(club_server.ada.id) not in said(await club_server.dana.slash(club_server.lobby, command))
    await club_server.go_to((await poll_of(club_server)).closes_at)
    assert str(club_server.ada.id) not in shown_text(club_server.posts()[-1])
    assert club.id


async def test_a_vote_that_ended_during_an_outage_is_counted_before_the_post(
    club_server: ClubServer, restart: Restart
) -> None:
    club = await club_server.club("qlora")
    message = await start(club_server)
    await rank(club_server, club_server.ada, message, 2)
    assert club.next_due
    await club_server.env.advance_time((club.next_due - club_server.env.now() + timedelta(hours=5)).total_seconds())
    await restart()
    await club_server.tick()
    (week,) = await club_server.week_rows()
    assert week.paper_key == "bert"
    results = [post for post in club_server.posts() if "The vote is over" in shown_text(post)]
    assert len(results) == 1


async def test_what_candidates_may_be(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    await nominate(club_server, club_server.ada, "lora")

    async def refused(candidates: str) -> str:
        return said(await club_server.dana.slash(club_server.lobby, "week poll", candidates=candidates, kind="ranked"))

    assert "A vote needs at least 2 papers." in await refused("lora, LoRA;")
    eleven = "lora, mamba, bert, qlora, gpt3, ddpm, dpo, t5, zero, flashattention, s4"
    assert "A vote can have up to 10 papers (yours has 11)." in await refused(eleven)
    assert "xyzzy" in await refused("lora, xyzzy plugh")
    await club_server.go_to(club.next_due)
    assert "The club has read **QLoRA** already." in await refused("lora, qlora")
    refusal = said(await club_server.ada.slash(club_server.lobby, "week poll", candidates="lora, bert"))
    assert "for organizers" in refusal


async def test_candidates_are_suggested_one_after_another(club_server: ClubServer) -> None:
    await club_server.club()
    first = await club_server.dana.autocomplete(club_server.lobby, "week poll", "candidates", "lora")
    assert first[0]["value"] == "lora"
    second = await club_server.dana.autocomplete(club_server.lobby, "week poll", "candidates", "lora, mamb")
    assert (second[0]["name"], second[0]["value"]) == ("lora, Mamba", "lora, mamba")


async def test_titles_with_commas_are_separated_by_semicolons(club_server: ClubServer) -> None:
    await club_server.club()
    answer = await club_server.dana.slash(
        club_server.lobby, "week poll", candidates="LoRA: Low-Rank Adaptation of Large Language Models; Mamba"
    )
    assert "**LoRA** and **Mamba**" in said(answer) or "**LoRA**, **Mamba**" in said(answer)


async def test_in_a_forum_it_is_in_the_weeks_thread(forum_server: ClubServer) -> None:
    club = await forum_server.club()
    await forum_server.go_to(club.next_due)
    await forum_server.dana.slash(forum_server.lobby, "week poll", candidates=PAPERS, kind="ranked")
    await forum_server.delivered()
    message = forum_server.said_in(forum_server.threads[0])[-1]
    await rank(forum_server, forum_server.ada, message, 1)
    await forum_server.go_to((await poll_of(forum_server)).closes_at)
    assert "**Mamba** won with 1 ballot cast and is up next: nobody ranked any other paper." in shown_text(
        forum_server.said_in(forum_server.threads[0])[-1]
    )


async def test_a_vote_moves_along_with_its_post_and_says_so(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    message = await start(club_server)
    assert club.next_slot
    day = club.next_slot - timedelta(days=2)
    ends = f"<t:{int((club.timetable.instant_on(day) - timedelta(hours=1)).timestamp())}:F>"
    asked = await club_server.dana.slash(club_server.lobby, "week move", to=str(day))
    assert f"The vote that is running ends {ends}" in said(asked)
    await club_server.dana.click(answer_to(asked), label="Move the post")
    await club_server.delivered()
    (vote,) = [post for post in club_server.posts() if post.id == message.id]
    assert f"until {ends}" in shown_text(vote)
    assert f"until {ends}" in shown_text(await rank(club_server, club_server.ada, vote, 1))


async def test_a_poll_of_discord_stays_and_the_question_says_so(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    answer = await club_server.dana.slash(club_server.lobby, "week poll", candidates=PAPERS)
    assert "Members vote in" in said(answer)
    await club_server.delivered()
    assert club.next_slot
    asked = await club_server.dana.slash(club_server.lobby, "week move", to=str(club.next_slot - timedelta(days=2)))
    assert "**The poll that is running can't move along.** It ends" in said(asked)
