"""The commands about papers; each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.papers.paper import Paper, Tier
from bot.services.world_catalog.finding import NotAddedYet
from cogs.papers.choices import CHOICES, paper_choice, world_choice
from cogs.papers.scope import papers_here
from cogs.papers.views import BrowsedShelf, PaperView
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from bot.services import Services
    from cogs.papers.actions import PaperActions
    from cogs.ui.interactions import ClubInteraction

TIER_CHOICES = [app_commands.Choice(name=command_words("ui-tier", tier=tier), value=str(tier)) for tier in Tier]


class PapersCog(commands.Cog):
    """`/paper`, `/lineage`, `/cluster`, `/papers`, `/howto` and the message menu *Find papers*."""

    def __init__(self, tree: app_commands.CommandTree[Any], services: Services, actions: PaperActions) -> None:
        self._tree = tree
        self._papers, self._finding = services.papers, services.finding
        self._actions = actions
        self._choices = {paper.key: paper_choice(paper) for paper in self._papers.shared.catalog}
        self._find_papers = app_commands.ContextMenu(
            name=command_words("papers-find-papers"), callback=self.find_papers
        )

    async def cog_load(self) -> None:
        self._tree.add_command(self._find_papers)

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._find_papers.name, type=self._find_papers.type)

    @app_commands.command(description=command_words("papers-paper-command"))
    @app_commands.describe(query=command_words("papers-paper-query"), private=command_words("papers-paper-private"))
    async def paper(self, interaction: ClubInteraction, query: str, private: bool = False) -> None:
        async with Handling(interaction, "paper"):
            await self._actions.look_up(interaction, query, PaperView.CARD, private=private)

    @app_commands.command(description=command_words("papers-lineage-command"))
    @app_commands.describe(paper=command_words("papers-which-paper"))
    async def lineage(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "lineage"):
            await self._actions.look_up(interaction, paper, PaperView.LINEAGE)

    @app_commands.command(description=command_words("papers-cluster-command"))
    @app_commands.describe(paper=command_words("papers-which-paper"))
    async def cluster(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "cluster"):
            await self._actions.look_up(interaction, paper, PaperView.CLUSTER)

    @app_commands.command(description=command_words("papers-papers-command"))
    @app_commands.describe(tier=command_words("papers-papers-tier"), topic=command_words("papers-papers-topic"))
    @app_commands.choices(tier=TIER_CHOICES)
    async def papers(self, interaction: ClubInteraction, tier: str | None = None, topic: str | None = None) -> None:
        async with Handling(interaction, "papers"):
            shelf = BrowsedShelf(Tier(tier) if tier else None, self._actions.topic(topic))
            await self._actions.browse(interaction, shelf)

    @app_commands.command(description=command_words("papers-howto-command"))
    async def howto(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "howto"):
            await self._actions.howto(interaction)

    async def find_papers(self, interaction: ClubInteraction, message: discord.Message) -> None:
        async with Handling(interaction, "find papers"):
            await self._actions.mentions(interaction, message)

    @paper.autocomplete("query")
    @lineage.autocomplete("paper")
    async def suggest_any(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest the papers that can be found here, then those of the world that nobody has added yet."""
        papers = await papers_here(self._papers, interaction)
        found = await self._finding.suggest(papers, typed, CHOICES)
        return [world_choice(paper) if isinstance(paper, NotAddedYet) else self._choice(paper) for paper in found]

    @cluster.autocomplete("paper")
    async def suggest_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        papers = await papers_here(self._papers, interaction)
        return [self._choice(paper) for paper in papers.suggest(typed, CHOICES)]

    def _choice(self, paper: Paper) -> app_commands.Choice[str]:
        shared = self._papers.shared.catalog
        return self._choices[paper.key] if paper is shared.get(paper.key) else paper_choice(paper)

    @papers.autocomplete("topic")
    async def suggest_topics(self, _interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        topics = self._papers.shared.catalog.topics.items()
        fitting = [(slug, name) for slug, name in topics if typed.casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=slug) for slug, name in fitting[:CHOICES]]
