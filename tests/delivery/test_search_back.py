"""Which forum posts are recognized as a message that was sent without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from discord import ui

from bot.core.outbox.entry import Entry, Missing, Sent
from bot.core.outbox.kinds import Kind
from bot.delivery.outgoing import OutgoingMessage
from bot.delivery.search_back import PAGE
from cogs.ui.replies import Page
from tests.delivery.test_sender import SenderOnLoopback, sending
from tests.support.loopback.world import ChannelKind

if TYPE_CHECKING:
    from tests.support.loopback.world import Channel

__all__ = ["sending"]


def forum(sending: SenderOnLoopback) -> Channel:
    world = sending.loopback.world
    return world.add_channel(world.guilds[sending.change.server_id], ChannelKind.FORUM)


def post_in(sending: SenderOnLoopback, channel: Channel, key: str = "00c1ab00-post-1") -> Entry:
    facts: dict[str, Any] = {"kind": Kind.POST, "channel_id": channel.id, "is_forum": True, "key": key}
    return replace(sending.change, **facts, first_sent_at=datetime.now(UTC), attempts=1)


async def send(sending: SenderOnLoopback, post: Entry) -> Sent:
    button: ui.Button[Any] = ui.Button(label="I'm in", custom_id=f"pc:week:in:v1:{post.key}")
    page = Page(ui.TextDisplay("Week 1"), ui.ActionRow(button))
    sent = await sending.sender.send(post, OutgoingMessage(page, thread_name="Week 1" if post.is_forum else ""))
    assert isinstance(sent, Sent)
    return sent


@pytest.mark.parametrize("is_archived", [True, False])
async def test_the_same_marker_in_another_forum_is_a_different_post(
    sending: SenderOnLoopback, is_archived: bool
) -> None:
    here, there = forum(sending), forum(sending)
    sent = await send(sending, post_in(sending, there))
    sending.loopback.world.channels[sent.message_id].archived = is_archived
    assert await sending.sender.find(post_in(sending, here)) == Missing()
    assert await sending.sender.find(post_in(sending, there)) == sent


async def test_a_message_behind_a_full_page_of_others_is_found(sending: SenderOnLoopback) -> None:
    world = sending.loopback.world
    channel = world.channel(sending.message.channel_id)
    entry = replace(post_in(sending, channel), kind=Kind.REMINDER, is_forum=False)
    for _ in range(PAGE):
        world.post(channel, 4711, {"components": []})
    sent = await send(sending, entry)
    assert await sending.sender.find(entry) == sent


async def test_another_marker_in_the_same_forum_is_a_different_post(sending: SenderOnLoopback) -> None:
    here = forum(sending)
    await send(sending, post_in(sending, here))
    assert await sending.sender.find(post_in(sending, here, "00c1ab00-post-2")) == Missing()


async def test_a_post_opened_by_somebody_else_is_not_ours(sending: SenderOnLoopback) -> None:
    here = forum(sending)
    sent = await send(sending, post_in(sending, here))
    sending.loopback.world.channels[sent.message_id].owner_id = 4711
    assert await sending.sender.find(post_in(sending, here)) == Missing()
