"""Routes of threads: opened from a message, or as a forum's post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.loopback import refusals
from tests.support.loopback.messages import assert_says_something
from tests.support.loopback.shapes import channel_shape, message_shape
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes

PAGE = 50


def open_from_message(ask: Ask) -> Any:
    """The thread has the message's id, so there can be only one."""
    world = ask.world
    channel = world.channel(ask.id("channel"))
    world.require(channel, "create_public_threads", "read_message_history")
    message = world.message(channel.id, ask.id("message"))
    known = world.channels.get(message.id)
    if known and known.seen_from <= world.seconds():
        raise refusals.thread_exists()
    return _open(ask, channel, message.id, ask.body["name"])


def open_in_channel(ask: Ask) -> Any:
    """A forum's post: the thread and its first message have the same id. Nonces are ignored here, as on Discord."""
    channel = ask.world.channel(ask.id("channel"))
    if channel.kind is not ChannelKind.FORUM:
        raise refusals.wrong_channel_type()
    ask.world.require(channel, "send_messages", *(["attach_files"] if ask.body["message"].get("attachments") else []))
    tags = tuple(int(tag) for tag in ask.body.get("applied_tags") or ())
    if any(tag not in channel.tags for tag in tags):
        raise refusals.invalid_body()
    if channel.requires_tag and not tags:
        raise refusals.tag_required()
    assert_says_something(ask.body["message"])
    shown = _open(ask, channel, ask.world.new_id(), ask.body["name"], tags)
    thread = ask.world.channels[int(shown["id"])]
    facts = {name: value for name, value in ask.body["message"].items() if name not in {"nonce", "enforce_nonce"}}
    message = ask.world.post(thread, APPLICATION_ID, facts, after=ask.after, message_id=thread.id)
    return channel_shape(ask.world, thread) | {"message": message_shape(ask.world, message)}


def _open(ask: Ask, parent: Channel, thread_id: int, name: str, tags: tuple[int, ...] = ()) -> dict[str, Any]:
    ask.world.require_room(parent.guild_id)
    thread = Channel(
        thread_id,
        parent.guild_id,
        ChannelKind.PUBLIC_THREAD,
        name,
        parent_id=parent.id,
        owner_id=APPLICATION_ID,
        applied_tags=tags,
        seen_from=ask.world.seconds() + ask.after if ask.after else 0,
    )
    ask.world.keep(thread)
    shown = channel_shape(ask.world, thread)
    ask.world.tell("THREAD_CREATE", shown | {"newly_created": True}, thread.guild_id)
    return shown


def active(ask: Ask) -> Any:
    """All threads of the server, newest first."""
    guild = ask.world.guild(ask.id("guild"))
    return _listed(ask, [one for one in ask.world.channels_of(guild.id) if one.parent_id and not one.archived])


def archived(ask: Ask) -> Any:
    """The archived threads of one channel, newest first."""
    channel = ask.world.channel(ask.id("channel"))
    return _listed(ask, [thread for thread in ask.world.threads_of(channel.id) if thread.archived])


def _listed(ask: Ask, found: list[Channel]) -> dict[str, Any]:
    newest_first = sorted(found, key=lambda thread: thread.id, reverse=True)
    limit = ask.number("limit", PAGE)
    shown = [channel_shape(ask.world, thread) for thread in newest_first[:limit]]
    return {"threads": shown, "members": [], "has_more": len(found) > limit}


ROUTES: Routes = {
    ("POST", "/channels/{channel}/messages/{message}/threads"): open_from_message,
    ("POST", "/channels/{channel}/threads"): open_in_channel,
    ("GET", "/guilds/{guild}/threads/active"): active,
    ("GET", "/channels/{channel}/threads/archived/public"): archived,
}
