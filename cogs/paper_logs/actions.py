"""What members can do with paper logs: what each command, button and form about a log does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import ClubError, DatabaseAwayError, DraftKeptError, NoClubYetError, UnknownLogError, nobody_knows
from bot.services.paper_logs.destinations import DestinationChoice, LogOutOfSightError, LogRequest
from bot.services.paper_logs.forms import LogForm, LogNoticed, LogSaved
from cogs.clubs.choosing import no_club_here
from cogs.paper_logs.buttons import DraftAction, LogAction
from cogs.paper_logs.choices import CHOICES, LogChoices, meant_logs
from cogs.paper_logs.destinations import change_text, destination_page, destination_text
from cogs.paper_logs.forms import FormDestination, log_form, read_form
from cogs.paper_logs.lists import choosing_page, my_logs_page
from cogs.paper_logs.log_messages import LogMessages
from cogs.paper_logs.pages import (
    discarding_page,
    kept_page,
    noticed_page,
    rescued,
    saved_page,
    shown_page,
    withdrawing_page,
)
from cogs.papers.log_writer import LogWriter
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here, papers_of_texts
from cogs.ui.containers import TextPage
from cogs.ui.escaping import in_code
from cogs.ui.form_flow import CONFIRMED_WITHIN, SAVED, FormFlow
from cogs.ui.refusals import SaidError, sentence
from cogs.ui.replies import Reply, reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import Authors, channel_ids_of, viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord import ui

    from bot.core.paper_logs.draft import Draft
    from bot.core.paper_logs.log_text import LogText
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.services.paper_logs.destinations import LogDestination
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class LogActions(LogWriter):
    """Answers commands, buttons and forms. The service checks ownership every time. Storing wakes the outbox worker."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._logs = services.logs
        self._report_fault = dependencies.report_fault
        self._authors = Authors(services.logs, dependencies.memberships)
        self.choices = LogChoices(services.logs, services.papers, dependencies.memberships)
        self.messages = LogMessages(dependencies)
        self.flow = FormFlow(dependencies, "log delivery", self._outcome, _not_stored, self.messages.say_held_up)

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
        """Open the form with the text the member already has. If several clubs are possible, ask which one first.

        `club_id` and `is_alone` are the member's wishes. Raises ClubError.
        """
        viewer = viewer_of(interaction)
        destination = await self._destination(
            interaction, LogRequest(viewer, channel_ids_of(interaction), club_id, week_key, paper_key, is_alone)
        )
        if isinstance(destination, DestinationChoice):
            papers = await papers_here(self._papers, interaction)
            await reply(interaction, Reply(destination_page(papers, destination, paper_key)), private=True)
            return
        earlier, where = await self._logs.earlier_texts(destination, viewer), destination_text(destination)
        if earlier.draft:
            await self._open_draft_at(interaction, earlier.draft, where)
        elif earlier.log:
            await self._open_log_at(interaction, earlier.log, where)
        else:
            name = await self._name_in(interaction, interaction.guild_id, destination.paper_key)
            await interaction.response.send_modal(log_form(FormDestination.at(destination), name, where, None))

    async def write_at(self, interaction: ClubInteraction, paper_key: str | None, club_id: int) -> None:
        """Open the form for the chosen club; 0 means no club."""
        await self.write(interaction, paper_key=paper_key, club_id=club_id or None, is_alone=club_id == 0)

    async def _destination(self, interaction: ClubInteraction, asked: LogRequest) -> LogDestination | DestinationChoice:
        try:
            return await self._logs.destination(asked)
        except NoClubYetError:
            if interaction.guild_id is None:
                raise
            raise no_club_here(interaction) from None

    async def take(self, interaction: ClubInteraction, identity: str) -> None:
        """Handle a form that was sent, whenever it was opened."""
        destination, text = read_form(interaction, identity)
        if destination is None:
            await reply(interaction, rescued(text, t("paper-logs-form-outdated")), private=True)
            return
        await self.flow.take(interaction, self._submitted(interaction, destination, text), text)

    async def _submitted(
        self, interaction: ClubInteraction, destination: FormDestination, text: LogText
    ) -> LogSaved | LogNoticed:
        """Store the form. The sender and what they may see are checked now, however long ago it was opened."""
        viewer = await self._authors.viewer(interaction)
        ids = (
            destination.club_id,
            destination.week_id,
            destination.log_id,
            destination.draft_id,
            destination.draft_revision,
        )
        form = LogForm(viewer, interaction.id, destination.paper_key, text, *ids, CONFIRMED_WITHIN)
        return await self._logs.submit(form)

    async def _outcome(self, interaction: ClubInteraction, result: LogSaved | LogNoticed) -> ui.LayoutView:
        if isinstance(result, LogNoticed):
            return noticed_page(result)
        interaction.extras[SAVED] = result
        return saved_page(result, await self._name_in(interaction, result.log.server_id, result.log.paper_key))

    async def _open_log_at(self, interaction: ClubInteraction, log: PaperLog, where: str) -> None:
        name = await self._name_in(interaction, log.server_id, log.paper_key)
        await interaction.response.send_modal(log_form(FormDestination.of_log(log), name, where, log.text))

    async def _open_draft_at(self, interaction: ClubInteraction, draft: Draft, where: str) -> None:
        name = await self._name_in(interaction, draft.server_id, draft.paper_key)
        await interaction.response.send_modal(log_form(FormDestination.of_draft(draft), name, where, draft.text))

    async def _name_in(self, interaction: ClubInteraction, server_id: int | None, key: str) -> str:
        """Return what the paper of a text from this server is called, also in a direct message."""
        papers = await papers_of_texts(self._papers, interaction, [server_id])
        return short_name(papers.at(server_id), key)

    async def _open_draft(self, interaction: ClubInteraction, draft_id: int) -> None:
        draft = await self._logs.draft(draft_id, interaction.user.id)
        try:
            where = destination_text(await self._logs.destination_of(draft, await self._authors.viewer(interaction)))
        except ClubError:
            where = t("paper-logs-stays-draft")
        await self._open_draft_at(interaction, draft, where)

    # Commands

    async def edit(self, interaction: ClubInteraction, typed: str | None) -> None:
        """Open the form to edit a log. Raises ClubError."""
        await self._with_one(interaction, LogAction.EDIT, await self.choices.own(interaction), typed)

    async def delete(self, interaction: ClubInteraction, typed: str) -> None:
        """Ask before a log is withdrawn. Raises ClubError."""
        kept = [log for log in await self.choices.own(interaction) if not log.is_withdrawn]
        await self._with_one(interaction, LogAction.ASK, kept, typed)

    async def show(self, interaction: ClubInteraction, typed: str) -> None:
        """Show one log. Raises ClubError."""
        await self._with_one(interaction, LogAction.SHOW, await self.choices.seen(interaction), typed)

    async def mine(self, interaction: ClubInteraction) -> None:
        await reply_when_ready(interaction, self._mine(interaction), private=True)

    async def show_page(self, interaction: ClubInteraction, page: int) -> None:
        """Show another page of `/log mine` in the same message."""
        await revise_when_ready(interaction, self._my_logs_page(interaction, page))

    async def _with_one(
        self, interaction: ClubInteraction, action: LogAction, logs: list[PaperLog], typed: str | None
    ) -> None:
        """Act on the log that is meant. If several are possible, ask which one."""
        papers = await self.choices.papers_of(interaction, logs)
        found = logs if typed is None else meant_logs(papers, logs, typed)
        if not found and typed and typed.isdecimal():
            raise UnknownLogError
        if not found:
            nothing = t("paper-logs-nothing-matches", typed=in_code(typed)) if typed else t("paper-logs-nothing-yet")
            raise SaidError(nothing)
        if len(found) == 1:
            await self.press(interaction, action, found[0].id)
        else:
            names = await self.choices.authors_names(interaction, found[:CHOICES])
            page = choosing_page(papers, action, found, interaction.user.id, names)
            await reply(interaction, Reply(page), private=True)

    async def _mine(self, interaction: ClubInteraction) -> Reply:
        return Reply(await self._my_logs_page(interaction, 0))

    async def _my_logs_page(self, interaction: ClubInteraction, page: int) -> ui.LayoutView:
        mine = await self._logs.mine(await self._authors.viewer(interaction))
        servers = [view.log.server_id for view in mine.logs] + [draft.server_id for draft in mine.drafts]
        servers += [kept.log.server_id for kept in mine.reviews]
        return my_logs_page(await papers_of_texts(self._papers, interaction, servers), mine, page)

    # Buttons

    async def press(self, interaction: ClubInteraction, action: LogAction, log_id: int) -> None:
        """Do what the button says with the log. Raises NoSuchLogError, NotNowError."""
        match action:
            case LogAction.WRITE:
                log = await self._logs.answered(log_id, viewer_of(interaction))
                await self.write(interaction, paper_key=log.paper_key, club_id=log.club_id)
            case LogAction.WITHDRAW:
                await revise_when_ready(interaction, self.messages.withdraw(interaction, log_id))
            case LogAction.SHOW:
                view = await self._logs.show(log_id, await self._authors.viewer(interaction))
                papers = await papers_of_texts(self._papers, interaction, [view.log.server_id])
                paper = papers.at(view.log.server_id).catalog.get(view.log.paper_key)
                page = shown_page(view, paper, is_own=view.log.author_id == interaction.user.id)
                await reply(interaction, Reply(page), private=True)
            case LogAction.EDIT:
                view = await self._logs.own(log_id, await self._authors.viewer(interaction))
                await self._open_log_at(interaction, view.log, change_text(view))
            case LogAction.ASK:
                view = await self._logs.own(log_id, await self._authors.viewer(interaction))
                if view.is_out_of_sight:
                    raise LogOutOfSightError
                name = await self._name_in(interaction, view.log.server_id, view.log.paper_key)
                page = withdrawing_page(view, name)
                await reply(interaction, Reply(page), private=True)
            case LogAction.AGAIN:
                await reply_when_ready(interaction, self.messages.post_again(interaction, log_id), private=True)

    async def press_draft(
        self, interaction: ClubInteraction, action: DraftAction, draft_id: int, revision: int | None = None
    ) -> None:
        """Do what the button says with the draft. Raises NoSuchLogError, NotNowError."""
        user_id = interaction.user.id
        match action:
            case DraftAction.EDIT:
                await self._open_draft(interaction, draft_id)
            case DraftAction.POST:
                await revise_when_ready(interaction, self._accepted(interaction, draft_id))
            case DraftAction.ASK:
                draft = await self._logs.draft(draft_id, user_id)
                page = discarding_page(draft, await self._name_in(interaction, draft.server_id, draft.paper_key))
                await reply(interaction, Reply(page), private=True)
            case DraftAction.DISCARD:
                await revise_when_ready(interaction, self._discarded(draft_id, user_id, revision))

    async def _accepted(self, interaction: ClubInteraction, draft_id: int) -> ui.LayoutView:
        try:
            accepted = await self._logs.accept(draft_id, await self._authors.viewer(interaction), CONFIRMED_WITHIN)
            return await self._outcome(interaction, accepted)
        except DraftKeptError as kept:
            return _kept(kept)
        except DatabaseAwayError as away:
            if not nobody_knows(away):
                raise
            return TextPage(t("paper-logs-not-sure", sent="draft", reference=self._report_fault(away)))

    async def _discarded(self, draft_id: int, user_id: int, revision: int | None) -> ui.LayoutView:
        await self._logs.discard(draft_id, user_id, revision)
        return TextPage(t("paper-logs-discarded"))


def _kept(refusal: DraftKeptError) -> ui.LayoutView:
    return kept_page(sentence(refusal.reason), refusal.draft_id)


def _not_stored(text: LogText, error: Exception, reference: str) -> Reply:
    match error:
        case DraftKeptError():
            return Reply(_kept(error))
        case ClubError():
            return rescued(text, t("paper-logs-refused", reason=sentence(error)))
    if nobody_knows(error):
        return rescued(text, t("paper-logs-not-sure", sent="form", reference=reference))
    return rescued(text, t("paper-logs-not-saved", reference=reference))
