"""If the machine's clock is far from Discord's, the bot does nothing, says why, and continues once it is right."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from sqlalchemy import select
from structlog.testing import capture_logs
from yarl import URL

from bot import scheduler
from bot.core.clubs.club import ClubSettings
from bot.core.outbox.kinds import Kind
from bot.services.outbox.entries import new_entry
from bot.settings import load_settings
from bot.storage.outbox import rows as outbox_rows
from bot.storage.tables import outbox
from bot.wiring import build_bot
from tests.faults.scene import CHANNEL_ID, GUILD_ID
from tests.support.club_server import SUNDAY
from tests.support.databases import database_of
from tests.support.loopback import Loopback, Target, faults
from tests.support.loopback.gateway import knows_its_servers
from tests.support.patience import HANG_S
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.client import PaperClub
    from bot.core.clubs.club import Club

DUE = datetime(2026, 3, 1, 17, tzinfo=UTC)
HOUR, DAY, YEARS = timedelta(hours=1), timedelta(days=1), timedelta(days=3653)


@dataclass
class Machine:
    """`true` is Discord's time and what the machine's seconds count. The machine's clock is `ahead` of it."""

    loopback: Loopback = field(init=False)
    bot: PaperClub = field(init=False)
    true: datetime = DUE - DAY
    ahead: timedelta = timedelta(0)

    def clock(self) -> datetime:
        return self.true + self.ahead

    def seconds(self) -> float:
        return self.true.timestamp()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(HANG_S):
            while not condition():  # noqa: ASYNC110 - the small Discord sends no events to tests
                await asyncio.sleep(0.01)

    async def ticks(self) -> None:
        for _ in range(3):
            await self.bot.scheduler.tick()
            await self.bot.outbox_worker.rest()

    async def club(self) -> Club:
        settings = ClubSettings("Papers", CHANNEL_ID, is_forum=False, slot=SUNDAY)
        return await self.bot.services.clubs.create(GUILD_ID, settings, viewer(0, GUILD_ID))

    async def present(self, club: Club) -> Club:
        return await self.bot.services.clubs.by_id(viewer(0, GUILD_ID), club.id)

    def posts(self) -> list[Any]:
        return list(self.loopback.world.channels[CHANNEL_ID].messages.values())


@pytest.fixture
async def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    """Connected, with nothing that ticks by itself."""
    monkeypatch.setattr(scheduler, "TICK_S", 3600)
    machine = Machine()
    machine.loopback = loopback = Loopback(now=lambda: machine.true)
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(loopback.gateway.url))
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    machine.bot = build_bot(
        load_settings(_env_file=None, database_url=url, health_port=0),
        now=machine.clock,
        elapsed=machine.seconds,
        guild_ready_timeout=0.05,
    )
    loopback.world.add_channel(loopback.world.add_guild(guild_id=GUILD_ID), channel_id=CHANNEL_ID)
    starting = asyncio.create_task(machine.bot.start("a.b.c"))
    await machine.until(lambda: knows_its_servers(machine.bot))
    yield machine
    await machine.bot.close()
    await starting
    await loopback.close()
    assert loopback.violations == []


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (YEARS, "this machine's clock is 10 years ahead of Discord's"),
        (2 * DAY, "this machine's clock is 2 days ahead of Discord's"),
        (-2 * DAY, "this machine's clock is 2 days behind Discord's"),
    ],
)
async def test_nothing_is_planned_or_sent_until_the_clock_is_right(
    machine: Machine, ahead: timedelta, words: str
) -> None:
    club = await machine.club()
    assert club.next_due == DUE
    machine.ahead = ahead
    with capture_logs() as logged:
        await machine.ticks()
        machine.true = DUE + timedelta(seconds=1)
        await machine.ticks()
        assert (await machine.present(club)).next_due == DUE
        assert (machine.posts(), machine.bot.trouble()) == ([], words)
        machine.ahead = timedelta(0)
        await machine.ticks()
    assert machine.bot.trouble() == ""
    assert len(machine.posts()) == 1
    assert (await machine.present(club)).next_due == DUE + 7 * DAY
    told = [(entry["event"], entry.get("reason")) for entry in logged if "clock" in entry["event"]]
    assert told == [("the clock is wrong", words), ("the clock is right again", None)]
    assert machine.loopback.asked("GET", "/gateway") != []


async def test_due_messages_are_not_sent_by_a_wrong_clock(machine: Machine) -> None:
    club = await machine.club()
    entry = new_entry(club, Kind.DIGEST, f"{club.token}-due", CHANNEL_ID, None)

    async def put_in(connection: Any) -> None:
        await outbox_rows.add_entry(connection, entry, machine.true)

    await database_of(machine.bot).grouped(put_in)
    machine.ahead = HOUR
    machine.bot.outbox_worker.wake()
    await machine.bot.outbox_worker.rest()
    stored = await machine.bot.services.outbox.entry(entry.key)
    assert stored is not None
    assert (stored.state, stored.attempts) == ("pending", 0)


async def test_a_clock_that_becomes_wrong_while_a_post_is_sent_makes_no_second_one(machine: Machine) -> None:
    await machine.club()
    machine.true = DUE + timedelta(seconds=1)
    machine.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), faults.late(0.3))
    ticking = asyncio.create_task(machine.ticks())
    await machine.until(lambda: bool(machine.posts()))
    machine.ahead = YEARS
    await ticking
    machine.ahead = timedelta(0)
    await machine.ticks()
    assert len(machine.posts()) == 1
    (entry,) = await _posted_rows(machine)
    assert entry.state == "done"
    assert entry.done_at < machine.true + HOUR


async def test_members_actions_meanwhile_are_stored_with_discords_time(machine: Machine) -> None:
    machine.ahead = YEARS
    club = await machine.club()
    assert club.next_due == DUE
    week = await machine.bot.services.weeks.post_now(club)
    assert week.logs_due
    assert week.logs_due < machine.true + 7 * DAY


async def _posted_rows(machine: Machine) -> list[Any]:
    async with database_of(machine.bot).read_transaction() as connection:
        return list(await connection.execute(select(outbox).where(outbox.c.kind == "post")))
