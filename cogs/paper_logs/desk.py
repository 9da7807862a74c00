"""The desk for paper logs: what each command, each button and each form about a log leads to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError
from bot.core.outbox import UNSETTLED
from bot.services.log_places import Asked
from bot.services.log_writing import LogForm, Noticed, Saved
from bot.storage.errors import DatabaseAwayError, nobody_knows
from cogs.paper_logs.acts import DraftAct, LogAct
from cogs.paper_logs.choices import meant_logs, own_logs, seen_logs
from cogs.paper_logs.forms import FormPlace, log_form, read_form
from cogs.paper_logs.lists import NOTHING_YET, choosing_page, mine_page
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
    trouble_page,
    withdrawing_page,
    withdrawn_text,
)
from cogs.ui.inert import in_code
from cogs.ui.replies import (
    FORMS_DEFER_AFTER_S,
    LISTENING_S,
    Answer,
    reply,
    reply_when_ready,
    revise_when_ready,
)
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from discord import ui

    from bot.client import PaperClub
    from bot.core.paper_logs import LogText
    from bot.storage.paper_logs import PaperLog
    from cogs.ui.interactions import ClubInteraction

SAVED = "saved log"
# So long a message waits for its author to be told. Where the confirmation is lost, the next tick after that sends it.
CONFIRMED_WITHIN = timedelta(seconds=5)
# So long an answer waits for what becomes of a message.
WAITED_FOR_S = 10
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
            CONFIRMED_WITHIN,
        )
        taken = self._taken(interaction, form)
        await reply_when_ready(interaction, taken, private=True, patience=FORMS_DEFER_AFTER_S)

    async def follow(self, interaction: ClubInteraction) -> None:
        """Once the author was told that a log is stored: let it be posted, and tell them what stands in its way."""
        saved: Saved | None = interaction.extras.pop(SAVED, None)
        if saved is None:
            return
        if saved.held:
            await self._bot.outbox.release(saved.held)
        tried = self._bot.courier.tried(saved.entry_key) if saved.entry_key else None
        self._bot.courier.wake()
        if tried is None:
            return
        done, _ = await asyncio.wait({tried}, timeout=LISTENING_S)
        entry = tried.result() if done else None
        if entry and entry.reason:
            view = await self._bot.logs.own(saved.log.id, interaction.user.id)
            if view.trouble:
                page = trouble_page(view, short_name(self._bot, view.log.paper_key))
                await reply(interaction, Answer(page), private=True)

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
                said = UNSURE.format(look=LOOK_FOR_LOG, reference=reference) if nobody_knows(result) else None
                return rescued(form.text, said or NOT_SAVED.format(reference=reference))
            case _:
                raise result

    def _outcome(self, interaction: ClubInteraction, result: Saved | Noticed) -> ui.LayoutView:
        if isinstance(result, Noticed):
            return noticed_page(result)
        interaction.extras[SAVED] = result
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
                await revise_when_ready(interaction, self._withdrawn(interaction, log_id))
            case LogAct.AGAIN:
                await reply_when_ready(interaction, self._posted_again(interaction, log_id), private=True)

    async def press_draft(self, interaction: ClubInteraction, act: DraftAct, draft_id: int) -> None:
        """Raises NoSuchLogError."""
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
                await revise_when_ready(interaction, self._discarded(draft_id, user_id))

    async def _accepted(self, interaction: ClubInteraction, draft_id: int) -> ui.LayoutView:
        try:
            accepted = await self._bot.logs.accept(draft_id, interaction.user.id, CONFIRMED_WITHIN)
            return self._outcome(interaction, accepted)
        except DraftKeptError as kept:
            return kept_page(kept.reason, kept.draft_id)
        except DatabaseAwayError as away:
            if not nobody_knows(away):
                raise
            return said_page(UNSURE.format(look=LOOK_FOR_DRAFT, reference=self._bot.report_fault(away)))

    async def _withdrawn(self, interaction: ClubInteraction, log_id: int) -> ui.LayoutView:
        """Said once its message says so too, or once it is clear that it does not."""
        taken = await self._bot.logs.withdraw(log_id, interaction.user.id)
        is_known = await self._is_settled(taken)
        if not is_known:
            interaction.extras[SAVED] = taken
        view = await self._bot.logs.own(log_id, interaction.user.id)
        return said_page(withdrawn_text(view, short_name(self._bot, taken.log.paper_key), is_known=is_known))

    async def _posted_again(self, interaction: ClubInteraction, log_id: int) -> Answer:
        posted = await self._bot.logs.post_anew(log_id, interaction.user.id)
        interaction.extras[SAVED] = posted
        where = f"<#{posted.place.thread_id}>" if posted.place.thread_id else "its thread"
        return Answer(said_page(f"Your log goes up in {where} again."))

    async def _is_settled(self, saved: Saved) -> bool:
        """Whether it became clear in time what has become of the message."""
        if saved.entry_key is None:
            return True
        tried = self._bot.courier.tried(saved.entry_key)
        self._bot.courier.wake()
        await asyncio.wait({tried}, timeout=WAITED_FOR_S)
        entry = await self._bot.outbox.entry(saved.entry_key)
        return entry is None or entry.state not in UNSETTLED or bool(entry.reason)

    async def _discarded(self, draft_id: int, user_id: int) -> ui.LayoutView:
        await self._bot.logs.discard(draft_id, user_id)
        return said_page("The draft is discarded.")


def _channels(interaction: ClubInteraction) -> list[int]:
    """Where the interaction happened, nearest first: a thread, then the channel that it belongs to."""
    places = [interaction.channel_id, getattr(interaction.channel, "parent_id", None)]
    return [place for place in places if place is not None]
