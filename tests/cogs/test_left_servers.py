"""A server that removes the bot is erased after a while; one that takes it back in time loses nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from sqlalchemy import func, select

from bot.core.clubs.club import ClubState
from bot.core.privacy.left_servers import KEPT_AFTER_LEAVING
from bot.storage.columns import metadata
from bot.storage.errors import DatabaseError
from bot.storage.privacy.tables import left_servers
from bot.storage.tables import clubs
from tests.support.databases import database_of
from tests.support.log_forms import week_begins, write
from tests.support.removals import Removal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from tests.support.club_server import ClubServer

DAY = timedelta(days=1)


async def rows(server: ClubServer) -> dict[str, int]:
    """How many each table has, without the empty ones."""
    async with database_of(server.bot).read_transaction() as connection:
        counts = {
            name: await connection.scalar(select(func.count()).select_from(table))
            for name, table in metadata.tables.items()
        }
    return {name: count for name, count in counts.items() if count}


async def chores(server: ClubServer, after: timedelta = timedelta(0)) -> None:
    await server.env.advance_time(after.total_seconds())
    await server.bot.scheduler.do_chores()
    await server.env.settle()


async def states(server: ClubServer) -> list[str]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.scalars(select(clubs.c.state)))


async def in_a_week(server: ClubServer) -> Removal:
    """A server in the middle of a week, with a log."""
    await week_begins(server)
    await write(server, server.ada)
    await chores(server)
    return Removal(server)


async def test_its_data_is_kept_for_thirty_days_and_then_erased(club_server: ClubServer) -> None:
    removal = await in_a_week(club_server)
    before = await rows(club_server)
    removal.remove()
    await club_server.env.settle()
    assert await states(club_server) == [ClubState.PAUSED]
    await chores(club_server, KEPT_AFTER_LEAVING - DAY)
    kept = await rows(club_server)
    assert kept.pop("left_servers") == 1
    assert kept.items() >= (before.items() - {("outbox", before["outbox"])})
    await chores(club_server, DAY)
    assert set(await rows(club_server)) == {"command_syncs", "welcome_start"}
    await chores(club_server)


async def test_its_owner_is_told_at_once_with_the_day_and_how_to_come_back(club_server: ClubServer) -> None:
    removal = await in_a_week(club_server)
    removal.remove()
    await club_server.env.settle()
    until = club_server.env.now() + KEPT_AFTER_LEAVING
    said = removal.said_to_owner()
    assert discord.utils.format_dt(until, "D") in said
    assert "Add me to the server again" in said
    assert "Study group" in said
    assert "/club resume" in said


async def test_an_owner_who_cannot_be_written_to_is_not_tried_again(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = await in_a_week(club_server)
    tries = []

    async def refuse(*_arguments: Any, **_options: Any) -> None:
        tries.append(1)
        answer: Any = type("Answer", (), {"status": 403, "reason": "Forbidden"})()
        raise discord.Forbidden(answer, {"code": 50278, "message": "no mutual guilds"})

    monkeypatch.setattr(club_server.bot.http, "start_private_message", refuse)
    removal.remove()
    await club_server.env.settle()
    await chores(club_server, DAY)
    assert tries == [1]
    assert (await rows(club_server))["left_servers"] == 1


async def test_one_that_comes_back_in_time_loses_nothing(club_server: ClubServer) -> None:
    removal = await in_a_week(club_server)
    before = await rows(club_server)
    removal.remove()
    await club_server.env.settle()
    await chores(club_server, KEPT_AFTER_LEAVING - DAY)
    removal.take_back()
    await club_server.env.settle()
    await chores(club_server, 2 * KEPT_AFTER_LEAVING)
    after = await rows(club_server)
    assert after.keys() == before.keys()
    assert after["log_versions"] == before["log_versions"] == 1
    resumed = await club_server.dana.slash(club_server.channel, "club resume")
    assert not resumed.ephemeral
    assert await states(club_server) == [ClubState.ACTIVE]


async def test_a_removal_while_the_bot_is_offline_is_noticed_at_the_start(
    club_server: ClubServer, restart: Callable[..., Awaitable[None]]
) -> None:
    removal = await in_a_week(club_server)
    await restart(removal.remove_unheard)
    await chores(club_server)
    assert (await rows(club_server))["left_servers"] == 1
    assert await states(club_server) == [ClubState.PAUSED]
    assert removal.said_to_owner() == "[]"
    await restart(removal.take_back)
    await chores(club_server, KEPT_AFTER_LEAVING + DAY)
    assert "left_servers" not in await rows(club_server)
    assert (await rows(club_server))["log_versions"] == 1


async def test_one_that_discord_leaves_out_by_mistake_has_not_left(club_server: ClubServer) -> None:
    """In an outage, the list at the start may be incomplete. Discord is asked about each server that is missing."""
    await in_a_week(club_server)
    club_server.bot.server_watch.note_list(0, 1, [])
    await chores(club_server)
    assert "left_servers" not in await rows(club_server)
    assert await states(club_server) == [ClubState.ACTIVE]


async def test_nothing_is_decided_while_discord_does_not_answer(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = await in_a_week(club_server)

    async def break_down(*_arguments: Any, **_options: Any) -> None:
        raise OSError

    removal.remove()
    await club_server.env.settle()
    with monkeypatch.context() as outage:
        outage.setattr(club_server.bot, "fetch_guild", break_down)
        await chores(club_server, KEPT_AFTER_LEAVING + DAY)
        assert (await rows(club_server))["log_versions"] == 1
    await chores(club_server)
    assert set(await rows(club_server)) == {"command_syncs", "welcome_start"}


async def test_an_erasure_whose_files_could_not_be_cleaned_is_not_over(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = await in_a_week(club_server)
    removal.remove()
    await club_server.env.settle()

    async def is_held() -> None:
        raise DatabaseError("a reader uses it")

    with monkeypatch.context() as held:
        held.setattr(database_of(club_server.bot)._backend, "vacuum", is_held)
        await chores(club_server, KEPT_AFTER_LEAVING)
        assert set(await rows(club_server)) == {"command_syncs", "left_servers", "welcome_start"}
    await chores(club_server)
    assert set(await rows(club_server)) == {"command_syncs", "welcome_start"}


async def test_a_server_that_has_no_data_is_not_noted(club_server: ClubServer) -> None:
    Removal(club_server).remove()
    await club_server.env.settle()
    async with database_of(club_server.bot).read_transaction() as connection:
        assert not (await connection.execute(select(left_servers))).all()
