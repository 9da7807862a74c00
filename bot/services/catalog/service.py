"""A server's own papers: add, edit, link, remove and import them, and decide what members suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.core.catalog.importing import BrokenEntry, ImportedPapers, ImportEntry, ImportPlan
    from bot.core.catalog.own_papers import (
        AddedPaper,
        NewPaper,
        OwnLink,
        OwnPaper,
        PaperEdit,
        ProposedAncestor,
        RemovedPaper,
    )
    from bot.core.catalog.previews import AddPreview, ImportPreview, Preview
    from bot.core.catalog.suggestions import NewSuggestion, Suggested, Suggestion
    from bot.core.papers.paper import Catalog
    from bot.core.visibility import Viewer
    from bot.storage.database import Database


class CatalogService:
    """Each change is one transaction, and `forget` is told the server's id after it.

    Every method raises NoServerHereError in a direct message. Changes, and everything about previews, raise
    CatalogOrganizersOnlyError for members who steer no club and do not manage the server; `suggest`, `show` and
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
        self._shared = shared
        self._now = now
        self._forget = forget

    async def may_change(self, viewer: Viewer) -> bool:
        """Whether the viewer is an organizer here: they manage the server, or have an open club's organizer role."""
        raise NotImplementedError

    async def add(self, viewer: Viewer, paper: NewPaper, ancestors: Sequence[ProposedAncestor] = ()) -> AddedPaper:
        """Add a paper, links to the chosen ancestors, and a stub for each that is unknown. All of it, or nothing.

        A paper that is there already (by arXiv id, DOI or near title) stays as it is; a stub gets the facts and the
        links. Open suggestions of the paper count as answered. Raises NoTitleError, BadPaperLinkError,
        CatalogFullError, LinkCycleError.
        """
        raise NotImplementedError

    async def edit(self, viewer: Viewer, key: str, changes: PaperEdit) -> OwnPaper:
        """Change facts of an own paper. The key stays.

        Raises NotInCatalogError, SharedPaperError, NothingToEditError, NoTitleError, LongFactError, ManyFactsError,
        BadPaperLinkError, BadYearError, NameTakenByPaperError.
        """
        raise NotImplementedError

    async def link(self, viewer: Viewer, key: str, builds_on: str, why: str = "") -> OwnLink:
        """Note that one paper builds on another. Either may be a shared one.

        Raises NotInCatalogError, LinkToItselfError, LinkedAlreadyError, LinkCycleError, TooManyLinksError,
        LongFactError.
        """
        raise NotImplementedError

    async def unlink(self, viewer: Viewer, key: str, builds_on: str) -> None:
        """Raises NotInCatalogError, NotLinkedError, SharedLinkError."""
        raise NotImplementedError

    async def remove(self, viewer: Viewer, key: str) -> RemovedPaper:
        """Remove an own paper, its links, and stubs that only it built on.

        Raises NotInCatalogError, SharedPaperError, PaperInUseError.
        """
        raise NotImplementedError

    async def show(self, viewer: Viewer, key: str) -> OwnPaper:
        """Raises NotInCatalogError."""
        raise NotImplementedError

    async def own_papers(self, viewer: Viewer) -> list[OwnPaper]:
        """The server's papers, newest first, without stubs."""
        raise NotImplementedError

    async def suggest(self, viewer: Viewer, new: NewSuggestion) -> Suggested:
        """Keep a member's suggestion. The same paper suggested twice, by anybody, is one suggestion.

        Raises EmptySuggestionError, SuggestedPaperKnownError, TooManySuggestionsError, SuggestionsFullError.
        """
        raise NotImplementedError

    async def suggestions(self, viewer: Viewer) -> list[Suggestion]:
        """The open ones, oldest first."""
        raise NotImplementedError

    async def suggestion(self, viewer: Viewer, suggestion_id: int) -> Suggestion:
        """Raises SuggestionGoneError, SuggestionDecidedError."""
        raise NotImplementedError

    async def decide(self, viewer: Viewer, suggestion_id: int, paper_key: str | None) -> Suggestion:
        """Note that the paper answers the suggestion, or that it is declined (None). The same decision again is fine.

        `add_previewed` decides a preview's own suggestion by itself. Raises SuggestionGoneError,
        SuggestionDecidedError, NotInCatalogError.
        """
        raise NotImplementedError

    async def keep_preview(self, viewer: Viewer, content: AddPreview | ImportPreview) -> Preview:
        """Keep a preview for a day, for this viewer. Raises NoTitleError, BadPaperLinkError, TooManyEntriesError."""
        raise NotImplementedError

    async def preview(self, viewer: Viewer, token: str) -> Preview:
        """Raises PreviewGoneError."""
        raise NotImplementedError

    async def change_preview(self, viewer: Viewer, token: str, content: AddPreview | ImportPreview) -> Preview:
        """Keep other facts or chosen ancestors instead. A confirmed preview stays as it is. Raises PreviewGoneError."""
        raise NotImplementedError

    async def drop_preview(self, viewer: Viewer, token: str) -> None:
        """Doing it again changes nothing."""
        raise NotImplementedError

    async def add_previewed(self, viewer: Viewer, token: str) -> AddedPaper:
        """Do what `add` does, with the preview's paper and chosen ancestors.

        Confirmed twice, it adds once and answers the same. Raises PreviewGoneError and what `add` raises.
        """
        raise NotImplementedError

    async def plan_import(
        self, viewer: Viewer, entries: Sequence[ImportEntry], broken: Sequence[BrokenEntry] = ()
    ) -> ImportPlan:
        """What importing the entries would do now. Changes nothing. Raises TooManyEntriesError."""
        raise NotImplementedError

    async def import_entries(self, viewer: Viewer, entries: Sequence[ImportEntry]) -> ImportedPapers:
        """Add every entry that is new, in one transaction. Duplicates are left out.

        Raises TooManyEntriesError, NothingToImportError, CatalogFullError.
        """
        raise NotImplementedError

    async def import_previewed(self, viewer: Viewer, token: str) -> ImportedPapers:
        """Do what `import_entries` does, with the preview's entries.

        Confirmed twice, it imports once and answers the same. Raises PreviewGoneError and what `import_entries`
        raises.
        """
        raise NotImplementedError
