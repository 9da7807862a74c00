"""What the collector is told to leave alone is let go when the bot hears of its servers anew."""

from __future__ import annotations

import gc
import weakref
from typing import Any


class Loop:
    """Only the collector takes it away, as it does the servers of a lost session."""

    def __init__(self) -> None:
        self.self = self


async def test_a_lost_sessions_servers_do_not_stay_for_good(simcord_bot: Any) -> None:
    await simcord_bot.on_ready()
    known = Loop()
    known_still = weakref.ref(known)
    await simcord_bot.on_shard_ready(0)
    del known
    gc.collect()
    assert known_still(), "it should have been set aside"
    await simcord_bot.on_shard_ready(0)
    assert known_still() is None
