"""What members can do with reviews: what the command, each button and the form do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.errors import (
    ClubError,
    NoClubYetError,
    NoSuchClubError,
    NotYoursError,
    ReviewKeptError,
    ReviewNoticedError,
    nobody_knows,
)
from bot.core.privacy.member_data import is_erased
from bot.core.text.short_inputs import one_line
from bot.services.reviews.changes import AcceptedDraft
from bot.services.reviews.writing import ReviewForm, ReviewSaved
from cogs.clubs.choosing import meant_club
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.reviews.forms import picked_sentence, review_form, review_text
from cogs.reviews.my_reviews import corrected_page
from cogs.reviews.pages import (
    assignment_page,
    kept_page,
    noticed_page,
    pointed_page,
    rescued_page,
    saved_page,
    trouble_text,
)
from cogs.ui.form_flow import CONFIRMED_WITHIN, SAVED, FormFlow
from cogs.ui.forms import filled_in
from cogs.ui.refusals import SaidError, sentence
from cogs.ui.replies import Reply, reply, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from discord.ui import LayoutView

    from bot.core.reviews.review_text import ReviewText
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


# Discord waits three seconds for the form, so a name that takes longer is left out of its title.
NAMED_WITHIN_S = 0.5


class ReviewActions:
    """Answers commands, buttons and forms. The service checks the interaction's server and member every time."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._clubs = services.clubs
        self._weeks = services.weeks
        self._logs = services.logs
        self._reviews = services.reviews
        self._memberships = dependencies.memberships
        self.flow = FormFlow(dependencies, "review delivery", self._saved, _not_stored, self._say_held_up)

    async def next(self, interaction: ClubInteraction, named: str | None) -> None:
        """Show the member's next log to review, of the named club or of any in the server. Raises ClubError."""
        club_id = None
        try:
            club_id = (await meant_club(self._clubs, interaction, named)).id
        except NoClubYetError:
            raise
        except NoSuchClubError:
            if named is not None:
                raise
        await self.show_next(interaction, club_id)

    async def post_anyway(self, interaction: ClubInteraction, draft_id: int, brought: int) -> None:
        """Post a draft despite what was noticed. Raises NoSuchLogError."""
        await revise_when_ready(interaction, self._accepted(interaction, draft_id, brought))

    async def submit(self, interaction: ClubInteraction, log_id: int | None, filled_from: int | None = None) -> None:
        """Handle a form, whenever it was opened. `log_id` is None if its custom id has no log."""
        fields = filled_in(interaction)
        text = review_text(fields)
        if text is None or log_id is None:
            await reply(interaction, Reply(rescued_page(fields, t("reviews-form-outdated"))), private=True)
            return
        picked = picked_sentence(fields)
        form = ReviewForm(viewer_of(interaction), interaction.id, log_id, text, filled_from, CONFIRMED_WITHIN, picked)
        await self.flow.take(interaction, self._reviews.submit(form), fields)

    async def _say_held_up(self, interaction: ClubInteraction, saved: ReviewSaved) -> None:
        for refused in await self._reviews.troubled(interaction.user.id, saved.review.week_id):
            if refused.review.id == saved.review.id:
                await say_privately(interaction, trouble_text(refused))

    async def _accepted(self, interaction: ClubInteraction, draft_id: int, brought: int) -> LayoutView:
        press = AcceptedDraft(viewer_of(interaction), draft_id, brought, CONFIRMED_WITHIN)
        try:
            saved = await self._reviews.accept(press)
        except ReviewKeptError as kept:
            return _kept(kept)
        return await self._saved(interaction, saved)

    async def _saved(self, interaction: ClubInteraction, saved: ReviewSaved) -> LayoutView:
        interaction.extras[SAVED] = saved
        if saved.review.version > 1:
            return corrected_page(saved)
        review = saved.review
        view = await self._weeks.view(review.week_id)
        if view is None:
            raise SaidError(t("reviews-not-here"))
        part = await self._reviews.duties(viewer_of(interaction), view.club, review.week_id)
        return saved_page(part, view.club.id, review.author_id, view.week, already=saved.already)

    async def show_next(self, interaction: ClubInteraction, club_id: int | None) -> None:
        """Show the next log, of one club or of any in the server. Raises ClubError."""
        finding = self._reviews.next_for(viewer_of(interaction), club_id)
        task = await when_ready(interaction, finding, private=True)
        view = await self._weeks.view(task.review.week_id)
        if view is None:
            raise SaidError(t("reviews-not-here"))
        page = assignment_page(task, view, short_name(await papers_here(self._papers, interaction), task.log.paper_key))
        await reply(interaction, Reply(page), private=True)

    async def write(self, interaction: ClubInteraction, log_id: int, *, names_author: bool = False) -> None:
        """Open the form as the first answer, because Discord accepts none after a deferral. Raises ClubError.

        `names_author` where nothing around the button says whose log it is.
        """
        viewer = viewer_of(interaction)
        try:
            task = await self._reviews.claim(log_id, viewer)
        except NotYoursError as refusal:
            view = await self._logs.show(log_id, viewer)
            page = pointed_page(sentence(refusal), view.destination.club.id if view.destination.club else 0)
            await reply(interaction, Reply(page), private=True)
            return
        text, brought = (task.draft.text, task.draft.interaction_id) if task.draft else (task.review.text, None)
        author = await self._name_of(interaction, task.log.author_id) if names_author else None
        await self.open(interaction, log_id, text, brought, author)

    async def _name_of(self, interaction: ClubInteraction, user_id: int) -> str | None:
        """Return a member's name, if it is known quickly: a form's title can't show a mention."""
        if is_erased(user_id):
            return None
        asking = self._memberships.names(interaction.user.id, interaction.guild_id or 0, [user_id])
        task = asyncio.ensure_future(asking)
        await asyncio.wait({task}, timeout=NAMED_WITHIN_S)
        return one_line(task.result().get(user_id, "")) or None if task.done() else None

    async def open(
        self,
        interaction: ClubInteraction,
        log_id: int,
        draft: ReviewText | None,
        filled_from: int | None,
        author: str | None = None,
    ) -> None:
        """Open the form, filled with what was typed before. Raises NoSuchLogError."""
        log = await self._logs.answered(log_id, viewer_of(interaction))
        name = short_name(await papers_here(self._papers, interaction), log.paper_key)
        form = review_form(log_id, name, draft, filled_from, log=log, author=author)
        await interaction.response.send_modal(form)


def _kept(refusal: ReviewKeptError) -> LayoutView:
    return kept_page(sentence(refusal.reason), refusal.draft_id, refusal.nearest)


def _not_stored(fields: Mapping[str, str], error: Exception, reference: str) -> Reply:
    match error:
        case ReviewNoticedError():
            return Reply(noticed_page(error.draft_id, error.brought))
        case ReviewKeptError():
            return Reply(_kept(error))
        case ClubError():
            return Reply(rescued_page(fields, sentence(error)))
    if nobody_knows(error):
        unsure = t("reviews-unsure", reference=reference)
        return Reply(rescued_page(fields, unsure, t("reviews-unsure-heading")))
    return Reply(rescued_page(fields, t("reviews-fault", reference=reference)))
