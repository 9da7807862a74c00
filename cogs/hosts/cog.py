"""The `/host` commands. Each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.hosts.choices import suggest_sessions
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.hosts.actions import HostActions
    from cogs.ui.interactions import ClubInteraction

CLUB, WEEK = command_words("hosts-option-club"), command_words("hosts-option-week")


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Hosts(commands.GroupCog, group_name="host", group_description=command_words("hosts-group")):
    """`/host volunteer`, `decline`, `list` and `assign`."""

    def __init__(self, actions: HostActions) -> None:
        self._actions = actions

    @app_commands.command(description=command_words("hosts-volunteer-command"))
    @app_commands.describe(week=WEEK, club=CLUB)
    @app_commands.autocomplete(week=suggest_sessions, club=suggest_clubs)
    async def volunteer(self, interaction: ClubInteraction, week: str | None = None, club: str | None = None) -> None:
        async with Handling(interaction, "host volunteer"):
            await self._actions.volunteer(interaction, club, week)

    @app_commands.command(description=command_words("hosts-decline-command"))
    @app_commands.describe(week=WEEK, club=CLUB)
    @app_commands.autocomplete(week=suggest_sessions, club=suggest_clubs)
    async def decline(self, interaction: ClubInteraction, week: str | None = None, club: str | None = None) -> None:
        async with Handling(interaction, "host decline"):
            await self._actions.decline(interaction, club, week)

    @app_commands.command(name="list", description=command_words("hosts-list-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def list_hosts(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "host list"):
            await self._actions.show(interaction, club)

    @app_commands.command(description=command_words("hosts-assign-command"))
    @app_commands.describe(member=command_words("hosts-option-member"), week=WEEK, club=CLUB)
    @app_commands.autocomplete(week=suggest_sessions, club=suggest_clubs)
    async def assign(
        self, interaction: ClubInteraction, member: discord.User, week: str | None = None, club: str | None = None
    ) -> None:
        async with Handling(interaction, "host assign"):
            await self._actions.assign(interaction, club, member, week)
