"""Records what the bot sends to Discord as it arrives, so that old messages need not be kept whole."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.loopback.world import APPLICATION_ID, made_at

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.year.scene import Clock
    from tests.support.loopback import World
    from tests.support.loopback.world import Channel, Message

CUSTOM_ID = re.compile(r'"custom_id": "([^"]+)"')
# Other buttons are about a log or a review, by number.
KEY = re.compile(r"[0-9a-f]{8}-")
MENTION = re.compile(r"<@!?(\d+)>")
LATE = "-# Late: due"


@dataclass(frozen=True, slots=True)
class Said:
    """One of the bot's messages. `keys` are the outbox entries in its markers, `called` the members it pings."""

    at: datetime
    server_id: int
    keys: frozenset[str]
    called: frozenset[int]
    says_late: bool
    by_wrong_clock: bool


@dataclass
class Ledger:
    """Everything the bot said in channels, in order, and by the messages' keys."""

    clock: Clock
    said: list[Said] = field(default_factory=list)
    by_key: defaultdict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def listen_to(self, world: World) -> None:
        """Record every message from now on."""
        post = world.post

        def noted(channel: Channel, author_id: int, facts: dict[str, Any], **more: Any) -> Message:
            known = set(channel.messages)
            message = post(channel, author_id, facts, **more)
            if author_id == APPLICATION_ID and message.id not in known:
                self._note(channel, facts)
            return message

        setattr(world, "post", noted)  # noqa: B010 - a method, to mypy

    def _note(self, channel: Channel, facts: dict[str, Any]) -> None:
        components = json.dumps(facts.get("components") or [])
        marks = {mark.rpartition(":")[2] for mark in CUSTOM_ID.findall(components)}
        keys = frozenset(mark for mark in marks if KEY.match(mark))
        # An allowed mention pings only if the text contains it.
        allowed = {int(user) for user in (facts.get("allowed_mentions") or {}).get("users", ())}
        called = frozenset(allowed & {int(user) for user in MENTION.findall(components)})
        is_wrong = bool(self.clock.ahead)
        one = Said(self.clock.true, channel.guild_id or 0, keys, called, LATE in components, is_wrong)
        self.said.append(one)
        for key in keys:
            self.by_key[key].append(one)


def forget_old(world: World, before: float) -> None:
    """Keep only the markers of messages from before that time, which the bot may look for."""
    for channel in world.channels.values():
        for message in channel.messages.values():
            if made_at(message.id) >= before or message.facts.get("is_short"):
                continue
            marks = CUSTOM_ID.findall(json.dumps(message.facts.get("components") or []))
            buttons = [{"type": 2, "style": 2, "label": "-", "custom_id": mark} for mark in marks[:5]]
            message.facts = {"components": [{"type": 1, "components": buttons}], "is_short": True}


def forget_interactions(world: World) -> None:
    """They have been answered."""
    world.interactions.clear()
    world.answers.clear()
    world.followups.clear()
