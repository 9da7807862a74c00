"""A commit whose answer is lost: the member is told what was actually stored, at the first try."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import DatabaseAwayError, NotStoredError
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.shards.leases import ShardLeases
from bot.storage import database as module
from tests.support.cut_connection import CutConnection
from tests.support.reading_clubs import FIRST_POST, WEEK, App

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.core.clubs.club import Club
    from tests.support.cut_connection import When
    from tests.support.postgresql import PostgresqlServer

# A commit waits for this lock if a test says so.
HELD_UP = 4711
HOLD_UP = f"""
    CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock({HELD_UP}); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON clubs DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION wait();
"""
LOOKED_FOR = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%written%FOR UPDATE%'"
)


@pytest.fixture
def database_kind() -> str:
    """The commit of an SQLite file always succeeds or fails."""
    return "postgresql"


@dataclass
class Held:
    """A process that holds its shards, whose connection can be cut."""

    app: App
    cut: CutConnection
    club: Club

    async def skipped(self) -> int:
        return sum(week.state == "skipped" for week in await self.app.week_rows())


@contextlib.asynccontextmanager
async def holding(database_url: str, when: When) -> AsyncIterator[Held]:
    cut = CutConnection(when)
    async with cut.to(database_url) as url:
        app = App(url)
        leases = ShardLeases(app.database, ALL_SHARDS)
        app.database.fence = leases
        await app.database.open()
        await leases.take()
        yield Held(app, cut, await app.club("lora", "mamba"))
        await leases.give_back()
        await app.database.close()


async def test_a_stored_change_is_reported_as_stored(database_url: str) -> None:
    async with holding(database_url, "unanswered") as held:
        held.cut.next_one()
        assert await held.app.weeks.skip(held.club) == FIRST_POST.date()
        assert held.cut.cuts == 1
        assert (await held.app.club_now(held.club)).next_due == FIRST_POST + WEEK
        assert await held.skipped() == 1
        # The next write has another number.
        held.cut.when = "unheard"
        held.cut.next_one()
        with pytest.raises(NotStoredError):
            await held.app.weeks.skip(held.club, (FIRST_POST + WEEK).date())
        assert await held.skipped() == 1


@pytest.mark.parametrize("when", ["unheard", "unanswered"])
async def test_the_very_first_write_is_recognized_as_well(database_url: str, when: When) -> None:
    async with holding(database_url, when) as held:
        held.cut.next_one()
        making = held.app.club(name="Second", channel_id=11)
        if when == "unanswered":
            await making
        else:
            with pytest.raises(NotStoredError):
                await making
        assert len(await held.app.clubs.all_of(held.club.server_id)) == 1 + (when == "unanswered")


async def test_a_commit_in_progress_is_waited_for(database_url: str, postgresql: PostgresqlServer) -> None:
    async with holding(database_url, "under way") as held, postgresql.connected(_name(database_url)) as other:
        await other.execute(HOLD_UP)
        await other.execute("SELECT pg_advisory_lock($1)", HELD_UP)
        held.cut.next_one()
        skipping = asyncio.create_task(held.app.weeks.skip(held.club))
        while not held.cut.cuts:  # noqa: ASYNC110 - there is no event for a cut
            await asyncio.sleep(0.01)
        while not await other.fetchval(LOOKED_FOR):  # noqa: ASYNC110 - nor for a lock
            await asyncio.sleep(0.01)
        assert not skipping.done()
        await other.execute("SELECT pg_advisory_unlock($1)", HELD_UP)
        assert await skipping == FIRST_POST.date()
        assert await held.skipped() == 1


LOOKED_FOR = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%written%FOR UPDATE%'"
)


def _name(database_url: str) -> str:
    return database_url.rpartition("/")[2].partition("?")[0]


@pytest.mark.parametrize("when", ["unheard", "unanswered"])
async def test_if_the_database_stays_away_the_outcome_is_unknown(
    database_url: str, when: When, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN_S", 0.1)
    async with holding(database_url, when) as held:
        held.cut.next_one()
        skipping = asyncio.create_task(held.app.weeks.skip(held.club))
        while not held.cut.cuts:  # noqa: ASYNC110 - there is no event for a cut
            await asyncio.sleep(0)
        held.cut.is_away = True
        with pytest.raises(DatabaseAwayError) as away:
            await skipping
        assert not isinstance(away.value, NotStoredError)
        held.cut.is_away = False
        assert await held.skipped() == (when == "unanswered")


async def test_a_change_that_was_never_committed_is_not_stored(database_url: str) -> None:
    async with holding(database_url, "unheard") as held:
        held.cut.is_away = True
        for _ in range(2):  # the connection breaks, and no new one can be opened
            with pytest.raises(NotStoredError):
                await held.app.weeks.skip(held.club)
        held.cut.is_away = False
        assert await held.skipped() == 0


CHANGES: dict[str, Callable[[App, Club], Awaitable[object]]] = {
    "post": lambda app, club: app.weeks.post_now(club),
    "skip": lambda app, club: app.weeks.skip(club),
    "poll": lambda app, club: app.polls.start(club),
    "pause": lambda app, club: app.clubs.pause(club),
    "close": lambda app, club: app.clubs.close(club),
    "add": lambda app, club: app.syllabus.add(club, "qlora", None),
    "remove": lambda app, club: app.syllabus.remove(club, "mamba"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_every_command_recognizes_its_unanswered_commit(database_url: str, change: str) -> None:
    async with holding(database_url, "unanswered") as held:
        held.cut.next_one()
        assert await CHANGES[change](held.app, held.club)
        assert held.cut.cuts == 1
