"""Voting on what is read next."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.delivery import native_polls
from tests.support.club_server import WEEK
from tests.support.patience import HANG_S
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

HOUR = timedelta(hours=1)


async def started(server: ClubServer) -> str:
    answer = await server.dana.slash(server.lobby, "week poll")
    await server.delivered()
    return shown_text(answer_to(answer))


def poll_in(messages: list[discord.Message]) -> discord.Message:
    (message,) = [message for message in messages if message.poll]
    return message


async def test_the_winner_is_read_next(club_server: ClubServer, restart: Restart) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    said = await started(club_server)
    assert "**LoRA**" in said
    assert f"<#{club_server.channel.id}>" in said
    message = poll_in(club_server.posts())
    assert message.poll
    assert message.poll.question == "What should Sunday papers read next?"
    assert not message.poll.multiple
    names = [answer.text for answer in message.poll.answers]
    assert names[0] == "LoRA (2021)"
    assert len(names) == 3
    assert message.poll.expires_at
    # Discord counts full hours from when it sends the poll, which is a moment after our clock.
    assert club.next_due - 2 * HOUR < message.poll.expires_at <= club.next_due - HOUR + timedelta(minutes=1)
    await club_server.ada.vote(message, answer=3)
    await club_server.bo.vote(message, answer=3)
    await club_server.dana.vote(message, answer=1)
    await restart()
    await club_server.go_to(club.next_due - HOUR)
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    assert not poll.is_open
    assert poll.winner == poll.candidates[2]
    assert (await club_server.bot.services.syllabus.queue(club))[:2] == [poll.candidates[2], "lora"]
    await club_server.go_to(club.next_due)
    winner = club_server.bot.services.papers.shared.paper(poll.winner or "").short_name
    assert f"Week 1 · {winner}" in shown_text(club_server.posts()[-1])


async def test_candidates_are_described_privately(club_server: ClubServer, restart: Restart) -> None:
    await club_server.club("lora", "qlora")
    await started(club_server)
    message = poll_in(club_server.posts())
    assert list(buttons(message)) == ["About these papers"]
    await restart()
    pressed = await club_server.ada.click(message, label="About these papers")
    assert pressed.ephemeral
    text = shown_text(answer_to(pressed))
    assert "### The candidates" in text
    assert "[LoRA](https://arxiv.org/abs/2106.09685)" in text
    assert list(buttons(answer_to(pressed))) == ["Card"]  # one label, three buttons


async def test_without_votes_the_queue_stays(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    await started(club_server)
    await club_server.go_to(club.next_due)
    assert "Week 1 · QLoRA" in shown_text(club_server.posts()[-1])


async def test_one_poll_at_a_time_and_only_by_organizers(club_server: ClubServer) -> None:
    await club_server.club()
    await started(club_server)
    assert "Members are voting already" in await started(club_server)
    refused = await club_server.ada.slash(club_server.lobby, "week poll")
    assert refused.ephemeral
    assert "for organizers" in answer_to(refused).content


async def test_a_poll_just_before_a_post_is_for_the_week_after(club_server: ClubServer) -> None:
    club = await club_server.club()
    assert club.next_due
    await club_server.go_to(club.next_due - timedelta(minutes=20))
    assert "The winner is read after the next post's paper." in await started(club_server)


async def test_in_a_forum_it_is_in_the_weeks_thread(forum_server: ClubServer) -> None:
    club = await forum_server.club()
    assert club.next_due
    assert "Start one with `/week post`" in await started(forum_server)
    await forum_server.go_to(club.next_due)
    await started(forum_server)
    assert poll_in(forum_server.said_in(forum_server.threads[0])).poll
    await forum_server.go_to(club.next_due + WEEK)
    assert len(forum_server.threads) == 2


async def test_a_deleted_poll_decides_nothing(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    await started(club_server)
    await club_server.dana.delete(poll_in(club_server.posts()))
    await club_server.go_to(club.next_due)
    assert "Week 1 · QLoRA" in shown_text(club_server.posts()[-1])


async def test_a_poll_that_discord_refuses_to_return_is_closed_eventually(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    await started(club_server)
    message = poll_in(club_server.posts())
    path = f"/channels/{club_server.channel.id}/messages/{message.id}"
    club_server.env.inject_error("GET", path, status=400, code=50035, message="Invalid Form Body", times=None)
    poll = await club_server.bot.services.polls.poll(1)
    assert poll
    await club_server.go_to(poll.closes_at)
    assert "I'm still counting the vote in <#" in await started(club_server)
    await club_server.pass_by(timedelta(days=1, minutes=1))
    assert "Members vote in" in await started(club_server)


async def test_a_broken_answer_keeps_the_votes_for_the_next_tick(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await club_server.club("lora", "qlora")
    await started(club_server)
    message = poll_in(club_server.posts())
    await club_server.ada.vote(message, answer=2)
    poll = await club_server.bot.services.polls.poll(1)
    assert poll

    async def hang_up(*_what: Any) -> Any:
        # discord.py passes on a closed connection like this.
        raise aiohttp.ServerDisconnectedError

    with monkeypatch.context() as broken:
        broken.setattr(discord.PartialMessageable, "fetch_message", hang_up)
        await club_server.go_to(poll.closes_at)
    assert "I'm still counting the vote in <#" in await started(club_server)
    await club_server.pass_by(timedelta(minutes=1))
    counted = await club_server.bot.services.polls.poll(1)
    assert counted
    assert counted.winner == poll.candidates[1]


async def test_a_poll_without_an_answer_delays_no_other(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It doesn't delay the tick either, which every club's posts depend on."""
    club = await club_server.club("lora", "qlora")
    second = await club_server.club("lora", "qlora", name="Second", channel_id=club_server.lobby.id)
    for one in (club, second):
        await club_server.bot.services.polls.start(one)
    await club_server.tick()
    fetch_message = discord.PartialMessageable.fetch_message

    async def hang(channel: discord.PartialMessageable, message_id: int) -> discord.Message:
        if channel.id == club_server.channel.id:
            await asyncio.Event().wait()
        return await fetch_message(channel, message_id)

    monkeypatch.setattr(discord.PartialMessageable, "fetch_message", hang)
    poll = await club_server.bot.services.polls.poll(2)
    assert poll
    await club_server.env.advance_time((poll.closes_at - club_server.env.now()).total_seconds() + 1)
    monkeypatch.setattr(native_polls, "PATIENCE_S", 1)  # The other's answer is there much earlier.
    async with asyncio.timeout(HANG_S):
        await club_server.bot.scheduler.tick()
    states = [await club_server.bot.services.polls.poll(number) for number in (1, 2)]
    assert [state and state.is_open for state in states] == [True, False]
