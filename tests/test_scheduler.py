"""There is one scheduler, however often it is started, and it survives a failing tick."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import apscheduler.schedulers.base
import pytest

import bot.scheduler
from bot.settings import load_settings
from bot.wiring import build_bot
from tests.support.patience import HANG_S
from tests.support.virtual_time import run_in_virtual_time

if TYPE_CHECKING:
    from pathlib import Path


async def test_starting_twice_sets_one_alarm_and_an_error_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[int] = []
    monkeypatch.setattr(bot.scheduler, "TICK_S", 0.05)
    url = f"sqlite+aiosqlite:///{tmp_path / 'paperclub.db'}"
    club = build_bot(load_settings(_env_file=None, database_url=url, health_port=0), shard_count=1)
    faults: list[BaseException] = []

    async def fail() -> None:
        ran.append(len(ran))
        raise ZeroDivisionError

    def note(cause: BaseException, **_facts: Any) -> str:
        faults.append(cause)
        return "PC-000000"

    monkeypatch.setattr(club.scheduler, "tick", fail)
    monkeypatch.setattr(club.scheduler, "report_fault", note)
    monkeypatch.setattr(club.scheduler, "chores", (fail, fail))
    await club.scheduler.start()
    first = club.scheduler.apscheduler
    await club.scheduler.start()
    assert club.scheduler.apscheduler is first
    async with asyncio.timeout(HANG_S):
        while len(ran) < 9:  # noqa: ASYNC110 - the scheduler sends no event
            await asyncio.sleep(0.01)
    await club.scheduler.stop()
    await club.release()
    assert {type(fault) for fault in faults} == {ZeroDivisionError}


async def test_a_long_tick_is_waited_for_quietly(
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
    monkeypatch.setattr(club.scheduler, "chores", ())
    ticks = 0
    run_tick = club.scheduler.run_tick

    async def counted() -> None:
        nonlocal ticks
        ticks += 1
        await run_tick()

    monkeypatch.setattr(club.scheduler, "run_tick", counted)
    await club.scheduler.start()
    async with asyncio.timeout(HANG_S):
        while ticks < 4:  # noqa: ASYNC110 - the scheduler sends no event
            await asyncio.sleep(0.01)
        assert began == [0]
        over.set()
        await again.wait()
    await club.scheduler.stop()
    await club.release()
    warnings = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line for line in warnings if "skipped" in line] == []


def test_ticks_come_whatever_the_clock_does() -> None:
    """An hour of the loop's time passes instantly; by the machine's clock, nothing has happened yet."""
    ran = {"tick": 0, "chores": 0}

    async def an_hour() -> None:
        scheduler = scheduler_for(ran)
        await scheduler.start()
        await asyncio.sleep(3600 + bot.scheduler.TICK_S / 2)
        await scheduler.stop()

    run_in_virtual_time(an_hour())
    assert ran == {"tick": 3600 // bot.scheduler.TICK_S, "chores": 3600 // bot.scheduler.TICK_S}


@pytest.mark.parametrize("hours", [-1, -48, 1, 24 * 3653])
def test_setting_the_clock_delays_no_tick(hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = {"tick": 0, "chores": 0}

    class Set:
        @staticmethod
        def now(tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=hours)

    async def set_between_ticks() -> None:
        scheduler = scheduler_for(ran)
        await scheduler.start()
        await asyncio.sleep(3.5 * bot.scheduler.TICK_S)
        monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Set)
        await asyncio.sleep(3 * bot.scheduler.TICK_S)
        await scheduler.stop()

    run_in_virtual_time(set_between_ticks())
    assert ran == {"tick": 6, "chores": 6}


def test_a_late_tick_is_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """APScheduler notices that a minute has passed since the tick was due."""
    ran = {"tick": 0, "chores": 0}

    class Late:
        looks = 0

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            cls.looks += 1
            return datetime.now(tz) + timedelta(minutes=cls.looks)

    async def four_ticks() -> None:
        monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Late)
        scheduler = scheduler_for(ran)
        await scheduler.start()
        await asyncio.sleep(4.5 * bot.scheduler.TICK_S)
        await scheduler.stop()

    run_in_virtual_time(four_ticks())
    assert ran == {"tick": 4, "chores": 4}


def scheduler_for(ran: dict[str, int]) -> bot.scheduler.Scheduler:
    """A scheduler that only counts its ticks and chores."""

    def is_ready() -> bool:
        ran["tick"] += 1
        return False

    async def chore() -> None:
        ran["chores"] += 1

    nobody: Any = None
    return bot.scheduler.Scheduler(is_ready, nobody, nobody, nobody, nobody, chores=[chore])
