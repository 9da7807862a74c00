"""What members suggest, and what organizers decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.catalog.own_papers import MatchedBy
from bot.core.catalog.previews import AddPreview
from bot.core.catalog.refusals import (
    EmptySuggestionError,
    NoServerHereError,
    NotInCatalogError,
    SuggestedPaperKnownError,
    SuggestionDecidedError,
    SuggestionGoneError,
    SuggestionsFullError,
    TooManySuggestionsError,
)
from bot.core.catalog.suggestions import MOST_OF_A_MEMBER, MOST_OF_A_SERVER, NewSuggestion, SuggestionState
from tests.support.own_papers import HIGHWAY, RESNET, catalog_of, organizer
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

SUGGESTION = NewSuggestion("https://arxiv.org/abs/1512.03385", "", "1512.03385")


async def test_a_suggestion_waits_until_the_paper_is_added(app: App) -> None:
    catalog = catalog_of(app)
    made = await catalog.suggest(viewer(9), SUGGESTION)
    assert (made.is_new, made.suggestion.state) == (True, SuggestionState.OPEN)
    joined = await catalog.suggest(viewer(10), NewSuggestion("resnet paper", "", "1512.03385v1"))
    assert (joined.is_new, joined.suggestion) == (False, made.suggestion)
    assert await catalog.suggestions(organizer()) == [made.suggestion]
    assert await catalog.suggestions(organizer(server_id=2)) == []
    with pytest.raises(SuggestionGoneError):
        await catalog.suggestion(organizer(server_id=2), made.suggestion.id)
    await catalog.add(organizer(), RESNET)
    assert await catalog.suggestions(organizer()) == []
    with pytest.raises(SuggestionDecidedError) as decided:
        await catalog.suggestion(organizer(), made.suggestion.id)
    assert decided.value.paper == "ResNet"
    with pytest.raises(SuggestedPaperKnownError) as known:
        await catalog.suggest(viewer(9), SUGGESTION)
    assert (known.value.key, known.value.matched_by) == ("resnet", MatchedBy.ARXIV)


async def test_a_preview_answers_the_suggestion_that_it_came_from(app: App) -> None:
    catalog = catalog_of(app)
    made = await catalog.suggest(viewer(9), NewSuggestion("that paper with the skips"))
    other = await catalog.suggest(viewer(9), NewSuggestion("another one"))
    kept = await catalog.keep_preview(organizer(), AddPreview(RESNET, (), made.suggestion.id))
    await catalog.add_previewed(organizer(), kept.token)
    assert await catalog.suggestions(organizer()) == [other.suggestion]


async def test_an_organizer_decides_once(app: App) -> None:
    catalog = catalog_of(app)
    first = (await catalog.suggest(viewer(9), NewSuggestion("One paper"))).suggestion
    second = (await catalog.suggest(viewer(9), NewSuggestion("Two papers"))).suggestion
    declined = await catalog.decide(organizer(), first.id, None)
    assert declined == await catalog.decide(organizer(501), first.id, None)
    assert declined.state is SuggestionState.DECLINED
    with pytest.raises(SuggestionDecidedError) as refused:
        await catalog.decide(organizer(), first.id, "lora")
    assert refused.value.paper is None
    with pytest.raises(NotInCatalogError):
        await catalog.decide(organizer(), second.id, "none")
    added = await catalog.decide(organizer(), second.id, "lora")
    assert (added.state, added.paper_key) == (SuggestionState.ADDED, "lora")
    with pytest.raises(SuggestionDecidedError):
        await catalog.decide(organizer(), second.id, None)
    with pytest.raises(SuggestionGoneError):
        await catalog.decide(organizer(), 999, None)
    # What was declined may be suggested again.
    assert (await catalog.suggest(viewer(9), NewSuggestion("One paper"))).is_new


async def test_suggestions_are_limited_and_known_papers_are_named(app: App) -> None:
    catalog = catalog_of(app)
    with pytest.raises(SuggestedPaperKnownError) as known:
        await catalog.suggest(viewer(9), NewSuggestion("attention is all you need"))
    assert (known.value.paper, known.value.key) == ("Transformer", "attention")
    with pytest.raises(EmptySuggestionError):
        await catalog.suggest(viewer(9), NewSuggestion(" \u200b "))
    with pytest.raises(NoServerHereError):
        await catalog.suggest(viewer(9, None), SUGGESTION)
    for member in range(MOST_OF_A_SERVER // MOST_OF_A_MEMBER):
        for number in range(MOST_OF_A_MEMBER):
            await catalog.suggest(viewer(100 + member), NewSuggestion(f"Paper {number} of {member}"))
        if not member:
            with pytest.raises(TooManySuggestionsError):
                await catalog.suggest(viewer(100), SUGGESTION)
    with pytest.raises(SuggestionsFullError):
        await catalog.suggest(viewer(9), SUGGESTION)
    # A stub may be suggested: it lacks its facts.
    await catalog.add(organizer(server_id=2), RESNET, [HIGHWAY])
    assert [paper.key for paper in (await catalog.own_papers(organizer(server_id=2))).papers] == ["resnet"]
    assert (await catalog.suggest(viewer(9, 2), NewSuggestion("Highway networks"))).is_new
