"""What members can do with papers of the world that nobody has added yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import UnknownPaperError
from bot.core.world_catalog.shown import as_paper
from bot.services.world_catalog.finding import WORLD_KEY
from cogs.catalog.buttons import Offer
from cogs.papers.citations import citation_page
from cogs.papers.views import PaperView, WorldView
from cogs.papers.world_cards import world_card_page, world_lineage_page
from cogs.ui.replies import Reply, reply
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.world_catalog.paper import WorldPaper
    from cogs.papers.buttons import WorldButton
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

VIEWS = {PaperView.LINEAGE: WorldView.LINEAGE, PaperView.CITE: WorldView.CITE}


class WorldActions:
    """Shows such a paper, with the offer to add or suggest it in a server that has the bot."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._world = dependencies.services.world_catalog
        self._catalog = dependencies.services.catalog

    async def show(
        self, interaction: ClubInteraction, paper: WorldPaper, paper_view: PaperView, *, private: bool
    ) -> None:
        """Show this view of the paper. A view that needs a paper of the catalog becomes the card, which says so."""
        needs_adding = paper_view in {PaperView.CLUSTER, PaperView.WRITE}
        note = t("papers-world-first", goal=paper_view) if needs_adding else ""
        await self._show(interaction, paper, VIEWS.get(paper_view, WorldView.CARD), note, private=private)

    async def chosen(self, interaction: ClubInteraction, key: str, paper_view: PaperView, *, private: bool) -> None:
        """Show the paper that was chosen in a menu."""
        await self.show(interaction, await self._paper(key.removeprefix(WORLD_KEY)), paper_view, private=private)

    async def press(self, interaction: ClubInteraction, button: WorldButton) -> None:
        paper = await self._paper(button.reference)
        await self._show(interaction, paper, button.world_view, private=True)

    async def _show(
        self, interaction: ClubInteraction, paper: WorldPaper, view: WorldView, note: str = "", *, private: bool
    ) -> None:
        if view is WorldView.LINEAGE and (lineage := await self._world.lineage(paper.reference)):
            page = world_lineage_page(lineage)
        elif view is WorldView.CITE:
            page = citation_page(as_paper(paper))
        else:
            page = world_card_page(paper, await self._offers(interaction, private=private), note)
        await reply(interaction, Reply(page), private=private)

    async def _offers(self, interaction: ClubInteraction, *, private: bool) -> list[Offer]:
        """Return what can be offered here: members can suggest a paper, organizers add it. A public card has both."""
        viewer = viewer_of(interaction)
        if not viewer.memberships:
            return []
        if not await self._catalog.may_change(viewer):
            return [Offer.SUGGEST]
        return [Offer.ADD] if private else [Offer.ADD, Offer.SUGGEST]

    async def _paper(self, reference: str) -> WorldPaper:
        """Raises UnknownPaperError if the operator's file does not have it any more."""
        found = await self._world.referred(reference)
        if found is None:
            raise UnknownPaperError
        return found
