"""The JSON of Discord's objects, as in its API description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.delivery.permissions import FOR_A_CLUB
from tests.support.loopback.world import APPLICATION_ID, ChannelKind, instant, made_at

if TYPE_CHECKING:
    from tests.support.loopback.world import Channel, Guild, Message, World

EVERYTHING = str((1 << 50) - 1)
INVITED = str(FOR_A_CLUB.value)
DAY_MINUTES = 1440
GUILD_BLANKS = (
    *("icon", "description", "home_header", "splash", "discovery_splash", "banner", "vanity_url_code"),
    *("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id", "rules_channel_id"),
    *("safety_alerts_channel_id", "public_updates_channel_id", "incidents_data"),
)
GUILD_ZEROS = (
    *("system_channel_flags", "verification_level", "default_message_notifications", "mfa_level", "nsfw_level"),
    *("explicit_content_filter", "max_stage_video_channel_users", "max_video_channel_users", "premium_tier"),
    "premium_subscription_count",
)
LISTED = {"channels", "emojis", "members", "roles", "soundboard_sounds", "stickers", "threads", "voice_states"}
APPLICATION_SHAPE = {
    "id": str(APPLICATION_ID),
    "name": "Paper Club",
    "icon": None,
    "description": "",
    "type": None,
    "verify_key": "0" * 64,
    "flags": 0,
    "flags_new": "0",
    "bot_public": True,
    "bot_require_code_grant": False,
}


def user_shape(user_id: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": str(user_id),
        "username": name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": None,
        "primary_guild": None,
        "bot": bot,
    }


def bot_shape() -> dict[str, Any]:
    return user_shape(APPLICATION_ID, "Paper Club", bot=True)


def own_application_shape() -> dict[str, Any]:
    return APPLICATION_SHAPE | {
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_shape(APPLICATION_ID + 1, "owner"),
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def member_shape(user: dict[str, Any], *roles: int) -> dict[str, Any]:
    return {
        "user": user,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": instant(made_at(APPLICATION_ID)),
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": [str(role) for role in roles],
        "mute": False,
        "deaf": False,
    }


def role_shape(role_id: int, name: str, permissions: str = EVERYTHING) -> dict[str, Any]:
    return {
        "id": str(role_id),
        "name": name,
        "permissions": permissions,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": True,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild_shape(guild: Guild) -> dict[str, Any]:
    """A server as a route returns it: without channels. The bot's role has the invite's permissions."""
    everyone = role_shape(guild.id, "@everyone", INVITED)
    own = role_shape(guild.bot_role_id, "Paper Club", str(guild.permissions.value)) | {"managed": True, "position": 1}
    return (
        dict.fromkeys(GUILD_BLANKS)
        | dict.fromkeys(GUILD_ZEROS, 0)
        | {
            "id": str(guild.id),
            "name": guild.name,
            "owner_id": str(APPLICATION_ID + 1),
            "features": [],
            "region": "",
            "afk_timeout": 300,
            "widget_enabled": False,
            "roles": [everyone, own, *guild.roles.values()],
            "max_presences": 0,
            "max_members": 1000,
            "preferred_locale": "en-US",
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "emojis": [],
            "stickers": [],
        }
    )


def guild_event(world: World, guild: Guild) -> dict[str, Any]:
    """A server as the gateway sends it: with channels, active threads and the bot itself."""
    channels = list(world.channels_of(guild.id))
    told = guild_shape(guild) | {
        "unavailable": False,
        "large": False,
        "joined_at": instant(made_at(guild.id)),
        "member_count": len(guild.members) + 1,
        "members": [member_shape(bot_shape(), guild.bot_role_id)],
        "channels": [channel_shape(world, channel) for channel in channels if not channel.parent_id],
        "threads": [channel_shape(world, thread) for thread in channels if thread.parent_id and not thread.archived],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
    return told | {name: told[name] + more if name in LISTED else more for name, more in guild.more.items()}


def channel_shape(world: World, channel: Channel) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": str(channel.id), "type": int(channel.kind), "flags": 0}
    if channel.kind is ChannelKind.PRIVATE:
        return shown | {"recipients": [user_shape(channel.owner_id or 0, "member")], "last_message_id": None}
    shown |= {"guild_id": str(channel.guild_id), "name": channel.name, "rate_limit_per_user": 0}
    if channel.parent_id:
        return shown | _thread_facts(world, channel)
    shown |= {"position": 0, "parent_id": None, "topic": None, "nsfw": False}
    shown["permission_overwrites"] = _overwrites(channel)
    if channel.kind in {ChannelKind.VOICE, ChannelKind.STAGE}:
        shown |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if channel.kind is ChannelKind.FORUM:
        shown["flags"] = 1 << 4 if channel.requires_tag else 0
        shown |= {
            "available_tags": [_tag_shape(tag_id, name) for tag_id, name in channel.tags.items()],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return shown | {"last_message_id": _newest(channel)}


def _overwrites(channel: Channel) -> list[dict[str, Any]]:
    if not (channel.allowed or channel.denied):
        return []
    allow, deny = str(channel.allowed.value), str(channel.denied.value)
    return [{"id": str(APPLICATION_ID), "type": 1, "allow": allow, "deny": deny}]


def _tag_shape(tag_id: int, name: str) -> dict[str, Any]:
    return {"id": str(tag_id), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}


def _thread_facts(world: World, thread: Channel) -> dict[str, Any]:
    parent = world.channels.get(thread.parent_id or 0)
    opened = instant(made_at(thread.id))
    # A thread's first message is in its forum post, or in the channel.
    replies = len(thread.messages) - (parent is not None and parent.kind is ChannelKind.FORUM)
    return {
        "parent_id": str(thread.parent_id),
        "owner_id": str(thread.owner_id),
        "last_message_id": _newest(thread),
        "message_count": replies,
        "total_message_sent": replies,
        "member_count": 1,
        "applied_tags": [str(tag) for tag in thread.applied_tags],
        "thread_metadata": {
            "archived": thread.archived,
            "archive_timestamp": opened,
            "auto_archive_duration": DAY_MINUTES,
            "locked": thread.locked,
            "create_timestamp": opened,
        },
    }


def _newest(channel: Channel) -> str | None:
    return str(max(channel.messages)) if channel.messages else None


def message_shape(world: World, message: Message) -> dict[str, Any]:
    facts = message.facts
    author = bot_shape() if message.author_id == APPLICATION_ID else user_shape(message.author_id, "member")
    shown: dict[str, Any] = {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "type": 0,
        "author": author,
        "content": facts.get("content") or "",
        "timestamp": instant(made_at(message.id)),
        "edited_timestamp": instant(message.edited_at) if message.edited_at else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [_attachment_shape(world, file) for file in facts.get("attachments") or []],
        "embeds": facts.get("embeds") or [],
        "pinned": False,
        "flags": facts.get("flags") or 0,
        "components": numbered(facts.get("components") or []),
    }
    if "nonce" in facts:
        shown["nonce"] = facts["nonce"]
    if "poll" in facts:
        shown["poll"] = facts["poll"]
    if (thread := world.channels.get(message.id)) and thread.seen_from <= world.seconds():
        shown["thread"] = channel_shape(world, thread)
    return shown


def _attachment_shape(world: World, file: dict[str, Any]) -> dict[str, Any]:
    url = f"https://cdn.discordapp.com/attachments/{world.new_id()}/{file['filename']}"
    facts = {"id": str(world.new_id()), "filename": file["filename"], "size": 1, "url": url, "proxy_url": url}
    return facts | {"description": file["description"]} if file.get("description") else facts


def numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each component an id, as Discord does if the sender didn't."""
    count = 0

    def number(component: dict[str, Any]) -> dict[str, Any]:
        nonlocal count
        count += 1
        given = dict(component, id=component.get("id") or count)
        if "components" in given:
            given["components"] = [number(inner) for inner in given["components"]]
        if given.get("accessory"):
            given["accessory"] = number(given["accessory"])
        return given

    return [number(component) for component in components]
