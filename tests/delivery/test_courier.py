"""Whose message leaves next, and that nobody who woke the courier is forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import discord
import pytest

from bot.core.outbox import FIRST_SWEEP, Entry, EntryState, Kind, Outcome, Sent, Unclear
from bot.core.sweeps import SECOND_SWEEP
from bot.delivery.courier import AHEAD, Courier
from bot.delivery.letters import Letter
from bot.metrics import Metrics
from bot.services.entries import new_entry
from bot.services.outbox import OutboxService
from bot.services.papers_read import PapersRead
from bot.storage import outbox as outbox_rows
from bot.storage.database import Database
from tests.support.reading_clubs import START, House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.core.clubs import Club
    from bot.delivery.sender import Sender

BUSY, QUIET = 10, 20


@dataclass
class Discord:
    """Takes everything, and tells `before` of what comes."""

    before: Callable[[Entry], Awaitable[None]] | None = None
    channels: list[int] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    sweeps: int = 0
    _ids: Any = field(default_factory=lambda: count(1000))

    def is_waited_for(self, _entry: Entry) -> bool:
        return False

    async def sweep(self, _entry: Entry) -> Outcome:
        self.sweeps += 1
        raise ZeroDivisionError

    async def send(self, entry: Entry, _letter: Letter) -> Outcome:
        if self.before:
            await self.before(entry)
        self.channels.append(entry.channel_id)
        return Sent(next(self._ids))


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    house = House(database_url)
    await house.database.open()
    yield house
    await house.database.close()


def courier_of(outbox: OutboxService, takes: Discord) -> Courier:
    def report(fault: Exception, **_facts: Any) -> str:
        takes.faults.append(fault)
        return "PC-1"

    async def write(_entry: Entry) -> Letter:
        return Letter(discord.ui.LayoutView())

    courier = Courier(outbox, cast("Sender", takes), Metrics(), report)
    courier.register(dict.fromkeys(Kind, write))
    return courier


async def put_in(house: House, club: Club, count: int) -> None:
    """So many messages for the club's channel."""
    async with house.database.writing() as connection:
        for number in range(count):
            entry = new_entry(club, Kind.REMINDER, f"{club.token}-{number}", club.settings.channel_id, None)
            await outbox_rows.add_entry(connection, replace(entry, details={"part": number}), house.now)


async def test_a_channel_with_hundreds_of_messages_holds_nobody_up(house: House) -> None:
    """As where a thread opens for which many logs have waited: Discord takes about one of them a second."""
    talkative = await house.club(name="Talkative", channel_id=BUSY)
    other = await house.club(name="Other", channel_id=QUIET, server_id=2)
    await put_in(house, talkative, AHEAD + 10)
    takes = Discord()
    courier = courier_of(house.outbox, takes)

    async def meanwhile(_entry: Entry) -> None:
        if len(takes.channels) == 2:
            await put_in(house, other, 1)
            courier.wake()

    takes.before = meanwhile
    courier.wake()
    await courier.rest()
    assert takes.channels.index(QUIET) < 6
    assert (takes.channels.count(BUSY), takes.channels.count(QUIET), takes.faults) == (AHEAD + 10, 1, [])


async def test_what_waits_behind_a_full_page_of_one_channel_is_found(house: House) -> None:
    talkative = await house.club(name="Talkative", channel_id=BUSY)
    other = await house.club(name="Other", channel_id=QUIET, server_id=2)
    await put_in(house, talkative, AHEAD + 10)
    await put_in(house, other, 1)
    takes = Discord()
    courier = courier_of(house.outbox, takes)
    courier.wake()
    await courier.rest()
    assert takes.channels.index(QUIET) < 3
    assert len(takes.channels) == AHEAD + 11


async def test_a_fault_in_a_look_for_copies_does_not_spin(house: House) -> None:
    club = await house.club(channel_id=BUSY)
    await put_in(house, club, 1)
    (entry,) = await house.outbox.due(1)
    marked = await house.outbox.mark_sending(entry)
    assert marked
    unclear = await house.outbox.record(marked, Unclear("504"))
    assert unclear
    await house.outbox.record(unclear, Sent(1000))
    takes = Discord()
    courier = courier_of(house.outbox, takes)
    for due in (FIRST_SWEEP, SECOND_SWEEP):
        house.now += due
        courier.wake()
        async with asyncio.timeout(10):
            await courier.rest()
    assert takes.sweeps == 2
    (swept,) = await house.entries()
    assert (swept.state, swept.not_before) == (EntryState.DONE, None)


class LastMoment(OutboxService):
    """At the first look nothing is due; so many turns of the loop after its answer something is, and the bell rings."""

    turns = 0
    looks = 0
    ring: Callable[[], None]

    async def due(self, *_limit: int, **_free: Any) -> list[Entry]:
        self.looks += 1
        if self.looks == 1:
            self._let_go_by(self.turns)
        return []

    def _let_go_by(self, turns: int) -> None:
        loop = asyncio.get_running_loop()
        if turns:
            loop.call_soon(self._let_go_by, turns - 1)
        else:
            loop.call_soon(self.ring)


@pytest.mark.parametrize("turns", range(6))
async def test_whoever_rings_while_a_look_ends_is_heard(turns: int) -> None:
    database = Database("sqlite+aiosqlite:///never-opened.db")
    outbox = LastMoment(database, lambda: START, PapersRead(database))
    outbox.turns = turns
    courier = courier_of(outbox, Discord())
    outbox.ring = courier.wake
    courier.wake()
    for _ in range(20):
        await asyncio.sleep(0)
    assert outbox.looks == 2
