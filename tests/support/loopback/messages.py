"""Routes of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.loopback import refusals
from tests.support.loopback.polls import open_poll
from tests.support.loopback.shapes import message_shape
from tests.support.loopback.world import APPLICATION_ID, EDITS_OF_OLD_MESSAGES, HOUR_S, ChannelKind, made_at

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes
    from tests.support.loopback.world import Channel, World

PAGE, LONGEST_PAGE = 50, 100
COMPONENTS_V2 = 1 << 15


def assert_writable(world: World, channel: Channel) -> None:
    """Raises Refusal."""
    if channel.kind is ChannelKind.FORUM:
        raise refusals.wrong_channel_type()
    assert_active(channel)
    if channel.locked and not world.bot_permissions(channel).manage_threads:
        raise refusals.thread_locked()


def assert_active(channel: Channel) -> None:
    """Raises Refusal."""
    if channel.archived:
        raise refusals.thread_archived()


def assert_says_something(facts: dict[str, Any]) -> None:
    """Raises Refusal."""
    if not any(facts.get(part) for part in ("content", "embeds", "components", "poll", "attachments", "sticker_ids")):
        raise refusals.Refusal(400, 50006, "Cannot send an empty message")


def create(ask: Ask) -> Any:
    channel = ask.world.channel(ask.id("channel"))
    assert_writable(ask.world, channel)
    assert_says_something(ask.body)
    _require_what_it_needs(ask, channel)
    facts = dict(ask.body)
    if facts.get("poll"):
        facts["poll"] = open_poll(facts["poll"], ask.world.seconds())
    return message_shape(ask.world, ask.world.post(channel, APPLICATION_ID, facts, after=ask.after))


def _require_what_it_needs(ask: Ask, channel: Channel) -> None:
    """Raises Refusal."""
    if channel.kind is ChannelKind.PRIVATE:
        return
    needed = {
        "send_messages_in_threads" if channel.parent_id else "send_messages": True,
        "attach_files": bool(ask.body.get("attachments")),
        "send_polls": bool(ask.body.get("poll")),
    }
    ask.world.require(channel, *(name for name, is_used in needed.items() if is_used))


def history(ask: Ask) -> Any:
    """Newest first, as Discord lists them, whichever end of the history was requested."""
    channel = ask.world.channel(ask.id("channel"))
    if channel.guild_id:
        ask.world.require(channel)
        if not ask.world.bot_permissions(channel).read_message_history:
            return []
    limit = ask.number("limit", PAGE)
    if not 1 <= limit <= LONGEST_PAGE:
        raise refusals.invalid_body()
    found = ask.world.history(channel)
    if "after" in ask.query:
        found = [message for message in found if message.id > ask.number("after", 0)][:limit]
    elif "around" in ask.query:
        around = ask.number("around", 0)
        nearest = sorted(found, key=lambda message: abs(message.id - around))[:limit]
        found = sorted(nearest, key=lambda message: message.id)
    else:
        before = ask.number("before", 1 << 63)
        found = [message for message in found if message.id < before][-limit:]
    return [message_shape(ask.world, message) for message in reversed(found)]


def show(ask: Ask) -> Any:
    return message_shape(ask.world, ask.world.message(ask.id("channel"), ask.id("message")))


def edit(ask: Ask) -> Any:
    message = ask.world.message(ask.id("channel"), ask.id("message"))
    if message.author_id != APPLICATION_ID:
        raise refusals.Refusal(403, 50005, "Cannot edit a message authored by another user")
    channel, now = ask.world.channel(message.channel_id), ask.world.seconds()
    assert_writable(ask.world, channel)
    if now - made_at(message.id) > HOUR_S:
        message.edits = [at for at in message.edits if now - at < HOUR_S]
        if len(message.edits) >= EDITS_OF_OLD_MESSAGES:
            raise refusals.too_many_edits()
        message.edits.append(now)
    message.facts = message.facts | ask.body
    message.edited_at = now
    return message_shape(ask.world, message)


def delete(ask: Ask) -> None:
    """A thread started from the message stays. A bot may delete its own message in a locked thread."""
    message = ask.world.message(ask.id("channel"), ask.id("message"))
    assert_active(ask.world.channel(message.channel_id))
    if message.author_id != APPLICATION_ID:
        ask.world.require(ask.world.channel(message.channel_id), "manage_messages")
    del ask.world.channel(message.channel_id).messages[message.id]


ROUTES: Routes = {
    ("POST", "/channels/{channel}/messages"): create,
    ("GET", "/channels/{channel}/messages"): history,
    ("GET", "/channels/{channel}/messages/{message}"): show,
    ("PATCH", "/channels/{channel}/messages/{message}"): edit,
    ("DELETE", "/channels/{channel}/messages/{message}"): delete,
}
