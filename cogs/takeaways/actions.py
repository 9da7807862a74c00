"""What members can do with takeaways: what each button and the form do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import ClubError, nobody_knows
from bot.services.takeaways.service import TakeawayForm, TakeawayKeptError
from cogs.clubs.choosing import server_of
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.takeaways.buttons import TakeawayAction
from cogs.takeaways.forms import read_form, takeaway_form
from cogs.takeaways.pages import kept_page, rescued, saved_page
from cogs.ui.form_flow import FormFlow
from cogs.ui.refusals import sentence
from cogs.ui.replies import Reply, reply, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord import ui

    from bot.core.takeaways.takeaway import TakeawayText
    from bot.services.takeaways.service import WeekTakeaway
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class TakeawayActions:
    """Answers buttons and forms. The service checks each time what the member may see, and whether the week goes on."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._takeaways = services.takeaways
        self._outbox_worker = dependencies.outbox_worker
        self._flow = FormFlow(dependencies, "takeaway delivery", self._saved, _not_stored)

    async def press(self, interaction: ClubInteraction, action: TakeawayAction, key: str) -> None:
        """Do what the button says. Raises ClubError."""
        server_of(interaction)
        match action:
            case TakeawayAction.WRITE:
                opened = await self._takeaways.opened(viewer_of(interaction), key)
                name = short_name(await papers_here(self._papers, interaction), opened.week.paper_key)
                text = opened.own.newest if opened.own else None
                form = takeaway_form(key, name, text, is_change=opened.text is not None)
                await interaction.response.send_modal(form)
            case TakeawayAction.WITHDRAW:
                await revise_when_ready(interaction, self._withdrawn(interaction, key))

    async def take(self, interaction: ClubInteraction, identity: str) -> None:
        """Handle a form that was sent, whenever it was opened."""
        key, text = read_form(interaction, identity)
        if key is None:
            await reply(interaction, rescued(text, t("ui-form-outdated")), private=True)
            return
        form = TakeawayForm(viewer_of(interaction), interaction.id, key, text)
        await self._flow.take(interaction, self._takeaways.submit(form), text)

    async def _withdrawn(self, interaction: ClubInteraction, key: str) -> ui.LayoutView:
        return await self._saved(
            interaction, await self._takeaways.withdraw(viewer_of(interaction), key, interaction.id)
        )

    async def _saved(self, interaction: ClubInteraction, saved: WeekTakeaway) -> ui.LayoutView:
        # The post counts it.
        self._outbox_worker.wake()
        return saved_page(saved, short_name(await papers_here(self._papers, interaction), saved.week.paper_key))


def _not_stored(text: TakeawayText, error: Exception, reference: str) -> Reply:
    match error:
        case TakeawayKeptError():
            return Reply(kept_page(sentence(error.reason), error.key))
        case ClubError():
            return rescued(text, t("takeaways-refused", reason=sentence(error)))
    if nobody_knows(error):
        return rescued(text, t("takeaways-not-sure", reference=reference))
    return rescued(text, t("takeaways-not-saved", reference=reference))
