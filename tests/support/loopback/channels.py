"""Routes of channels and servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.loopback import refusals
from tests.support.loopback.shapes import bot_shape, channel_shape, guild_shape, member_shape
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes
    from tests.support.loopback.world import World

OWNERS_MAY_CHANGE = {"archived", "name", "auto_archive_duration", "applied_tags"}


def show(ask: Ask) -> Any:
    return channel_shape(ask.world, ask.world.channel(ask.id("channel")))


def edit(ask: Ask) -> Any:
    """Anyone who may write in an archived thread may reopen it, unless it is locked."""
    channel = ask.world.channel(ask.id("channel"))
    _require_right_to_edit(ask, channel)
    opens = ask.body.get("archived") is False
    if channel.archived and not opens:
        raise refusals.thread_archived()
    if channel.archived:
        ask.world.require_room(channel.guild_id)
    channel.name = ask.body.get("name", channel.name)
    channel.archived = ask.body.get("archived", channel.archived)
    channel.locked = ask.body.get("locked", channel.locked)
    if "applied_tags" in ask.body:
        channel.applied_tags = tuple(int(tag) for tag in ask.body["applied_tags"])
    shown = channel_shape(ask.world, channel)
    ask.world.tell("THREAD_UPDATE" if channel.parent_id else "CHANNEL_UPDATE", shown, channel.guild_id)
    return shown


def _require_right_to_edit(ask: Ask, channel: Channel) -> None:
    """Raises Refusal."""
    world, changes = ask.world, ask.body.keys()
    if channel.parent_id is None:
        world.require(channel, "manage_channels")
    elif not world.bot_permissions(channel).manage_threads:
        opens = changes == {"archived"} and not ask.body["archived"]
        is_own = channel.owner_id == APPLICATION_ID and changes <= OWNERS_MAY_CHANGE
        if channel.locked or not (opens or is_own):
            raise refusals.missing_permissions()
        world.require(channel, "send_messages_in_threads")


def delete(ask: Ask) -> Any:
    channel = ask.world.channel(ask.id("channel"))
    ask.world.require(channel, "manage_threads" if channel.parent_id else "manage_channels")
    return remove_channel(ask.world, channel)


def remove_channel(world: World, channel: Channel) -> dict[str, Any]:
    """Delete it; a human moderator would do the same."""
    shown = channel_shape(world, channel)
    world.drop(channel)
    world.tell("THREAD_DELETE" if channel.parent_id else "CHANNEL_DELETE", shown, channel.guild_id)
    return shown


def show_guild(ask: Ask) -> Any:
    return guild_shape(ask.world.guild(ask.id("guild")))


def channels_of_guild(ask: Ask) -> Any:
    guild = ask.world.guild(ask.id("guild"))
    return [channel_shape(ask.world, one) for one in ask.world.channels_of(guild.id) if not one.parent_id]


def show_member(ask: Ask) -> Any:
    guild = ask.world.guild(ask.id("guild"))
    user_id = ask.id("user")
    if user_id == APPLICATION_ID:
        return member_shape(bot_shape(), guild.bot_role_id)
    if user_id not in guild.members:
        raise refusals.unknown_member()
    return guild.members[user_id]


def open_private(ask: Ask) -> Any:
    user_id = int(ask.body["recipient_id"])
    private = [one for one in ask.world.channels.values() if one.kind is ChannelKind.PRIVATE]
    channel = next((one for one in private if one.owner_id == user_id), None)
    if channel is None:
        channel = ask.world.keep(Channel(ask.world.new_id(), None, ChannelKind.PRIVATE, "", owner_id=user_id))
    return channel_shape(ask.world, channel)


ROUTES: Routes = {
    ("GET", "/channels/{channel}"): show,
    ("PATCH", "/channels/{channel}"): edit,
    ("DELETE", "/channels/{channel}"): delete,
    ("GET", "/guilds/{guild}"): show_guild,
    ("GET", "/guilds/{guild}/channels"): channels_of_guild,
    ("GET", "/guilds/{guild}/members/{user}"): show_member,
    ("POST", "/users/@me/channels"): open_private,
}
