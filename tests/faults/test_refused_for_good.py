"""Discord refuses the bot permanently: its process explains why and ends instead of retrying."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.faults.bot_process import BotStart
from tests.faults.clock import SharedClock
from tests.faults.runs import SPEED
from tests.faults.scene import START
from tests.support.loopback import Loopback, Target, faults
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.bots import Bots

FAILED, SETTINGS = 1, 2
REFUSALS = [
    (4004, "Discord does not accept DISCORD_TOKEN.", SETTINGS),
    (4010, "SHARD_IDS does not match SHARD_COUNT", FAILED),
    (4011, "raise SHARD_COUNT", FAILED),
    (4012, "update Paper Club", FAILED),
    (4013, "does not give this application the events", FAILED),
    (4014, "does not give this application the events", FAILED),
]


async def last_words(bots: Bots, loopback: Loopback, folder: Path) -> tuple[int, str]:
    """Wait until a bot's process ends by itself; returns how it ended and its last output."""
    clock = SharedClock.create(folder / "clock", START, SPEED)
    await loopback.start()
    database = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
    bot = await bots.start(BotStart("bot", loopback.url, database, str(folder / "clock"), str(folder / "log")))
    async with asyncio.timeout(HANG_S):
        code = await asyncio.shield(bot.ended)
    await loopback.close()
    clock.close()
    return code, (folder / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("closed_with", "said", "code"), REFUSALS)
async def test_a_permanent_close_of_the_gateway_is_explained(
    bots: Bots, tmp_path: Path, closed_with: int, said: str, code: int
) -> None:
    loopback = Loopback()
    loopback.gateway.refuses_with = closed_with
    ended, log = await last_words(bots, loopback, tmp_path)
    assert ended == code, log
    assert said in log.splitlines()[-1]
    assert "Traceback" not in log
    assert loopback.gateway.refused == 1


async def test_a_rejected_token_is_explained(bots: Bots, tmp_path: Path) -> None:
    loopback = Loopback()
    loopback.faults.plan(Target("GET", "/users/@me"), faults.refused(401, 0, "401: Unauthorized"))
    ended, log = await last_words(bots, loopback, tmp_path)
    assert ended == SETTINGS, log
    assert log.splitlines()[-1].startswith("Discord does not accept DISCORD_TOKEN.")
    assert "Traceback" not in log
    assert loopback.gateway.identified == 0
