"""One alarm, however often it is set, and one that survives a failing tick."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import bot.scheduler
from bot.settings import load_settings
from bot.wiring import build_bot

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_starting_twice_sets_one_alarm_and_a_fault_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(bot.scheduler, "TICK_S", 0.05)
    url = f"sqlite+aiosqlite:///{tmp_path / 'paperclub.db'}"
    club = build_bot(load_settings(_env_file=None, database_url=url, health_port=0), shard_count=1)
    faults: list[BaseException] = []

    async def fail() -> None:
        rung.append(len(rung))
        raise ZeroDivisionError

    def note(cause: BaseException, **_facts: Any) -> str:
        faults.append(cause)
        return "PC-000000"

    monkeypatch.setattr(club.scheduler, "tick", fail)
    monkeypatch.setattr(club.scheduler, "_report_fault", note)
    monkeypatch.setattr(club.scheduler, "_chores", (fail, fail))
    await club.scheduler.start()
    first = club.scheduler._alarm
    await club.scheduler.start()
    assert club.scheduler._alarm is first
    async with asyncio.timeout(10):
        while len(rung) < 9:  # noqa: ASYNC110 - the alarm has no bell of its own
            await asyncio.sleep(0.01)
    await club.scheduler.stop()
    await club.release()
    assert {type(fault) for fault in faults} == {ZeroDivisionError}
