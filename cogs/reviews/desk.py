"""The desk for reviews: what the command, each button and the form lead to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NoSuchClubError, NoSuchLogError, NotYoursError, ReviewKeptError
from bot.services.review_writing import ReviewForm, ReviewSaved
from cogs.clubs.choosing import meant_club, server_of
from cogs.reviews.buttons import EditButton, MineButton, NextButton, OldHelpfulButton, ReviewButton, TurnButton
from cogs.reviews.forms import review_form, review_text
from cogs.reviews.pages import kept_page, pointed_page, rescued_page, saved_page, trouble_text, turn_page
from cogs.ui.forms import filled_in
from cogs.ui.replies import FORMS_DEFER_AFTER_S, LISTENING_S, Answer, reply, reply_when_ready, say_privately, when_ready
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.client import PaperClub
    from bot.core.reviews import ReviewText
    from cogs.ui.interactions import ClubInteraction

CHANGED_FORM = "That form is no longer valid. `/review next` opens a new one."
NOT_SAVED = "That went wrong on my side. Whoever runs this bot finds the cause by the reference **{reference}**."
NO_SUCH_REVIEW = "There is no such review here."
SAVED = "saved review"


class ReviewDesk:
    """Every press and every form is judged anew by the service, with the server and member of the interaction."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    async def next(self, interaction: ClubInteraction, named: str | None) -> None:
        """The member's next log, of the club that is meant or else of any of the server's. Raises ClubError."""
        club_id = None
        try:
            club_id = (await meant_club(interaction, named)).id
        except NoSuchClubError:
            if named is not None:
                raise
        await self._show_next(interaction, club_id)

    async def press(self, interaction: ClubInteraction, action: str, row_id: int) -> None:
        """Raises ClubError."""
        match action:
            case ReviewButton.ACTION:
                await self._write(interaction, row_id)
            case NextButton.ACTION:
                await self._show_next(interaction, row_id)
            case EditButton.ACTION:
                draft = await self._bot.reviews.draft(row_id, interaction.user.id)
                if posted := await self._bot.my_reviews.correctable(draft.log_id, interaction.user.id):
                    await self._bot.my_review_desk.open(interaction, posted, draft.text)
                else:
                    await self._open(interaction, draft.log_id, draft.text)
            case MineButton.ACTION:
                await self._bot.my_review_desk.mine(interaction, row_id)
            case TurnButton.ACTION:
                await self._bot.my_review_desk.turn_to(interaction, row_id)
            case OldHelpfulButton.ACTION:
                await self._bot.my_review_desk.helpful(interaction, row_id)
            case _:
                await self._bot.my_review_desk.say_who(interaction, await self._bot.reviews.to_send(row_id))

    async def submit(self, interaction: ClubInteraction, log_id: int) -> None:
        """A form that came back, whenever it was opened."""
        fields = filled_in(interaction)
        text = review_text(fields)
        if text is None:
            await reply(interaction, Answer(rescued_page(fields, CHANGED_FORM)), private=True)
            return
        form = ReviewForm(interaction.user.id, interaction.id, interaction.guild_id, log_id, text)
        taken = self.taken(interaction, self._bot.reviews.submit(form), fields, self._thanks)
        await reply_when_ready(interaction, taken, private=True, patience=FORMS_DEFER_AFTER_S)

    async def follow(self, interaction: ClubInteraction) -> None:
        """Tell the writer of a review that was stored just now where something stands in the way of its message."""
        saved = interaction.extras.get(SAVED)
        if saved is None:
            return
        review, tried = saved
        done, _ = await asyncio.wait({tried}, timeout=LISTENING_S)
        entry = tried.result() if done else None
        if entry and entry.reason:
            for refused in await self._bot.reviews.troubled(interaction.user.id, review.week_id):
                if refused.review.id == review.id:
                    await say_privately(interaction, trouble_text(refused))

    async def taken(
        self,
        interaction: ClubInteraction,
        storing: Awaitable[ReviewSaved],
        fields: Mapping[str, str],
        thanks: Callable[[ClubInteraction, ReviewSaved], Awaitable[Answer]],
    ) -> Answer:
        """What was typed is in the answer where nothing could be stored, whatever the fault was."""
        (result,) = await asyncio.gather(storing, return_exceptions=True)
        match result:
            case ReviewSaved():
                if result.entry_key:
                    interaction.extras[SAVED] = (result.review, self._bot.courier.tried(result.entry_key))
                self._bot.courier.wake()
                return await thanks(interaction, result)
            case ReviewKeptError():
                return Answer(kept_page(result.reason, result.draft_id, result.nearest))
            case ClubError():
                return Answer(rescued_page(fields, str(result)))
            case Exception():
                reference = self._bot.report_fault(result)
                return Answer(rescued_page(fields, NOT_SAVED.format(reference=reference)))
            case _:
                raise result

    async def _thanks(self, interaction: ClubInteraction, saved: ReviewSaved) -> Answer:
        review = saved.review
        view = await self._bot.weeks.view(review.week_id)
        if view is None:
            raise NoSuchLogError(NO_SUCH_REVIEW)
        part = await self._bot.reviews.duties(interaction.user.id, view.club, review.week_id)
        return Answer(saved_page(part, view.club.id, review.author_id, view.week, already=saved.already))

    async def _show_next(self, interaction: ClubInteraction, club_id: int | None) -> None:
        finding = self._bot.reviews.next_for(interaction.user.id, server_of(interaction).id, club_id)
        turn = await when_ready(interaction, finding, private=True)
        view = await self._bot.weeks.view(turn.review.week_id)
        if view is None:
            raise NoSuchLogError(NO_SUCH_REVIEW)
        page = turn_page(turn, view, short_name(self._bot, turn.log.paper_key))
        await reply(interaction, Answer(page), private=True)

    async def _write(self, interaction: ClubInteraction, log_id: int) -> None:
        """The form comes first thing, since Discord takes none after a sign of life."""
        user_id = interaction.user.id
        try:
            turn = await self._bot.reviews.claim(log_id, interaction.guild_id, user_id)
        except NotYoursError as refusal:
            view = await self._bot.logs.show(log_id, interaction.guild_id, user_id)
            page = pointed_page(str(refusal), view.place.club.id if view.place.club else 0)
            await reply(interaction, Answer(page), private=True)
            return
        await self._open(interaction, log_id, turn.draft.text if turn.draft else turn.review.text)

    async def _open(self, interaction: ClubInteraction, log_id: int, draft: ReviewText | None) -> None:
        log = await self._bot.logs.to_send(log_id)
        if log is None:
            raise NoSuchLogError("There is no such log here.")
        form = review_form(log_id, short_name(self._bot, log.log.paper_key), draft)
        await interaction.response.send_modal(form)
