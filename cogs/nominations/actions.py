"""What members can do with nominations. All answers are private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.papers.papers import Nothing
from cogs.catalog.buttons import Offer
from cogs.clubs.choosing import CHOICES, meant_club
from cogs.nominations.buttons import NominationAction
from cogs.nominations.pages import nominated_text, nominations_page
from cogs.papers.choices import paper_choice
from cogs.papers.scope import papers_here
from cogs.papers.unknown import unknown_text, ways_on
from cogs.syllabus.naming import named_paper
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Page, Reply, reply_when_ready, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from discord import app_commands

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Paper
    from cogs.nominations.buttons import NominationButton, NominationsPageButton
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class NominationActions:
    """The service checks each time what the member may see and do."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._catalog = services.catalog
        self._clubs = services.clubs
        self._nominations = services.nominations

    async def nominate(self, interaction: ClubInteraction, club: str | None, query: str, why: str) -> None:
        """Raises ClubError. If nobody has added the paper, the refusal offers to add or suggest it."""
        meant, viewer = await meant_club(self._clubs, interaction, club), viewer_of(interaction)
        paper = await self._paper(interaction, query)
        nominating = self._nominations.nominate(viewer, meant, paper.key, why)
        await say_privately(interaction, nominated_text(paper, await when_ready(interaction, nominating, private=True)))

    async def show(self, interaction: ClubInteraction, club: str | None) -> None:
        meant = await meant_club(self._clubs, interaction, club)
        await reply_when_ready(interaction, self._listed(interaction, meant), private=True)

    async def turn(self, interaction: ClubInteraction, button: NominationsPageButton) -> None:
        """Show another page. Raises ClubError for another server's club."""
        club = await self._clubs.by_id(viewer_of(interaction), button.club_id)
        await revise_when_ready(interaction, self._page(interaction, club, button.page))

    async def press(self, interaction: ClubInteraction, button: NominationButton) -> None:
        """Do what the button says, and show the list as it is then. Raises ClubError."""
        viewer, number = viewer_of(interaction), button.nomination_id
        match button.action:
            case NominationAction.SUPPORT | NominationAction.TAKE_BACK:
                gives = button.action is NominationAction.SUPPORT
                changing = self._nominations.support(viewer, number, gives=gives)
            case NominationAction.CHOOSE:
                changing = self._nominations.choose_as_host(viewer, number)
            case NominationAction.WITHDRAW:
                changing = self._nominations.withdraw(viewer, number)
        await revise_when_ready(interaction, self._changed(interaction, changing, button.page))
        if button.action is NominationAction.CHOOSE:
            await say_privately(interaction, t("nominations-chosen-by-host"))

    async def suggested_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        papers = await papers_here(self._papers, interaction)
        return [paper_choice(paper) for paper in papers.suggest(typed, CHOICES)]

    async def _paper(self, interaction: ClubInteraction, query: str) -> Paper:
        papers = await papers_here(self._papers, interaction)
        found = papers.look_up(query)
        if not isinstance(found, Nothing):
            return named_paper(papers, query)
        may_add = await self._catalog.may_change(viewer_of(interaction))
        ways = ways_on(query, found, Offer.ADD if may_add else Offer.SUGGEST)
        raise SaidError(t("nominations-unknown", said=unknown_text(query, found), may_add=may_add), *ways)

    async def _listed(self, interaction: ClubInteraction, club: Club) -> Reply:
        return Reply(await self._page(interaction, club, 0))

    async def _changed(self, interaction: ClubInteraction, changing: Awaitable[Club], page: int) -> Page:
        return await self._page(interaction, await changing, page)

    async def _page(self, interaction: ClubInteraction, club: Club, page: int) -> Page:
        listed = await self._nominations.of_club(viewer_of(interaction), club)
        return nominations_page(listed, page, (await papers_here(self._papers, interaction)).catalog)
