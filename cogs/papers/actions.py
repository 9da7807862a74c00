"""What members can do with papers: every command, button and menu about a paper ends in one of these calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.paper import Paper
from bot.services.papers.papers import Nothing
from bot.services.world_catalog.finding import WORLD_KEY, NotAddedYet
from cogs.catalog.buttons import Offer
from cogs.papers.cards import card_page
from cogs.papers.choices import CHOICES
from cogs.papers.citations import citation_page
from cogs.papers.clusters import cluster_page
from cogs.papers.howto import howto_page
from cogs.papers.lineages import lineage_answer
from cogs.papers.lists import did_you_mean_page, mentions_page, shelf_page
from cogs.papers.log_writer import LogWriter
from cogs.papers.message_texts import texts_of
from cogs.papers.pictures import picture_view
from cogs.papers.samples import samples_page
from cogs.papers.scope import papers_here
from cogs.papers.unknown import unknown_text, ways_on
from cogs.papers.views import BrowsedShelf, PaperView
from cogs.ui.escaping import in_code
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, reply_when_ready, say_privately
from cogs.ui.viewers import audience_of, viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    import discord

    from bot.services.papers.papers import PaperInContext, Papers
    from cogs.papers.world_actions import WorldActions
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

WEEKS_ON_PAPER_SHOWN, SENTENCES_QUOTED = 3, 3


class PaperActions:
    """Answers interactions about papers from the catalog and the picture cache."""

    def __init__(self, dependencies: Dependencies, world: WorldActions) -> None:
        self._papers = dependencies.services.papers
        self._logs = dependencies.services.logs
        self._catalog = dependencies.services.catalog
        self._schedules = dependencies.services.schedules
        self._reviews = dependencies.services.reviews
        self._finding = dependencies.services.finding
        self._world = world
        self._picture_cache = dependencies.picture_cache

    async def look_up(
        self, interaction: ClubInteraction, query: str, paper_view: PaperView, *, private: bool = False
    ) -> None:
        """Show this view of the paper that the query means. If several are possible, ask which one.

        For the name of a topic, show its page, or a choice of its papers if the view is about one paper.
        """
        papers = await papers_here(self._papers, interaction)
        if topic := papers.topic_meant(query):
            await self._on_topic(interaction, query, paper_view, topic, private=private)
            return
        match await self._finding.look_up(papers, query):
            case Paper(key=key):
                await self.show(interaction, paper_view, key, private=private)
            case NotAddedYet(paper=paper):
                await self._world.show(interaction, paper, paper_view, private=private)
            case Nothing() as nothing:
                await self._nothing(interaction, query, nothing)
            case several:
                page = did_you_mean_page(query, paper_view, several, private=private)
                await reply(interaction, Reply(page), private=True)

    async def show(self, interaction: ClubInteraction, paper_view: PaperView, key: str, *, private: bool) -> None:
        """Show this view of the paper. Raises UnknownPaperError for a key that is not in the catalog of here."""
        if key.startswith(WORLD_KEY):
            await self._world.chosen(interaction, key, paper_view, private=private)
            return
        if paper_view is PaperView.WRITE:
            await interaction.client.part(LogWriter).write(interaction, paper_key=key)
            return
        papers = await papers_here(self._papers, interaction)
        if paper_view is PaperView.LINEAGE:
            papers.paper(key)
            await reply_when_ready(interaction, self._lineage(papers, key), private=private)
        elif paper_view is PaperView.CARD:
            page = await self._card(interaction, papers.in_context(key), private=private)
            await reply(interaction, Reply(page), private=private)
        elif paper_view is PaperView.CLUSTER:
            await reply(interaction, Reply(cluster_page(papers.cluster(key))), private=private)
        else:
            await reply(interaction, Reply(citation_page(papers.paper(key), papers.cited_as(key))), private=private)

    async def browse(self, interaction: ClubInteraction, shelf: BrowsedShelf) -> None:
        await reply(interaction, Reply(await self._shelf(interaction, shelf)), private=True)

    async def show_page(self, interaction: ClubInteraction, shelf: BrowsedShelf) -> None:
        """Show another page of the catalog in the same message."""
        await interaction.response.edit_message(view=await self._shelf(interaction, shelf))

    async def mentions(self, interaction: ClubInteraction, message: discord.Message) -> None:
        """Show the papers that the message mentions, in its text, embeds or components."""
        papers = await papers_here(self._papers, interaction)
        found = await self._finding.mentioned_in(papers, "\n".join(texts_of(message)))
        if not found:
            await say_privately(interaction, t("papers-no-mention"))
        elif len(found) == 1:
            await self.show(interaction, PaperView.CARD, found[0].key, private=True)
        else:
            await reply(interaction, Reply(mentions_page(found)), private=True)

    async def howto(self, interaction: ClubInteraction) -> None:
        await reply(interaction, Reply(howto_page()), private=True)

    async def samples(self, interaction: ClubInteraction) -> None:
        await reply(interaction, Reply(samples_page()), private=True)

    def topic(self, named: str | None) -> str | None:
        """Return the slug of the topic with this slug or name. Raises SaidError if the catalog has no such topic."""
        if named is None:
            return None
        for slug, name in self._papers.shared.catalog.topics.items():
            if named.casefold() in {slug, name.casefold()}:
                return slug
        topics = list(self._papers.shared.catalog.topics.values())
        raise SaidError(t("papers-no-topic", named=in_code(named), topics=topics))

    async def _on_topic(
        self, interaction: ClubInteraction, query: str, paper_view: PaperView, topic: str, *, private: bool
    ) -> None:
        if paper_view is PaperView.CARD:
            await self.browse(interaction, BrowsedShelf(topic=topic))
            return
        papers = (await papers_here(self._papers, interaction)).browse(topic=topic)[:CHOICES]
        await reply(interaction, Reply(did_you_mean_page(query, paper_view, papers, private=private)), private=True)

    async def _card(
        self, interaction: ClubInteraction, context: PaperInContext, *, private: bool
    ) -> discord.ui.LayoutView:
        """Return the card. A public card leaves out clubs that some of its readers may not see."""
        viewer = viewer_of(interaction) if private else audience_of(interaction)
        paper = context.paper
        weeks_on_paper = await self._logs.weeks_on_paper(viewer, paper.key, WEEKS_ON_PAPER_SHOWN)
        room = WEEKS_ON_PAPER_SHOWN - len(weeks_on_paper)
        before = await self._schedules.sessions_on(viewer, paper.key, room) if room else []
        # A paper of the shared catalog has texts of ours, and its card needs no database.
        quoted = [] if paper.contribution else await self._reviews.quoted_on(viewer, paper.key, SENTENCES_QUOTED)
        return card_page(context, weeks_on_paper, quoted, before)

    async def _shelf(self, interaction: ClubInteraction, shelf: BrowsedShelf) -> discord.ui.LayoutView:
        papers = await papers_here(self._papers, interaction)
        return shelf_page(shelf, papers.browse(shelf.tier, shelf.topic), papers.catalog.topics)

    async def _lineage(self, papers: Papers, key: str) -> Reply:
        view = picture_view(papers.paper(key), papers.catalog, papers.lineage)
        return lineage_answer(papers.in_context(key), view, await self._picture_cache.lineage(view))

    async def _nothing(self, interaction: ClubInteraction, query: str, nothing: Nothing) -> None:
        """Say so, and offer to add or suggest the paper in a server that has the bot."""
        viewer, offer = viewer_of(interaction), None
        if viewer.memberships:
            offer = Offer.ADD if await self._catalog.may_change(viewer) else Offer.SUGGEST
        await say_privately(interaction, unknown_text(query, nothing), *ways_on(query, nothing, offer))
