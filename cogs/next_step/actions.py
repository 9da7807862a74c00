"""What `/next` and the button *Next for me* do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import NoClubYetError
from bot.core.next_step.next_step import StepKind
from cogs.clubs.channels import require_known
from cogs.clubs.choosing import no_club_here, server_of
from cogs.next_step.pages import step_page
from cogs.papers.log_writer import LogWriter
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.reviews.actions import ReviewActions
from cogs.ui.replies import Reply, reply, when_ready
from cogs.ui.viewers import channel_ids_of, viewer_of

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.services.next_step.service import ClubStep
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class NextStepActions:
    """The service finds the step. The features that own the forms open them, and check everything again."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._clubs = services.clubs
        self._next_steps = services.next_steps

    async def show(self, interaction: ClubInteraction, named: str | None) -> None:
        """Say what the member's next step is, with its button. Raises ClubError."""
        server_of(interaction)
        await self._say(interaction, await when_ready(interaction, self._found(interaction, named), private=True))

    async def press(self, interaction: ClubInteraction, key: str) -> None:
        """Open the form if the next step is one; otherwise say what the step is. Raises ClubError.

        Discord accepts a form only as the first answer, so after a slow lookup its button is shown instead.
        """
        server_of(interaction)
        await self._take(interaction, self._next_steps.marked(viewer_of(interaction), key))

    async def press_in_club(self, interaction: ClubInteraction, club_id: int) -> None:
        """The same under a message of a club that has no week yet. Raises ClubError."""
        server_of(interaction)
        await self._take(interaction, self._next_steps.in_club(viewer_of(interaction), club_id))

    async def _take(self, interaction: ClubInteraction, finding: Awaitable[ClubStep]) -> None:
        found = await when_ready(interaction, finding, private=True)
        week = found.step.week
        if week is None or interaction.response.is_done():
            await self._say(interaction, found)
        elif found.step.kind is StepKind.WRITE:
            await interaction.client.part(LogWriter).write(interaction, week_key=week.key)
        elif found.step.kind is StepKind.REVIEW and week.review:
            await interaction.client.part(ReviewActions).write(interaction, week.review.log_id, names_author=True)
        else:
            await self._say(interaction, found)

    async def _found(self, interaction: ClubInteraction, named: str | None) -> ClubStep:
        viewer = viewer_of(interaction)
        if named is not None:
            return await self._next_steps.in_club(viewer, (await self._clubs.named(viewer, named)).id)
        try:
            return await self._next_steps.at(viewer, channel_ids_of(interaction))
        except NoClubYetError:
            require_known(server_of(interaction))
            raise no_club_here(interaction) from None

    async def _say(self, interaction: ClubInteraction, found: ClubStep) -> None:
        week = found.step.week
        name = short_name(await papers_here(self._papers, interaction), week.paper_key) if week else ""
        await reply(interaction, Reply(step_page(found, name)), private=True)
