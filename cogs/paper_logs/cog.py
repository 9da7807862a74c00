"""The `/log` commands, each one call, and the listener for their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.paper_logs.forms import OURS
from cogs.papers.choices import CHOICES, paper_choice
from cogs.papers.scope import papers_here
from cogs.papers.views import PaperView
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from bot.services.papers.service import PaperService
    from cogs.paper_logs.actions import LogActions
    from cogs.papers.actions import PaperActions
    from cogs.ui.interactions import ClubInteraction


class PaperLogs(commands.GroupCog, group_name="log", group_description=command_words("paper-logs-commands")):
    """`/log write`, `edit`, `mine`, `show` and `delete`."""

    def __init__(self, papers: PaperService, paper_actions: PaperActions, actions: LogActions) -> None:
        self._papers = papers
        self._paper_actions = paper_actions
        self._actions = actions

    @app_commands.command(description=command_words("paper-logs-write-command"))
    @app_commands.describe(paper=command_words("paper-logs-write-paper"))
    async def write(self, interaction: ClubInteraction, paper: str | None = None) -> None:
        async with Handling(interaction, "log write"):
            if paper is None:
                await self._actions.write(interaction)
            else:
                await self._paper_actions.look_up(interaction, paper, PaperView.WRITE, private=True)

    @app_commands.command(description=command_words("paper-logs-edit-command"))
    @app_commands.describe(log=command_words("paper-logs-edit-log"))
    async def edit(self, interaction: ClubInteraction, log: str | None = None) -> None:
        async with Handling(interaction, "log edit"):
            await self._actions.edit(interaction, log)

    @app_commands.command(description=command_words("paper-logs-mine-command"))
    async def mine(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "log mine"):
            await self._actions.mine(interaction)

    @app_commands.command(description=command_words("paper-logs-show-command"))
    @app_commands.describe(log=command_words("paper-logs-show-log"))
    async def show(self, interaction: ClubInteraction, log: str) -> None:
        async with Handling(interaction, "log show"):
            await self._actions.show(interaction, log)

    @app_commands.command(description=command_words("paper-logs-delete-command"))
    @app_commands.describe(log=command_words("paper-logs-delete-log"))
    async def delete(self, interaction: ClubInteraction, log: str) -> None:
        async with Handling(interaction, "log delete"):
            await self._actions.delete(interaction, log)

    @write.autocomplete("paper")
    async def suggest_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        papers = await papers_here(self._papers, interaction)
        return [paper_choice(paper) for paper in papers.suggest(typed, CHOICES)]

    @edit.autocomplete("log")
    @delete.autocomplete("log")
    async def suggest_own(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.choices.suggest_own(interaction, typed)

    @show.autocomplete("log")
    async def suggest_seen(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.choices.suggest_seen(interaction, typed)

    @commands.Cog.listener("on_interaction")
    async def take_form(self, interaction: ClubInteraction) -> None:
        if (identity := sent_form(interaction)).startswith(OURS):
            async with Handling(interaction, "log form"):
                await self._actions.take(interaction, identity)
            await self._actions.flow.deliver(interaction)
