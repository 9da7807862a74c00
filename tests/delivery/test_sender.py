"""What the sender asks of Discord, and what it leaves unasked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord import ui
from discord.http import Route

from bot.core.outbox import Entry, EntryState, Kind, Missing, Sent, Unclear
from bot.delivery import sender as module
from bot.delivery.letters import Letter
from bot.delivery.pacing import Pacer
from bot.delivery.responses import ResponseWatch
from bot.delivery.sender import Sender
from bot.metrics import Metrics
from cogs.ui.replies import Page
from tests.support.loopback import Loopback, Target, faults
from tests.support.loopback.world import APPLICATION_ID, ChannelKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.loopback.world import Message

HOUR_S = 3600
CHANGE_MESSAGE = ("PATCH", "/channels/{channel}/messages/{message}")


@dataclass
class Line:
    """A sender on a small Discord. `is_held` says whether its process has its shards."""

    loopback: Loopback
    sender: Sender
    message: Message
    is_held: bool = True

    @property
    def change(self) -> Entry:
        """Of the log's message that is there."""
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

    def letter(self, text: str) -> Letter:
        return Letter(Page(discord.ui.TextDisplay(text)), edits=self.message.id)

    def shows(self, text: str) -> bool:
        return text in str(self.message.facts)


@pytest.fixture
async def line(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    loopback, metrics, pacer = Loopback(), Metrics(), Pacer()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    channel = loopback.world.add_channel(loopback.world.add_guild())
    message = loopback.world.post(channel, APPLICATION_ID, {"components": []})
    lines: list[Line] = []
    watch = ResponseWatch(metrics, pacer, lambda: "" if lines[0].is_held else "its shards could not be renewed in time")
    client = discord.Client(intents=discord.Intents.none(), http_trace=watch.trace)
    lines.append(Line(loopback, Sender(client, pacer, watch), message))
    await client.login("a.b.c")
    yield lines[0]
    await client.close()
    await loopback.close()
    assert loopback.violations == []


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
async def test_what_was_sent_is_found_though_our_clock_is_ahead_of_discords(line: Line, kind: ChannelKind) -> None:
    """A message has the time of Discord's clock, and what we noted before that of ours."""
    world = line.loopback.world
    place = world.add_channel(world.guilds[line.change.server_id], kind)
    noted_at = datetime.now(UTC) + timedelta(minutes=20)
    is_forum = kind is ChannelKind.FORUM
    post = replace(
        line.change, kind=Kind.POST, channel_id=place.id, is_forum=is_forum, first_sent_at=noted_at, attempts=1
    )
    button: ui.Button[Any] = ui.Button(label="I'm in", custom_id=f"pc:week:in:v1:{post.key}")
    letter = Letter(Page(ui.TextDisplay("Week 1"), ui.ActionRow(button)), thread_name="Week 1" if is_forum else "")
    sent = await line.sender.send(post, letter)
    assert isinstance(sent, Sent)
    assert await line.sender.find(post) == sent


async def test_a_process_that_may_have_lost_its_shards_changes_no_message(line: Line) -> None:
    """Stopped between reading the log and asking for the change, while another process shows a newer version."""
    assert await line.sender.send(line.change, line.letter("the second version")) == Sent(line.message.id)
    line.is_held = False
    outcome = await line.sender.send(line.change, line.letter("the first version"))
    assert isinstance(outcome, Unclear)
    assert line.shows("the second version")
    assert len(line.loopback.asked(*CHANGE_MESSAGE)) == 1


@pytest.mark.parametrize("applies", [True, False])
async def test_a_change_without_an_answer_is_made_again_without_a_look(line: Line, applies: bool) -> None:
    line.loopback.faults.plan(Target(*CHANGE_MESSAGE), faults.failed(502, applies=applies))
    assert isinstance(await line.sender.send(line.change, line.letter("changed")), Unclear)
    asked = len(line.loopback.requests)
    assert await line.sender.find(line.change) == Missing()
    assert len(line.loopback.requests) == asked
    assert await line.sender.send(line.change, line.letter("changed")) == Sent(line.message.id)
    assert line.shows("changed")


async def test_a_sweep_without_an_answer_comes_to_an_end(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """What else is for the channel waits for it, and a limit may last for an hour."""
    monkeypatch.setattr(module, "PATIENCE_LOOKING_S", 0.1)
    line.loopback.faults.plan(Target(*faults.READ_HISTORY), faults.late(HOUR_S))
    doubtful = replace(line.change, kind=Kind.LOG, state=EntryState.DONE, message_id=line.message.id)
    async with asyncio.timeout(10):
        assert isinstance(await line.sender.sweep(doubtful), Unclear)
