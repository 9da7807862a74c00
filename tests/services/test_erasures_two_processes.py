"""Two processes on one PostgreSQL: one erases a member while the other stores their form."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import discord.utils
import pytest

from bot.core.outbox.entry import Sent
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from tests.support.erasing import ADA, BO, CLEO, DREW, WORDS, changes, erase, in_review, settle, words_of_ada
from tests.support.logs import form_by, write
from tests.support.reading_clubs import FIRST_POST, App
from tests.support.traces import rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def database_kind() -> str:
    """A file has one process."""
    return "postgresql"


@pytest.fixture
async def other(app: App) -> AsyncIterator[App]:
    """The second process."""
    other = App(app.url, now=app.now)
    await other.database.open()
    yield other
    await other.database.close()


@asynccontextmanager
async def held_before_commit(
    other: App, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[asyncio.Event, asyncio.Event]]:
    """Every transaction of the other process sets the first event once its statements are made, and waits for the
    second.
    """
    commit, made, go_on = other.database.write_transaction, asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def held():
        async with commit() as connection:
            yield connection
            made.set()
            await go_on.wait()

    monkeypatch.setattr(other.database, "write_transaction", held)
    monkeypatch.setattr(other.database._groups, "_write_transaction", held)
    yield made, go_on
    monkeypatch.setattr(other.database, "write_transaction", commit)


async def test_a_form_in_an_open_transaction_is_caught(app: App, other: App, monkeypatch: pytest.MonkeyPatch) -> None:
    await in_review(app, BO, CLEO, DREW)
    other.now = app.now
    sent_at = discord.utils.time_snowflake(app.now - timedelta(seconds=1))
    form = await form_by(other, ADA, words_of_ada(9), paper_key="bert", interaction_id=sent_at)
    async with held_before_commit(other, monkeypatch) as (made, go_on):
        storing = asyncio.create_task(other.logs.submit(form))
        await made.wait()
        await erase(app, ADA)
        go_on.set()
        await storing
    assert await rows_with(app.database, ADA, "case 9") != []
    await settle(app)
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []


async def test_a_press_in_an_open_transaction_is_caught(app: App, other: App, monkeypatch: pytest.MonkeyPatch) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    other.now = app.now
    await write(app, ADA, words_of_ada())
    pressed_at = app.now - timedelta(seconds=1)
    async with held_before_commit(other, monkeypatch) as (made, go_on):
        press = partial(other.weeks.answer, viewer(ADA), "00000001-260111-post", Answer.IN, pressed_at)
        storing = asyncio.create_task(press())
        await made.wait()
        await erase(app, ADA)
        go_on.set()
        await storing
    await settle(app)
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []


async def test_a_message_that_the_other_process_sends_meanwhile_is_deleted(app: App, other: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    await write(app, ADA, words_of_ada())
    other.now = app.now
    (entry,) = [one for one in await other.outbox.due(10) if one.kind is Kind.LOG]
    marked = await other.outbox.mark_sending(entry)
    assert marked
    await asyncio.gather(erase(app, ADA), other.outbox.record(marked, Sent(4711)))
    await app.erasures.go_on()
    assert (Kind.DELETE, 4711) in [(one.kind, one.details["message_id"]) for one in await changes(app)]


async def test_both_may_see_one_erasure_through(app: App, other: App) -> None:
    await in_review(app, BO, CLEO, DREW)
    await erase(app, ADA)
    for _ in range(4):
        await app.deliver()
        app.now += timedelta(minutes=1)
        other.now = app.now
        results = await asyncio.gather(app.erasures.go_on(), other.erasures.go_on(), return_exceptions=True)
        assert [one for one in results if one is not None] == []
    assert await rows_with(app.database, ADA, *WORDS) == []
