"""Notices when others can see a meeting's event, because somebody has changed who may view a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.delivery.meeting_places import is_for_the_clubs_eyes
from bot.services.weeks.ticks import TickResult

if TYPE_CHECKING:
    import discord

    from bot.client import PaperClub
    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Place
    from cogs.ui.dependencies import Dependencies


class Meetings(commands.Cog):
    """No commands: those of other features set meetings up, and move them.

    An organizer often changes several roles or channels at once, so the next tick looks at each server only once.
    """

    def __init__(self, bot: PaperClub, dependencies: Dependencies) -> None:
        self._bot = bot
        self._meetings = dependencies.services.meetings
        self._changed: set[int] = set()

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if before.overwrites != after.overwrites:
            self._changed.add(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            self._changed.add(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_create(self, role: discord.Role) -> None:
        self._changed.add(role.guild.id)

    async def look_again(self) -> TickResult:
        """Look at the events of one server whose permissions have changed."""
        server = self._bot.get_guild(self._changed.pop()) if self._changed else None
        if server is None:
            return TickResult(0, ())

        def is_leaking(club: Club, place: Place) -> bool:
            return not is_for_the_clubs_eyes(server, place, club.settings.channel_id)

        await self._meetings.recheck(server.id, is_leaking)
        return TickResult(1, ())
