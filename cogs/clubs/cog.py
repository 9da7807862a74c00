"""`/club`; each command is one call to the clubs' desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.clubs import WEEKDAYS
from cogs.clubs.choices import ChannelOption, suggest_tags, suggest_zones
from cogs.clubs.choosing import suggest_clubs
from cogs.clubs.wishes import REMOVABLE, Wish
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from cogs.clubs.desk import ClubDesk
    from cogs.ui.interactions import ClubInteraction

DAYS = [app_commands.Choice(name=day, value=day) for day in WEEKDAYS]
WITHOUT = [app_commands.Choice(name=name.replace("_", " "), value=name) for name in REMOVABLE]
OPTIONS = {
    "name": "What it is called",
    "channel": "The text or forum channel it meets in",
    "day": "The day of the weekly post",
    "time": "When it comes, such as 18:00",
    "timezone": "Where that time is read; type a city",
    "role": "Who gets mentioned in posts",
    "organiser_role": "Who may steer the club besides those who may Manage Server",
    "log_days": "Days from the post until paper logs are due, 1 to 14 (at first 5)",
    "review_days": "Days from then until reviews are due, 1 to 14 (at first 2)",
    "reviewers": "Reviewers of each log, 1 to 3 (at first 2)",
    "anonymous": "Whether reviews go without the reviewer's name (at first they are named)",
}
CLUB = "Which club; left out, the one of this channel"


# Commands of a server: never offered in direct messages, nor where only one's own account has the bot.
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Clubs(commands.GroupCog, group_name="club", group_description="Set up a reading club and steer it"):
    """`/club create`, `show`, `edit`, `pause`, `resume` and `close`."""

    def __init__(self, desk: ClubDesk) -> None:
        self._desk = desk

    @app_commands.command(description="Start a reading club in this server")
    @app_commands.describe(**OPTIONS)
    @app_commands.choices(day=DAYS)
    @app_commands.autocomplete(timezone=suggest_zones)
    async def create(
        self,
        interaction: ClubInteraction,
        *,
        name: str,
        channel: ChannelOption,
        day: str,
        time: str,
        timezone: str,
        role: discord.Role | None = None,
        organiser_role: discord.Role | None = None,
        log_days: int | None = None,
        review_days: int | None = None,
        reviewers: int | None = None,
        anonymous: bool | None = None,
    ) -> None:
        async with Handling(interaction, "club create"):
            wish = Wish(
                name=name, channel=channel, day=day, time=time, timezone=timezone, role=role,
                organiser_role=organiser_role, log_days=log_days, review_days=review_days, reviewers=reviewers,
                anonymous=anonymous,
            )  # fmt: skip
            await self._desk.create(interaction, wish)

    @app_commands.command(description="A club's settings, its next posts, and whatever went wrong")
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def show(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club show"):
            await self._desk.show(interaction, club)

    @app_commands.command(description="Change a club's settings")
    @app_commands.describe(
        **OPTIONS, club=CLUB, tag="The tag of its posts in a forum", without="A setting to make empty again"
    )
    @app_commands.choices(day=DAYS, without=WITHOUT)
    @app_commands.autocomplete(club=suggest_clubs, timezone=suggest_zones, tag=suggest_tags)
    async def edit(
        self,
        interaction: ClubInteraction,
        *,
        name: str | None = None,
        channel: ChannelOption | None = None,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        role: discord.Role | None = None,
        organiser_role: discord.Role | None = None,
        log_days: int | None = None,
        review_days: int | None = None,
        reviewers: int | None = None,
        anonymous: bool | None = None,
        tag: str | None = None,
        without: str | None = None,
        club: str | None = None,
    ) -> None:
        async with Handling(interaction, "club edit"):
            wish = Wish(
                name=name, channel=channel, day=day, time=time, timezone=timezone, role=role,
                organiser_role=organiser_role, log_days=log_days, review_days=review_days, reviewers=reviewers,
                anonymous=anonymous, tag=tag, without=without,
            )  # fmt: skip
            await self._desk.edit(interaction, club, wish)

    @app_commands.command(description="Start no new weeks until the club is resumed")
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def pause(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club pause"):
            await self._desk.pause(interaction, club)

    @app_commands.command(description="Go on with a paused club")
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def resume(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club resume"):
            await self._desk.resume(interaction, club)

    @app_commands.command(description="End a club for good; asks before it does")
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def close(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club close"):
            await self._desk.ask_to_close(interaction, club)
