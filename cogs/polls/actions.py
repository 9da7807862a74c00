"""What members can do with ranked ballots: see their own, choose, and take their vote back. All answers are private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.polls.ballots import Choice
from cogs.papers.scope import papers_here
from cogs.polls.ballot_pages import ballot_page
from cogs.polls.buttons import BallotAction
from cogs.ui.replies import Page, Reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.services.polls.ballots import OwnBallot
    from cogs.polls.buttons import BallotButton, RankPick
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class BallotActions:
    """The service checks each time whether the vote goes on and the member may see it."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers
        self._ballots = dependencies.services.polls.ballots

    async def press(self, interaction: ClubInteraction, button: BallotButton) -> None:
        """Raises ClubError."""
        viewer = viewer_of(interaction)
        if button.action is BallotAction.VOTE:
            showing = self._shown(interaction, self._ballots.own(viewer, button.key))
            await reply_when_ready(interaction, showing, private=True)
            return
        await revise_when_ready(interaction, self._page(interaction, self._ballots.clear(viewer, button.key)))

    async def choose(self, interaction: ClubInteraction, pick: RankPick) -> None:
        """Raises ClubError."""
        choosing = self._ballots.choose(viewer_of(interaction), pick.key, Choice(pick.place, pick.number))
        await revise_when_ready(interaction, self._page(interaction, choosing))

    async def _shown(self, interaction: ClubInteraction, finding: Awaitable[OwnBallot]) -> Reply:
        return Reply(await self._page(interaction, finding))

    async def _page(self, interaction: ClubInteraction, finding: Awaitable[OwnBallot]) -> Page:
        own = await finding
        return ballot_page(own, await papers_here(self._papers, interaction))
