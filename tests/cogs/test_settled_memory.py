"""Objects that were frozen for the garbage collector are freed after the bot receives its servers anew."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

from tests.support.shared_start import SETTLE_MEMORY

if TYPE_CHECKING:
    import pytest


class Cycle:
    """A reference cycle, like the servers of a lost session: only the collector can free it."""

    def __init__(self) -> None:
        self.self = self


async def test_the_servers_of_a_lost_session_are_freed(simcord_bot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.client._settle_memory", SETTLE_MEMORY)
    await simcord_bot.on_ready()
    known = Cycle()
    known_still = weakref.ref(known)
    await simcord_bot.on_shard_ready(0)
    del known
    gc.collect()
    assert known_still(), "it should have been set aside"
    await simcord_bot.on_shard_ready(0)
    assert known_still() is None
