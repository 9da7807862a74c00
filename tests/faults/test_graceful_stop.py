"""SIGTERM while a dozen posts are being sent: requests in progress finish, and the rest is sent after
the next start.
"""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings
from bot.services.clubs.service import ClubService
from bot.services.papers.catalogs import Catalogs
from bot.storage.database import Database
from tests.faults.bot_process import BotStart
from tests.faults.clock import SharedClock
from tests.faults.scene import DUE, GUILD_ID, START
from tests.faults.stores import read_file
from tests.support.loopback import Loopback, faults
from tests.support.loopback.world import ChannelKind
from tests.support.patience import HANG_S
from tests.support.shipped import shipped_catalog
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots

CLUBS = 12
ANSWERED_AFTER_S = 0.4
STOPS_WITHIN_S = 45
# By the bot's clock: on a busy machine, answers that the bot waits for must not seem late.
SLOWED = 0.25
# The first tick must not be the one with chores: the bot finishes those first, and would have sent everything.
TICK_S = 0.1


async def clubs_with_posts_due(loopback: Loopback, file: Path) -> None:
    guild = loopback.world.add_guild(guild_id=GUILD_ID)
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.open()
    clubs = ClubService(database, Catalogs(shipped_catalog()), lambda: DUE - timedelta(days=1))
    slot = WeeklySlot(DUE.weekday(), time(DUE.hour, DUE.minute), "UTC")
    for number in range(CLUBS):
        channel = loopback.world.add_channel(guild, ChannelKind.TEXT)
        settings = ClubSettings(f"Club {number}", channel.id, is_forum=False, slot=slot)
        await clubs.create(GUILD_ID, settings, viewer(0, GUILD_ID))
    await database.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(HANG_S):
        while not condition():  # noqa: ASYNC110 - another process, so no event
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("sent", [1, CLUBS // 2, CLUBS])
async def test_nothing_is_lost_doubled_or_left_unclear(bots: Bots, tmp_path: Path, sent: int) -> None:
    clock = SharedClock.create(tmp_path / "clock", START, speed=SLOWED)
    loopback = Loopback(now=clock.now)
    await clubs_with_posts_due(loopback, tmp_path / "bot.db")
    for route in (faults.CREATE_MESSAGE, faults.OPEN_THREAD):
        loopback.faults.plan(faults.Target(*route, times=CLUBS), faults.late(ANSWERED_AFTER_S))
    await loopback.start()
    database = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    file, log = (str(tmp_path / name) for name in ("clock", "log"))
    first = await bots.start(BotStart("first", loopback.url, database, file, log, tick_s=TICK_S))
    await until(lambda: len(loopback.asked(*faults.CREATE_MESSAGE)) >= sent)
    first.signal(signal.SIGTERM)
    assert await first.ended == 0
    rows = read_file(tmp_path / "bot.db").outbox
    # At least one of them was still waiting for its answer, and the bot waited for it.
    assert sum(bool(row["message_id"]) for row in rows) == len(loopback.asked(*faults.CREATE_MESSAGE)) >= sent
    assert {row["state"] for row in rows} <= {"pending", "posted", "done"}
    assert not any(row["is_doubtful"] for row in rows)
    assert "stopping" in (tmp_path / "log").read_text(encoding="utf-8")
    second = await bots.start(BotStart("second", loopback.url, database, file, log, tick_s=TICK_S))
    await until(
        lambda: read_file(tmp_path / "bot.db").is_settled and len(read_file(tmp_path / "bot.db").outbox) == 2 * CLUBS
    )
    second.signal(signal.SIGTERM)
    assert await second.ended == 0
    world = loopback.world
    posts = Counter(message.channel_id for channel in world.channels.values() for message in channel.messages.values())
    # Each post has a guide in its thread.
    assert sorted(posts.values()) == [1] * CLUBS * 2
    assert sum(channel.parent_id in posts for channel in world.channels.values()) == CLUBS
    assert loopback.asked(*faults.READ_HISTORY) == []
    assert loopback.violations == []
    await loopback.close()
    clock.close()


async def test_it_also_stops_while_reconnecting(bots: Bots, tmp_path: Path) -> None:
    """discord.py treats a cancellation as the end of one attempt to connect, and goes on."""
    clock = SharedClock.create(tmp_path / "clock", START, speed=1)
    loopback = Loopback(now=clock.now)
    await clubs_with_posts_due(loopback, tmp_path / "bot.db")
    await loopback.start()
    file, log = (str(tmp_path / name) for name in ("clock", "log"))
    bot = await bots.start(
        BotStart("bot", loopback.url, f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", file, log, tick_s=TICK_S)
    )
    await until(lambda: len(loopback.asked(*faults.OPEN_THREAD)) == CLUBS)
    loopback.gateway.says_hello = False
    await loopback.gateway.reconnect()
    await until(lambda: loopback.gateway.ungreeted > 0)
    bot.signal(signal.SIGTERM)
    async with asyncio.timeout(STOPS_WITHIN_S):
        assert await asyncio.shield(bot.ended) == 0
    await loopback.close()
    clock.close()
