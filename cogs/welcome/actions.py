"""What the welcome's buttons do, and the welcome itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.papers.paper import Tier
from bot.delivery.outgoing import OutgoingMessage
from cogs.ui.replies import Reply, reply
from cogs.welcome.pages import how_it_works_page, try_paper_page, welcome_page

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class WelcomeActions:
    """Answers privately, so that everybody can press."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers

    async def try_paper(self, interaction: ClubInteraction) -> None:
        await reply(interaction, Reply(try_paper_page(self._papers.shared.browse(Tier.MUST_READ))), private=True)

    async def how_it_works(self, interaction: ClubInteraction) -> None:
        may_set_up = interaction.guild is not None and interaction.permissions.manage_guild
        await reply(interaction, Reply(how_it_works_page(may_set_up=may_set_up)), private=True)


class WelcomeComposers:
    """Words the welcome when it is sent."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers

    def by_kind(self) -> dict[Kind, Composer]:
        return {Kind.WELCOME: self.welcome}

    async def welcome(self, entry: Entry) -> OutgoingMessage:
        return OutgoingMessage(welcome_page(entry.key, len(self._papers.shared.catalog)))
