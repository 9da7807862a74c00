"""When the data of a server that removed the bot is erased."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.core.shards.sharding import TIME_BITS
from bot.delivery.pacing import Pacer
from bot.delivery.server_watch import ServerWatch

if TYPE_CHECKING:
    from collections.abc import Collection

SERVER = 5


@pytest.mark.parametrize(("is_ready", "is_right"), [(True, True), (True, False), (False, True)])
async def test_only_by_a_connected_bot_whose_clock_is_right(*, is_ready: bool, is_right: bool) -> None:
    erased = []

    async def due() -> list[int]:
        return [SERVER]

    async def erase_some_of(server_id: int) -> bool:
        erased.append(server_id)
        return False

    async def fetch_guild(_server: int, **_options: Any) -> None:
        raise discord.NotFound(SimpleNamespace(status=404, reason=""), "unknown")

    async def clock() -> bool:
        return is_right

    async def done(*_server: int) -> None:
        pass

    bot: Any = SimpleNamespace(is_ready=lambda: is_ready, fetch_guild=fetch_guild)
    left: Any = SimpleNamespace(due=due, erase_some_of=erase_some_of, note_erased=done)
    letter: Any = None
    await ServerWatch(bot, left, Pacer(), letter, clock, clean=done).look()
    assert erased == ([SERVER] if is_ready and is_right else [])


async def test_a_server_that_removed_the_bot_is_not_taken_for_a_present_one() -> None:
    """Discord's next list may be about another shard. Otherwise its data would never be erased."""
    present = []

    async def note_present(servers: Collection[int]) -> None:
        present.append(set(servers))

    async def nothing(*_servers: Any) -> list[int]:
        return []

    async def clock() -> bool:
        return True

    bot: Any = SimpleNamespace(is_ready=lambda: True)
    left: Any = SimpleNamespace(note_present=note_present, note_left=nothing, absent=nothing, due=nothing)
    letter: Any = None
    watch = ServerWatch(bot, left, Pacer(), letter, clock, clean=clock)
    watch.note_list(0, 2, [SERVER, SERVER + 1])
    removed: Any = SimpleNamespace(id=SERVER, owner_id=None)
    await watch.note_removed(removed)
    watch.note_list(1, 2, [1 << TIME_BITS])
    await watch.look()
    assert present == [{SERVER + 1, 1 << TIME_BITS}]
