"""What a poll decides, when, and where that is announced."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from tests.cogs.test_polls import poll_in, started
from tests.cogs.test_rhythms import said, told
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    import pytest

    from tests.support.club_server import ClubServer


async def voted(server: ClubServer, votes: dict[int, list[Any]]) -> None:
    """Start a poll, and let members vote for its candidates, numbered from 1."""
    await started(server)
    message = poll_in(server.posts())
    for answer, members in votes.items():
        for member in members:
            await member.vote(message, answer=answer)


async def test_a_poll_that_ended_while_the_bot_was_offline_decides_the_next_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await voted(club_server, {2: [club_server.ada, club_server.bo, club_server.dana]})
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    await club_server.go_to(club.next_due + timedelta(minutes=5))
    (week,) = await club_server.week_rows()
    assert (week.paper_key, week.is_late) == (poll.candidates[1], False)
    assert await club_server.bot.services.syllabus.queue(club) == ["lora", "qlora"]
    assert "You chose it: 3 of 3 votes." in shown_text(club_server.posts()[-1])


async def test_a_poll_that_cannot_be_counted_delays_only_its_club_and_for_minutes(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    await club_server.club("mamba", name="Second", channel_id=club_server.lobby.id)
    assert club.next_due
    await club_server.bot.services.polls.start(club)
    await club_server.tick()
    message = poll_in(club_server.posts())
    path = f"/channels/{club_server.channel.id}/messages/{message.id}"
    club_server.env.inject_error("GET", path, status=500, times=None)
    await club_server.go_to(club.next_due)
    assert [row.paper_key for row in await club_server.week_rows()] == ["mamba"]
    asked = await club_server.dana.slash(club_server.channel, "week post")
    assert "I'm still counting a poll" in shown_text(answer_to(asked))
    # Organizers learn why the post is held up, and for how long.
    shown = shown_text(answer_to(await club_server.dana.slash(club_server.channel, "club show")))
    assert "Discord hasn't told me its result yet" in shown
    assert "waits for it for up to ten minutes" in shown
    assert "Members are voting" not in shown
    await club_server.pass_by(timedelta(minutes=9))
    assert len(await club_server.week_rows()) == 1
    await club_server.pass_by(timedelta(minutes=1))
    assert {row.paper_key for row in await club_server.week_rows()} == {"mamba", "lora"}


async def test_a_poll_is_counted_before_the_post_however_long_discord_is_out_of_reach(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await voted(club_server, {2: [club_server.ada]})
    poll = await club_server.bot.services.polls.poll(1)
    assert poll

    async def hang_up(*_what: Any) -> Any:
        raise aiohttp.ServerDisconnectedError

    with monkeypatch.context() as broken:
        broken.setattr(discord.PartialMessageable, "fetch_message", hang_up)
        await club_server.go_to(club.next_due)
        for _ in range(4):
            await club_server.pass_by(timedelta(minutes=9))
        assert await club_server.week_rows() == []
    await club_server.tick()
    (week,) = await club_server.week_rows()
    assert (week.paper_key, week.is_late) == (poll.candidates[1], True)


async def test_the_result_names_ties_and_the_tie_rule(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await voted(club_server, {2: [club_server.ada], 3: [club_server.bo]})
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    await club_server.go_to(poll.closes_at)
    second, third = (club_server.bot.services.papers.shared.paper(key).short_name for key in poll.candidates[1:])
    tie = f"It tied with **{third}**. In a tie, the paper listed first in the poll wins."
    told = shown_text(club_server.posts()[-1])
    assert told == f"### The vote is over\n**{second}** won with 1 of 2 votes and is up next.\n{tie}"
    for command in ("syllabus show", "club show"):
        answer = await club_server.dana.slash(club_server.lobby, command)
        assert f"Chosen by vote, with 1 of 2 votes. {tie}" in shown_text(answer_to(answer)), command
    await club_server.go_to(club.next_due)
    assert "You chose it: 1 of 2 votes." in shown_text(club_server.posts()[-1])
    # Once it is read, it is no longer queued.
    for command in ("syllabus show", "club show"):
        assert "Chosen by vote" not in shown_text(answer_to(await club_server.dana.slash(club_server.lobby, command)))


async def test_a_poll_without_votes_says_so(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    await started(club_server)
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    await club_server.go_to(poll.closes_at)
    assert "Nobody voted, so the next paper is chosen as if there had been no vote." in shown_text(
        club_server.posts()[-1]
    )


async def test_while_a_poll_runs_nothing_is_announced_as_decided(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", "mamba")
    assert club.next_due
    await club_server.go_to(club.next_due)
    await started(club_server)
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    until = f"<t:{int(poll.closes_at.timestamp())}:F>"
    voting = f"Members are voting on what to read next, in <#{club_server.channel.id}> until {until}."
    for command in ("week preview", "syllabus show", "club show", "week status"):
        assert voting in shown_text(answer_to(await club_server.dana.slash(club_server.lobby, command))), command
    await club_server.go_to(poll.closes_at)
    status = await club_server.dana.slash(club_server.lobby, "week status")
    assert "Members are voting" not in shown_text(answer_to(status))


async def test_the_paper_of_the_coming_post_is_not_a_candidate(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await club_server.go_to(club.next_due - timedelta(minutes=20))
    await started(club_server)
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    assert "lora" not in poll.candidates
    assert poll.candidates[0] == "qlora"


async def test_a_winner_that_was_read_meanwhile_is_replaced_and_that_is_said(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    await voted(club_server, {1: [club_server.ada, club_server.bo], 3: [club_server.dana]})
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    await club_server.dana.slash(club_server.lobby, "week post")
    await club_server.delivered()
    await club_server.go_to(poll.closes_at)
    third = club_server.bot.services.papers.shared.paper(poll.candidates[2]).short_name
    told = shown_text(club_server.posts()[-1])
    assert f"**{third}** won with 1 of 3 votes" in told
    assert "**LoRA** ranked higher, but was read while the poll ran." in told
    assert (await club_server.bot.services.syllabus.queue(club))[0] == poll.candidates[2]


async def test_whatever_brings_the_post_before_the_end_of_discords_poll_says_so(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    assert "Break added" in await said(club_server, "club break", **{"from": "4 Jan"})
    await started(club_server)
    listed = await told(club_server, "club break")
    removed = answer_to(await club_server.dana.select(listed, ["20260104"]))
    assert "The poll that is running can't move along" in shown_text(removed)
    assert "can't move along" not in await said(club_server, "club edit", reviewers=1)
    assert "after the next post" in await said(club_server, "club edit", day="Saturday")
    await club_server.dana.slash(club_server.lobby, "club pause")
    resumed = answer_to(await club_server.dana.slash(club_server.lobby, "club resume"))
    assert "after the next post" in shown_text(resumed)
    await said(club_server, "week skip")
    assert "after the next post" in await said(club_server, "week unskip")
