"""The commands about papers; each is one call to the lookup desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.papers import Tier
from cogs.papers.choices import CHOICES, paper_choice
from cogs.papers.goals import Goal, Shelf
from cogs.ui.handling import Handling
from cogs.ui.theme import TIER_NAMES

if TYPE_CHECKING:
    from bot.client import PaperClub
    from bot.services.papers import PaperService
    from cogs.papers.desk import PaperDesk
    from cogs.ui.interactions import ClubInteraction

TIER_CHOICES = [app_commands.Choice(name=name, value=str(tier)) for tier, name in TIER_NAMES.items()]


class Papers(commands.Cog):
    """`/paper`, `/lineage`, `/cluster`, `/papers`, `/howto` and the message menu *Find papers*."""

    def __init__(self, bot: PaperClub, papers: PaperService, desk: PaperDesk) -> None:
        self._bot = bot
        self._papers = papers
        self._desk = desk
        self._choices = {paper.key: paper_choice(paper) for paper in papers.catalogue}
        self._find_papers = app_commands.ContextMenu(name="Find papers", callback=self.find_papers)

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._find_papers)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._find_papers.name, type=self._find_papers.type)

    @app_commands.command(description="Look a paper up: title, acronym, author and year, arXiv id or DOI")
    @app_commands.describe(query="What you remember of it; typos are fine", private="Show the card only to me")
    async def paper(self, interaction: ClubInteraction, query: str, private: bool = False) -> None:
        async with Handling(interaction, "paper"):
            await self._desk.look_up(interaction, query, Goal.CARD, private=private)

    @app_commands.command(description="What a paper builds on and what it led to, as a picture and in words")
    @app_commands.describe(paper="Which paper; typos are fine")
    async def lineage(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "lineage"):
            await self._desk.look_up(interaction, paper, Goal.LINEAGE)

    @app_commands.command(description="A paper with those it builds on, in reading order, with time and questions")
    @app_commands.describe(paper="Which paper; typos are fine")
    async def cluster(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "cluster"):
            await self._desk.look_up(interaction, paper, Goal.CLUSTER)

    @app_commands.command(description="Browse the catalogue")
    @app_commands.describe(tier="Only this tier", topic="Only this topic")
    @app_commands.choices(tier=TIER_CHOICES)
    async def papers(self, interaction: ClubInteraction, tier: str | None = None, topic: str | None = None) -> None:
        async with Handling(interaction, "papers"):
            await self._desk.browse(interaction, Shelf(Tier(tier) if tier else None, self._desk.topic(topic)))

    @app_commands.command(description="How to read a paper, write a log about it, and review one")
    async def howto(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "howto"):
            await self._desk.howto(interaction)

    async def find_papers(self, interaction: ClubInteraction, message: discord.Message) -> None:
        async with Handling(interaction, "find papers"):
            await self._desk.mentions(interaction, message)

    @paper.autocomplete("query")
    @lineage.autocomplete("paper")
    @cluster.autocomplete("paper")
    async def suggest_papers(self, _interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return [self._choices[paper.key] for paper in self._papers.suggest(typed, CHOICES)]

    @papers.autocomplete("topic")
    async def suggest_topics(self, _interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        topics = self._papers.catalogue.topics.items()
        fitting = [(slug, name) for slug, name in topics if typed.casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=slug) for slug, name in fitting[:CHOICES]]
