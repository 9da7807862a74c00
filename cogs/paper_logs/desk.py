"""The desk for paper logs: what each command, each button and each form about a log leads to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError
from bot.services.log_places import Asked
from bot.services.log_writing import LogForm, Noticed, Saved
from cogs.paper_logs.acts import DraftAct, LogAct
from cogs.paper_logs.choices import meant_logs, own_logs, seen_logs
from cogs.paper_logs.forms import FormPlace, log_form, read_form
from cogs.paper_logs.lists import NOTHING_YET, choosing_page, mine_page
from cogs.paper_logs.pages import (
    NO_SUCH_FORM,
    NOT_SAVED,
    discarding_page,
    kept_page,
    noticed_page,
    rescued,
    said_page,
    saved_page,
    shown_page,
    trouble_text,
    withdrawing_page,
)
from cogs.ui.inert import in_code, written
from cogs.ui.replies import (
    FORMS_DEFER_AFTER_S,
    LISTENING_S,
    Answer,
    reply,
    reply_when_ready,
    revise_when_ready,
    say_privately,
)
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from discord import ui

    from bot.client import PaperClub
    from bot.core.paper_logs import LogText
    from bot.storage.paper_logs import PaperLog
    from cogs.ui.interactions import ClubInteraction

SAVED = "saved log"
NO_SUCH_LOG = "There is no such log here. `/log mine` lists yours."


class LogDesk:
    """Whose a log or a draft is, the service judges, each time anew. Whatever was stored wakes the courier."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    # The form

    async def write(
        self,
        interaction: ClubInteraction,
        *,
        paper_key: str | None = None,
        week_key: str | None = None,
        club_id: int | None = None,
    ) -> None:
        """Open the form, filled with what the member has there already. Raises ClubError."""
        user_id, server_id = interaction.user.id, interaction.guild_id
        asked = Asked(server_id, _channels(interaction), club_id, week_key, paper_key)
        place = await self._bot.logs.place(asked)
        begun = await self._bot.logs.begun(place, server_id, user_id)
        if begun.draft:
            await self._open(interaction, FormPlace.of_draft(begun.draft), begun.draft.text)
        elif begun.log:
            await self._open(interaction, FormPlace.of_log(begun.log), begun.log.text)
        else:
            await self._open(interaction, FormPlace.at(place))

    async def take(self, interaction: ClubInteraction, identity: str) -> None:
        """A form that was sent, whenever it was opened."""
        place, text = read_form(interaction, identity)
        if place is None:
            await reply(interaction, rescued(text, NO_SUCH_FORM), private=True)
            return
        form = LogForm(
            interaction.user.id,
            interaction.id,
            interaction.guild_id,
            place.paper_key,
            text,
            place.club_id,
            place.week_id,
            place.log_id,
            place.draft_id,
            place.draft_revision,
        )
        taken = self._taken(interaction, form)
        await reply_when_ready(interaction, taken, private=True, patience=FORMS_DEFER_AFTER_S)

    async def follow(self, interaction: ClubInteraction) -> None:
        """Tell the author of a log that was stored just now where something stands in the way of its message."""
        saved = interaction.extras.get(SAVED)
        if saved is None:
            return
        log_id, tried = saved
        done, _ = await asyncio.wait({tried}, timeout=LISTENING_S)
        entry = tried.result() if done else None
        if entry and entry.reason:
            view = await self._bot.logs.own(log_id, interaction.user.id)
            if view.trouble:
                await say_privately(interaction, trouble_text(view, short_name(self._bot, view.log.paper_key)))

    async def _taken(self, interaction: ClubInteraction, form: LogForm) -> Answer:
        """What was typed is in the answer where nothing could be stored, whatever the fault was."""
        (result,) = await asyncio.gather(self._bot.logs.submit(form), return_exceptions=True)
        match result:
            case Saved() | Noticed():
                return Answer(self._outcome(interaction, result))
            case DraftKeptError():
                return Answer(kept_page(result.reason, result.draft_id))
            case ClubError():
                return rescued(form.text, f"### Not saved\n{result}\n**Your text is below: copy it.**")
            case Exception():
                reference = self._bot.report_fault(result)
                return rescued(form.text, NOT_SAVED.format(reference=reference))
            case _:
                raise result

    def _outcome(self, interaction: ClubInteraction, result: Saved | Noticed) -> ui.LayoutView:
        if isinstance(result, Noticed):
            return noticed_page(result)
        if result.entry_key:
            interaction.extras[SAVED] = (result.log.id, self._bot.courier.tried(result.entry_key))
        self._bot.courier.wake()
        return saved_page(result, short_name(self._bot, result.log.paper_key))

    async def _open(self, interaction: ClubInteraction, place: FormPlace, text: LogText | None = None) -> None:
        await interaction.response.send_modal(log_form(place, short_name(self._bot, place.paper_key), text))

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
            page = choosing_page(self._bot, act, found, interaction.user.id)
            await reply(interaction, Answer(page), private=True)

    async def _mine(self, interaction: ClubInteraction) -> Answer:
        return Answer(await self._mine_page(interaction, 0))

    async def _mine_page(self, interaction: ClubInteraction, page: int) -> ui.LayoutView:
        mine = await self._bot.logs.mine(interaction.user.id, interaction.guild_id)
        return mine_page(self._bot, mine, page)

    # Buttons

    async def press(self, interaction: ClubInteraction, act: LogAct, log_id: int) -> None:
        """Raises NoSuchLogError, NotNowError."""
        user_id = interaction.user.id
        match act:
            case LogAct.WRITE:
                view = await self._bot.logs.to_send(log_id)
                if view is None or view.log.server_id != interaction.guild_id:
                    raise NoSuchLogError(NO_SUCH_LOG)
                await self.write(interaction, paper_key=view.log.paper_key, club_id=view.log.club_id)
            case LogAct.SHOW:
                view = await self._bot.logs.show(log_id, interaction.guild_id, user_id)
                paper = self._bot.papers.catalogue.get(view.log.paper_key)
                page = shown_page(view, paper, is_own=view.log.author_id == user_id)
                await reply(interaction, Answer(page), private=True)
            case LogAct.EDIT:
                log = (await self._bot.logs.own(log_id, user_id)).log
                await self._open(interaction, FormPlace.of_log(log), log.text)
            case LogAct.ASK:
                view = await self._bot.logs.own(log_id, user_id)
                page = withdrawing_page(view, short_name(self._bot, view.log.paper_key))
                await reply(interaction, Answer(page), private=True)
            case LogAct.WITHDRAW:
                await revise_when_ready(interaction, self._withdrawn(log_id, user_id))

    async def press_draft(
        self, interaction: ClubInteraction, act: DraftAct, draft_id: int, revision: int | None = None
    ) -> None:
        """Raises NoSuchLogError, NotNowError."""
        user_id = interaction.user.id
        match act:
            case DraftAct.EDIT:
                draft = await self._bot.logs.draft(draft_id, user_id)
                await self._open(interaction, FormPlace.of_draft(draft), draft.text)
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
            return self._outcome(interaction, await self._bot.logs.accept(draft_id, interaction.user.id))
        except DraftKeptError as kept:
            return kept_page(kept.reason, kept.draft_id)

    async def _withdrawn(self, log_id: int, user_id: int) -> ui.LayoutView:
        log = await self._bot.logs.withdraw(log_id, user_id)
        self._bot.courier.wake()
        name = written(short_name(self._bot, log.paper_key))
        return said_page(f"Your log on **{name}** is withdrawn. `/log edit` brings it back.")

    async def _discarded(self, draft_id: int, user_id: int, revision: int | None) -> ui.LayoutView:
        await self._bot.logs.discard(draft_id, user_id, revision)
        return said_page("The draft is discarded.")


def _channels(interaction: ClubInteraction) -> list[int]:
    """Where the interaction happened, nearest first: a thread, then the channel that it belongs to."""
    places = [interaction.channel_id, getattr(interaction.channel, "parent_id", None)]
    return [place for place in places if place is not None]
