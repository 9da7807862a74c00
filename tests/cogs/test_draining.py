"""The bot is told to stop while it is answering a member: the member gets the answer."""

from __future__ import annotations

import asyncio
from typing import Any

from bot import client
from tests.support.reading import answer_to, shown_text
from tests.support.server import study_server


async def test_an_answer_that_is_being_made_is_given_before_the_end(
    simcord_env: Any, simcord_bot: Any, monkeypatch: Any
) -> None:
    server = study_server(simcord_env)
    asked, ready = asyncio.Event(), asyncio.Event()
    draw = simcord_bot.studio.lineage

    async def draw_slowly(*arguments: Any) -> Any:
        asked.set()
        await ready.wait()
        return await draw(*arguments)

    monkeypatch.setattr(simcord_bot.studio, "lineage", draw_slowly)
    asking = asyncio.create_task(server.ada.slash(server.channel, "lineage", paper="lora"))
    await asked.wait()
    draining = asyncio.create_task(simcord_bot.drain())
    await asyncio.wait([draining], timeout=0.2)
    assert not draining.done()
    assert simcord_bot.trouble() == "stopping"
    ready.set()
    await draining
    assert "LoRA" in shown_text(answer_to(await asking))


async def test_an_answer_that_never_comes_does_not_keep_the_bot_from_ending(
    simcord_env: Any, simcord_bot: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(client, "LAST_ANSWERS_S", 0.05)
    simcord_bot.take_in_hand()
    await asyncio.wait_for(simcord_bot.drain(), 5)
    simcord_bot.put_down()


async def test_nothing_new_is_taken_up(simcord_env: Any, simcord_bot: Any) -> None:
    await simcord_bot.drain()
    simcord_bot.courier.wake()
    assert simcord_bot.courier._looking is None
    await simcord_bot.drain()
