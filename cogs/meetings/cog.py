"""Notices when others can see a meeting's event, because somebody has changed who may view a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.delivery.meeting_places import is_for_the_clubs_eyes

if TYPE_CHECKING:
    import discord

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Place
    from cogs.ui.dependencies import Dependencies


class Meetings(commands.Cog):
    """No commands: those of other features set meetings up, and move them."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._meetings = dependencies.services.meetings
        self._wake = dependencies.outbox_worker.wake

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if before.overwrites != after.overwrites:
            await self._look_again(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._look_again(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_create(self, role: discord.Role) -> None:
        await self._look_again(role.guild)

    async def _look_again(self, server: discord.Guild) -> None:
        def is_leaking(club: Club, place: Place) -> bool:
            return not is_for_the_clubs_eyes(server, place, club.settings.channel_id)

        if await self._meetings.recheck(server.id, is_leaking):
            self._wake()
