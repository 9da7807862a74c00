"""A server's own papers: add, edit, link, remove and import them, and decide what members suggest."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.core.catalog.importing import work_out
from bot.core.catalog.links import Links
from bot.core.catalog.shelf import SharedShelf
from bot.services.catalog import changes, previewing, suggesting
from bot.services.catalog.opened import CatalogRequest, may_change, opened, organizers_request, server_of
from bot.services.catalog.removing import remove_paper, require_unused
from bot.services.catalog.showing import listed_papers, shown_paper
from bot.storage.catalog.rows import lock_catalog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.core.catalog.importing import BrokenEntry, ImportedPapers, ImportEntry, ImportPlan
    from bot.core.catalog.own_papers import (
        AddedPaper,
        NewPaper,
        OwnLink,
        OwnPaper,
        OwnPapersPage,
        PaperEdit,
        ProposedAncestor,
        RemovedPaper,
    )
    from bot.core.catalog.previews import AddPreview, ImportPreview, Preview
    from bot.core.catalog.suggestions import NewSuggestion, Suggested, Suggestion
    from bot.core.papers.paper import Catalog
    from bot.core.visibility import Viewer
    from bot.services.catalog.opened import OpenedCatalog
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

T = TypeVar("T")


class CatalogService:
    """Each change is one transaction, and `forget` is told the server's id after it.

    Every method raises NoServerHereError in a direct message. Changes, and everything about previews, raise
    CatalogOrganizersOnlyError for members who organize no club and do not manage the server; `suggest`, `show` and
    `may_change` are for everybody. Keys name the server's papers, or else those of the `shared` catalog.
    """

    def __init__(
        self,
        database: Database,
        shared: Catalog,
        now: Callable[[], datetime],
        forget: Callable[[int], None] = lambda _server_id: None,
    ) -> None:
        self._database = database
        self._shared = SharedShelf(shared)
        self._now = now
        self._forget = forget

    async def may_change(self, viewer: Viewer) -> bool:
        """Whether the viewer is an organizer here: they manage the server, or have an open club's organizer role."""
        async with self._database.read_transaction() as connection:
            return await may_change(connection, viewer)

    async def add(self, viewer: Viewer, paper: NewPaper, ancestors: Sequence[ProposedAncestor] = ()) -> AddedPaper:
        """Add a paper, links to the chosen ancestors, and a stub for each that is unknown. All of it, or nothing.

        A paper that is there already (by arXiv id, DOI or near title) stays as it is; a stub gets the facts and the
        links. Open suggestions of the paper count as answered. Raises NoTitleError, BadPaperLinkError,
        CatalogFullError, LinkCycleError.
        """
        return await self._change(viewer, partial(changes.add_paper, paper=paper, ancestors=ancestors))

    async def edit(self, viewer: Viewer, key: str, edit: PaperEdit) -> OwnPaper:
        """Change facts of an own paper. The key stays; a new link's arXiv id or DOI becomes the paper's.

        Raises NotInCatalogError, SharedPaperError, NothingToEditError, NoTitleError, NoShortNameError, LongFactError,
        ManyFactsError, BadPaperLinkError, BadYearError, NameTakenByPaperError, LinkTakenByPaperError.
        """

        async def change(catalog: OpenedCatalog) -> OwnPaper:
            await changes.edit_paper(catalog, key, edit)
            return await shown_paper(catalog, self._shared.catalog, key)

        return await self._change(viewer, change)

    async def link(self, viewer: Viewer, key: str, builds_on: str, why: str = "") -> OwnLink:
        """Note that one paper builds on another. Either may be a shared one.

        Raises NotInCatalogError, LinkToItselfError, LinkedAlreadyError, LinkCycleError, TooManyLinksError,
        LongFactError.
        """
        return await self._change(viewer, partial(changes.link_papers, key=key, builds_on=builds_on, why=why))

    async def unlink(self, viewer: Viewer, key: str, builds_on: str) -> None:
        """Raises NotInCatalogError, NotLinkedError, SharedLinkError."""
        await self._change(viewer, partial(changes.unlink_papers, key=key, builds_on=builds_on))

    async def remove(self, viewer: Viewer, key: str) -> RemovedPaper:
        """Remove an own paper, its links, and stubs that only it built on.

        Raises NotInCatalogError, SharedPaperError, PaperInUseError.
        """
        return await self._change(viewer, partial(remove_paper, key=key))

    async def require_unused(self, viewer: Viewer, key: str) -> None:
        """Raise what `remove` would, and change nothing."""
        async with self._database.read_transaction() as connection:
            request = await organizers_request(connection, viewer, self._now())
            await require_unused(await opened(request, self._shared), key)

    async def show(self, viewer: Viewer, key: str) -> OwnPaper:
        """Raises NotInCatalogError."""
        async with self._database.read_transaction() as connection:
            return await shown_paper(self._request(connection, viewer), self._shared.catalog, key)

    async def own_papers(self, viewer: Viewer, first: int = 0, most: int = 25) -> OwnPapersPage:
        """The server's papers without stubs, newest first, from the given one on, counted from 0."""
        async with self._database.read_transaction() as connection:
            return await listed_papers(connection, server_of(viewer), first, most)

    async def suggest(self, viewer: Viewer, new: NewSuggestion) -> Suggested:
        """Keep a member's suggestion. The same paper suggested twice, by anybody, is one suggestion.

        Raises EmptySuggestionError, SuggestedPaperKnownError, TooManySuggestionsError, SuggestionsFullError.
        """

        async def change(connection: AsyncConnection) -> Suggested:
            catalog = await opened(self._request(connection, viewer), self._shared)
            return await suggesting.suggest_paper(catalog, new)

        return await self._database.grouped(change)

    async def suggestions(self, viewer: Viewer) -> list[Suggestion]:
        """The open ones, oldest first."""
        async with self._database.read_transaction() as connection:
            return await suggesting.open_suggestions(await organizers_request(connection, viewer, self._now()))

    async def suggestion(self, viewer: Viewer, suggestion_id: int) -> Suggestion:
        """Raises SuggestionGoneError, SuggestionDecidedError."""
        async with self._database.read_transaction() as connection:
            catalog = await opened(await organizers_request(connection, viewer, self._now()), self._shared)
            return await suggesting.open_suggestion(catalog, suggestion_id)

    async def decide(self, viewer: Viewer, suggestion_id: int, paper_key: str | None) -> Suggestion:
        """Note that the paper answers the suggestion, or that it is declined (None). The same decision again is fine.

        `add_previewed` decides a preview's own suggestion by itself. Raises SuggestionGoneError,
        SuggestionDecidedError, NotInCatalogError.
        """
        return await self._change(
            viewer, partial(suggesting.decide_suggestion, suggestion_id=suggestion_id, paper_key=paper_key)
        )

    async def keep_preview(self, viewer: Viewer, content: AddPreview | ImportPreview) -> Preview:
        """Keep a preview for a day, for this viewer. Raises NoTitleError, BadPaperLinkError, TooManyEntriesError."""
        preview = previewing.new_preview(viewer, content, self._now())
        return await self._as_organizer(viewer, partial(previewing.keep_preview, preview=preview))

    async def preview(self, viewer: Viewer, token: str) -> Preview:
        """Raises PreviewGoneError."""
        async with self._database.read_transaction() as connection:
            return await previewing.kept_preview(await organizers_request(connection, viewer, self._now()), token)

    async def change_preview(self, viewer: Viewer, token: str, content: AddPreview | ImportPreview) -> Preview:
        """Keep other facts or chosen ancestors instead. A confirmed preview stays as it is. Raises PreviewGoneError."""
        return await self._as_organizer(viewer, partial(previewing.change_preview, token=token, content=content))

    async def drop_preview(self, viewer: Viewer, token: str) -> None:
        """Doing it again changes nothing."""
        await self._as_organizer(viewer, partial(previewing.drop_preview, token=token))

    async def add_previewed(self, viewer: Viewer, token: str) -> AddedPaper:
        """Do what `add` does, with the preview's paper and chosen ancestors.

        Confirmed twice, it adds once and answers the same. Raises PreviewGoneError and what `add` raises.
        """
        return await self._change(viewer, partial(previewing.add_previewed, token=token))

    async def plan_import(
        self, viewer: Viewer, entries: Sequence[ImportEntry], broken: Sequence[BrokenEntry] = ()
    ) -> ImportPlan:
        """What importing the entries would do now. Changes nothing. Raises TooManyEntriesError."""
        async with self._database.read_transaction() as connection:
            catalog = await opened(await organizers_request(connection, viewer, self._now()), self._shared)
        work = await asyncio.to_thread(work_out, Links(catalog.shelf, ()), entries, broken)
        return work.plan

    async def import_previewed(self, viewer: Viewer, token: str) -> ImportedPapers:
        """Add every entry of the preview that is new, in one transaction. Duplicates are left out.

        Confirmed twice, it imports once and answers the same. Raises PreviewGoneError, NothingToImportError,
        CatalogFullError.
        """
        return await self._change(viewer, partial(previewing.import_previewed, token=token))

    def _request(self, connection: AsyncConnection, viewer: Viewer) -> CatalogRequest:
        return CatalogRequest(connection, viewer, server_of(viewer), self._now())

    async def _as_organizer(self, viewer: Viewer, work: Callable[[CatalogRequest], Awaitable[T]]) -> T:
        """Do an organizer's work that needs no papers."""

        async def change(connection: AsyncConnection) -> T:
            return await work(await organizers_request(connection, viewer, self._now()))

        return await self._database.grouped(change)

    async def _change(self, viewer: Viewer, work: Callable[[OpenedCatalog], Awaitable[T]]) -> T:
        """Do an organizer's work on the papers."""

        async def change(connection: AsyncConnection) -> T:
            request = await organizers_request(connection, viewer, self._now())
            await lock_catalog(connection, request.server_id)
            return await work(await opened(request, self._shared))

        done = await self._database.grouped(change)
        self._forget(server_of(viewer))
        return done
