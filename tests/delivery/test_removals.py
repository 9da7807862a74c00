"""What an erasure asks Discord for, message by message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.core.outbox.entry import Entry, Sent
from bot.core.outbox.kinds import Kind
from bot.delivery.outgoing import Redaction, Removal
from bot.delivery.pacing import Pacer
from bot.delivery.removals import Removals
from bot.delivery.responses import ResponseWatch
from bot.metrics import Metrics

if TYPE_CHECKING:
    import pytest

ADA, MESSAGE, THREAD = 7, 4711, 99
BUTTON = {"type": 1, "components": [{"type": 2, "custom_id": "pc:reviews:mine:v1:0:k", "label": "My reviews"}]}


@dataclass
class Messages:
    """In place of discord.py's requests: one message, and what is asked about it."""

    components: list[dict[str, Any]]
    asked: list[str] = field(default_factory=list)
    turns: int = 0

    @property
    def http(self) -> Messages:
        return self

    async def get_message(self, channel_id: int, message_id: int) -> dict[str, Any]:
        self.asked.append(f"GET {channel_id}/{message_id}")
        return {"components": self.components, "flags": 1 << 15}

    async def edit_message(self, channel_id: int, message_id: int, *, params: Any) -> None:
        self.asked.append(f"PATCH {channel_id}/{message_id}")
        assert params.payload["allowed_mentions"] == {"parse": []}
        self.components = params.payload["components"]

    async def delete_message(self, channel_id: int, message_id: int) -> None:
        self.asked.append(f"DELETE {channel_id}/{message_id}")


class CountedPacer(Pacer):
    """Each request but the first of an entry waits for a turn of its own; the first has waited already."""

    turns = 0

    async def turn(self) -> None:
        self.turns += 1


def entry(kind: Kind) -> Entry:
    return Entry(1, "k-e1", kind, 1, 1, 1, THREAD, is_forum=False, wants_thread=False)


def removals(messages: Messages) -> tuple[Removals, CountedPacer]:
    pacer = CountedPacer()
    return Removals(messages, pacer, ResponseWatch(Metrics(), pacer)), pacer  # type: ignore[arg-type]


async def test_a_message_is_deleted_with_one_request() -> None:
    messages = Messages([BUTTON])
    works, pacer = removals(messages)
    assert await works.remove(entry(Kind.DELETE), Removal(MESSAGE)) == Sent(MESSAGE)
    assert (messages.asked, pacer.turns) == (["DELETE 99/4711"], 0)


async def test_a_message_that_mentions_the_member_is_read_and_edited() -> None:
    messages = Messages([{"type": 17, "components": [{"type": 10, "content": "<@7> reviews <@8>"}, BUTTON]}])
    works, pacer = removals(messages)
    assert await works.redact(entry(Kind.UNMENTION), Redaction(MESSAGE, ADA, "a former member")) == Sent(MESSAGE)
    assert (messages.asked, pacer.turns) == (["GET 99/4711", "PATCH 99/4711"], 1)
    (container,) = messages.components
    assert container["components"] == [{"type": 10, "content": "A former member reviews <@8>"}, BUTTON]


async def test_a_message_that_does_not_mention_them_is_only_read(caplog: pytest.LogCaptureFixture) -> None:
    messages = Messages([{"type": 10, "content": "<@8>"}, BUTTON])
    works, _ = removals(messages)
    assert await works.redact(entry(Kind.UNMENTION), Redaction(MESSAGE, ADA, "a former member")) == Sent(MESSAGE)
    assert messages.asked == ["GET 99/4711"]
    assert str(ADA) not in caplog.text
