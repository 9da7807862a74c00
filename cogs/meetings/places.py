"""The place of a meeting, as organizers type and choose it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.core.errors import ClubError
from bot.core.meetings.links import host_of, meeting_link
from bot.core.meetings.plan import Place, PlaceKind
from bot.core.text.short_inputs import name_key
from bot.core.week_links.passcodes import passcodes_in
from cogs.ui.escaping import in_code
from cogs.ui.refusals import SaidError
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.visibility import Viewer
    from cogs.ui.interactions import ClubInteraction

    LiveChannel = discord.VoiceChannel | discord.StageChannel

CHOICES, LONGEST_CHOICE = 25, 100
# A mention, an id, or a channel's address.
CHANNEL_ID = re.compile(
    r"(?:<#)?(?P<id>\d{15,20})>?|https://(?:\w+\.)?discord(?:app)?\.com/channels/\d+/(?P<linked>\d+)/?"
)


def meant_place(server: discord.Guild, viewer: Viewer, typed: str) -> Place:
    """Return the voice or stage channel of the server, or the link, that is meant. Raises ClubError."""
    if server.unavailable:
        raise SaidError(t("meetings-not-heard-of"))
    if found := CHANNEL_ID.fullmatch(typed.strip()):
        return _place_in(server, viewer, int(found["id"] or found["linked"]))
    wanted = name_key(typed.strip().lstrip("#"))
    named = [channel for channel in live_channels(server, viewer) if name_key(channel.name) == wanted]
    if len(named) == 1:
        return place_of(named[0])
    if not named and (link := meeting_link(typed)):
        return Place(PlaceKind.LINK, link=link)
    raise SaidError(t("meetings-which-place", typed=in_code(typed), count=len(named)))


async def suggest_places(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest voice and stage channels that the organizer may view. A typed link is offered as it is."""
    if interaction.guild is None:
        return []
    wanted = name_key(typed.lstrip("#"))
    found = [one for one in live_channels(interaction.guild, viewer_of(interaction)) if wanted in name_key(one.name)]
    choices = [
        app_commands.Choice(
            name=t("meetings-place", kind=place_of(one).kind, name=one.name)[:LONGEST_CHOICE], value=str(one.id)
        )
        for one in found[:CHOICES]
    ]
    return choices or _link_choice(typed)


def live_channels(server: discord.Guild, viewer: Viewer) -> list[LiveChannel]:
    """Return the voice and stage channels that the organizer may view, as Discord lists them."""
    found: list[LiveChannel] = [*server.voice_channels, *server.stage_channels]
    return [channel for channel in found if viewer.may_view(channel.id)]


def place_of(channel: LiveChannel) -> Place:
    is_stage = isinstance(channel, discord.StageChannel)
    return Place(PlaceKind.STAGE if is_stage else PlaceKind.VOICE, channel.id)


def _place_in(server: discord.Guild, viewer: Viewer, channel_id: int) -> Place:
    """One that the organizer may not view is refused like one that does not exist."""
    channel = server.get_channel(channel_id)
    if channel is None or not viewer.may_view(channel_id):
        raise SaidError(t("meetings-no-such-channel"))
    if not isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        raise SaidError(t("meetings-not-a-voice-channel", channel=channel.mention))
    return place_of(channel)


def _link_choice(typed: str) -> list[app_commands.Choice[str]]:
    try:
        link = meeting_link(typed)
    except ClubError:
        return []
    if not link:
        return []
    name = t("meetings-link-with-passcode", host=host_of(link))[:LONGEST_CHOICE] if passcodes_in(link) else link
    return [app_commands.Choice(name=name, value=link)]
