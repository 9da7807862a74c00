"""One alarm, however often it is set, and one that survives a failing tick."""

from __future__ import annotations

import asyncio
import logging
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


async def test_a_long_tick_is_waited_for_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bot.scheduler, "TICK_S", 0.02)
    url = f"sqlite+aiosqlite:///{tmp_path / 'paperclub.db'}"
    club = build_bot(load_settings(_env_file=None, database_url=url, health_port=0), shard_count=1)
    began: list[int] = []
    over, again = asyncio.Event(), asyncio.Event()

    async def dwell() -> None:
        began.append(len(began))
        if len(began) > 1:
            again.set()
        await over.wait()

    monkeypatch.setattr(club.scheduler, "tick", dwell)
    monkeypatch.setattr(club.scheduler, "_chores", ())
    rings = 0
    ring = club.scheduler._ring

    async def counted() -> None:
        nonlocal rings
        rings += 1
        await ring()

    monkeypatch.setattr(club.scheduler, "_ring", counted)
    await club.scheduler.start()
    async with asyncio.timeout(10):
        while rings < 4:  # noqa: ASYNC110 - the alarm has no bell of its own
            await asyncio.sleep(0.01)
        assert began == [0]
        over.set()
        await again.wait()
    await club.scheduler.stop()
    await club.release()
    warnings = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line for line in warnings if "skipped" in line] == []
