"""What Discord tells of servers, without what the bot never looks at: most of it would be kept for good.

discord.py offers no choice of what it keeps of a server beyond members, so its readers of a few events are handed less
to read. Permissions have to be right at any time, the bot's and those of whoever asks for a club: roles and all
overwrites stay.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from collections.abc import Callable

# Clubs meet in text channels and forums; a server's own news channel may be told of trouble.
MET_IN = {discord.ChannelType.text.value, discord.ChannelType.news.value, discord.ChannelType.forum.value}
LISTS = (
    *("emojis", "stickers", "soundboard_sounds", "stage_instances", "guild_scheduled_events", "voice_states"),
    *("presences", "features"),
)
TEXTS = ("icon", "splash", "discovery_splash", "banner", "description")


def read_less(client: discord.Client) -> None:
    """From now on, of every server that the client hears of, it keeps channels to meet in, roles, and its own threads.

    What is in a server is not kept twice: equal names and permissions are the same objects in all of them, and
    channels that take over their category's permissions share a list of them.
    """
    state = client._connection  # noqa: SLF001 - see above; a test tells when discord.py reads them differently
    _through(state.parsers, "GUILD_CREATE", lambda server: without_the_rest(server, state.self_id or 0))
    _after(state.parsers, "GUILD_CREATE", lambda server: _share_overwrites(client.get_guild(int(server["id"]))))
    for event in ("THREAD_CREATE", "THREAD_UPDATE"):
        _through(state.parsers, event, lambda thread: thread if _is_by(thread, state.self_id or 0) else None)


def without_the_rest(server: dict[str, Any], own_id: int) -> dict[str, Any]:
    """The server as GUILD_CREATE tells of it. What is handed in stays as it is."""
    kept = server | {name: [] for name in LISTS if name in server} | {name: None for name in TEXTS if name in server}
    roles = {role["id"]: int(role["id"]) for role in server.get("roles", ())}
    return kept | {
        "roles": [_role(role, roles[role["id"]]) for role in server.get("roles", ())],
        "channels": [_channel(one, roles) for one in server.get("channels", ()) if one["type"] in MET_IN],
        "threads": [thread for thread in server.get("threads", ()) if _is_by(thread, own_id)],
        "members": [member for member in server.get("members", ()) if int(member["user"]["id"]) == own_id],
    }


def _through(parsers: dict[str, Callable[[Any], None]], event: str, change: Callable[[Any], Any]) -> None:
    """Have the event read as `change` makes it, and not at all where that is None."""
    read = parsers[event]

    def read_changed(facts: Any) -> None:
        changed = change(facts)
        if changed is not None:
            read(changed)

    parsers[event] = read_changed


def _after(parsers: dict[str, Callable[[Any], None]], event: str, follow: Callable[[Any], None]) -> None:
    read = parsers[event]

    def read_and_follow(facts: Any) -> None:
        read(facts)
        follow(facts)

    parsers[event] = read_and_follow


def _share_overwrites(server: discord.Guild | None) -> None:
    """discord.py replaces the list of a channel whose permissions change, and never writes into one."""
    known: dict[tuple[tuple[int, ...], ...], list[Any]] = {}
    for channel in server.channels if server else ():
        own = channel._overwrites  # noqa: SLF001 - a test tells when a change of one channel reaches another
        channel._overwrites = known.setdefault(  # noqa: SLF001
            tuple((one.id, one.type, one.allow, one.deny) for one in own), own
        )


def _is_by(thread: dict[str, Any], own_id: int) -> bool:
    return int(thread.get("owner_id") or 0) == own_id


def _role(role: dict[str, Any], identity: int) -> dict[str, Any]:
    shared = {"id": identity, "name": _name(role["name"]), "permissions": _number(role["permissions"])}
    colours = {"color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
    return role | shared | colours | {"icon": None, "unicode_emoji": None}


def _channel(channel: dict[str, Any], roles: dict[str, int]) -> dict[str, Any]:
    overwrites = [_overwrite(one, roles) for one in channel.get("permission_overwrites", ())]
    kept = {"name": _name(channel["name"]), "permission_overwrites": overwrites}
    # Its category is not kept, so neither is which one it is.
    return channel | kept | {"topic": None, "last_message_id": None, "parent_id": None}


def _overwrite(overwrite: dict[str, Any], roles: dict[str, int]) -> dict[str, Any]:
    """discord.py makes numbers of what Discord writes as words; a number stays the same object."""
    identity = roles.get(overwrite["id"], overwrite["id"])
    return overwrite | {"id": identity, "allow": _number(overwrite["allow"]), "deny": _number(overwrite["deny"])}


@lru_cache(maxsize=1 << 14)
def _number(written: str) -> int:
    return int(written)


@lru_cache(maxsize=1 << 14)
def _name(name: str) -> str:
    return name
