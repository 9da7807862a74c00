"""`/log`, one call to the desk each, and the forms that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.paper_logs.choices import suggest_own, suggest_seen
from cogs.paper_logs.forms import OURS
from cogs.papers.choices import CHOICES, paper_choice
from cogs.papers.goals import Goal
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from bot.client import PaperClub
    from cogs.paper_logs.desk import LogDesk
    from cogs.ui.interactions import ClubInteraction

OWN_LOG = "Which of your logs; left out, you choose from a list"


class PaperLogs(commands.GroupCog, group_name="log", group_description="Your paper logs, and those of the club"):
    """`/log write`, `edit`, `mine`, `show` and `delete`."""

    def __init__(self, bot: PaperClub, desk: LogDesk) -> None:
        self._bot = bot
        self._desk = desk

    @app_commands.command(description="Write a log: problem, approach, key result, limitation")
    @app_commands.describe(paper="Which paper; left out, the one that the club reads now")
    async def write(self, interaction: ClubInteraction, paper: str | None = None) -> None:
        async with Handling(interaction, "log write"):
            if paper is None:
                await self._desk.write(interaction)
            else:
                await self._bot.paper_desk.look_up(interaction, paper, Goal.WRITE, private=True)

    @app_commands.command(description="Write a new version of one of your logs")
    @app_commands.describe(log=OWN_LOG)
    @app_commands.autocomplete(log=suggest_own)
    async def edit(self, interaction: ClubInteraction, log: str | None = None) -> None:
        async with Handling(interaction, "log edit"):
            await self._desk.edit(interaction, log)

    @app_commands.command(description="Your logs and drafts")
    async def mine(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "log mine"):
            await self._desk.mine(interaction)

    @app_commands.command(description="Show a log, to you alone")
    @app_commands.describe(log="Which log")
    @app_commands.autocomplete(log=suggest_seen)
    async def show(self, interaction: ClubInteraction, log: str) -> None:
        async with Handling(interaction, "log show"):
            await self._desk.show(interaction, log)

    @app_commands.command(description="Withdraw one of your logs; asks before it does")
    @app_commands.describe(log="Which of your logs")
    @app_commands.autocomplete(log=suggest_own)
    async def delete(self, interaction: ClubInteraction, log: str) -> None:
        async with Handling(interaction, "log delete"):
            await self._desk.delete(interaction, log)

    @write.autocomplete("paper")
    async def suggest_papers(self, _interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return [paper_choice(paper) for paper in self._bot.papers.suggest(typed, CHOICES)]

    @commands.Cog.listener("on_interaction")
    async def take_form(self, interaction: ClubInteraction) -> None:
        if (identity := sent_form(interaction)).startswith(OURS):
            async with Handling(interaction, "log form"):
                await self._desk.take(interaction, identity)
            async with Handling(interaction, "log delivery"):
                await self._desk.messages.follow(interaction)
