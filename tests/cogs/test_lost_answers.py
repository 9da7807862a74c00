"""What an organizer reads if the connection breaks during a commit. Nothing is done twice because an
answer was lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.core.errors import DatabaseAwayError, NotStoredError
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.shards.leases import ShardLeases
from bot.storage import database as module
from tests.support.club_server import ClubServer
from tests.support.cut_connection import CutConnection
from tests.support.databases import database_of
from tests.support.log_forms import LORA, send, week_begins, write
from tests.support.logs import text_by
from tests.support.owed_reviews import owed_reviews
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.client import PaperClub
    from tests.support.postgresql import PostgresqlServer


@pytest.fixture
def cut() -> CutConnection:
    return CutConnection()


@pytest.fixture
async def bot_url(postgresql: PostgresqlServer, cut: CutConnection) -> AsyncIterator[str]:
    url = await postgresql.new_database()
    async with cut.to(url) as through:
        yield through
    await postgresql.drop(url)


@pytest.fixture
async def server(simcord_env: Any, simcord_bot: PaperClub) -> AsyncIterator[ClubServer]:
    """The server of a bot that holds its shards, like a bot in production."""
    database = database_of(simcord_bot)
    leases = ShardLeases(database, ALL_SHARDS)
    await leases.take()
    database.fence = leases
    yield ClubServer(simcord_env)
    await leases.give_back()


async def skipped(server: ClubServer) -> int:
    return [week.state for week in await server.week_rows()].count("skipped")


async def skip(server: ClubServer) -> str:
    with capture_logs():
        answer = await server.dana.slash(server.lobby, "week skip")
    return shown_text(answer_to(answer))


async def test_a_skip_that_was_stored_is_confirmed_at_the_first_try(server: ClubServer, cut: CutConnection) -> None:
    await server.club("lora")
    cut.next_one()
    assert (await skip(server)).startswith("Skipped: there will be no post on")
    assert (cut.cuts, await skipped(server)) == (1, 1)


async def test_a_skip_that_was_not_stored_may_be_repeated(server: ClubServer, cut: CutConnection) -> None:
    await server.club("lora")
    cut.when = "unheard"
    cut.next_one()
    assert "nothing was saved. Please try again" in await skip(server)
    assert [type(error) for error in server.env.errors] == [NotStoredError]
    assert (await skip(server)).startswith("Skipped: there will be no post on")
    assert await skipped(server) == 1


async def test_if_the_outcome_is_unknown_the_answer_says_so(
    server: ClubServer, cut: CutConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.club("lora")
    monkeypatch.setattr(module, "LOOK_AGAIN_S", 0)
    cut.next_one()
    assert "I don't know whether it was saved. Please check" in await skip(server)
    assert await skipped(server) == 1
    assert [type(error) for error in server.env.errors] == [DatabaseAwayError]


async def form_when_nobody_knows(server: ClubServer, cut: CutConnection, sending: Any) -> str:
    """The answer to a form whose commit succeeded without confirmation, after which the database stays away."""
    cut.stays_away = True
    cut.next_one()
    with capture_logs():
        said = shown_text(answer_to(await sending))
    cut.is_away = cut.stays_away = False
    return said


async def test_a_log_with_unknown_outcome_is_given_back_with_where_to_look(
    server: ClubServer, cut: CutConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await week_begins(server)
    shown = await server.ada.slash(server.lobby, "log write")
    monkeypatch.setattr(module, "LOOK_AGAIN_S", 0)
    said = await form_when_nobody_knows(server, cut, send(server.ada, shown, LORA))
    assert "Not saved" not in said
    assert "I don't know yet whether your log was saved. **Look in `/log mine`" in said
    assert LORA.approach in said
    assert cut.cuts == 1
    mine = await server.ada.slash(server.lobby, "log mine")
    assert "LoRA" in shown_text(answer_to(mine))


async def test_a_draft_with_unknown_outcome_says_where_to_look(
    server: ClubServer, cut: CutConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await week_begins(server)
    shown = await server.ada.slash(server.lobby, "log write")
    long = replace(LORA, limitation="One is open. Two is open. Three is open. Four is open.")
    noticed = await send(server.ada, shown, long)
    monkeypatch.setattr(module, "LOOK_AGAIN_S", 0)
    said = await form_when_nobody_knows(server, cut, server.ada.click(answer_to(noticed), label="Post anyway"))
    assert "I don't know yet whether your log was saved. Look in `/log mine`" in said


async def test_a_review_with_unknown_outcome_is_given_back_with_where_to_look(
    server: ClubServer, cut: CutConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = ReadingGroup(server)
    club = await week_begins(server)
    for name in ("ada", "bo"):
        group.texts[name] = text_by(group[name].id)
        await write(server, group[name], group.texts[name])
    await server.bot.services.weeks.close_early(viewer(0, server.guild.id), club, "logs")
    await server.tick()
    shown = await group.open_review("ada", "bo")
    monkeypatch.setattr(module, "LOOK_AGAIN_S", 0)
    said = await form_when_nobody_knows(
        server, cut, group.send_review("ada", shown, "bo", question="Does this survive?")
    )
    assert "Not saved" not in said
    assert "I don't know yet whether your review was saved. Check `/week status`" in said
    assert "Does this survive?" in said
    assert await owed_reviews(database_of(server.bot), group["ada"].id, club, server.env.now()) == []
