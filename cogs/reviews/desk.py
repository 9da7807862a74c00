"""The desk for reviews: what the command, each button and the form lead to."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import (
    ClubError,
    NoClubYetError,
    NoSuchClubError,
    NoSuchLogError,
    NotYoursError,
    ReviewKeptError,
    ReviewNoticedError,
)
from bot.services.review_writing import Accepting, ReviewForm, ReviewSaved
from bot.storage.errors import nobody_knows
from cogs.clubs.choosing import meant_club
from cogs.clubs.organisers import require_organiser
from cogs.reviews.buttons import EditButton, HelpfulButton, NextButton, ReviewButton
from cogs.reviews.forms import review_form, review_text
from cogs.reviews.pages import kept_page, noticed_page, pointed_page, rescued_page, saved_page, trouble_text, turn_page
from cogs.ui.forms import filled_in
from cogs.ui.replies import (
    FORMS_DEFER_AFTER_S,
    LISTENING_S,
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
    from collections.abc import Mapping

    from discord.ui import LayoutView

    from bot.client import PaperClub
    from bot.core.reviews import ReviewText
    from cogs.ui.interactions import ClubInteraction

COUNTED = "Noted: it was helpful. Only the count is kept, and nobody is told."
COUNTED_BEFORE = "You have said so already, and it counts once."
CHANGED_FORM = "That form is no longer valid. `/review next` opens a new one."
NOT_SAVED = "That went wrong on my side. Whoever runs this bot finds the cause by the reference **{reference}**."
UNSURE_TITLE = "Not sure it was saved"
UNSURE = (
    "I lost touch with my database just then, so I can't tell yet whether your review was saved. Look in "
    "`/week status` in a minute before you send it again: it lists the reviews you still owe.\n-# Whoever runs this "
    "bot finds the cause under **{reference}**."
)
NO_SUCH_REVIEW = "There is no such review here."
SAVED = "saved review"
# As for logs: what was stored is confirmed before it is posted.
CONFIRMED_WITHIN = timedelta(seconds=5)


class ReviewDesk:
    """Every press and every form is judged anew by the service, with the server and member of the interaction."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    async def next(self, interaction: ClubInteraction, named: str | None) -> None:
        """The member's next log, of the club that is meant or else of any of the server's. Raises ClubError."""
        club_id = None
        try:
            club_id = (await meant_club(interaction, named)).id
        except NoClubYetError:
            raise
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
                await self._reopen(interaction, row_id)
            case HelpfulButton.ACTION:
                marking = self._bot.reviews.helpful(row_id, viewer_of(interaction))
                first = await when_ready(interaction, marking, private=True)
                await say_privately(interaction, COUNTED if first else COUNTED_BEFORE)
            case _:
                await self._say_who(interaction, row_id)

    async def post_anyway(self, interaction: ClubInteraction, draft_id: int, brought: int) -> None:
        """Raises NoSuchLogError."""
        await revise_when_ready(interaction, self._accepted(interaction, draft_id, brought))

    async def submit(self, interaction: ClubInteraction, log_id: int | None, filled_from: int | None = None) -> None:
        """A form that came back, whenever it was opened; without a log where its custom id names none."""
        fields = filled_in(interaction)
        text = review_text(fields)
        if text is None or log_id is None:
            await reply(interaction, Answer(rescued_page(fields, CHANGED_FORM)), private=True)
            return
        form = ReviewForm(viewer_of(interaction), interaction.id, log_id, text, filled_from, CONFIRMED_WITHIN)
        taken = self._taken(interaction, form, fields)
        await reply_when_ready(interaction, taken, private=True, patience=FORMS_DEFER_AFTER_S)

    async def follow(self, interaction: ClubInteraction) -> None:
        """Once the writer was told that a review is stored: let it be posted, and tell them what stands in its way."""
        saved: ReviewSaved | None = interaction.extras.pop(SAVED, None)
        if saved is None:
            return
        if saved.entry_key is None:
            self._bot.courier.wake()
            return
        review, tried = saved.review, self._bot.courier.tried(saved.entry_key)
        await self._bot.outbox.release([saved.entry_key])
        self._bot.courier.wake()
        done, _ = await asyncio.wait({tried}, timeout=LISTENING_S)
        entry = tried.result() if done else None
        if entry and entry.reason:
            for refused in await self._bot.reviews.troubled(interaction.user.id, review.week_id):
                if refused.review.id == review.id:
                    await say_privately(interaction, trouble_text(refused))

    async def _taken(self, interaction: ClubInteraction, form: ReviewForm, fields: Mapping[str, str]) -> Answer:
        """What was typed is in the answer where nothing could be stored, whatever the fault was."""
        (result,) = await asyncio.gather(self._bot.reviews.submit(form), return_exceptions=True)
        match result:
            case ReviewSaved():
                return Answer(await self._saved(interaction, result))
            case ReviewNoticedError():
                return Answer(noticed_page(result.draft_id, result.brought))
            case ReviewKeptError():
                return Answer(kept_page(result.reason, result.draft_id, result.nearest))
            case ClubError():
                return Answer(rescued_page(fields, str(result)))
            case Exception():
                reference = self._bot.report_fault(result)
                if nobody_knows(result):
                    return Answer(rescued_page(fields, UNSURE.format(reference=reference), UNSURE_TITLE))
                return Answer(rescued_page(fields, NOT_SAVED.format(reference=reference)))
            case _:
                raise result

    async def _accepted(self, interaction: ClubInteraction, draft_id: int, brought: int) -> LayoutView:
        press = Accepting(viewer_of(interaction), draft_id, brought, CONFIRMED_WITHIN)
        try:
            saved = await self._bot.reviews.accept(press)
        except ReviewKeptError as kept:
            return kept_page(kept.reason, kept.draft_id, kept.nearest)
        return await self._saved(interaction, saved)

    async def _saved(self, interaction: ClubInteraction, saved: ReviewSaved) -> LayoutView:
        interaction.extras[SAVED] = saved
        review = saved.review
        view = await self._bot.weeks.view(review.week_id)
        if view is None:
            raise NoSuchLogError(NO_SUCH_REVIEW)
        owed = await self._bot.reviews.owed_by(interaction.user.id, view.club)
        return saved_page(owed, view.club.id, review.author_id, view.week, already=saved.already)

    async def _show_next(self, interaction: ClubInteraction, club_id: int | None) -> None:
        finding = self._bot.reviews.next_for(viewer_of(interaction), club_id)
        turn = await when_ready(interaction, finding, private=True)
        view = await self._bot.weeks.view(turn.review.week_id)
        if view is None:
            raise NoSuchLogError(NO_SUCH_REVIEW)
        page = turn_page(turn, view, short_name(self._bot, turn.log.paper_key))
        await reply(interaction, Answer(page), private=True)

    async def _write(self, interaction: ClubInteraction, log_id: int) -> None:
        """The form comes first thing, since Discord takes none after a sign of life."""
        viewer = viewer_of(interaction)
        try:
            turn = await self._bot.reviews.claim(log_id, viewer)
        except NotYoursError as refusal:
            view = await self._bot.logs.show(log_id, viewer)
            page = pointed_page(str(refusal), view.place.club.id if view.place.club else 0)
            await reply(interaction, Answer(page), private=True)
            return
        text, brought = (turn.draft.text, turn.draft.interaction_id) if turn.draft else (turn.review.text, None)
        await self._open(interaction, log_id, text, brought)

    async def _reopen(self, interaction: ClubInteraction, draft_id: int) -> None:
        """What was kept, in a form, or in the answer where there is no such log for its reviewer any more."""
        draft = await self._bot.reviews.draft(draft_id, interaction.user.id)
        try:
            await self._open(interaction, draft.log_id, draft.text, draft.interaction_id)
        except NoSuchLogError as refusal:
            await reply(interaction, Answer(rescued_page(asdict(draft.text), str(refusal))), private=True)

    async def _open(
        self, interaction: ClubInteraction, log_id: int, draft: ReviewText | None, filled_from: int | None
    ) -> None:
        log = await self._bot.logs.answered(log_id, viewer_of(interaction))
        form = review_form(log_id, short_name(self._bot, log.paper_key), draft, filled_from)
        await interaction.response.send_modal(form)

    async def _say_who(self, interaction: ClubInteraction, review_id: int) -> None:
        """To the club's organisers, and privately: in an anonymous club no other page says it."""
        view = await self._bot.reviews.show(review_id, viewer_of(interaction))
        require_organiser(interaction, view.club)
        text = f"That review was written by <@{view.review.reviewer_id}>. Only you see this."
        await say_privately(interaction, text)
