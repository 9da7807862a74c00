"""Members' suggestions, each step a part of one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.catalog.facts import MOST_LETTERS, usable_ids
from bot.core.catalog.own_papers import PaperFact
from bot.core.catalog.refusals import (
    EmptySuggestionError,
    SuggestedPaperKnownError,
    SuggestionDecidedError,
    SuggestionGoneError,
    SuggestionsFullError,
    TooManySuggestionsError,
)
from bot.core.catalog.same_paper import Identity, SamePapers
from bot.core.catalog.suggestions import (
    LONGEST_SOURCE,
    MOST_OF_A_MEMBER,
    MOST_OF_A_SERVER,
    NewSuggestion,
    Suggested,
    SuggestionState,
)
from bot.core.text.characters import storable
from bot.core.text.short_inputs import clipped, name_line
from bot.storage.catalog import suggestions as suggestion_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.catalog.suggestions import Suggestion
    from bot.services.catalog.opened import CatalogRequest, OpenedCatalog


async def suggest_paper(catalog: OpenedCatalog, new: NewSuggestion) -> Suggested:
    new = _tidied(new)
    waiting = await open_suggestions(catalog)
    if same := _same(new, waiting):
        return Suggested(same, is_new=False)
    found = catalog.shelf.find(_identity(new))
    if found and not (found.own and found.own.is_stub):
        raise SuggestedPaperKnownError(catalog.shelf.name_of(found.key), found.by, found.key)
    user_id = catalog.viewer.user_id
    if sum(suggestion.suggested_by == user_id for suggestion in waiting) >= MOST_OF_A_MEMBER:
        raise TooManySuggestionsError(MOST_OF_A_MEMBER)
    if len(waiting) >= MOST_OF_A_SERVER:
        raise SuggestionsFullError(MOST_OF_A_SERVER)
    added = await suggestion_rows.add_suggestion(catalog.connection, catalog.server_id, new, user_id, catalog.now)
    return Suggested(added, is_new=True)


async def open_suggestions(request: CatalogRequest) -> list[Suggestion]:
    return await suggestion_rows.open_suggestions(request.connection, request.server_id)


async def open_suggestion(catalog: OpenedCatalog, suggestion_id: int) -> Suggestion:
    """Raises SuggestionGoneError, SuggestionDecidedError."""
    suggestion = await _required(catalog, suggestion_id)
    _require_open(catalog, suggestion)
    return suggestion


async def decide_suggestion(catalog: OpenedCatalog, suggestion_id: int, paper_key: str | None) -> Suggestion:
    suggestion = await _required(catalog, suggestion_id)
    if paper_key is not None:
        catalog.shelf.require(paper_key)
    decided = replace(
        suggestion, state=SuggestionState.ADDED if paper_key else SuggestionState.DECLINED, paper_key=paper_key
    )
    if decided == suggestion:
        return suggestion
    _require_open(catalog, suggestion)
    await suggestion_rows.decide_suggestions(catalog.connection, [suggestion_id], paper_key)
    return decided


async def answer_suggestions(catalog: OpenedCatalog, keys: Collection[str], suggestion_id: int | None = None) -> None:
    """Note that open suggestions of these papers are answered. So is that of `suggestion_id`, by the first paper."""
    answers: dict[str, list[int]] = {}
    for suggestion in await open_suggestions(catalog):
        found = catalog.shelf.find(_identity(suggestion))
        if suggestion.id == suggestion_id:
            answers.setdefault(next(iter(keys)), []).append(suggestion.id)
        elif found and found.key in keys:
            answers.setdefault(found.key, []).append(suggestion.id)
    for key, ids in answers.items():
        await suggestion_rows.decide_suggestions(catalog.connection, ids, key)


async def _required(request: CatalogRequest, suggestion_id: int) -> Suggestion:
    found = await suggestion_rows.suggestion_by_id(request.connection, request.server_id, suggestion_id)
    if found is None:
        raise SuggestionGoneError
    return found


def _require_open(catalog: OpenedCatalog, suggestion: Suggestion) -> None:
    if suggestion.state is not SuggestionState.OPEN:
        key = suggestion.paper_key
        raise SuggestionDecidedError(catalog.shelf.name_of(key) if key else None)


def _tidied(new: NewSuggestion) -> NewSuggestion:
    """Raises EmptySuggestionError if nothing visible was typed."""
    source, title = name_line(storable(new.source)), name_line(storable(new.title))
    if not source:
        raise EmptySuggestionError
    arxiv, bare_doi = usable_ids(new.arxiv_id, new.doi)
    longest = MOST_LETTERS[PaperFact.TITLE]
    return NewSuggestion(
        source if len(source) <= LONGEST_SOURCE else clipped(source, LONGEST_SOURCE),
        title if len(title) <= longest else clipped(title, longest),
        arxiv,
        bare_doi,
    )


def _identity(suggestion: NewSuggestion | Suggestion) -> Identity:
    return Identity(suggestion.title or suggestion.source, suggestion.arxiv_id, suggestion.doi)


def _same(new: NewSuggestion, waiting: Collection[Suggestion]) -> Suggestion | None:
    """Return the open suggestion of the same paper."""
    same, by_id = SamePapers(), {str(suggestion.id): suggestion for suggestion in waiting}
    for name, suggestion in by_id.items():
        same.add(name, _identity(suggestion))
    found = same.find(_identity(new))
    return by_id[found.key] if found else None
