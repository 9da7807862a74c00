"""Which requests the sender makes, and which it avoids."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord import ui
from discord.http import Route

from bot.core.outbox.entry import Entry, EntryState, Missing, Sent, Unclear
from bot.core.outbox.kinds import Kind
from bot.delivery import sender as module
from bot.delivery.outgoing import OutgoingMessage
from bot.delivery.pacing import Pacer
from bot.delivery.responses import ResponseWatch
from bot.delivery.sender import Sender
from bot.metrics import Metrics
from cogs.ui.replies import Page
from tests.support.loopback import Loopback, Target, faults
from tests.support.loopback.world import APPLICATION_ID, ChannelKind
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.loopback.world import Message

HOUR_S = 3600
CHANGE_MESSAGE = ("PATCH", "/channels/{channel}/messages/{message}")


@dataclass
class SenderOnLoopback:
    """A sender on a small Discord. `is_held` says whether its process holds its shards."""

    loopback: Loopback
    sender: Sender
    message: Message
    is_held: bool = True

    @property
    def change(self) -> Entry:
        """An edit of the log's existing message."""
        return Entry(
            id=1,
            key="00c1ab00-log-1-v2",
            kind=Kind.LOG_EDIT,
            club_id=1,
            week_id=1,
            server_id=self.loopback.world.channels[self.message.channel_id].guild_id or 0,
            channel_id=self.message.channel_id,
            is_forum=False,
            wants_thread=False,
            state=EntryState.SENDING,
            attempts=1,
            first_sent_at=datetime(2026, 1, 11, 17, tzinfo=UTC),
        )

    def outgoing(self, text: str) -> OutgoingMessage:
        return OutgoingMessage(Page(discord.ui.TextDisplay(text)), edits=self.message.id)

    def shows(self, text: str) -> bool:
        return text in str(self.message.facts)


@pytest.fixture
async def sending(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SenderOnLoopback]:
    loopback, metrics, pacer = Loopback(), Metrics(), Pacer()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    channel = loopback.world.add_channel(loopback.world.add_guild())
    message = loopback.world.post(channel, APPLICATION_ID, {"components": []})
    lines: list[SenderOnLoopback] = []
    watch = ResponseWatch(metrics, pacer, lambda: "" if lines[0].is_held else "its shards could not be renewed in time")
    client = discord.Client(intents=discord.Intents.none(), http_trace=watch.trace)
    lines.append(SenderOnLoopback(loopback, Sender(client, pacer, watch), message))
    await client.login("a.b.c")
    yield lines[0]
    await client.close()
    await loopback.close()
    assert loopback.violations == []


@pytest.mark.parametrize(
    ("kind", "ahead"),
    [
        (ChannelKind.TEXT, timedelta(minutes=20)),
        (ChannelKind.TEXT, timedelta(days=400)),
        (ChannelKind.FORUM, timedelta(minutes=20)),
    ],
)
async def test_a_sent_message_is_found_even_if_our_clock_is_ahead_of_discords(
    sending: SenderOnLoopback, kind: ChannelKind, ahead: timedelta
) -> None:
    """A message has the time of Discord's clock; the time noted before sending is from ours."""
    world = sending.loopback.world
    channel = world.add_channel(world.guilds[sending.change.server_id], kind)
    noted_at = datetime.now(UTC) + ahead
    is_forum = kind is ChannelKind.FORUM
    post = replace(
        sending.change, kind=Kind.POST, channel_id=channel.id, is_forum=is_forum, first_sent_at=noted_at, attempts=1
    )
    button: ui.Button[Any] = ui.Button(label="I'm in", custom_id=f"pc:week:in:v1:{post.key}")
    outgoing = OutgoingMessage(
        Page(ui.TextDisplay("Week 1"), ui.ActionRow(button)), thread_name="Week 1" if is_forum else ""
    )
    sent = await sending.sender.send(post, outgoing)
    assert isinstance(sent, Sent)
    assert await sending.sender.find(post) == sent


async def test_a_process_that_may_have_lost_its_shards_edits_no_message(sending: SenderOnLoopback) -> None:
    """The process is stopped between reading the log and requesting the edit, while another one shows a
    newer version.
    """
    assert await sending.sender.send(sending.change, sending.outgoing("the second version")) == Sent(sending.message.id)
    sending.is_held = False
    outcome = await sending.sender.send(sending.change, sending.outgoing("the first version"))
    assert isinstance(outcome, Unclear)
    assert sending.shows("the second version")
    assert len(sending.loopback.asked(*CHANGE_MESSAGE)) == 1


@pytest.mark.parametrize("applies", [True, False])
async def test_an_edit_without_an_answer_is_repeated_without_a_search(sending: SenderOnLoopback, applies: bool) -> None:
    sending.loopback.faults.plan(Target(*CHANGE_MESSAGE), faults.failed(502, applies=applies))
    assert isinstance(await sending.sender.send(sending.change, sending.outgoing("changed")), Unclear)
    asked = len(sending.loopback.requests)
    assert await sending.sender.find(sending.change) == Missing()
    assert len(sending.loopback.requests) == asked
    assert await sending.sender.send(sending.change, sending.outgoing("changed")) == Sent(sending.message.id)
    assert sending.shows("changed")


async def test_a_sweep_without_an_answer_ends(sending: SenderOnLoopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else for the channel waits for the sweep, and a limit may last an hour."""
    monkeypatch.setattr(module, "PATIENCE_LOOKING_S", 0.1)
    sending.loopback.faults.plan(Target(*faults.READ_HISTORY), faults.late(HOUR_S))
    doubtful = replace(sending.change, kind=Kind.LOG, state=EntryState.DONE, message_id=sending.message.id)
    async with asyncio.timeout(HANG_S):
        assert isinstance(await sending.sender.sweep(doubtful), Unclear)
