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
from bot.core.weeks.details import PostDetails
from bot.delivery import sender as module
from bot.delivery.outgoing import OutgoingMessage, OutgoingPoll
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
    mentions = discord.AllowedMentions.none()
    client = discord.Client(intents=discord.Intents.none(), http_trace=watch.trace, allowed_mentions=mentions)
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


async def test_a_copy_is_closed_though_nobody_knows_its_name(sending: SenderOnLoopback) -> None:
    """A restored backup knows the post by its marker alone."""
    world = sending.loopback.world
    channel = world.add_channel(world.guilds[sending.change.server_id], ChannelKind.FORUM)
    post = replace(sending.change, kind=Kind.POST, channel_id=channel.id, is_forum=True)
    button: ui.Button[Any] = ui.Button(label="I'm in", custom_id=f"pc:week:in:v1:{post.key}")
    outgoing = OutgoingMessage(Page(ui.TextDisplay("Week 1"), ui.ActionRow(button)), thread_name="Week 1")
    first, copy = await sending.sender.send(post, outgoing), await sending.sender.send(post, outgoing)
    assert isinstance(first, Sent)
    assert isinstance(copy, Sent)
    done = replace(post, state=EntryState.DONE, message_id=first.message_id)
    assert await sending.sender.sweep(done) == Missing()
    threads = [world.channel(made.message_id) for made in (first, copy)]
    assert [(thread.archived, len(thread.messages)) for thread in threads] == [(False, 1), (True, 0)]


async def test_a_forum_that_requires_a_tag_gets_the_clubs(sending: SenderOnLoopback) -> None:
    world = sending.loopback.world
    channel = world.add_channel(world.guilds[sending.change.server_id], ChannelKind.FORUM)
    channel.tags, channel.requires_tag = {55: "Papers", 66: "Other"}, True
    post = replace(sending.change, kind=Kind.POST, channel_id=channel.id, is_forum=True)
    outgoing = OutgoingMessage(Page(ui.TextDisplay("Week 1")), thread_name="Week 1", tag_id=66)
    sent = await sending.sender.send(post, outgoing)
    assert isinstance(sent, Sent)
    assert world.channel(sent.message_id).applied_tags == (66,)


async def test_the_post_itself_stays_open_though_somebody_emptied_it(sending: SenderOnLoopback) -> None:
    """Members go on writing in its thread."""
    world = sending.loopback.world
    channel = world.add_channel(world.guilds[sending.change.server_id], ChannelKind.FORUM)
    post = replace(sending.change, kind=Kind.POST, channel_id=channel.id, is_forum=True)
    outgoing = OutgoingMessage(Page(ui.TextDisplay("Week 1")), thread_name="Week 1")
    sent = await sending.sender.send(post, outgoing)
    assert isinstance(sent, Sent)
    world.channel(sent.message_id).messages.clear()
    details = PostDetails("Week 1", has_guide=True).stored()
    done = replace(post, state=EntryState.DONE, message_id=sent.message_id, details=details)
    assert await sending.sender.sweep(done) == Missing()
    assert not world.channel(sent.message_id).archived


@pytest.mark.parametrize("is_ready", [True, False])
async def test_a_server_that_the_bot_does_not_know_yet_is_waited_for_while_it_connects(
    sending: SenderOnLoopback, monkeypatch: pytest.MonkeyPatch, *, is_ready: bool
) -> None:
    monkeypatch.setattr(discord.Client, "is_ready", lambda _client: is_ready)
    assert sending.sender.is_waited_for(sending.change) is not is_ready


async def test_an_answer_to_a_message_that_is_gone_is_sent_all_the_same(sending: SenderOnLoopback) -> None:
    review = replace(sending.change, kind=Kind.REVIEW, channel_id=sending.message.channel_id)
    answer = OutgoingMessage(Page(ui.TextDisplay("A review")), answers=sending.message.id)
    sent = await sending.sender.send(review, answer)
    assert isinstance(sent, Sent)
    facts = sending.loopback.world.message(review.channel_id, sent.message_id).facts
    assert int(facts["message_reference"]["message_id"]) == sending.message.id
    assert facts["message_reference"]["fail_if_not_exists"] is False


async def test_a_poll_that_is_sent_again_within_minutes_is_the_same(sending: SenderOnLoopback) -> None:
    poll = discord.Poll("What next?", timedelta(hours=24)).add_answer(text="LoRA").add_answer(text="Mamba")
    entry = replace(sending.change, kind=Kind.POLL, key="00c1ab00-poll-1")
    first, again = [await sending.sender.send(entry, OutgoingPoll(poll, ui.View(timeout=None))) for _ in range(2)]
    assert isinstance(first, Sent)
    assert again == first


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
