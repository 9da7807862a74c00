"""Importing a bibliography after a preview, and exporting the server's papers as one."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING

import discord

from bot.core.bibliography.entries import BibliographyError, EntryTrouble, FileFormat
from bot.core.bibliography.imports import importable
from bot.core.bibliography.reading import FORMATS
from bot.core.bibliography.writing import write_papers
from bot.core.catalog.own_papers import AddedPaper
from bot.core.catalog.previews import ImportPreview
from bot.core.catalog.refusals import CatalogOrganizersOnlyError, PreviewGoneError
from bot.services.catalog.paper_files import MOST_BYTES
from cogs.catalog.imports import exported_page, imported_page, importing_page, unreadable_text, warning_text
from cogs.papers.scope import papers_here
from cogs.ui.escaping import in_code
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.bibliography.entries import Bibliography
    from bot.core.catalog.previews import Preview
    from bot.core.papers.paper import Paper
    from cogs.catalog.buttons import ImportPageButton
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page

MIB = 1024 * 1024
ENDINGS = (*FORMATS, ".enw", ".enl", ".enlx", ".endnote", ".xml")
NAME_SHOWN = 60
AT_ONCE = 500
FILES = {FileFormat.BIBTEX: "papers.bib", FileFormat.RIS: "papers.ris", FileFormat.CSL_JSON: "papers.json"}


class Transfers:
    """Takes whole bibliographies in and out. Everything raises ClubError unless an organizer asks."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._catalog, self._papers, self._files = services.catalog, services.papers, services.paper_files

    async def take_in(self, interaction: ClubInteraction, file: discord.Attachment) -> None:
        """Show what importing the file would do. Nothing is stored but the preview."""
        await self._require_organizer(interaction)
        name, ending = _checked(file)
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            found = await self._files.bibliography(await file.read(), ending)
        except discord.HTTPException:
            raise SaidError(t("catalog-file-gone", file=name)) from None
        except BibliographyError as error:
            raise SaidError(unreadable_text(error, name)) from None
        content = ImportPreview(*importable(found))
        preview = await self._catalog.keep_preview(viewer_of(interaction), content)
        await reply(interaction, Reply(await self._shown(interaction, preview, 0, _warnings(found))), private=True)

    async def show_page(self, interaction: ClubInteraction, button: ImportPageButton) -> None:
        """Show another page of the preview in the same message."""
        await revise_when_ready(interaction, self._page(interaction, button))

    async def confirm(self, interaction: ClubInteraction, token: str) -> None:
        """Import everything that is new, or nothing."""
        await revise_when_ready(interaction, self._imported(interaction, token))

    async def give_out(self, interaction: ClubInteraction, wanted: str) -> None:
        """Send the server's papers as a file."""
        await self._require_organizer(interaction)
        kind = FileFormat(wanted)
        await interaction.response.defer(ephemeral=True, thinking=True)
        own, papers = await self._own(interaction), await papers_here(self._papers, interaction)
        if not own:
            raise SaidError(t("catalog-nothing-to-export"))
        # A paper that was removed a moment ago has no citation key any more.
        keys = {paper.key: papers.cited_as(paper.key) if paper.key in papers.catalog else paper.key for paper in own}
        text = await asyncio.to_thread(write_papers, own, kind, keys)
        page = exported_page(len(own), FILES[kind])
        await reply(interaction, Reply(page, (discord.File(BytesIO(text.encode()), FILES[kind]),)), private=True)

    async def _own(self, interaction: ClubInteraction) -> list[Paper]:
        own: list[Paper] = []
        while page := (await self._catalog.own_papers(viewer_of(interaction), len(own), AT_ONCE)).papers:
            own += page
        return own

    async def _page(self, interaction: ClubInteraction, button: ImportPageButton) -> Page:
        preview = await self._catalog.preview(viewer_of(interaction), button.token)
        return await self._shown(interaction, preview, button.page)

    async def _shown(
        self, interaction: ClubInteraction, preview: Preview, page: int, warnings: Sequence[str] = ()
    ) -> Page:
        if preview.done and not isinstance(preview.done, AddedPaper):
            return imported_page(preview.done)
        if not isinstance(preview.content, ImportPreview):
            raise PreviewGoneError
        content = preview.content
        plan = await self._catalog.plan_import(viewer_of(interaction), content.entries, content.broken)
        papers = await papers_here(self._papers, interaction)
        return importing_page(preview.token, plan, page, papers.catalog, warnings)

    async def _imported(self, interaction: ClubInteraction, token: str) -> Page:
        return imported_page(await self._catalog.import_previewed(viewer_of(interaction), token))

    async def _require_organizer(self, interaction: ClubInteraction) -> None:
        if not await self._catalog.may_change(viewer_of(interaction)):
            raise CatalogOrganizersOnlyError


def _checked(file: discord.Attachment) -> tuple[str, str]:
    """Return the file's name, safe to show, and how it ends. Raises SaidError for another kind or size."""
    name = in_code(file.filename, NAME_SHOWN)
    ending = next((each for each in ENDINGS if file.filename.lower().endswith(each)), None)
    if ending is None:
        raise SaidError(t("catalog-no-bibliography", file=name))
    if file.size > MOST_BYTES:
        raise SaidError(t("catalog-bibliography-too-large", file=name, size=file.size / MIB, most=MOST_BYTES // MIB))
    return name, ending


def _warnings(found: Bibliography) -> list[str]:
    """Return what is odd about entries that can still be imported: keys that are used twice."""
    return [warning_text(problem) for problem in found.problems if problem.trouble is EntryTrouble.KEY_TWICE]
