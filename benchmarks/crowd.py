"""Members who look up papers, ask about their week and press buttons while the bot is busy."""

from __future__ import annotations

import asyncio
import random
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tests.support.loopback.interactions import press_button, send_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.loopback import Loopback
    from tests.support.loopback.world import Channel, Message

SEED = 9
EVERY_S = 0.2
MEMBER_ID = 700_000_000_000_000_000
QUERIES = ("lora", "attention is all you need", "mamba", "flash attention", "hu 2022", "ddpm", "qlora", "2106.09685")
CALLBACK = ("POST", "/interactions/{interaction}/{token}/callback")


class Crowd:
    """Acts every few seconds: half look up a paper, a quarter use `/week status`, a quarter press *I'm in*."""

    def __init__(self, loopback: Loopback, channels: list[Channel], every_s: float = EVERY_S) -> None:
        self._loopback = loopback
        self._channels = channels
        self._every_s = every_s
        self._chance = random.Random(SEED)
        self._sent: dict[int, float] = {}

    async def act(self) -> None:
        """Run until cancelled."""
        for number in self._numbers():
            self._sent[self._choose(number)] = perf_counter()
            await asyncio.sleep(self._every_s)

    def latencies(self) -> tuple[list[float], int]:
        """Milliseconds from each interaction to its first answer, and the number without one."""
        answered = {int(asked.path.split("/")[2]): asked.at for asked in reversed(self._loopback.asked(*CALLBACK))}
        times = [(answered[one] - at) * 1000 for one, at in self._sent.items() if one in answered]
        return times, len(self._sent) - len(times)

    def _numbers(self) -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    def _choose(self, number: int) -> int:
        world, member = self._loopback.world, MEMBER_ID + number
        acts: tuple[Callable[[Channel], int], ...] = (
            lambda channel: send_command(world, channel, member, "paper", query=self._chance.choice(QUERIES)),
            lambda channel: send_command(world, channel, member, "week status"),
            lambda channel: send_command(world, channel, member, "paper", query=self._chance.choice(QUERIES)),
            lambda channel: self._press(channel, member),
        )
        return acts[number % len(acts)](self._chance.choice(self._channels))

    def _press(self, channel: Channel, member: int) -> int:
        """Press a button of an existing post; without one, the member looks up a paper."""
        world = self._loopback.world
        posted = next((one for one in [channel, *world.threads_of(channel.id)] if one.messages), None)
        message = next(iter(posted.messages.values())) if posted else None
        custom_id = next((found for found in _custom_ids(message) if ":in:" in found), None) if message else None
        if posted is None or message is None or custom_id is None:
            return send_command(world, channel, member, "paper", query="lora")
        return press_button(world, posted, member, message, custom_id)


def _custom_ids(message: Message) -> Iterator[str]:
    def walk(components: list[dict[str, Any]]) -> Iterator[str]:
        for component in components:
            if "custom_id" in component:
                yield component["custom_id"]
            yield from walk(component.get("components") or [])

    return walk(message.facts.get("components") or [])
