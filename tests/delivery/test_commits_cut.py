"""Commits of which nobody knows whether they were made: every message is sent, none twice, nothing stands still."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import discord
import pytest

from bot.core.outbox import UNSETTLED, Entry, EntryState, Kind, Missing, Outcome, Sent, Threaded
from bot.core.weeks import Answer
from bot.delivery import courier as module
from bot.delivery.courier import Courier
from bot.delivery.letters import Letter
from bot.metrics import Metrics
from bot.services.log_writing import Saved
from bot.services.review_writing import ReviewSaved
from bot.storage.errors import DatabaseAwayError
from tests.support.cut_connection import CutConnection, When
from tests.support.logs import form_by, review_by
from tests.support.reading_clubs import FIRST_POST, House
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
    """Takes what the courier sends, by key. It knows no nonce: a second send is a second message."""

    def __init__(self) -> None:
        self.messages: dict[str, list[int]] = defaultdict(list)
        self.threads: dict[str, int] = defaultdict(int)
        self._ids = count(1000)

    async def send(self, entry: Entry, _letter: Letter) -> Outcome:
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


class Reading:
    """A club's week on a database whose connection breaks again and again."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.channel = Channel()
        self.faults: list[Exception] = []
        self.courier = Courier(house.outbox, cast("Sender", self.channel), Metrics(), self._note)
        self.courier.register(dict.fromkeys(Kind, self._write))

    def _note(self, fault: Exception, **_facts: Any) -> str:
        self.faults.append(fault)
        return "PC-1"

    async def _write(self, entry: Entry) -> Letter | None:
        if entry.kind is Kind.POST and entry.week_id and await self.house.weeks.to_send(entry.week_id) is None:
            return None
        return Letter(discord.ui.LayoutView())

    async def insist(self, act: Callable[[], Awaitable[Any]]) -> Any:
        """As a member, Discord or the next tick does: the same again where it went wrong."""
        for _ in range(PATIENCE):
            try:
                return await act()
            except DatabaseAwayError:
                continue
        raise AssertionError("it never worked")

    async def at(self, moment: Any) -> None:
        """Let the time come, and everything that follows until nothing is left to do."""
        self.house.now = max(self.house.now, moment)
        for _ in range(PATIENCE):
            advanced = await self.insist(self.house.ticks.advance)
            self.faults += advanced.faults
            self.courier.wake()
            await self.courier.rest()
            while self.courier._working:  # noqa: ASYNC110 - what is taken up again later has no bell
                await asyncio.sleep(0.005)
            entries = await self.insist(self.house.entries)
            waiting = [entry for entry in entries if entry.state in UNSETTLED or entry.not_before]
            if not waiting and not advanced.done and not advanced.faults:
                return
            due = [entry.not_before for entry in waiting]
            if due and all(due):
                self.house.now = max(self.house.now, min(due))
        raise AssertionError(f"not settled: {waiting}")


async def one_week(reading: Reading, cut: CutConnection, every: int) -> dict[str, Any]:
    """All that a week has: a post, presses, logs, reviews, a digest; what there is of it in the end."""
    house = reading.house
    club = await house.club("lora", "mamba", reviewers=1, review_days=1)
    cut.every = every
    await reading.at(FIRST_POST)
    (post,) = await reading.insist(house.entries)
    for member in (ADA, BO):
        pressed = house.now
        await reading.insist(partial(house.weeks.answer, viewer(member), post.key, Answer.IN, pressed))
        form = await reading.insist(partial(form_by, house, member))
        assert isinstance(await reading.insist(partial(house.logs.submit, form)), Saved)
    await reading.at(FIRST_POST + timedelta(days=5, minutes=1))
    turns = {member: await reading.insist(partial(house.reviews.owed_by, member, club)) for member in (ADA, BO)}
    for member, (turn,) in turns.items():
        form = review_by(member, turn.log)
        assert isinstance(await reading.insist(partial(house.reviews.submit, form)), ReviewSaved)
    await reading.at(FIRST_POST + timedelta(days=6, minutes=1))
    cut.every = 0
    week = (await house.week_rows())[0]
    view = await house.weeks.view(week.id)
    assert view
    return {
        "entries": sorted((entry.kind, entry.state, bool(entry.message_id)) for entry in await house.entries()),
        "answers": view.answers,
        "logs": [(log.author_id, log.version) for log in (await house.reviews.of_week(week.id)).logs],
        "reviews": sorted(review.reviewer_id for review in (await house.reviews.of_week(week.id)).written),
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
            *(Kind.ASSIGNMENTS, Kind.DIGEST, Kind.LOG, Kind.LOG, Kind.POST),
            # The post shows that logs are closed, and then that the week is over.
            *(Kind.POST_EDIT, Kind.POST_EDIT, Kind.REVIEW, Kind.REVIEW),
        )
    ],
}


@pytest.mark.parametrize("when", ["unheard", "unanswered"])
@pytest.mark.parametrize("every", [2, 3, 5, 7])
async def test_a_week_goes_by_whatever_becomes_of_its_commits(
    database_url: str, when: When, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY_PAUSE_S", 0.01)
    # The same in every run, so that what fails can be looked into, but each another: no two reviews share a token.
    tokens = count(0x00C1AB00)
    monkeypatch.setattr("secrets.token_hex", lambda size: f"{next(tokens):0{2 * size}x}")
    cut = CutConnection(when)
    async with cut.to(database_url) as url:
        house = House(url)
        await house.database.open()
        reading = Reading(house)
        assert await one_week(reading, cut, every) == EXPECTED
        await reading.courier.close()
        await house.database.close()
    assert cut.cuts >= 5
    assert all(isinstance(fault, DatabaseAwayError) for fault in reading.faults)
    assert [key for key, ids in reading.channel.messages.items() if len(ids) != 1] == []
    assert len(reading.channel.messages) == len(EXPECTED["entries"])
    assert sum(reading.channel.threads.values()) == 1


async def test_what_was_under_way_when_the_database_went_goes_on_when_it_is_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY_PAUSE_S", 0.01)
    cut = CutConnection()
    async with cut.to(database_url) as url:
        house = House(url)
        await house.database.open()
        reading = Reading(house)
        await house.club("lora")
        house.now = FIRST_POST
        await house.tick()
        send = reading.channel.send

        async def go_away(entry: Entry, letter: Letter) -> Outcome:
            cut.is_away = True
            return await send(entry, letter)

        monkeypatch.setattr(reading.channel, "send", go_away)
        reading.courier.wake()
        while len(reading.faults) < 3:
            await asyncio.sleep(0.01)
            reading.courier.wake()
        cut.is_away = False
        await reading.at(FIRST_POST)
        (post,) = await house.entries()
        await reading.courier.close()
        await house.database.close()
    assert (post.state, [len(ids) for ids in reading.channel.messages.values()]) == (EntryState.DONE, [1])
    assert all(isinstance(fault, DatabaseAwayError) for fault in reading.faults)
