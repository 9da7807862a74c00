"""Adding a paper: read what is given, show a preview, and add it with one press."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import AddedPaper, NewPaper
from bot.core.catalog.previews import AddPreview
from bot.core.catalog.refusals import CatalogOrganizersOnlyError, PreviewGoneError
from bot.core.errors import BadIdentifierError, ClubError
from bot.core.papers.identifiers import parse_identifier
from bot.core.papers.ids import ArxivId, Doi
from cogs.catalog.buttons import PreviewAction
from cogs.catalog.drafting import Drafting, GivenFile
from cogs.catalog.forms import Subject, TypedFacts, changed, facts_form, read_form
from cogs.catalog.previews import added_page, known_page, nothing_read_page, preview_page
from cogs.papers.scope import papers_here
from cogs.ui.containers import TextPage
from cogs.ui.faults import fault_text
from cogs.ui.refusals import sentence
from cogs.ui.replies import FORMS_DEFER_AFTER_S, Reply, reply, revise_when_ready, when_ready
from cogs.ui.rescue import given_back
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import discord

    from bot.core.catalog.previews import Preview
    from cogs.catalog.buttons import AncestorPick, PreviewButton, TypeInButton
    from cogs.catalog.editing import PaperEditing
    from cogs.catalog.transfers import Transfers
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page

FILE_NAME = "paper.txt"


class Adding:
    """What organizers do to add a paper. The service checks each time that it is an organizer who asks."""

    def __init__(self, dependencies: Dependencies, editing: PaperEditing, transfers: Transfers) -> None:
        services = dependencies.services
        self._catalog, self._papers = services.catalog, services.papers
        self._drafting = Drafting(services.providers, services.paper_files, services.finding)
        self._report_fault = dependencies.report_fault
        self._editing, self._transfers = editing, transfers

    async def add(
        self,
        interaction: ClubInteraction,
        source: str,
        attachment: discord.Attachment | None = None,
        suggestion_id: int = 0,
    ) -> None:
        """Read the source and the file, and show the preview, or a form if nothing is given.

        Raises ClubError, as for a source that can't be a paper's, before anything is fetched or downloaded.
        """
        if not await self._catalog.may_change(viewer_of(interaction)):
            raise CatalogOrganizersOnlyError
        if not source.strip() and attachment is None:
            await interaction.response.send_modal(facts_form(Subject.NEW, str(suggestion_id), TypedFacts()))
            return
        file = GivenFile.of(attachment) if attachment else None
        if file is None:
            parse_identifier(source)
        await interaction.response.defer(ephemeral=True, thinking=True)
        page = await self._drafted(interaction, source.strip(), file, suggestion_id)
        await reply(interaction, Reply(page), private=True)

    async def press(self, interaction: ClubInteraction, button: PreviewButton) -> None:
        """Do what a button of a preview says. Raises ClubError."""
        match button.action:
            case PreviewAction.ADD:
                await revise_when_ready(interaction, self._added(interaction, button.token))
            case PreviewAction.IMPORT:
                await self._transfers.confirm(interaction, button.token)
            case PreviewAction.CANCEL:
                await revise_when_ready(interaction, self._canceled(interaction, button.token))
            case PreviewAction.FACTS:
                draft = _draft_in(await self._catalog.preview(viewer_of(interaction), button.token))
                form = facts_form(Subject.PREVIEW, button.token, TypedFacts.of(draft.paper))
                await interaction.response.send_modal(form)

    async def pick(self, interaction: ClubInteraction, menu: AncestorPick) -> None:
        """Store which of the proposed papers are chosen. Raises ClubError."""
        await revise_when_ready(interaction, self._picked(interaction, menu.token, menu.numbers))

    async def type_in(self, interaction: ClubInteraction, button: TypeInButton) -> None:
        """Open the form for a paper that nothing could be read about."""
        form = facts_form(Subject.NEW, str(button.suggestion_id), _prefilled(button.source))
        await interaction.response.send_modal(form)

    async def take(self, interaction: ClubInteraction, identity: str) -> None:
        """Handle a form that was sent, whenever it was opened. If it can't be used, the member gets the text back."""
        subject, of, facts = read_form(interaction, identity)
        match subject:
            case Subject.PREVIEW:
                storing = self._corrected(interaction, of, facts)
            case Subject.NEW if of.isdecimal():
                storing = self._typed(interaction, int(of), facts)
            case Subject.PAPER:
                storing = self._editing.edited(interaction, of, facts)
            case _:
                await reply(interaction, _given_back(facts, t("ui-form-outdated")), private=True)
                return
        await self._answer(interaction, storing, facts, in_place=subject is Subject.PREVIEW)

    async def _answer(
        self, interaction: ClubInteraction, storing: Awaitable[Page], facts: TypedFacts, *, in_place: bool
    ) -> None:
        """Show the result. A form under a preview changes the preview itself."""
        settled = asyncio.gather(storing, return_exceptions=True)
        (result,) = await when_ready(interaction, settled, private=True, patience=FORMS_DEFER_AFTER_S)
        if isinstance(result, Exception):
            is_refusal = isinstance(result, ClubError)
            reason = (
                sentence(result) if isinstance(result, ClubError) else fault_text(result, self._report_fault(result))
            )
            told = t("catalog-not-saved", reason=reason) if is_refusal else reason
            await reply(interaction, _given_back(facts, told), private=True)
        elif isinstance(result, BaseException):
            raise result
        elif in_place and interaction.message and not interaction.response.is_done():
            await interaction.response.edit_message(view=result)
        else:
            await reply(interaction, Reply(result), private=True)

    async def _drafted(
        self, interaction: ClubInteraction, source: str, file: GivenFile | None, suggestion_id: int
    ) -> Page:
        papers, viewer = await papers_here(self._papers, interaction), viewer_of(interaction)
        drafted = await self._drafting.of(source, file, papers)
        if drafted.known_key:
            if suggestion_id:
                await self._catalog.decide(viewer, suggestion_id, drafted.known_key)
            return known_page(papers.paper(drafted.known_key).short_name, drafted.known_key)
        if drafted.draft is None:
            return nothing_read_page(drafted.notes, suggestion_id, source)
        return await self._kept(interaction, drafted.draft, suggestion_id, drafted.notes)

    async def _kept(
        self, interaction: ClubInteraction, draft: AddPreview, suggestion_id: int, notes: list[str]
    ) -> Page:
        draft = AddPreview(draft.paper, draft.ancestors, suggestion_id or None)
        preview = await self._catalog.keep_preview(viewer_of(interaction), draft)
        return await self._shown(interaction, preview, notes)

    async def _shown(self, interaction: ClubInteraction, preview: Preview, notes: list[str] | None = None) -> Page:
        if isinstance(preview.done, AddedPaper):
            return await self._done(interaction, preview.done)
        papers = await papers_here(self._papers, interaction)
        return preview_page(preview.token, _draft_in(preview), papers.catalog, notes or ())

    async def _added(self, interaction: ClubInteraction, token: str) -> Page:
        return await self._done(interaction, await self._catalog.add_previewed(viewer_of(interaction), token))

    async def _done(self, interaction: ClubInteraction, added: AddedPaper) -> Page:
        papers = await papers_here(self._papers, interaction)
        return added_page(papers.in_context(added.key), added)

    async def _canceled(self, interaction: ClubInteraction, token: str) -> Page:
        await self._catalog.drop_preview(viewer_of(interaction), token)
        return TextPage(t("catalog-canceled"))

    async def _picked(self, interaction: ClubInteraction, token: str, numbers: set[int]) -> Page:
        viewer = viewer_of(interaction)
        preview = await self._catalog.preview(viewer, token)
        if preview.done is None:
            chosen = _draft_in(preview).choosing(numbers)
            preview = await self._catalog.change_preview(viewer, token, chosen)
        return await self._shown(interaction, preview)

    async def _corrected(self, interaction: ClubInteraction, token: str, facts: TypedFacts) -> Page:
        viewer = viewer_of(interaction)
        preview = await self._catalog.preview(viewer, token)
        if preview.done is None:
            draft = _draft_in(preview)
            paper = changed(draft.paper, facts.change_of(draft.paper))
            new = AddPreview(paper, draft.ancestors, draft.suggestion_id)
            preview = await self._catalog.change_preview(viewer, token, new)
        return await self._shown(interaction, preview)

    async def _typed(self, interaction: ClubInteraction, suggestion_id: int, facts: TypedFacts) -> Page:
        paper = changed(NewPaper(""), facts.change_of(NewPaper("")))
        return await self._kept(interaction, AddPreview(paper), suggestion_id, [])


def _draft_in(preview: Preview) -> AddPreview:
    """Return what the preview holds. Raises PreviewGoneError if that is something else, as with a forged id."""
    if not isinstance(preview.content, AddPreview):
        raise PreviewGoneError
    return preview.content


def _prefilled(source: str) -> TypedFacts:
    """Return the fields that a source fills: the link of an id, or else the title."""
    try:
        match parse_identifier(source):
            case ArxivId(id=found):
                return TypedFacts(link=f"https://arxiv.org/abs/{found}")
            case Doi(id=found):
                return TypedFacts(link=f"https://doi.org/{found}")
            case None:
                return TypedFacts(title=source)
            case page:
                return TypedFacts(link=page.link)
    except BadIdentifierError:
        return TypedFacts()


def _given_back(facts: TypedFacts, reason: str) -> Reply:
    typed = [(t("catalog-field", field=name), value) for name, value in facts.items() if value]
    return given_back(reason, typed, FILE_NAME)
