"""With everything logged, including discord.py's own lines, the bot's log never contains a token."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings
from tests.support.loopback import Loopback, interactions
from tests.support.loopback.world import ChannelKind
from tests.support.patience import HANG_S
from tests.test_settings import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
RUN = """
import sys
from discord.http import Route
Route.BASE = sys.argv[1]
from bot.start import main
sys.exit(main())
"""
ASKED = [
    ("paper", {"query": "lora"}),
    ("paper", {"query": "no such paper at all"}),
    ("lineage", {"paper": "lora"}),
    ("cluster", {"paper": "lora"}),
    ("papers", {}),
    ("howto", {}),
    ("week status", {}),
    ("club show", {}),
    ("log mine", {}),
    ("review next", {}),
]
PASSWORD = "correct-horse-battery"


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(HANG_S):
        while not condition():  # noqa: ASYNC110 - another process, so no event
            await asyncio.sleep(0.01)


async def started(url: str, folder: Path, **settings: str) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN, url),
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN, "LOG_LEVEL": "DEBUG", **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


@pytest.mark.parametrize("fails", [False, True])
async def test_no_token_is_in_the_most_detailed_log(tmp_path: Path, fails: bool) -> None:
    """This includes a database that can't store anything, so every error is logged with all its context."""
    loopback = Loopback(checks=False)
    loopback.world.answer_within = HANG_S
    guild = loopback.world.add_guild()
    channel = loopback.world.add_channel(guild, ChannelKind.TEXT)
    await loopback.start()
    process = await started(loopback.url, tmp_path)
    assert process.stdout
    reading = asyncio.create_task(process.stdout.read())
    await until(lambda: loopback.gateway.identified > 0 and bool(loopback.world.commands))
    await asyncio.sleep(1)
    if fails:
        with closing(sqlite3.connect(tmp_path / "paperclub.db")) as connection:
            connection.execute("DROP TABLE clubs")
    for name, options in ASKED:
        interactions.send_command(loopback.world, channel, 42, name, **options)
    await until(lambda: len(loopback.world.answers) == len(ASKED))
    process.send_signal(signal.SIGTERM)
    log = (await reading).decode()
    assert await process.wait() == 0, log[-2000:]
    await loopback.close()
    tokens = [fact["token"] for fact in loopback.world.interactions.values()]
    assert len(tokens) == len(ASKED)
    talkers = {json.loads(line)["logger"] for line in log.splitlines() if line.startswith("{")}
    assert {"discord.gateway", "discord.http", "aiosqlite"} <= talkers
    assert log.count("/interactions/") >= len(ASKED)
    assert log.count("[redacted]") >= 2 * len(ASKED)
    assert ("no such table: clubs" in log) == fails
    assert "[parameters:" not in log
    leaked = [secret for secret in (TOKEN, *TOKEN.split(".")[1:], *tokens) if secret in log]
    assert leaked == []
    assert not re.search(r"aW50ZXJhY3Rpb24\d", log)


async def test_an_unreachable_database_is_named_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql+asyncpg://club:{PASSWORD}@127.0.0.1:9/club"
    process = await started("http://127.0.0.1:9/api", tmp_path, DATABASE_URL=address)
    printed, _ = await asyncio.wait_for(process.communicate(), HANG_S)
    assert process.returncode
    assert b"DATABASE_URL" in printed
    assert PASSWORD.encode() not in printed
