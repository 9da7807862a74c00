"""Direct messages, user installs, and answers that take a while."""

from __future__ import annotations

import asyncio
from typing import Any

from cogs.ui.dependencies import Dependencies
from tests.support.discord_api import assert_requests_valid
from tests.support.reading import answer_to, pictures, shown_text
from tests.support.server import study_server

EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
IN_SERVERS = {"integration_types": [0], "contexts": [0]}
# In direct messages, `/next` and `/remind on` say where they work, and `/remind off` works.
IN_MESSAGES = {"next", "remind"}
WITH_MESSAGES = {"integration_types": [0], "contexts": [0, 1]}
OFFERED_EVERYWHERE = {"paper", "lineage", "cluster", "papers", "howto", "help", "Find papers", "log", "privacy"}
DEFERRED = 5


async def test_paper_commands_are_offered_everywhere_and_the_rest_only_in_servers(simcord_env: Any) -> None:
    (sync,) = [request for request in simcord_env.http_requests if request.path.endswith("/commands")]
    commands = {command["name"]: command for command in sync.json}
    assert set(commands) >= OFFERED_EVERYWHERE | {"club", "syllabus", "week"}
    for name, command in commands.items():
        wanted = EVERYWHERE if name in OFFERED_EVERYWHERE else WITH_MESSAGES if name in IN_MESSAGES else IN_SERVERS
        assert {part: sorted(command[part]) for part in wanted} == wanted, name


async def test_club_commands_are_not_offered_in_direct_messages(simcord_env: Any) -> None:
    offered = simcord_env.create_user("ada").available_commands()
    assert "paper" in offered
    assert "log write" in offered
    assert not [name for name in offered if name.startswith(("club", "syllabus", "week"))]


async def test_looking_up_in_a_direct_message(simcord_env: Any) -> None:
    ada = simcord_env.create_user("ada")
    card = await ada.slash("paper", query="lora")
    assert "Low-Rank Adaptation" in shown_text(answer_to(card))
    drawn = await ada.click(answer_to(card), label="Lineage")
    assert pictures(answer_to(drawn))
    asked = await ada.slash("cluster", paper="dettmers")
    chosen = await ada.select(answer_to(asked), ["qlora"])
    assert "Reading set: QLoRA" in shown_text(answer_to(chosen))
    assert_requests_valid(simcord_env)


async def test_autocomplete_in_a_direct_message(simcord_env: Any) -> None:
    offered = await simcord_env.create_user("ada").autocomplete("paper", "query", "mamb")
    assert offered[0]["value"] == "mamba"


async def test_a_slow_answer_is_deferred_first(simcord_env: Any, simcord_bot: Any, monkeypatch: Any) -> None:
    server = study_server(simcord_env)
    draw = simcord_bot.part(Dependencies).picture_cache.lineage

    async def draw_slowly(view: Any) -> bytes:
        await asyncio.sleep(5)
        picture: bytes = await draw(view)
        return picture

    def callbacks() -> list[int]:
        return [request.json["type"] for request in simcord_env.http_requests if request.path.endswith("/callback")]

    monkeypatch.setattr(simcord_bot.part(Dependencies).picture_cache, "lineage", draw_slowly)
    answer = await server.ada.slash(server.channel, "lineage", paper="mamba")
    await simcord_env.advance_time(1.6)
    assert callbacks() == [DEFERRED]
    assert answer.response is None or not pictures(answer.response)
    await simcord_env.advance_time(5)
    assert callbacks() == [DEFERRED]
    assert pictures(answer_to(answer))
    assert_requests_valid(simcord_env)
