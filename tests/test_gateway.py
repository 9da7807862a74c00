"""The connection to Discord breaks, is resumed or is refused: the real bot with the small Discord."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route
from structlog.testing import capture_logs
from yarl import URL

from bot import client, scheduler, sessions
from bot.core.clubs.club import ClubSettings
from bot.settings import load_settings
from bot.wiring import build_bot
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID
from tests.support.club_server import SUNDAY
from tests.support.loopback import Loopback, Target, faults
from tests.support.loopback.gateway import knows_its_servers
from tests.support.patience import HANG_S
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from bot.client import PaperClub

GATEWAY = ("GET", "/gateway/bot")
# How often discord.py tries, and how many seconds it then waits.
MANY, AGAIN_S = 1200, 5.0
HEARTBEAT_MS, HEARTBEAT_TIMEOUT_S = 100, 1.0


@dataclass
class BotOnLoopback:
    """A bot and its small Discord, on one clock that a test sets."""

    loopback: Loopback
    bot: PaperClub
    now: datetime
    turns: int = 0

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(HANG_S):
            while not condition():  # noqa: ASYNC110 - the small Discord sends no events to tests
                await asyncio.sleep(0.01)

    def posts(self) -> list[Any]:
        return list(self.loopback.world.channels[CHANNEL_ID].messages.values())

    async def club(self) -> None:
        """A club whose post is due at the next tick."""
        self.now = DUE - timedelta(days=1)
        club = await self.bot.services.clubs.create(
            GUILD_ID, ClubSettings("Papers", CHANNEL_ID, is_forum=False, slot=SUNDAY), viewer(0, GUILD_ID)
        )
        assert club.next_due
        self.now = club.next_due

    async def delivered(self, count: int) -> None:
        """Wait until this many posts are there, and for some more ticks."""
        await self.until(lambda: len(self.posts()) >= count)
        for _ in range(3):
            await self.bot.scheduler.tick()
            await self.bot.outbox_worker.rest()
        assert len(self.posts()) == count


@pytest.fixture
async def on_loopback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotOnLoopback]:
    """Not connected yet."""
    monkeypatch.setattr(scheduler, "TICK_S", 0.05)
    monkeypatch.setattr(sessions, "FRESH_S", 0.05)
    all_started: list[BotOnLoopback] = []

    def now() -> datetime:
        return all_started[0].now

    def elapsed() -> float:
        return now().timestamp()

    loopback = Loopback(now=now)
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(loopback.gateway.url))
    loopback.gateway.heartbeat_ms = HEARTBEAT_MS
    settings = load_settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", health_port=0)
    bot = build_bot(
        settings,
        now=now,
        elapsed=elapsed,
        guild_ready_timeout=0.05,
        heartbeat_timeout=HEARTBEAT_TIMEOUT_S,
    )
    on_loopback = BotOnLoopback(loopback, bot, DUE)
    all_started.append(on_loopback)
    loopback.world.add_channel(loopback.world.add_guild(guild_id=GUILD_ID), channel_id=CHANNEL_ID)

    async def take_turn(_shard_id: int, at_once: int) -> float:
        on_loopback.turns += at_once
        return 0

    # Without us, discord.py waits five seconds between sessions.
    bot.identify_turn = take_turn
    yield on_loopback
    await bot.close()
    await on_loopback.until(lambda: hearts() == 0)
    await loopback.close()
    assert loopback.violations == []


@pytest.fixture
async def connecting(on_loopback: BotOnLoopback) -> AsyncIterator[BotOnLoopback]:
    starting = asyncio.create_task(on_loopback.bot.start("a.b.c"))
    yield on_loopback
    await on_loopback.bot.close()
    await starting


@pytest.fixture
async def connected(connecting: BotOnLoopback) -> BotOnLoopback:
    await connecting.until(lambda: knows_its_servers(connecting.bot))
    return connecting


async def test_without_heartbeat_answers_it_reconnects_and_resumes(connected: BotOnLoopback) -> None:
    gateway = connected.loopback.gateway
    gateway.answers_heartbeats = False
    await connected.until(lambda: gateway.resumed > 0)
    gateway.answers_heartbeats = True
    await connected.club()
    await connected.delivered(1)
    assert gateway.identified == 1


async def test_an_invalid_session_is_replaced_and_nothing_runs_twice(
    connected: BotOnLoopback,
) -> None:
    gateway, bot = connected.loopback.gateway, connected.bot
    first = bot.scheduler.apscheduler
    await connected.club()
    connected.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), faults.late(0.3))
    await connected.until(lambda: bool(connected.posts()))
    with capture_logs() as logged:
        for times in (2, 3):
            await gateway.invalidate()
            await connected.until(lambda times=times: gateway.identified == times)  # type: ignore[misc]
            await connected.until(lambda times=times: told(logged, "ready") == times - 1)  # type: ignore[misc]
            await connected.until(lambda: knows_its_servers(bot))
    await connected.delivered(1)
    connected.now += timedelta(days=7)
    await connected.delivered(2)
    assert bot.scheduler.apscheduler is first
    assert first is not None
    assert len(first.get_jobs()) == 2


def hearts() -> int:
    """The threads that keep connections alive."""
    return sum(isinstance(thread, KeepAliveHandler) for thread in threading.enumerate())


def told(logged: list[Any], event: str) -> int:
    return sum(line["event"] == event for line in logged)


async def test_it_requests_no_session_while_none_is_left(on_loopback: BotOnLoopback) -> None:
    gateway = on_loopback.loopback.gateway
    gateway.starts |= {"remaining": 0, "reset_after": 100}
    with capture_logs() as logged:
        starting = asyncio.create_task(on_loopback.bot.start("a.b.c"))
        await on_loopback.until(lambda: len(on_loopback.loopback.asked(*GATEWAY)) >= 3)
        assert gateway.identified == 0
        assert on_loopback.bot.trouble() == "not connected to Discord"
        gateway.starts["remaining"] = 1
        await on_loopback.until(on_loopback.bot.is_ready)
    assert told(logged, "waiting: too few sessions are left today") >= 2
    assert gateway.identified == 1
    await on_loopback.bot.close()
    await starting


async def test_a_session_lost_when_none_is_left_is_not_requested_again(
    connected: BotOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = connected.loopback.gateway
    monkeypatch.setattr("discord.shard.ExponentialBackoff.delay", lambda _backoff: 0.05)
    gateway.starts |= {"remaining": 0, "reset_after": 10}
    asked = len(connected.loopback.asked(*GATEWAY))
    await gateway.invalidate()
    await connected.until(lambda: len(connected.loopback.asked(*GATEWAY)) >= asked + 3)
    assert gateway.identified == 1
    gateway.starts["remaining"] = 1
    await connected.until(lambda: gateway.identified == 2)
    # If a connection gets no session, discord.py closes it after hearing nothing for long enough.
    await connected.until(lambda: hearts() == 1)


async def test_a_process_waits_for_as_many_sessions_as_it_has_shards(on_loopback: BotOnLoopback) -> None:
    gateway, bot = on_loopback.loopback.gateway, on_loopback.bot
    bot.shard_count, bot.shard_ids = 4, [1, 2]
    gateway.starts |= {"remaining": 1, "reset_after": 50, "max_concurrency": 16}
    starting = asyncio.create_task(bot.start("a.b.c"))
    await on_loopback.until(lambda: len(on_loopback.loopback.asked(*GATEWAY)) >= 2)
    assert gateway.identified == 0
    gateway.starts["remaining"] = 2
    await on_loopback.until(lambda: gateway.identified == 2)
    # Each turn was taken with as many as Discord allows at once.
    assert on_loopback.turns == 32
    await bot.close()
    await starting


@pytest.mark.parametrize("fault", [faults.lost(), faults.refused(403, 0), faults.failed(503, applies=False)], ids=str)
async def test_it_connects_even_if_discord_does_not_say_how_many_sessions_are_left(
    on_loopback: BotOnLoopback, fault: faults.Fault
) -> None:
    on_loopback.bot.shard_count = 1
    on_loopback.loopback.faults.plan(Target(*GATEWAY, times=1000), fault)
    with capture_logs() as logged:
        starting = asyncio.create_task(on_loopback.bot.start("a.b.c"))
        await on_loopback.until(on_loopback.bot.is_ready)
    assert told(logged, "Discord did not say how many sessions are left") > 0
    assert (on_loopback.loopback.gateway.identified, on_loopback.turns) == (1, 1)
    await on_loopback.bot.close()
    await starting
    on_loopback.loopback.faults.clear()


async def test_it_connects_even_if_that_answer_never_comes(
    on_loopback: BotOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "ANSWER_S", 0.05)
    on_loopback.bot.shard_count = 1
    on_loopback.loopback.faults.plan(Target(*GATEWAY, times=1000), faults.late(HANG_S))
    starting = asyncio.create_task(on_loopback.bot.start("a.b.c"))
    await on_loopback.until(on_loopback.bot.is_ready)
    await on_loopback.bot.close()
    await starting


async def test_a_shard_is_retried_however_often_it_failed(
    on_loopback: BotOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """discord.py calls itself recursively for each attempt, which would reach Python's limit after about an hour."""
    connected, sleep, tries = DiscordWebSocket.from_client.__func__, asyncio.sleep, 0  # type: ignore[attr-defined]

    async def from_client(client: PaperClub, **facts: Any) -> Any:
        nonlocal tries
        tries += 1
        if tries <= MANY:
            raise ConnectionRefusedError
        return await connected(DiscordWebSocket, client, **facts)

    monkeypatch.setattr(DiscordWebSocket, "from_client", from_client)
    monkeypatch.setattr("discord.shard.asyncio.sleep", lambda seconds: sleep(0 if seconds == AGAIN_S else seconds))
    monkeypatch.setattr("discord.shard._log.disabled", True)
    starting = asyncio.create_task(on_loopback.bot.start("a.b.c"))
    await on_loopback.until(lambda: starting.done() or on_loopback.bot.is_ready())
    assert (tries, on_loopback.loopback.gateway.identified) == (MANY + 1, 1)
    await on_loopback.bot.close()
    await starting


async def test_without_a_count_it_waits_for_as_many_sessions_as_discord_recommends_shards(
    on_loopback: BotOnLoopback,
) -> None:
    gateway = on_loopback.loopback.gateway
    gateway.advised = 3
    gateway.starts |= {"remaining": 2, "reset_after": 50}
    starting = asyncio.create_task(on_loopback.bot.start("a.b.c"))
    await on_loopback.until(lambda: len(on_loopback.loopback.asked(*GATEWAY)) >= 3)
    assert gateway.identified == 0
    gateway.starts["remaining"] = 3
    await on_loopback.until(lambda: gateway.identified == 3)
    await on_loopback.bot.close()
    await starting


async def test_an_unanswered_close_does_not_keep_messages_from_being_finished(
    connected: BotOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For example if the connection to the gateway is dead: the service manager kills the process after ten seconds."""
    monkeypatch.setattr(client, "FAREWELL_S", 0.05)

    async def wait_in_vain(_shard: Any) -> None:
        await asyncio.Event().wait()

    with monkeypatch.context() as dead:
        dead.setattr("discord.ShardInfo.disconnect", wait_in_vain)
        ended, _ = await asyncio.wait([asyncio.create_task(connected.bot.drain())], timeout=HANG_S)
    assert ended
