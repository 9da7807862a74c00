"""The bot is told to stop while it is answering a member. The member still gets the answer."""

from __future__ import annotations

import asyncio
from typing import Any

from bot import client
from cogs.ui.dependencies import Dependencies
from tests.support.patience import HANG_S
from tests.support.reading import answer_to, shown_text
from tests.support.server import study_server


async def test_an_answer_in_progress_is_finished_before_stopping(
    simcord_env: Any, simcord_bot: Any, monkeypatch: Any
) -> None:
    server = study_server(simcord_env)
    asked, ready = asyncio.Event(), asyncio.Event()
    draw = simcord_bot.part(Dependencies).picture_cache.lineage

    async def draw_slowly(*arguments: Any) -> Any:
        asked.set()
        await ready.wait()
        return await draw(*arguments)

    monkeypatch.setattr(simcord_bot.part(Dependencies).picture_cache, "lineage", draw_slowly)
    asking = asyncio.create_task(server.ada.slash(server.channel, "lineage", paper="lora"))
    await asked.wait()
    draining = asyncio.create_task(simcord_bot.drain())
    await asyncio.wait([draining], timeout=0.2)
    assert not draining.done()
    assert simcord_bot.trouble() == "stopping"
    ready.set()
    await draining
    assert "LoRA" in shown_text(answer_to(await asking))


async def test_an_answer_that_never_comes_does_not_prevent_stopping(
    simcord_env: Any, simcord_bot: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(client, "LAST_ANSWERS_S", 0.05)
    simcord_bot.begin_handling()
    await asyncio.wait_for(simcord_bot.drain(), HANG_S)
    simcord_bot.end_handling()


async def test_nothing_new_is_started(simcord_env: Any, simcord_bot: Any) -> None:
    await simcord_bot.drain()
    simcord_bot.outbox_worker.wake()
    assert "outbox worker" not in {task.get_name() for task in asyncio.all_tasks()}
    await simcord_bot.drain()
