"""Papers that members suggest, and what organizers decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.suggestions import LONGEST_SOURCE, NewSuggestion
from bot.core.papers.identifiers import parse_identifier
from bot.core.papers.ids import ArxivId, Doi
from bot.core.world_catalog.shown import as_suggestion
from cogs.catalog.buttons import Offer, SuggestionDecision
from cogs.catalog.pages import suggested_text, suggestions_page
from cogs.papers.choices import world_choice
from cogs.papers.scope import papers_here
from cogs.ui.replies import Reply, reply_when_ready, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord import app_commands

    from bot.core.catalog.suggestions import Suggested
    from cogs.catalog.adding import Adding
    from cogs.catalog.buttons import OfferButton, SuggestionButton
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page


class Suggesting:
    """Every member can suggest a paper. All answers are private."""

    def __init__(self, dependencies: Dependencies, adding: Adding) -> None:
        self._catalog = dependencies.services.catalog
        self._papers, self._finding = dependencies.services.papers, dependencies.services.finding
        self._adding = adding

    async def suggest(self, interaction: ClubInteraction, source: str) -> None:
        """Note what a member suggests. Raises ClubError, as for a link that leads to no paper."""
        suggested = await when_ready(interaction, self._suggested(interaction, source), private=True)
        await say_privately(interaction, suggested_text(suggested.suggestion, is_new=suggested.is_new))

    async def _suggested(self, interaction: ClubInteraction, source: str) -> Suggested:
        """Note it with its title, if it is one of the world's papers."""
        outside = await self._finding.outside(await papers_here(self._papers, interaction), source)
        new = as_suggestion(outside) if outside else _suggestion(source)
        return await self._catalog.suggest(viewer_of(interaction), new)

    async def suggestions_of_world(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Return choices of papers that nobody here has added yet."""
        papers = await papers_here(self._papers, interaction)
        return [world_choice(found) for found in await self._finding.of_world(papers, typed)]

    async def offered(self, interaction: ClubInteraction, button: OfferButton) -> None:
        """Add or suggest what `/paper` did not know."""
        if button.offer is Offer.ADD:
            await self._adding.add(interaction, button.query)
        else:
            await self.suggest(interaction, button.query)

    async def list(self, interaction: ClubInteraction) -> None:
        await reply_when_ready(interaction, self._first_page(interaction), private=True)

    async def show_page(self, interaction: ClubInteraction, page: int) -> None:
        """Show another page of the list in the same message."""
        await revise_when_ready(interaction, self._page(interaction, page))

    async def decide(self, interaction: ClubInteraction, button: SuggestionButton) -> None:
        """Preview the suggested paper, or decline the suggestion. Raises ClubError."""
        viewer = viewer_of(interaction)
        if button.decision is SuggestionDecision.ACCEPT:
            suggestion = await self._catalog.suggestion(viewer, button.suggestion_id)
            await self._adding.add(interaction, suggestion.source, suggestion_id=suggestion.id)
            return
        await revise_when_ready(interaction, self._declined(interaction, button))
        await say_privately(interaction, t("catalog-declined"))

    async def _declined(self, interaction: ClubInteraction, button: SuggestionButton) -> Page:
        await self._catalog.decide(viewer_of(interaction), button.suggestion_id, None)
        return await self._page(interaction, button.page)

    async def _first_page(self, interaction: ClubInteraction) -> Reply:
        return Reply(await self._page(interaction, 0))

    async def _page(self, interaction: ClubInteraction, page: int) -> Page:
        return suggestions_page(await self._catalog.suggestions(viewer_of(interaction)), page)


def _suggestion(source: str) -> NewSuggestion:
    typed = source[:LONGEST_SOURCE]
    match parse_identifier(source):
        case ArxivId(id=found):
            return NewSuggestion(typed, arxiv_id=found)
        case Doi(id=found):
            return NewSuggestion(typed, doi=found)
        case None:
            return NewSuggestion(typed, title=typed)
        case _:
            return NewSuggestion(typed)
