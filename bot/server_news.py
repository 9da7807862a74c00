"""Drop the data about servers that the bot never uses, before discord.py stores it.

Apart from members, discord.py can't be told what to keep about a server, so we pass less data to its parsers of a few
events. Permissions must always be right, both the bot's and those of members who ask about a club, so roles and all
overwrites stay.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from collections.abc import Callable

# Clubs meet in text channels and forums, and live in voice and stage channels. Notices may go to the news channel.
TYPES = discord.ChannelType
MET_IN = {kind.value for kind in (TYPES.text, TYPES.news, TYPES.forum, TYPES.voice, TYPES.stage_voice)}
LISTS = (
    *("emojis", "stickers", "soundboard_sounds", "stage_instances", "guild_scheduled_events", "voice_states"),
    *("presences", "features"),
)
TEXTS = ("icon", "splash", "discovery_splash", "banner", "description")


def read_less(client: discord.Client) -> None:
    """From now on, keep only roles, the bot's own threads, and channels where clubs can meet.

    Nothing is stored twice: all servers share equal names and permissions as the same objects, and channels that
    inherit their category's permissions share one list of overwrites.
    """
    state = client._connection  # noqa: SLF001 - see above; a test fails if discord.py parses them differently
    _through(state.parsers, "GUILD_CREATE", lambda server: without_the_rest(server, state.self_id or 0))
    _after(state.parsers, "GUILD_CREATE", lambda server: _share_overwrites(client.get_guild(int(server["id"]))))
    for event in ("THREAD_CREATE", "THREAD_UPDATE"):
        _through(state.parsers, event, lambda thread: thread if _is_by(thread, state.self_id or 0) else None)


def list_servers(client: discord.Client, note: Callable[[int, int, list[int]], object]) -> None:
    """Pass on each list of a shard's servers that Discord sends when a session starts.

    `note` gets the shard, how many shards there are, and the servers' ids. discord.py keeps no such list, and doesn't
    drop a server that is missing in a later one.
    """

    def read(ready: Any) -> None:
        shard_id, shard_count = ready["shard"]
        note(shard_id, shard_count, [int(server["id"]) for server in ready["guilds"]])

    _after(client._connection.parsers, "READY", read)  # noqa: SLF001 - as above


def without_the_rest(server: dict[str, Any], own_id: int) -> dict[str, Any]:
    """The payload of GUILD_CREATE with less in it. Doesn't change its argument."""
    kept = server | {name: [] for name in LISTS if name in server} | {name: None for name in TEXTS if name in server}
    roles = {role["id"]: int(role["id"]) for role in server.get("roles", ())}
    return kept | {
        "roles": [_role(role, roles[role["id"]]) for role in server.get("roles", ())],
        "channels": [_channel(one, roles) for one in server.get("channels", ()) if one["type"] in MET_IN],
        "threads": [thread for thread in server.get("threads", ()) if _is_by(thread, own_id)],
        "members": [member for member in server.get("members", ()) if int(member["user"]["id"]) == own_id],
    }


def _through(parsers: dict[str, Callable[[Any], None]], event: str, change: Callable[[Any], Any]) -> None:
    """Parse what `change` makes of the event's payload; ignore the event if that is None."""
    read = parsers[event]

    def read_changed(facts: Any) -> None:
        changed = change(facts)
        if changed is not None:
            read(changed)

    parsers[event] = read_changed


def _after(parsers: dict[str, Callable[[Any], None]], event: str, then: Callable[[Any], object]) -> None:
    read = parsers[event]

    def read_and_then(facts: Any) -> None:
        read(facts)
        then(facts)

    parsers[event] = read_and_then


def _share_overwrites(server: discord.Guild | None) -> None:
    """Safe because discord.py replaces a channel's list when its permissions change, and never modifies it."""
    known: dict[tuple[tuple[int, ...], ...], list[Any]] = {}
    for channel in server.channels if server else ():
        own = channel._overwrites  # noqa: SLF001 - a test fails if changing one channel changes another
        channel._overwrites = known.setdefault(  # noqa: SLF001
            tuple((one.id, one.type, one.allow, one.deny) for one in own), own
        )


def _is_by(thread: dict[str, Any], own_id: int) -> bool:
    return int(thread.get("owner_id") or 0) == own_id


def _role(role: dict[str, Any], identity: int) -> dict[str, Any]:
    shared = {"id": identity, "name": _name(role["name"]), "permissions": _number(role["permissions"])}
    colors = {"color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
    return role | shared | colors | {"icon": None, "unicode_emoji": None}


def _channel(channel: dict[str, Any], roles: dict[str, int]) -> dict[str, Any]:
    overwrites = [_overwrite(one, roles) for one in channel.get("permission_overwrites", ())]
    kept = {"name": _name(channel["name"]), "permission_overwrites": overwrites}
    # Categories are dropped, so a reference to one is useless.
    return channel | kept | {"topic": None, "last_message_id": None, "parent_id": None}


def _overwrite(overwrite: dict[str, Any], roles: dict[str, int]) -> dict[str, Any]:
    """discord.py converts the strings that Discord sends to numbers; a number stays the same object."""
    identity = roles.get(overwrite["id"], overwrite["id"])
    return overwrite | {"id": identity, "allow": _number(overwrite["allow"]), "deny": _number(overwrite["deny"])}


@lru_cache(maxsize=1 << 14)
def _number(written: str) -> int:
    return int(written)


@lru_cache(maxsize=1 << 14)
def _name(name: str) -> str:
    return name
