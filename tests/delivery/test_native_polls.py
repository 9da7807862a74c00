"""Polls that can't be counted: which wait for the next tick, and which are closed without votes."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from discord.http import HTTPClient

from bot.delivery.native_polls import NativePolls
from bot.delivery.pacing import Pacer
from bot.delivery.refusals import ARCHIVED
from bot.storage.polls import rows as poll_rows
from tests.support.reading_clubs import App

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.clubs.club import Club

DAY = timedelta(days=1)


@pytest.fixture
async def app(bot_url: str) -> AsyncIterator[App]:
    app = App(bot_url)
    await app.database.open()
    yield app
    await app.database.close()


def native_polls_of(app: App, faults: list[Any]) -> NativePolls:
    def note(error: Exception, *, poll: int) -> str:
        faults.append((type(error), poll))
        return "reference"

    return NativePolls(discord.Client(intents=discord.Intents.none()), app.polls, Pacer(), note)


async def ended_poll(app: App, club: Club, message_id: int | None) -> int:
    poll = await app.polls.start(club)
    async with app.database.write_transaction() as connection:
        await poll_rows.change_poll(connection, poll.id, message_id=message_id)
    app.now = max(app.now, poll.closes_at)
    return poll.id


async def is_waiting(app: App, poll_id: int) -> bool:
    return poll_id in {poll.id for poll in await app.polls.due()}


async def test_an_error_with_one_poll_is_reported_and_delays_no_other(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await ended_poll(app, await app.club(), None)
    fine = await ended_poll(app, await app.club(name="Others"), None)
    count = app.polls.count

    async def fail_once(poll_id: int, votes: Any) -> Any:
        if poll_id == broken:
            raise ZeroDivisionError
        return await count(poll_id, votes)

    monkeypatch.setattr(app.polls, "count", fail_once)
    faults: list[Any] = []
    await native_polls_of(app, faults).count_ended()
    assert faults == [(ZeroDivisionError, broken)]
    assert [await is_waiting(app, poll_id) for poll_id in (broken, fine)] == [True, False]


@pytest.mark.parametrize(
    ("status", "later", "waits"),
    [
        (404, timedelta(0), False),
        (403, timedelta(0), True),
        (403, DAY, True),
        (403, 2 * DAY, False),
        (400, 2 * DAY, False),
        (401, 2 * DAY, True),
        (429, 2 * DAY, True),
        (500, 2 * DAY, True),
    ],
)
async def test_a_poll_that_discord_does_not_return(
    app: App, monkeypatch: pytest.MonkeyPatch, status: int, later: timedelta, *, waits: bool
) -> None:
    poll_id = await ended_poll(app, await app.club(), 4711)
    kind = {404: discord.NotFound, 403: discord.Forbidden}.get(status, discord.HTTPException)

    async def refuse(*_message: Any) -> Any:
        response: Any = SimpleNamespace(status=status, reason="", headers={})
        raise kind(response, "refused")

    monkeypatch.setattr(discord.PartialMessageable, "fetch_message", refuse)
    app.now += later
    faults: list[Any] = []
    await native_polls_of(app, faults).count_ended()
    assert (await is_waiting(app, poll_id), faults) == (waits, [])


async def test_a_poll_that_discord_has_ended_is_not_ended_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    poll_id = await ended_poll(app, await app.club(), 4711)

    async def end_poll() -> None:
        raise AssertionError("Discord refuses to end it twice")

    async def fetch_message(*_message: Any) -> Any:
        poll = SimpleNamespace(is_finalised=lambda: True, answers=[SimpleNamespace(vote_count=3)])
        return SimpleNamespace(poll=poll, end_poll=end_poll)

    monkeypatch.setattr(discord.PartialMessageable, "fetch_message", fetch_message)
    faults: list[Any] = []
    await native_polls_of(app, faults).count_ended()
    assert (await is_waiting(app, poll_id), faults) == (False, [])


@pytest.mark.parametrize("counts", [[0, 3], [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
async def test_each_candidate_has_its_votes_whatever_answers_discord_lists(
    app: App, monkeypatch: pytest.MonkeyPatch, counts: list[int]
) -> None:
    poll_id = await ended_poll(app, await app.club(), 4711)

    async def fetch_message(*_message: Any) -> Any:
        answers = [SimpleNamespace(vote_count=count) for count in counts]
        return SimpleNamespace(poll=SimpleNamespace(is_finalised=lambda: True, answers=answers))

    monkeypatch.setattr(discord.PartialMessageable, "fetch_message", fetch_message)
    await native_polls_of(app, []).count_ended()
    counted = await app.polls.poll(poll_id)
    assert counted
    assert counted.votes == (0, 3, *[0] * (len(counted.candidates) - 2))


async def test_a_thread_that_discord_archived_is_opened_to_end_its_poll(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll_id = await ended_poll(app, await app.club(), 4711)
    opened = list[int]()

    def found(votes: int) -> Any:
        poll = SimpleNamespace(is_finalised=lambda: bool(votes), answers=[SimpleNamespace(vote_count=votes)])
        return SimpleNamespace(id=4711, channel=SimpleNamespace(id=5), poll=poll, end_poll=end_poll)

    async def end_poll() -> Any:
        if not opened:
            response: Any = SimpleNamespace(status=400, reason="", headers={})
            raise discord.HTTPException(response, {"code": ARCHIVED, "message": "Thread is archived"})
        return found(2)

    async def fetch_message(*_message: Any) -> Any:
        return found(0)

    async def edit_channel(_http: Any, channel_id: int, **_options: Any) -> None:
        opened.append(channel_id)

    monkeypatch.setattr(discord.PartialMessageable, "fetch_message", fetch_message)
    monkeypatch.setattr(HTTPClient, "edit_channel", edit_channel)
    await native_polls_of(app, []).count_ended()
    counted = await app.polls.poll(poll_id)
    assert counted
    assert counted.votes
    assert (opened, counted.votes[0]) == ([5], 2)


async def test_a_club_counts_as_unreached_only_until_the_next_round(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its next post would wait for the count for ever."""
    club = await app.club()
    poll_id = await ended_poll(app, club, 4711)
    answers: list[Exception] = [aiohttp.ClientConnectionError(), not_found()]

    async def answer(*_message: Any) -> Any:
        raise answers.pop(0)

    monkeypatch.setattr(discord.PartialMessageable, "fetch_message", answer)
    faults: list[Any] = []
    native_polls = native_polls_of(app, faults)
    unreached = []
    for _ in range(2):
        await native_polls.count_ended()
        unreached.append(native_polls.unreached)
    assert (unreached, await is_waiting(app, poll_id), faults) == ([{club.id}, set()], False, [])


def not_found() -> discord.NotFound:
    response: Any = SimpleNamespace(status=404, reason="", headers={})
    return discord.NotFound(response, "gone")
