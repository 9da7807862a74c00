"""`/week link`, which belongs to the group of the weeks' commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.errors import ClubError
from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words
from cogs.week_links.actions import NewLink, suggest_what

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction
    from cogs.week_links.actions import WeekLinkActions


def add_commands(group: app_commands.Group, actions: WeekLinkActions) -> None:
    """Add the command to `/week`."""

    async def suggest_weeks(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            return await actions.suggest_weeks(interaction, typed, interaction.namespace.club)
        except ClubError:
            return []

    async def suggest_names(_interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return suggest_what(typed)

    @group.command(name="link", description=command_words("week-links-command"))
    @app_commands.describe(
        url=command_words("week-links-option-url"),
        what=command_words("week-links-option-what"),
        week=command_words("week-links-option-week"),
        with_password=command_words("week-links-option-with-password"),
        club=command_words("weeks-which-club"),
    )
    @app_commands.autocomplete(what=suggest_names, week=suggest_weeks, club=suggest_clubs)
    async def link(
        interaction: ClubInteraction,
        url: str,
        *,
        what: str | None = None,
        week: str | None = None,
        club: str | None = None,
        with_password: bool = False,
    ) -> None:
        async with Handling(interaction, "week link"):
            await actions.add(interaction, NewLink(url, what, with_password), week, club)

    del link
