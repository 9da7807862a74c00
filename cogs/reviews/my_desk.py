"""The desk for a member's own reviews: `/review mine`, its buttons and its form, and what is told privately."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.core.errors import NoSuchLogError
from bot.services.review_changes import Correction
from cogs.clubs.choosing import server_of
from cogs.clubs.organisers import is_organiser
from cogs.reviews.buttons import OwnAct
from cogs.reviews.desk import CONFIRMED_WITHIN
from cogs.reviews.forms import correction_form, review_text
from cogs.reviews.mine import ON_A_PAGE, mine_page, news_text, withdrawing_page, withdrawn_page
from cogs.reviews.pages import rescued_page
from cogs.ui.forms import filled_in
from cogs.ui.replies import (
    FORMS_DEFER_AFTER_S,
    Answer,
    reply,
    reply_when_ready,
    revise_when_ready,
    say_privately,
    when_ready,
)
from cogs.ui.viewers import viewer_of
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from bot.client import PaperClub
    from bot.services.review_views import ReviewView
    from bot.storage.review_drafts import ReviewDraft
    from cogs.ui.interactions import ClubInteraction

COUNTED = "Thanks! It counts as helpful. Its writer sees the number of such reviews, and not who found them so."
COUNTED_BEFORE = "You have said so already, and it counts once."
CHANGED_FORM = "That form is no longer valid. `/review mine` opens a new one."
NOT_FOR_YOU = (
    "There is no such review here, or none that you may look up: choose this under a review. It needs the **Manage "
    "Server** permission, or the club's organizer role."
)
FOLLOWED = ("week", "review", "log")
NOT_FOLLOWED = " delivery"


class MyReviewDesk:
    """Whose a review is, the service judges, each time anew."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    async def mine(self, interaction: ClubInteraction, page: int = 0) -> None:
        await reply_when_ready(interaction, self._mine(interaction, page), private=True)

    async def turn_to(self, interaction: ClubInteraction, page: int) -> None:
        """Another page, in place."""
        await revise_when_ready(interaction, self._mine_page(interaction, page))

    async def press(self, interaction: ClubInteraction, act: OwnAct, token: str) -> None:
        """Raises ClubError."""
        match act:
            case OwnAct.CORRECT:
                await self.open(interaction, await self._bot.my_reviews.own(token, viewer_of(interaction)))
            case OwnAct.ASK:
                view = await self._bot.my_reviews.own(token, viewer_of(interaction))
                await reply(interaction, Answer(withdrawing_page(view)), private=True)
            case OwnAct.WITHDRAW:
                await revise_when_ready(interaction, self._withdrawn(interaction, token))
            case OwnAct.HELPFUL:
                await self.helpful(interaction, token)

    async def helpful(self, interaction: ClubInteraction, name: int | str) -> None:
        """Raises NoSuchLogError, NotYoursError."""
        marking = self._bot.reviews.helpful(name, viewer_of(interaction))
        first = await when_ready(interaction, marking, private=True)
        await say_privately(interaction, COUNTED if first else COUNTED_BEFORE)

    async def open(self, interaction: ClubInteraction, view: ReviewView, draft: ReviewDraft | None = None) -> None:
        """The form that corrects a review, filled with it or with a later draft."""
        text, filled_from = (draft.text, draft.interaction_id) if draft else (view.review.text, None)
        form = correction_form(view.review.token, short_name(self._bot, view.log.paper_key), text, filled_from)
        await interaction.response.send_modal(form)

    async def submit(self, interaction: ClubInteraction, token: str | None, filled_from: int | None = None) -> None:
        """A form that came back, whenever it was opened; without a token where its custom id names none."""
        fields = filled_in(interaction)
        text = review_text(fields)
        if text is None or token is None:
            await reply(interaction, Answer(rescued_page(fields, CHANGED_FORM)), private=True)
            return
        form = Correction(viewer_of(interaction), interaction.id, token, text, filled_from, CONFIRMED_WITHIN)
        taken = self._bot.review_desk.taken(interaction, self._bot.my_reviews.correct(form), fields)
        await reply_when_ready(interaction, taken, private=True, patience=FORMS_DEFER_AFTER_S)

    async def _say_who(self, interaction: ClubInteraction, view: ReviewView | None) -> None:
        """To the club's organizers, and privately. Others learn nothing, not even whether it is a review."""
        if view is None or not is_organiser(interaction, view.club):
            raise NoSuchLogError(NOT_FOR_YOU)
        text = f"That review was written by <@{view.review.reviewer_id}>. Only you see this."
        await say_privately(interaction, text)

    async def say_who_wrote(self, interaction: ClubInteraction, message_id: int) -> None:
        """Of the review that a message shows."""
        await self._say_who(interaction, await self._bot.my_reviews.at_message(message_id, viewer_of(interaction)))

    async def say_who_numbered(self, interaction: ClubInteraction, review_id: int) -> None:
        """Of the review that an old message's button names."""
        await self._say_who(interaction, await self._bot.my_reviews.numbered(review_id, viewer_of(interaction)))

    def is_chance_for_news(self, interaction: ClubInteraction, name: str) -> bool:
        """Whether the answer to that interaction may be followed by what the member should know privately."""
        response = interaction.response
        if not name.startswith(FOLLOWED) or name.endswith(NOT_FOLLOWED) or interaction.guild_id is None:
            return False
        # Where a form was opened there is no room for more; it comes back.
        return response.is_done() and response.type is not discord.InteractionResponseType.modal

    async def tell_news(self, interaction: ClubInteraction) -> None:
        """Which logs were revised since the member reviewed them, where no message in the thread may say so."""
        views = await self._bot.my_reviews.take_news(viewer_of(interaction))
        if not views:
            return
        (told,) = await asyncio.gather(say_privately(interaction, news_text(self._bot, views)), return_exceptions=True)
        if told is not None:
            await self._bot.my_reviews.put_back_news(views)
            raise told

    async def _mine(self, interaction: ClubInteraction, page: int) -> Answer:
        return Answer(await self._mine_page(interaction, page))

    async def _mine_page(self, interaction: ClubInteraction, page: int) -> discord.ui.LayoutView:
        server_of(interaction)
        viewer = viewer_of(interaction)
        return mine_page(self._bot, await self._bot.my_reviews.mine(viewer, page, ON_A_PAGE), viewer.user_id)

    async def _withdrawn(self, interaction: ClubInteraction, token: str) -> discord.ui.LayoutView:
        done = await self._bot.my_reviews.withdraw(token, viewer_of(interaction), interaction.id)
        self._bot.courier.wake()
        return withdrawn_page(done)
