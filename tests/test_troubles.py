"""The database is down for an hour: the log has one line per tick, and no error is counted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from bot.core.errors import DatabaseAwayError, NotStoredError
from bot.core.shards.leases import RENEW_S
from bot.core.shards.sharding import ALL_SHARDS
from bot.metrics import Metrics
from bot.scheduler import TICK_S
from bot.services.shards.leases import ShardLeases
from bot.settings import load_settings
from bot.storage.database import Database
from bot.troubles import Troubles
from bot.wiring import build_bot
from tests.support.cut_connection import CutConnection
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    import pytest

    from tests.support.postgresql import PostgresqlServer

TICKS = 240


def test_an_outage_of_an_hour_is_a_line_per_tick_and_no_error() -> None:
    seconds, faults = 0.0, list[BaseException]()

    def report(cause: BaseException, **_facts: object) -> str:
        faults.append(cause)
        return "PC-1"

    troubles = Troubles(report, lambda: seconds)
    with capture_logs() as logged:
        for _ in range(TICKS):
            for cause in (DatabaseAwayError("no answer in time"), NotStoredError("gone"), DatabaseAwayError("gone")):
                assert troubles(cause, during="tick") == ""
            seconds += TICK_S
        assert troubles(ZeroDivisionError()) == "PC-1"
    assert len(logged) == TICKS
    assert {(line["event"], line["log_level"]) for line in logged} == {("the database is away", "warning")}
    assert not any("exc_info" in line for line in logged)
    assert [type(fault) for fault in faults] == [ZeroDivisionError]


async def test_the_bot_counts_no_error_while_postgresql_is_down(
    postgresql: PostgresqlServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.troubles.AWAY_AGAIN_S", HANG_S)
    url, cut = await postgresql.new_database(), CutConnection()
    async with cut.to(url) as through:
        settings = load_settings(_env_file=None, database_url=through, health_port=0)
        bot = build_bot(settings, ticking=False, shard_count=1)
        await bot.open()
        bot.scheduler.is_ready = lambda: True
        cut.is_away = True
        with capture_logs() as logged:
            for _ in range(3):
                await bot.scheduler.run_tick()
                await bot.scheduler.do_chores()
                await bot.outbox_worker.rest()
        assert [line["event"] for line in logged] == ["the database is away"]
        assert bot.metrics.registry.get_sample_value("paperclub_faults_total") == 0
        assert bot.metrics.registry.get_sample_value("paperclub_database_up") == 0
        cut.is_away = False
        await bot.release()
    await postgresql.drop(url)


async def test_that_shards_cannot_be_renewed_is_logged_once(
    postgresql: PostgresqlServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert RENEW_S > 0
    monkeypatch.setattr("bot.core.shards.leases.RENEW_S", 0.01)
    url, cut = await postgresql.new_database(), CutConnection()
    async with cut.to(url) as through:
        database = Database(through)
        leases = ShardLeases(database, ALL_SHARDS)
        database.fence = leases
        await leases.take()
        tries = 0
        renew = leases._renew

        async def counted() -> int:
            nonlocal tries
            tries += 1
            return await renew()

        monkeypatch.setattr(leases, "_renew", counted)
        with capture_logs() as logged:
            for is_away in (True, False, True):
                cut.is_away, tries = is_away, 0
                while tries < 4:  # noqa: ASYNC110 - there is no event for a renewal
                    await asyncio.sleep(0.01)
        cut.is_away = False
        await leases.give_back()
        await database.close()
    await postgresql.drop(url)
    assert [line["event"] for line in logged] == ["shards could not be renewed"] * 2
    assert Metrics().registry.get_sample_value("paperclub_database_up") == 0
