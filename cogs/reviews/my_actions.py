"""What members can do with their own reviews: `/review mine`, its buttons and form, and private news."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

import discord

from bot.core.errors import NoSuchLogError
from bot.services.reviews.changes import Correction
from cogs.clubs.choosing import server_of
from cogs.clubs.organizers import is_organizer
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.reviews.buttons import OwnReviewAction
from cogs.reviews.forms import correction_form, picked_sentence, review_text
from cogs.reviews.my_reviews import ON_A_PAGE, my_reviews_page, news_text, withdrawing_page, withdrawn_page
from cogs.reviews.pages import rescued_page
from cogs.ui.form_flow import CONFIRMED_WITHIN
from cogs.ui.forms import filled_in
from cogs.ui.mentions import mention
from cogs.ui.refusals import SaidError, sentence
from cogs.ui.replies import (
    Reply,
    reply,
    reply_when_ready,
    revise_when_ready,
    say_privately,
    when_ready,
)
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.reviews.draft import ReviewDraft
    from bot.services.reviews.views import ReviewView
    from cogs.reviews.actions import ReviewActions
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

FOLLOWED = ("week", "review", "log", "next")
NOT_FOLLOWED = " delivery"


class MyReviewActions:
    """Answers commands, buttons and forms. The service checks every time whose review it is."""

    def __init__(self, dependencies: Dependencies, actions: ReviewActions) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._reviews = services.reviews
        self._my_reviews = services.my_reviews
        self._outbox_worker = dependencies.outbox_worker
        self._actions = actions

    async def mine(self, interaction: ClubInteraction, page: int = 0) -> None:
        await reply_when_ready(interaction, self._mine(interaction, page), private=True)

    async def show_page(self, interaction: ClubInteraction, page: int) -> None:
        """Show another page in the same message."""
        await revise_when_ready(interaction, self._my_reviews_page(interaction, page))

    async def press(self, interaction: ClubInteraction, action: OwnReviewAction, token: str) -> None:
        """Do what the button says with the review. Raises ClubError."""
        match action:
            case OwnReviewAction.CORRECT:
                await self.open(interaction, await self._my_reviews.own(token, viewer_of(interaction)))
            case OwnReviewAction.ASK:
                view = await self._my_reviews.own(token, viewer_of(interaction))
                await reply(interaction, Reply(withdrawing_page(view)), private=True)
            case OwnReviewAction.WITHDRAW:
                await revise_when_ready(interaction, self._withdrawn(interaction, token))
            case OwnReviewAction.HELPFUL:
                await self.helpful(interaction, token)

    async def helpful(self, interaction: ClubInteraction, name: int | str) -> None:
        """Mark the review as helpful. Raises NoSuchLogError, NotYoursError."""
        marking = self._reviews.helpful(name, viewer_of(interaction))
        first = await when_ready(interaction, marking, private=True)
        await say_privately(interaction, t("reviews-counted", first=first))

    async def open(self, interaction: ClubInteraction, view: ReviewView, draft: ReviewDraft | None = None) -> None:
        """Open the form that corrects a review, filled with its text or with a later draft."""
        text, filled_from = (draft.text, draft.interaction_id) if draft else (view.review.text, None)
        name = short_name(await papers_here(self._papers, interaction), view.log.paper_key)
        form = correction_form(view.review.token, name, text, filled_from, log=view.log)
        await interaction.response.send_modal(form)

    async def reopen(self, interaction: ClubInteraction, draft_id: int) -> None:
        """Open a form with the kept text, or show the text if the reviewer can no longer review that log."""
        draft = await self._reviews.draft(draft_id, interaction.user.id)
        if posted := await self._my_reviews.correctable(draft.log_id, viewer_of(interaction)):
            await self.open(interaction, posted, draft)
            return
        try:
            await self._actions.open(interaction, draft.log_id, draft.text, draft.interaction_id)
        except NoSuchLogError as refusal:
            await reply(interaction, Reply(rescued_page(asdict(draft.text), sentence(refusal))), private=True)

    async def submit(self, interaction: ClubInteraction, token: str | None, filled_from: int | None = None) -> None:
        """Handle a form, whenever it was opened. `token` is None if its custom id has none."""
        fields = filled_in(interaction)
        text = review_text(fields)
        if text is None or token is None:
            await reply(interaction, Reply(rescued_page(fields, t("reviews-correction-form-outdated"))), private=True)
            return
        picked = picked_sentence(fields)
        form = Correction(viewer_of(interaction), interaction.id, token, text, filled_from, CONFIRMED_WITHIN, picked)
        await self._actions.flow.take(interaction, self._my_reviews.correct(form), fields)

    async def _say_who(self, interaction: ClubInteraction, view: ReviewView | None) -> None:
        """Tell an organizer privately who wrote the review. Others learn nothing, not even whether it is a review."""
        if view is None or not is_organizer(interaction, view.club):
            raise SaidError(t("reviews-not-for-you"))
        await say_privately(interaction, t("reviews-written-by", reviewer=mention(view.review.reviewer_id)))

    async def say_who_wrote(self, interaction: ClubInteraction, message_id: int) -> None:
        """Tell who wrote the review that a message shows."""
        await self._say_who(interaction, await self._my_reviews.at_message(message_id, viewer_of(interaction)))

    async def say_who_numbered(self, interaction: ClubInteraction, review_id: int) -> None:
        """Tell who wrote the review that an old message's button names."""
        await self._say_who(interaction, await self._my_reviews.numbered(review_id, viewer_of(interaction)))

    async def tell_news(self, interaction: ClubInteraction, name: str) -> None:
        """Tell the member privately which logs were revised since their review, if nothing public may say so.

        The news follows the next answer about weeks, logs or reviews. `name` says what the answer was about.
        """
        if not _is_chance_for_news(interaction, name):
            return
        views = await self._my_reviews.take_news(viewer_of(interaction))
        if not views:
            return
        telling = say_privately(interaction, news_text(await papers_here(self._papers, interaction), views))
        (told,) = await asyncio.gather(telling, return_exceptions=True)
        if told is not None:
            await self._my_reviews.put_back_news(views)
            raise told

    async def _mine(self, interaction: ClubInteraction, page: int) -> Reply:
        return Reply(await self._my_reviews_page(interaction, page))

    async def _my_reviews_page(self, interaction: ClubInteraction, page: int) -> discord.ui.LayoutView:
        server_of(interaction)
        viewer, papers = viewer_of(interaction), await papers_here(self._papers, interaction)
        return my_reviews_page(papers, await self._my_reviews.mine(viewer, page, ON_A_PAGE), viewer.user_id)

    async def _withdrawn(self, interaction: ClubInteraction, token: str) -> discord.ui.LayoutView:
        done = await self._my_reviews.withdraw(token, viewer_of(interaction), interaction.id)
        self._outbox_worker.wake()
        return withdrawn_page(done)


def _is_chance_for_news(interaction: ClubInteraction, name: str) -> bool:
    """Return whether private news may follow this answer."""
    response = interaction.response
    if not name.startswith(FOLLOWED) or name.endswith(NOT_FOLLOWED) or interaction.guild_id is None:
        return False
    # After an opened form, nothing can follow. The news waits until the form comes back.
    return response.is_done() and response.type is not discord.InteractionResponseType.modal
