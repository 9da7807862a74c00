"""The lookup desk: every way of asking for a paper, by command, button or menu, ends in one of these calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.core.errors import ClubError
from bot.core.identifiers import ArxivId, Doi
from bot.core.papers import Paper
from bot.pictures.lineage import alt_text, lineage_view
from bot.services.papers import Nothing
from cogs.papers.cards import card_page
from cogs.papers.choices import CHOICES
from cogs.papers.citations import citation_page
from cogs.papers.clusters import cluster_page
from cogs.papers.goals import Goal, Shelf
from cogs.papers.howto import howto_page
from cogs.papers.lineages import lineage_answer
from cogs.papers.lists import did_you_mean_page, mentions_page, shelf_page
from cogs.papers.message_texts import texts_of
from cogs.papers.samples import samples_page
from cogs.ui.inert import in_code
from cogs.ui.replies import Answer, reply, reply_when_ready, say_privately
from cogs.ui.viewers import audience_of, viewer_of

if TYPE_CHECKING:
    from bot.pictures.studio import Studio
    from bot.services.papers import PaperService
    from cogs.ui.interactions import ClubInteraction

READINGS_SHOWN = 3
BROWSE = "Browse what is there with `/papers`."
NO_MENTION = (
    "That message mentions no paper of the catalogue. I look for arXiv ids and links, DOIs, titles, and well-known "
    "names such as “LoRA”. `/paper` looks one up by hand."
)


class PaperDesk:
    """Answers interactions about papers from the catalogue and the picture studio."""

    def __init__(self, papers: PaperService, studio: Studio) -> None:
        self._papers = papers
        self._studio = studio

    async def look_up(self, interaction: ClubInteraction, query: str, goal: Goal, *, private: bool = False) -> None:
        """Show what the goal asks of the paper that the query means; ask back where it may mean several.

        The name of a topic leads to its page, or, where something is wanted of one paper, to a choice of its papers.
        """
        if topic := self._papers.topic_meant(query):
            await self._on_topic(interaction, query, goal, topic, private=private)
            return
        match self._papers.look_up(query):
            case Paper(key=key):
                await self.show(interaction, goal, key, private=private)
            case Nothing() as nothing:
                await self._nothing(interaction, query, nothing)
            case several:
                page = did_you_mean_page(query, goal, several, private=private)
                await reply(interaction, Answer(page), private=True)

    async def show(self, interaction: ClubInteraction, goal: Goal, key: str, *, private: bool) -> None:
        """Raises UnknownPaperError for a key that the catalogue does not hold."""
        if goal is Goal.WRITE:
            await interaction.client.log_desk.write(interaction, paper_key=key)
        elif goal is Goal.LINEAGE:
            self._papers.paper(key)
            await reply_when_ready(interaction, self._lineage(key), private=private)
        elif goal is Goal.CARD:
            await reply(interaction, Answer(await self._card(interaction, key, private=private)), private=private)
        else:
            await reply(interaction, Answer(self._page(goal, key)), private=private)

    async def browse(self, interaction: ClubInteraction, shelf: Shelf) -> None:
        await reply(interaction, Answer(self._shelf(shelf)), private=True)

    async def turn_to(self, interaction: ClubInteraction, shelf: Shelf) -> None:
        """Show another page of the catalogue in the message that was pressed."""
        await interaction.response.edit_message(view=self._shelf(shelf))

    async def mentions(self, interaction: ClubInteraction, message: discord.Message) -> None:
        """The papers that the message mentions, wherever in it."""
        found = self._papers.mentioned_in("\n".join(texts_of(message)))
        if not found:
            await say_privately(interaction, NO_MENTION)
        elif len(found) == 1:
            await self.show(interaction, Goal.CARD, found[0].key, private=True)
        else:
            await reply(interaction, Answer(mentions_page(found)), private=True)

    async def howto(self, interaction: ClubInteraction) -> None:
        await reply(interaction, Answer(howto_page()), private=True)

    async def samples(self, interaction: ClubInteraction) -> None:
        await reply(interaction, Answer(samples_page()), private=True)

    def topic(self, named: str | None) -> str | None:
        """The slug of a topic given by slug or name. Raises ClubError for one that the catalogue does not have."""
        if named is None:
            return None
        for slug, name in self._papers.catalogue.topics.items():
            if named.casefold() in {slug, name.casefold()}:
                return slug
        names = ", ".join(self._papers.catalogue.topics.values())
        raise ClubError(f"There is no topic {in_code(named)}. Choose one of these: {names}.")

    async def _on_topic(
        self, interaction: ClubInteraction, query: str, goal: Goal, topic: str, *, private: bool
    ) -> None:
        if goal is Goal.CARD:
            await self.browse(interaction, Shelf(topic=topic))
            return
        papers = self._papers.browse(topic=topic)[:CHOICES]
        await reply(interaction, Answer(did_you_mean_page(query, goal, papers, private=private)), private=True)

    def _page(self, goal: Goal, key: str) -> discord.ui.LayoutView:
        match goal:
            case Goal.CLUSTER:
                return cluster_page(self._papers.cluster(key))
            case _:
                return citation_page(self._papers.paper(key), self._papers.cited_as(key))

    async def _card(self, interaction: ClubInteraction, key: str, *, private: bool) -> discord.ui.LayoutView:
        """A public card tells of no club that some who read it may not see."""
        context = self._papers.in_context(key)
        viewer = viewer_of(interaction) if private else audience_of(interaction)
        readings = await interaction.client.logs.readings(viewer, key, READINGS_SHOWN)
        return card_page(context, readings)

    def _shelf(self, shelf: Shelf) -> discord.ui.LayoutView:
        return shelf_page(shelf, self._papers.browse(shelf.tier, shelf.topic), self._papers.catalogue.topics)

    async def _lineage(self, key: str) -> Answer:
        view = lineage_view(self._papers.paper(key), self._papers.catalogue, self._papers.lineage)
        return lineage_answer(self._papers.in_context(key), await self._studio.lineage(view), alt_text(view))

    async def _nothing(self, interaction: ClubInteraction, query: str, nothing: Nothing) -> None:
        match nothing.identifier:
            case ArxivId() as known:
                text = f"arXiv {in_code(known.id)} is not in the catalogue yet. {BROWSE}"
                button: discord.ui.Button[Any] = discord.ui.Button(
                    label="Open on arXiv", url=f"https://arxiv.org/abs/{known.id}"
                )
                await say_privately(interaction, text, button)
            case None:
                advice = (
                    f"Check the spelling, or try a title, an acronym, an author with a year, or an arXiv id. {BROWSE}"
                )
                await say_privately(interaction, f"No paper in the catalogue matches {in_code(query)}. {advice}")
            case Doi(id=known_as):
                await say_privately(interaction, f"DOI {in_code(known_as)} is not in the catalogue yet. {BROWSE}")
            case page:
                await say_privately(interaction, f"{in_code(page.link)} is not in the catalogue yet. {BROWSE}")
