"""What the wizard shows when it opens: what was typed into `/club create`, and suggestions for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

import discord

from bot.core.calendar.time_zones import time_zone
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.club_setup.setup import ClubSetup
from bot.core.club_setup.zone_guess import guessed_zones
from bot.core.clubs.club import LONGEST_NAME, ClubSettings, club_name, time_of_day, weekday
from bot.core.errors import ClubError
from bot.delivery.permissions import missing_permissions
from cogs.clubs.channels import TEXT_OR_FORUM
from cogs.clubs.choosing import server_of
from cogs.clubs.options import ClubOptions, role_id_of
from cogs.ui.escaping import clip
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction

SUGGESTED_DAY, SUGGESTED_TIME = 6, time(18)


def locales_of(interaction: ClubInteraction) -> list[str]:
    """Return the server's language, then the organizer's."""
    server = interaction.guild
    return [*([server.preferred_locale.value] if server else []), interaction.locale.value]


def setup_from(interaction: ClubInteraction, options: ClubOptions | None = None) -> ClubSetup:
    """Return the setup to begin with. Raises ClubError for an option that cannot be read or used."""
    options = options or ClubOptions()
    guess = next(iter(guessed_zones(locales_of(interaction))), None)
    zone = time_zone(options.timezone) if options.timezone else guess
    given = {
        setting: value
        for setting in ("log_days", "review_days", "reviewers", "anonymous")
        if (value := getattr(options, setting)) is not None
    }
    setup = ClubSetup(
        name=club_name(options.name) if options.name else _suggested_name(server_of(interaction)),
        channel_id=_given_channel(options) or _channel_here(interaction),
        weekday=weekday(options.day) if options.day else SUGGESTED_DAY,
        at=time_of_day(options.time) if options.time else SUGGESTED_TIME,
        zone=zone,
        is_zone_guessed=options.timezone is None and zone is not None,
        role_id=role_id_of(options.role),
        organiser_role_id=role_id_of(options.organiser_role),
    )
    # Out of range, they are refused now, before anything else is asked.
    ClubSettings(setup.name, 0, is_forum=False, slot=WeeklySlot(0, time(0), "UTC"), **given)
    return replace(setup, **given)


def _given_channel(options: ClubOptions) -> int | None:
    if options.channel is None:
        return None
    if options.channel.type not in TEXT_OR_FORUM:
        raise SaidError(t("clubs-cannot-meet-in", channel=options.channel.mention))
    return options.channel.id


def _channel_here(interaction: ClubInteraction) -> int | None:
    """Return the channel of the interaction, if a club can meet there."""
    server, channel_id = server_of(interaction), interaction.channel_id or 0
    channel = server.get_channel(channel_id)
    if not isinstance(channel, discord.TextChannel) or channel.type not in TEXT_OR_FORUM:
        return None
    return None if missing_permissions(channel) else channel.id


def _suggested_name(server: discord.Guild) -> str:
    room = LONGEST_NAME - len(t("club-setup-suggested-name", server=""))
    try:
        return club_name(t("club-setup-suggested-name", server=clip(server.name, room)))
    except ClubError:
        return t("club-setup-plain-name")
