"""The search finds the right paper for what people type, in the shipped catalog."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.errors import BadIdentifierError
from bot.core.papers.paper import Tier
from bot.core.search import Found, NothingFound, SearchIndex
from bot.storage.papers.catalog import load_catalog
from cogs.ui.refusals import sentence
from tests.core import held_out_queries, odd_queries, tuned_queries, unseen_queries

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
INDEX = SearchIndex.build(CATALOG)
FIRST_AIM, IN_FIVE_AIM = 0.90, 0.97
PLAIN_AND_TYPOS = {
    "tuned": (tuned_queries.PLAIN, tuned_queries.TYPOS),
    "held out": (held_out_queries.PLAIN, held_out_queries.TYPOS),
    "unseen": (unseen_queries.PLAIN, unseen_queries.TYPOS),
}
NONSENSE = {
    "tuned": odd_queries.NONSENSE,
    "held out": held_out_queries.NONSENSE,
    "unseen": unseen_queries.NONSENSE,
}


@dataclass(frozen=True, slots=True)
class Quality:
    asked: int
    first: float
    in_five: float
    wrong: list[str]


def quality(*typed: dict[str, tuple[str, ...]]) -> Quality:
    pairs = [(key, query) for table in typed for key, texts in table.items() for query in texts]
    first = in_five = 0
    wrong = []
    for key, query in pairs:
        found = [hit.key for hit in INDEX.search(query)]
        first += found[:1] == [key]
        in_five += key in found
        if found[:1] != [key]:
            wrong.append(f"{query!r}: {key} wanted, {found} found")
    return Quality(len(pairs), first / len(pairs), in_five / len(pairs), wrong)


@pytest.mark.parametrize("list_name", PLAIN_AND_TYPOS)
def test_the_right_paper_comes_first(list_name, record_testsuite_property):
    plain, typos = PLAIN_AND_TYPOS[list_name]
    figures = quality(plain, typos)
    record_testsuite_property(f"search, {list_name}", f"{figures.first:.3f} first, {figures.in_five:.3f} in five")
    assert figures.first >= FIRST_AIM, figures.wrong
    assert figures.in_five >= IN_FIVE_AIM, figures.wrong
    assert quality(typos).in_five >= IN_FIVE_AIM, quality(typos).wrong


def test_the_query_list_has_its_stated_size_and_variety():
    plain, typos = PLAIN_AND_TYPOS["tuned"]
    counts = [sum(map(len, table.values())) for table in (plain, typos)]
    assert sum(counts) >= 180
    assert counts[1] / sum(counts) >= 0.33
    assert len(odd_queries.NONSENSE) >= 40
    assert set(plain) == {paper.key for paper in CATALOG}
    listed = {paper.key for paper in CATALOG if paper.tier != Tier.ANCESTOR}
    assert all(len(plain[key]) + len(typos[key]) >= 4 for key in listed)


@pytest.mark.parametrize("list_name", PLAIN_AND_TYPOS)
def test_the_card_of_a_wrong_paper_is_never_shown(list_name):
    for table in PLAIN_AND_TYPOS[list_name]:
        for key, texts in table.items():
            for query in texts:
                answer = INDEX.look_up(query)
                assert not isinstance(answer, Found) or answer.key == key, query


@pytest.mark.parametrize("list_name", NONSENSE)
def test_nonsense_finds_nothing(list_name):
    answered = [query for query in NONSENSE[list_name] if INDEX.look_up(query) != NothingFound()]
    assert answered == []


@pytest.mark.parametrize(("query", "key"), odd_queries.CLEAR)
def test_a_clear_question_is_answered_with_the_card(query, key):
    assert INDEX.look_up(query) == Found(key)


@pytest.mark.parametrize("query", odd_queries.OTHER_PAPERS)
def test_a_paper_outside_the_catalog_is_never_taken_for_another(query):
    assert not isinstance(INDEX.look_up(query), Found)


@pytest.mark.parametrize("query", odd_queries.SEVERAL)
def test_an_open_question_is_asked_back(query):
    assert not isinstance(INDEX.look_up(query), Found | NothingFound)


def look_up_or_refusal(query):
    try:
        return INDEX.look_up(query)
    except BadIdentifierError as refusal:
        return refusal


@pytest.mark.parametrize("query", odd_queries.HOSTILE)
def test_hostile_text_is_answered_or_refused_in_one_sentence(query):
    answer = look_up_or_refusal(query)
    assert not isinstance(answer, Found)
    assert not isinstance(answer, BadIdentifierError) or len(sentence(answer)) < 300
