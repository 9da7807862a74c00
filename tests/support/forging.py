"""Requests that an honest client wouldn't send, and changes by moderators that the bot isn't told about."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import discord
from simcord import actors
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.enums import AppCommandType, InteractionType, OverwriteType

if TYPE_CHECKING:
    from simcord import Env
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle

RESTRICTIONS = ("channel_types", "choices", "min_value", "max_value")


async def forged_slash(actor: MemberActor, channel: ChannelHandle, command: str, /, **options: Any) -> Any:
    """A command whose options violate the restrictions that the bot declared, like an old client's may."""
    group = command.partition(" ")[0]
    root = copy.deepcopy(actors._resolve_visible_command(actor, channel.id, group, AppCommandType.CHAT_INPUT))
    for leaf in root["options"]:
        for option in leaf.get("options", []):
            for restriction in RESTRICTIONS:
                option.pop(restriction, None)
    return await actors._slash_resolved(actor, channel, command, options, root)


async def forged_menu(
    env: Env, actor: MemberActor, channel: ChannelHandle, message: Any, *, name: str, message_id: int
) -> Any:
    """A message command, as if used on the message with another id."""
    stored = env.backend.get_message(message.channel_id, message.id)
    payload = dict(serializers.message_payload(env.backend, stored)) | {"id": str(message_id)}
    root = actor._resolve_root(name, AppCommandType.MESSAGE, channel.id)
    data = {
        "id": root["id"],
        "name": root["name"],
        "type": AppCommandType.MESSAGE,
        "target_id": str(message_id),
        "resolved": {"messages": {str(message_id): payload}},
    }
    return await actor._dispatch_interaction(InteractionType.APPLICATION_COMMAND, channel, data)


async def press_forged(env: Env, actor: MemberActor, message: Any, custom_id: str) -> Any:
    """Press a button after changing its custom id."""
    channel_id = message.channel.id if isinstance(message, discord.Message) else message.channel_id
    stored = env.backend.get_message(channel_id, message.id)
    _first_button(stored.components)["custom_id"] = custom_id
    return await actor.click(message, custom_id=custom_id)


async def deny_bot(env: Env, channel: ChannelHandle, **permissions: bool) -> None:
    """Take permissions in a channel from the bot; called with none, give all of them back."""
    denied = discord.Permissions(**permissions)
    overwrite = Overwrite(target_id=env.backend.bot_user.id, type=OverwriteType.MEMBER, allow=0, deny=denied.value)
    env.backend.set_overwrite(channel.id, overwrite)
    await env.settle()


async def allow_bot(env: Env, channel: ChannelHandle, **permissions: bool) -> None:
    """Give the bot more permissions in a channel than the invite asks for."""
    allowed = discord.Permissions(**permissions)
    overwrite = Overwrite(target_id=env.backend.bot_user.id, type=OverwriteType.MEMBER, allow=allowed.value, deny=0)
    env.backend.set_overwrite(channel.id, overwrite)
    await env.settle()


def hide(server: Any, channel: Any, *seers: int) -> None:
    """Hide the channel from everybody but the bot and members with these roles."""
    backend, view = server.env.backend, discord.Permissions(view_channel=True).value
    backend.set_overwrite(channel.id, Overwrite(server.guild.id, OverwriteType.ROLE, allow=0, deny=view))
    for seer in seers:
        backend.set_overwrite(channel.id, Overwrite(seer, OverwriteType.ROLE, allow=view, deny=0))
    backend.set_overwrite(channel.id, Overwrite(backend.bot_user.id, OverwriteType.MEMBER, allow=view, deny=0))


async def delete_channel(env: Env, channel: ChannelHandle) -> None:
    env.backend.delete_channel(channel.id)
    await env.settle()


async def set_thread(env: Env, thread: Any, **facts: bool) -> None:
    """Archive or lock a thread, or undo that, like a moderator, or like Discord after a quiet week."""
    env.backend.edit_channel(thread.id, {}, thread_metadata=facts)
    await env.settle()


async def set_available(server: Any, *, available: bool) -> None:
    """An outage: Discord tells a new session nothing about the server but its id."""
    bot, guild_id = server.bot, server.guild.id
    if available:
        guild = server.env.backend.get_guild(guild_id)
        server.env.backend.emit("GUILD_CREATE", serializers.guild_create_payload(server.env.backend, guild))
    else:
        bot._connection._add_guild_from_data({"id": str(guild_id), "unavailable": True})
    await server.env.settle()


async def delete_role(env: Env, guild_id: int, role_id: int) -> None:
    env.backend.delete_role(guild_id, role_id)
    await env.settle()


async def set_tags(env: Env, forum: ChannelHandle, *names: str, moderated: tuple[str, ...] = ()) -> dict[str, int]:
    """Give a forum these tags; returns their ids by name."""
    tags = [
        {"id": str(1000 + number), "name": name, "moderated": name in moderated, "emoji_id": None, "emoji_name": None}
        for number, name in enumerate(names)
    ]
    env.backend.edit_channel(forum.id, {"available_tags": tags})
    await env.settle()
    return {str(tag["name"]): int(str(tag["id"])) for tag in tags}


def insist_on_tags(forum: Any) -> None:
    """Make the channel require a tag for each post, which the virtual Discord can't do itself."""
    forum._flags = discord.ChannelFlags(require_tag=True).value


def know_starters(env: Env) -> None:
    """As on Discord, a forum post's first message has the same id as its thread."""
    by_id = env.backend.get_message

    def get_message(channel_id: int, message_id: int) -> Any:
        if channel_id == message_id:
            message_id = min(env.backend.messages[channel_id])
        return by_id(channel_id, message_id)

    env.backend.get_message = get_message  # type: ignore[method-assign]


def _first_button(components: list[dict[str, Any]]) -> dict[str, Any]:
    for component in components:
        if component.get("type") == discord.ComponentType.button.value:
            return component
        if found := _first_button(component.get("components", [])):
            return found
    return {}


async def select_forged(env: Env, actor: MemberActor, message: Any, custom_id: str, value: str) -> Any:
    """Choose something in a select after changing its custom id and options."""
    stored = env.backend.get_message(message.channel_id, message.id)
    menu = _first_select(stored.components)
    menu["custom_id"], menu["options"] = custom_id, [{"label": "x", "value": value}]
    return await actor.select(message, [value])


def _first_select(components: list[dict[str, Any]]) -> dict[str, Any]:
    for component in components:
        if component.get("type") == discord.ComponentType.select.value:
            return component
        if found := _first_select(component.get("components", [])):
            return found
    return {}
