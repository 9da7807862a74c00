"""The desk for paper logs: what each command, each button and each form about a log leads to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, DraftKeptError, NoClubYetError, NoSuchLogError
from bot.services.log_places import OUT_OF_SIGHT, Asked, PlaceChoice
from bot.services.log_writing import LogForm, Noticed, Saved
from bot.storage.errors import DatabaseAwayError, nobody_knows
from cogs.clubs.choosing import NO_CLUB
from cogs.paper_logs.acts import DraftAct, LogAct
from cogs.paper_logs.choices import CHOICES, authors_names, meant_logs, own_logs, seen_logs
from cogs.paper_logs.forms import FormPlace, log_form, read_form
from cogs.paper_logs.lists import NOTHING_YET, choosing_page, mine_page
from cogs.paper_logs.log_messages import CONFIRMED_WITHIN, LogMessages
from cogs.paper_logs.pages import (
    LOOK_FOR_DRAFT,
    LOOK_FOR_LOG,
    NO_SUCH_FORM,
    NOT_SAVED,
    UNSURE,
    discarding_page,
    kept_page,
    noticed_page,
    rescued,
    said_page,
    saved_page,
    shown_page,
    withdrawing_page,
)
from cogs.paper_logs.places import STAYS_A_DRAFT, change_text, place_page, place_text
from cogs.ui.inert import in_code
from cogs.ui.replies import (
    FORMS_DEFER_AFTER_S,
    Answer,
    reply,
    reply_when_ready,
    revise_when_ready,
)
from cogs.ui.viewers import author_of, places_of, viewer_of
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from discord import ui

    from bot.client import PaperClub
    from bot.core.paper_logs import LogText
    from bot.services.log_places import LogPlace
    from bot.storage.paper_logs import PaperLog
    from cogs.ui.interactions import ClubInteraction

NAME_THE_PAPER = "Name the paper with `/log write paper`: the log is then kept for you alone."
NO_SUCH_LOG = "There is no such log here. `/log mine` lists yours."


class LogDesk:
    """Whose a log or a draft is, the service judges, each time anew. Whatever was stored wakes the courier."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot
        self.messages = LogMessages(bot)

    # The form

    async def write(
        self,
        interaction: ClubInteraction,
        *,
        paper_key: str | None = None,
        week_key: str | None = None,
        club_id: int | None = None,
        is_alone: bool = False,
    ) -> None:
        """Open the form, filled with what the member has there already; ask first where it may go to several places.

        `club_id` and `is_alone` are what they wish. Raises ClubError.
        """
        viewer = viewer_of(interaction)
        place = await self._place(
            interaction, Asked(viewer, places_of(interaction), club_id, week_key, paper_key, is_alone)
        )
        if isinstance(place, PlaceChoice):
            await reply(interaction, Answer(place_page(self._bot, place, paper_key)), private=True)
            return
        begun, where = await self._bot.logs.begun(place, viewer), place_text(place)
        if begun.draft:
            await self._open(interaction, FormPlace.of_draft(begun.draft), where, begun.draft.text)
        elif begun.log:
            await self._open(interaction, FormPlace.of_log(begun.log), where, begun.log.text)
        else:
            await self._open(interaction, FormPlace.at(place), where)

    async def _place(self, interaction: ClubInteraction, asked: Asked) -> LogPlace | PlaceChoice:
        try:
            return await self._bot.logs.place(asked)
        except NoClubYetError:
            if interaction.guild_id is None:
                raise
            raise ClubError(f"{NO_CLUB} {NAME_THE_PAPER}") from None

    async def take(self, interaction: ClubInteraction, identity: str) -> None:
        """A form that was sent, whenever it was opened."""
        place, text = read_form(interaction, identity)
        if place is None:
            await reply(interaction, rescued(text, NO_SUCH_FORM), private=True)
            return
        taken = self._taken(interaction, place, text)
        await reply_when_ready(interaction, taken, private=True, patience=FORMS_DEFER_AFTER_S)

    async def _submitted(self, interaction: ClubInteraction, place: FormPlace, text: LogText) -> Saved | Noticed:
        """Who sends the form, and what they may see, is judged now, whenever it was opened."""
        viewer = await author_of(interaction)
        ids = (place.club_id, place.week_id, place.log_id, place.draft_id, place.draft_revision)
        form = LogForm(viewer, interaction.id, place.paper_key, text, *ids, CONFIRMED_WITHIN)
        return await self._bot.logs.submit(form)

    async def _taken(self, interaction: ClubInteraction, place: FormPlace, text: LogText) -> Answer:
        """What was typed is in the answer where nothing could be stored, whatever the fault was."""
        (result,) = await asyncio.gather(self._submitted(interaction, place, text), return_exceptions=True)
        match result:
            case Saved() | Noticed():
                return Answer(self._outcome(interaction, result))
            case DraftKeptError():
                return Answer(kept_page(result.reason, result.draft_id))
            case ClubError():
                return rescued(text, f"### Not saved\n{result}\n**Your text is below: copy it.**")
            case Exception():
                reference = self._bot.report_fault(result)
                said = UNSURE.format(look=LOOK_FOR_LOG, reference=reference) if nobody_knows(result) else None
                return rescued(text, said or NOT_SAVED.format(reference=reference))
            case _:
                raise result

    def _outcome(self, interaction: ClubInteraction, result: Saved | Noticed) -> ui.LayoutView:
        if isinstance(result, Noticed):
            return noticed_page(result)
        self.messages.confirm(interaction, result)
        return saved_page(result, short_name(self._bot, result.log.paper_key))

    async def _open(
        self, interaction: ClubInteraction, place: FormPlace, where: str, text: LogText | None = None
    ) -> None:
        form = log_form(place, short_name(self._bot, place.paper_key), where, text)
        await interaction.response.send_modal(form)

    async def _open_draft(self, interaction: ClubInteraction, draft_id: int) -> None:
        draft = await self._bot.logs.draft(draft_id, interaction.user.id)
        try:
            where = place_text(await self._bot.logs.place_of(draft, await author_of(interaction)))
        except ClubError:
            where = STAYS_A_DRAFT
        await self._open(interaction, FormPlace.of_draft(draft), where, draft.text)

    # Commands

    async def edit(self, interaction: ClubInteraction, typed: str | None) -> None:
        """Raises NoSuchLogError."""
        await self._with_one(interaction, LogAct.EDIT, await own_logs(interaction), typed)

    async def delete(self, interaction: ClubInteraction, typed: str) -> None:
        """Ask before a log is withdrawn. Raises NoSuchLogError."""
        kept = [log for log in await own_logs(interaction) if not log.is_withdrawn]
        await self._with_one(interaction, LogAct.ASK, kept, typed)

    async def show(self, interaction: ClubInteraction, typed: str) -> None:
        """Raises NoSuchLogError."""
        await self._with_one(interaction, LogAct.SHOW, await seen_logs(interaction), typed)

    async def mine(self, interaction: ClubInteraction) -> None:
        await reply_when_ready(interaction, self._mine(interaction), private=True)

    async def turn_to(self, interaction: ClubInteraction, page: int) -> None:
        """Another page of `/log mine`, in place."""
        await revise_when_ready(interaction, self._mine_page(interaction, page))

    async def _with_one(
        self, interaction: ClubInteraction, act: LogAct, logs: list[PaperLog], typed: str | None
    ) -> None:
        """Act on the log that is meant; ask back where several may be."""
        found = logs if typed is None else meant_logs(self._bot, logs, typed)
        if not found and typed and typed.isdecimal():
            raise NoSuchLogError(NO_SUCH_LOG)
        if not found:
            reason = f"No log here matches {in_code(typed)}. `/log mine` lists yours." if typed else NOTHING_YET
            raise NoSuchLogError(reason)
        if len(found) == 1:
            await self.press(interaction, act, found[0].id)
        else:
            names = await authors_names(interaction, found[:CHOICES])
            page = choosing_page(self._bot, act, found, interaction.user.id, names)
            await reply(interaction, Answer(page), private=True)

    async def _mine(self, interaction: ClubInteraction) -> Answer:
        return Answer(await self._mine_page(interaction, 0))

    async def _mine_page(self, interaction: ClubInteraction, page: int) -> ui.LayoutView:
        mine = await self._bot.logs.mine(await author_of(interaction))
        return mine_page(self._bot, mine, page)

    # Buttons

    async def press(self, interaction: ClubInteraction, act: LogAct, log_id: int) -> None:
        """Raises NoSuchLogError, NotNowError."""
        match act:
            case LogAct.WRITE:
                log = await self._bot.logs.answered(log_id, viewer_of(interaction))
                await self.write(interaction, paper_key=log.paper_key, club_id=log.club_id)
            case LogAct.WITHDRAW:
                await revise_when_ready(interaction, self.messages.withdraw(interaction, log_id))
            case LogAct.SHOW:
                view = await self._bot.logs.show(log_id, await author_of(interaction))
                paper = self._bot.papers.catalogue.get(view.log.paper_key)
                page = shown_page(view, paper, is_own=view.log.author_id == interaction.user.id)
                await reply(interaction, Answer(page), private=True)
            case LogAct.EDIT:
                view = await self._bot.logs.own(log_id, await author_of(interaction))
                await self._open(interaction, FormPlace.of_log(view.log), change_text(view), view.log.text)
            case LogAct.ASK:
                view = await self._bot.logs.own(log_id, await author_of(interaction))
                if view.is_out_of_sight:
                    raise ClubError(OUT_OF_SIGHT)
                page = withdrawing_page(view, short_name(self._bot, view.log.paper_key))
                await reply(interaction, Answer(page), private=True)
            case LogAct.AGAIN:
                await reply_when_ready(interaction, self.messages.post_again(interaction, log_id), private=True)

    async def press_draft(
        self, interaction: ClubInteraction, act: DraftAct, draft_id: int, revision: int | None = None
    ) -> None:
        """Raises NoSuchLogError, NotNowError."""
        user_id = interaction.user.id
        match act:
            case DraftAct.EDIT:
                await self._open_draft(interaction, draft_id)
            case DraftAct.POST:
                await revise_when_ready(interaction, self._accepted(interaction, draft_id))
            case DraftAct.ASK:
                draft = await self._bot.logs.draft(draft_id, user_id)
                page = discarding_page(draft, short_name(self._bot, draft.paper_key))
                await reply(interaction, Answer(page), private=True)
            case DraftAct.DISCARD:
                await revise_when_ready(interaction, self._discarded(draft_id, user_id, revision))

    async def _accepted(self, interaction: ClubInteraction, draft_id: int) -> ui.LayoutView:
        try:
            accepted = await self._bot.logs.accept(draft_id, await author_of(interaction), CONFIRMED_WITHIN)
            return self._outcome(interaction, accepted)
        except DraftKeptError as kept:
            return kept_page(kept.reason, kept.draft_id)
        except DatabaseAwayError as away:
            if not nobody_knows(away):
                raise
            return said_page(UNSURE.format(look=LOOK_FOR_DRAFT, reference=self._bot.report_fault(away)))

    async def _discarded(self, draft_id: int, user_id: int, revision: int | None) -> ui.LayoutView:
        await self._bot.logs.discard(draft_id, user_id, revision)
        return said_page("The draft is discarded.")
