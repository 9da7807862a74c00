"""Commits with unknown outcome: every message is sent once, and nothing gets stuck."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import discord
import pytest

from bot.core.errors import DatabaseAwayError
from bot.core.outbox.entry import UNSETTLED, Entry, EntryState, Missing, Outcome, Sent, Threaded
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from bot.delivery import outbox_worker as module
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.outgoing import OutgoingMessage
from bot.metrics import Metrics
from bot.services.paper_logs.forms import LogSaved
from bot.services.reviews.writing import ReviewSaved
from tests.support.cut_connection import CutConnection, When
from tests.support.logs import form_by, review_by
from tests.support.reading_clubs import FIRST_POST, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.delivery.sender import Sender

ADA, BO = 7, 8
PATIENCE = 200


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


class Channel:
    """Accepts what the outbox worker sends, by key. It ignores nonces, so a second send makes a second message."""

    def __init__(self) -> None:
        self.messages: dict[str, list[int]] = defaultdict(list)
        self.threads: dict[str, int] = defaultdict(int)
        self._ids = count(1000)

    async def send(self, entry: Entry, _outgoing: OutgoingMessage) -> Outcome:
        await asyncio.sleep(0)
        self.messages[entry.key].append(next(self._ids))
        return Sent(self.messages[entry.key][-1])

    async def find(self, entry: Entry) -> Outcome:
        return Sent(self.messages[entry.key][0]) if self.messages[entry.key] else Missing()

    async def open_thread(self, entry: Entry, _name: str) -> Outcome:
        self.threads[entry.key] = 1
        return Threaded()

    def is_waited_for(self, _entry: Entry) -> bool:
        return False

    async def sweep(self, entry: Entry) -> Outcome:
        assert entry.message_id == self.messages[entry.key][0]
        return Missing()


class RetryingApp:
    """A club's week on a database whose connection breaks again and again."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.channel = Channel()
        self.faults: list[Exception] = []
        self.outbox_worker = OutboxWorker(app.outbox, cast("Sender", self.channel), Metrics(), self._note)
        self.outbox_worker.register(dict.fromkeys(Kind, self._write))

    def _note(self, fault: Exception, **_facts: Any) -> str:
        self.faults.append(fault)
        return "PC-1"

    async def _write(self, entry: Entry) -> OutgoingMessage | None:
        if entry.kind is Kind.POST and entry.week_id and await self.app.weeks.to_send(entry.week_id) is None:
            return None
        return OutgoingMessage(discord.ui.LayoutView())

    async def insist(self, act: Callable[[], Awaitable[Any]]) -> Any:
        """Repeat an action that failed, like a member, Discord or the next tick does."""
        for _ in range(PATIENCE):
            try:
                return await act()
            except DatabaseAwayError:
                continue
        raise AssertionError("it never worked")

    async def at(self, moment: Any) -> None:
        """Move the time, and do everything that follows until nothing is left."""
        self.app.now = max(self.app.now, moment)
        for _ in range(PATIENCE):
            advanced = await self.insist(self.app.ticks.advance)
            self.faults += advanced.faults
            self.outbox_worker.wake()
            await self.outbox_worker.rest()
            while self.outbox_worker._working:  # noqa: ASYNC110 - there is no event for retries
                await asyncio.sleep(0.005)
            entries = await self.insist(partial(self.app.entries, with_guides=True))
            waiting = [entry for entry in entries if entry.state in UNSETTLED or entry.not_before]
            if not waiting and not advanced.done and not advanced.faults:
                return
            due = [entry.not_before for entry in waiting]
            if due and all(due):
                self.app.now = max(self.app.now, min(due))
        raise AssertionError(f"not settled: {waiting}")


async def one_week(persistent: RetryingApp, cut: CutConnection, every: int) -> dict[str, Any]:
    """Everything a week has: a post, presses, logs, reviews, a digest. Returns what exists in the end."""
    app = persistent.app
    club = await app.club("lora", "mamba", reviewers=1, review_days=1)
    cut.every = every
    await persistent.at(FIRST_POST)
    (post,) = await persistent.insist(app.entries)
    for member in (ADA, BO):
        pressed = app.now
        await persistent.insist(partial(app.weeks.answer, viewer(member), post.key, Answer.IN, pressed))
        form = await persistent.insist(partial(form_by, app, member))
        assert isinstance(await persistent.insist(partial(app.logs.submit, form)), LogSaved)
    await persistent.at(FIRST_POST + timedelta(days=5, minutes=1))
    assignments = {member: await persistent.insist(partial(app.owed_by, member, club)) for member in (ADA, BO)}
    for member, (task,) in assignments.items():
        form = review_by(member, task.log)
        assert isinstance(await persistent.insist(partial(app.reviews.submit, form)), ReviewSaved)
    await persistent.at(FIRST_POST + timedelta(days=6, minutes=1))
    cut.every = 0
    week = (await app.week_rows())[0]
    view, entries = await app.weeks.view(week.id), await app.entries(with_guides=True)
    assert view
    return {
        "entries": sorted((entry.kind, entry.state, bool(entry.message_id)) for entry in entries),
        "answers": view.answers,
        "logs": [(log.author_id, log.version) for log in (await app.reviews.of_week(week.id)).logs],
        "reviews": sorted(review.reviewer_id for review in (await app.reviews.of_week(week.id)).written),
        "week": (week.number, week.paper_key),
    }


EXPECTED = {
    "answers": {ADA: Answer.IN, BO: Answer.IN},
    "logs": [(ADA, 1), (BO, 1)],
    "reviews": [ADA, BO],
    "week": (1, "lora"),
    "entries": [
        (kind, EntryState.DONE, True)
        for kind in (
            *(Kind.ASSIGNMENTS, Kind.DIGEST, Kind.GUIDE, Kind.LOG, Kind.LOG),
            # Each log gets its button when reviews begin.
            *(Kind.LOG_EDIT, Kind.LOG_EDIT, Kind.POST),
            # The post shows that logs are closed, and then that the week is over.
            *(Kind.POST_EDIT, Kind.POST_EDIT, Kind.REVIEW, Kind.REVIEW),
        )
    ],
}


@pytest.mark.parametrize("when", ["unheard", "unanswered"])
@pytest.mark.parametrize("every", [2, 3, 5, 7])
async def test_a_week_completes_whatever_happens_to_its_commits(
    database_url: str, when: When, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY_PAUSE_S", 0.01)
    # The same in every run, so failures can be reproduced, but unique, so no two reviews share a token.
    tokens = count(0x00C1AB00)
    monkeypatch.setattr("secrets.token_hex", lambda size: f"{next(tokens):0{2 * size}x}")
    cut = CutConnection(when)
    async with cut.to(database_url) as url:
        app = App(url)
        await app.database.open()
        persistent = RetryingApp(app)
        assert await one_week(persistent, cut, every) == EXPECTED
        await persistent.outbox_worker.close()
        await app.database.close()
    assert cut.cuts >= 5
    assert all(isinstance(fault, DatabaseAwayError) for fault in persistent.faults)
    assert [key for key, ids in persistent.channel.messages.items() if len(ids) != 1] == []
    assert len(persistent.channel.messages) == len(EXPECTED["entries"])
    assert sum(persistent.channel.threads.values()) == 1


async def test_work_interrupted_by_a_database_outage_continues_afterwards(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY_PAUSE_S", 0.01)
    cut = CutConnection()
    async with cut.to(database_url) as url:
        app = App(url)
        await app.database.open()
        persistent = RetryingApp(app)
        await app.club("lora")
        app.now = FIRST_POST
        await app.tick()
        send = persistent.channel.send

        async def go_away(entry: Entry, outgoing: OutgoingMessage) -> Outcome:
            cut.is_away = entry.kind is Kind.POST
            return await send(entry, outgoing)

        monkeypatch.setattr(persistent.channel, "send", go_away)
        persistent.outbox_worker.wake()
        while len(persistent.faults) < 3:
            await asyncio.sleep(0.01)
            persistent.outbox_worker.wake()
        cut.is_away = False
        await persistent.at(FIRST_POST)
        (post,) = await app.entries()
        await persistent.outbox_worker.close()
        await app.database.close()
    assert (post.state, [len(ids) for ids in persistent.channel.messages.values()]) == (EntryState.DONE, [1, 1])
    assert all(isinstance(fault, DatabaseAwayError) for fault in persistent.faults)
