"""Where a club meets live: the permissions that its events need there, and who could see such an event."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import discord

from bot.core.meetings.plan import Place, PlaceKind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.permissions import FOR_A_CLUB, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What Discord requires for an event: in the server, and for one in a channel also there.
FOR_EVENTS = discord.Permissions(create_events=True)
IN_A_VOICE_CHANNEL = discord.Permissions(view_channel=True, connect=True)
IN_A_STAGE = IN_A_VOICE_CHANNEL | discord.Permissions(manage_channels=True, mute_members=True, move_members=True)
THERE = {PlaceKind.VOICE: IN_A_VOICE_CHANNEL, PlaceKind.STAGE: IN_A_STAGE}


def rights_trouble(server: discord.Guild, place: Place) -> Trouble | None:
    """What keeps the bot from making events there; None if nothing does, as far as we know.

    What is missing in the whole server can be granted with a link: the invitation with one more permission.
    """
    if place.channel_id is None:
        return None if server.me.guild_permissions.create_events else lacking_in_server(server)
    channel = place_channel(server, place)
    if channel is None:
        return Trouble(TroubleCode.PLACE_GONE)
    granted = channel.permissions_for(server.me)
    if not (granted.create_events or server.me.guild_permissions.create_events):
        return lacking_in_server(server)
    missing = _missing(granted, FOR_EVENTS | THERE[place.kind])
    facts = {"missing": missing, "channel_id": channel.id}
    return Trouble(TroubleCode.EVENT_RIGHTS_IN, facts) if missing else None


def is_place_gone(server: discord.Guild | None, place: Place) -> bool:
    """Whether the place is a channel that no longer exists. False for a server that the bot doesn't know (yet)."""
    return server is not None and place.channel_id is not None and place_channel(server, place) is None


def place_channel(server: discord.Guild, place: Place) -> discord.VoiceChannel | discord.StageChannel | None:
    """The channel of the place, if it still exists."""
    channel = server.get_channel(place.channel_id or 0)
    return channel if isinstance(channel, discord.VoiceChannel | discord.StageChannel) else None


def is_for_the_clubs_eyes(server: discord.Guild, place: Place, club_channel_id: int) -> bool:
    """Whether everybody who could see an event there may know of the club: they may view its channel too.

    An event with a link is visible to the whole server, and one in a channel to all who may view that channel.
    """
    home, channel = server.get_channel(club_channel_id), place_channel(server, place)
    if home is None or is_place_gone(server, place):
        return False
    return not any(
        _sees(channel, who, if_unknown=True) and not _sees(home, who, if_unknown=False)
        for who in _kinds_of_members(server, home, channel)
    )


@dataclass(frozen=True, slots=True)
class _Role:
    """What a role does for viewing: in the server, and by its overwrites (True, False or None) in two channels."""

    views: bool
    is_admin: bool
    overwrites: tuple[bool | None, bool | None]


@dataclass(frozen=True, slots=True)
class _Who:
    """Somebody with these roles, or a member with overwrites of their own (and any roles)."""

    roles: tuple[discord.Role, ...] = ()
    member: Mapping[int, bool | None] | None = None


def _kinds_of_members(
    server: discord.Guild, home: discord.abc.GuildChannel, channel: discord.abc.GuildChannel | None
) -> Iterator[_Who]:
    """Two roles are enough: one that shows the event, and one that hides the club."""
    alike: dict[_Role, discord.Role] = {}
    for role in server.roles:
        if not role.is_default():
            overwrites = (_overwrite(home, role), _overwrite(channel, role))
            allowed = role.permissions
            alike.setdefault(_Role(allowed.view_channel, allowed.administrator, overwrites), role)
    yield _Who()
    yield from (_Who(tuple(set(pair))) for pair in combinations_with_replacement(alike.values(), 2))
    for member_id in _members_in(server, home) | _members_in(server, channel):
        own = {one.id: _own_overwrite(one, member_id) for one in (home, channel) if one}
        # Without an overwrite about viewing, their roles alone decide.
        if any(views is not None for views in own.values()):
            yield _Who(member=own)


def _sees(channel: discord.abc.GuildChannel | None, who: _Who, *, if_unknown: bool) -> bool:
    if channel is None:
        return True
    if who.member is not None:
        # Their roles are unknown, so only their own overwrites are certain.
        own = who.member[channel.id]
        return if_unknown if own is None else own
    everyone = channel.guild.default_role
    allowed = [role.permissions for role in (everyone, *who.roles)]
    if any(one.administrator for one in allowed):
        return True
    said = _overwrite(channel, everyone)
    sees = any(one.view_channel for one in allowed) if said is None else said
    overwrites = [_overwrite(channel, role) for role in who.roles]
    return True in overwrites or (sees and False not in overwrites)


def _overwrite(channel: discord.abc.GuildChannel | None, role: discord.Role) -> bool | None:
    return channel.overwrites_for(role).view_channel if channel else None


def _own_overwrite(channel: discord.abc.GuildChannel, member_id: int) -> bool | None:
    found = [one for target, one in channel.overwrites.items() if target.id == member_id]
    return found[0].view_channel if found else None


def _members_in(server: discord.Guild, channel: discord.abc.GuildChannel | None) -> set[int]:
    """Members with overwrites of their own, but for the bot itself."""
    targets = channel.overwrites if channel else {}
    roles = {role.id for role in server.roles}
    return {target.id for target in targets if target.id not in roles} - {server.me.id}


def _missing(granted: discord.Permissions, needed: discord.Permissions) -> list[str]:
    return [shown for flag, shown in NAMES.items() if getattr(needed, flag) and not getattr(granted, flag)]


def lacking_in_server(server: discord.Guild) -> Trouble:
    """The bot may not make events in the server. Following the link once more grants that and changes nothing else."""
    facts = {"missing": [NAMES["create_events"]], "link": _invitation(server)}
    return Trouble(TroubleCode.EVENT_RIGHTS, facts)


def _invitation(server: discord.Guild) -> str:
    wanted, scopes = FOR_A_CLUB | FOR_EVENTS, ("bot", "applications.commands")
    return discord.utils.oauth_url(
        server.me.id, permissions=wanted, guild=server, scopes=scopes, disable_guild_select=True
    )
