"""Which message is sent next, and that no call to wake the outbox worker is missed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import discord
import pytest

from bot.core.outbox.entry import (
    FIRST_SWEEP,
    LONGEST_WAIT,
    Entry,
    EntryState,
    Limited,
    Outcome,
    Sent,
    Threaded,
    Unclear,
)
from bot.core.outbox.kinds import SHOW_ALL_CHANGES, Kind
from bot.core.outbox.sweeps import SECOND_SWEEP
from bot.delivery.outbox_worker import AHEAD, OutboxWorker
from bot.delivery.outgoing import OutgoingMessage
from bot.metrics import Metrics
from bot.services.outbox.entries import new_entry
from bot.services.outbox.service import OutboxService
from bot.storage.database import Database
from bot.storage.outbox import rows as outbox_rows
from tests.support.patience import HANG_S
from tests.support.reading_clubs import START, App
from tests.support.troubles import NO_ANSWER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.core.clubs.club import Club
    from bot.delivery.sender import Sender

BUSY, QUIET = 10, 20


@dataclass
class Discord:
    """Accepts everything, and calls `before` with each message."""

    before: Callable[[Entry], Awaitable[None]] | None = None
    channels: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    sweeps: int = 0
    _ids: Any = field(default_factory=lambda: count(1000))

    def is_waited_for(self, _entry: Entry) -> bool:
        return False

    async def sweep(self, _entry: Entry) -> Outcome:
        self.sweeps += 1
        raise ZeroDivisionError

    async def send(self, entry: Entry, outgoing: OutgoingMessage) -> Outcome:
        if self.before:
            await self.before(entry)
        self.texts += [
            item.content for item in outgoing.view.walk_children() if isinstance(item, discord.ui.TextDisplay)
        ]
        self.channels.append(entry.channel_id)
        return Sent(next(self._ids))

    async def open_thread(self, _entry: Entry, name: str) -> Outcome:
        self.threads.append(name)
        return Threaded()


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    app = App(database_url)
    await app.database.open()
    yield app
    await app.database.close()


def outbox_worker_of(outbox: OutboxService, takes: Discord, metrics: Metrics | None = None) -> OutboxWorker:
    def report(fault: Exception, **_facts: Any) -> str:
        takes.faults.append(fault)
        return "PC-1"

    async def write(_entry: Entry) -> OutgoingMessage:
        return OutgoingMessage(discord.ui.LayoutView())

    outbox_worker = OutboxWorker(outbox, cast("Sender", takes), metrics or Metrics(), report)
    outbox_worker.register(dict.fromkeys(Kind, write))
    return outbox_worker


async def put_in(app: App, club: Club, count: int) -> None:
    """Add this many messages for the club's channel."""
    async with app.database.write_transaction() as connection:
        for number in range(count):
            entry = new_entry(club, Kind.REMINDER, f"{club.token}-{number}", club.settings.channel_id, None)
            await outbox_rows.add_entry(connection, replace(entry, details={"part": number}), app.now)


async def test_a_channel_with_hundreds_of_messages_delays_no_other(app: App) -> None:
    """For example when a thread opens that many logs were waiting for: Discord accepts about one per second."""
    talkative = await app.club(name="Talkative", channel_id=BUSY)
    other = await app.club(name="Other", channel_id=QUIET, server_id=2)
    await put_in(app, talkative, AHEAD + 10)
    takes = Discord()
    outbox_worker = outbox_worker_of(app.outbox, takes)

    async def meanwhile(_entry: Entry) -> None:
        if len(takes.channels) == 2:
            await put_in(app, other, 1)
            outbox_worker.wake()

    takes.before = meanwhile
    outbox_worker.wake()
    await outbox_worker.rest()
    assert takes.channels.index(QUIET) < 6
    assert (takes.channels.count(BUSY), takes.channels.count(QUIET), takes.faults) == (AHEAD + 10, 1, [])


async def test_messages_behind_a_full_page_of_one_channel_are_found(app: App) -> None:
    talkative = await app.club(name="Talkative", channel_id=BUSY)
    other = await app.club(name="Other", channel_id=QUIET, server_id=2)
    await put_in(app, talkative, AHEAD + 10)
    await put_in(app, other, 1)
    takes = Discord()
    outbox_worker = outbox_worker_of(app.outbox, takes)
    outbox_worker.wake()
    await outbox_worker.rest()
    assert takes.channels.index(QUIET) < 3
    assert len(takes.channels) == AHEAD + 11


async def test_an_error_in_a_search_for_copies_does_not_loop(app: App) -> None:
    club = await app.club(channel_id=BUSY)
    await put_in(app, club, 1)
    (entry,) = await app.outbox.due(1)
    marked = await app.outbox.mark_sending(entry)
    assert marked
    unclear = await app.outbox.record(marked, Unclear(NO_ANSWER))
    assert unclear
    await app.outbox.record(unclear, Sent(1000))
    takes = Discord()
    outbox_worker = outbox_worker_of(app.outbox, takes)
    for due in (FIRST_SWEEP, SECOND_SWEEP):
        app.now += due
        outbox_worker.wake()
        async with asyncio.timeout(HANG_S):
            await outbox_worker.rest()
    assert takes.sweeps == 2
    (swept,) = await app.entries()
    assert (swept.state, swept.not_before) == (EntryState.DONE, None)


class DueAtTheLastMoment(OutboxService):
    """On the first query nothing is due. Shortly after its answer something is, and the worker is woken."""

    rounds = 0
    looks = 0
    ring: Callable[[], None]

    async def due(self, *_limit: int, **_free: Any) -> list[Entry]:
        self.looks += 1
        if self.looks == 1:
            self._let_go_by(self.rounds)
        return []

    def _let_go_by(self, rounds: int) -> None:
        loop = asyncio.get_running_loop()
        if rounds:
            loop.call_soon(self._let_go_by, rounds - 1)
        else:
            loop.call_soon(self.ring)


@pytest.mark.parametrize("rounds", range(6))
async def test_a_wake_up_call_while_a_query_ends_is_not_missed(rounds: int) -> None:
    database = Database("sqlite+aiosqlite:///never-opened.db")
    outbox = DueAtTheLastMoment(database, lambda: START, {})
    outbox.rounds = rounds
    outbox_worker = outbox_worker_of(outbox, Discord())
    outbox.ring = outbox_worker.wake
    outbox_worker.wake()
    for _ in range(20):
        await asyncio.sleep(0)
    assert outbox.looks == 2


@pytest.mark.parametrize("kind", sorted(SHOW_ALL_CHANGES))
async def test_a_change_while_an_edit_is_composed_is_shown(app: App, kind: Kind) -> None:
    """The change finds the edit waiting, and adds no other."""
    club = await app.club(channel_id=BUSY)
    async with app.database.write_transaction() as connection:
        await outbox_rows.add_entry(connection, new_entry(club, kind, "an-edit", BUSY, None), app.now)
    news, composed = ["old"], []

    async def write(_entry: Entry) -> OutgoingMessage:
        composed.append(news[-1])
        message = OutgoingMessage(discord.ui.LayoutView().add_item(discord.ui.TextDisplay(news[-1])))
        news.append("new")
        return message

    takes = Discord()
    outbox_worker = outbox_worker_of(app.outbox, takes)
    outbox_worker.register({kind: write})
    outbox_worker.wake()
    await outbox_worker.rest()
    assert (composed, takes.texts, takes.faults) == (["old", "new"], ["new"], [])


async def test_who_still_holds_the_last_answer_can_wait_for_the_next(app: App) -> None:
    club = await app.club(channel_id=BUSY)
    await put_in(app, club, 1)
    outbox_worker = outbox_worker_of(app.outbox, Discord())
    key = f"{club.token}-0"
    first = outbox_worker.tried(key)
    assert outbox_worker.tried(key) is first
    outbox_worker.wake()
    await outbox_worker.rest()
    assert first.done()
    assert not outbox_worker.tried(key).done()


async def test_an_adopted_post_without_a_thread_gets_the_name_that_it_would_have_now(app: App) -> None:
    """A backup was restored, and the post was found again: this database never had its thread's name."""
    club = await app.club(channel_id=BUSY)
    async with app.database.write_transaction() as connection:
        await outbox_rows.add_entry(connection, new_entry(club, Kind.POST, "a-post", BUSY, None), app.now)
    (entry,) = await app.outbox.due(1)
    marked = await app.outbox.mark_sending(entry)
    assert marked
    posted = await app.outbox.record(marked, Sent(1000))
    assert posted
    assert posted.state is EntryState.POSTED
    takes = Discord()
    outbox_worker = outbox_worker_of(app.outbox, takes)

    async def write(_entry: Entry) -> OutgoingMessage:
        return OutgoingMessage(discord.ui.LayoutView(), thread_name="Week 1")

    outbox_worker.register({Kind.POST: write})
    outbox_worker.wake()
    await outbox_worker.rest()
    assert (takes.threads, takes.channels, takes.faults) == (["Week 1"], [], [])


async def test_only_a_second_request_counts_as_a_retry(app: App) -> None:
    club = await app.club(channel_id=BUSY)
    await put_in(app, club, 1)
    metrics = Metrics()
    answers: list[Outcome] = [Limited(1), Sent(1000)]

    async def send(_entry: Entry, _outgoing: OutgoingMessage) -> Outcome:
        return answers.pop(0)

    takes = Discord()
    takes.send = send  # type: ignore[method-assign,assignment]
    outbox_worker = outbox_worker_of(app.outbox, takes, metrics)
    counted = []
    for _ in range(2):
        outbox_worker.wake()
        await outbox_worker.rest()
        counted.append(metrics.registry.get_sample_value("paperclub_retries_total"))
        app.now += LONGEST_WAIT
    assert (counted, answers) == ([0, 1], [])
