"""Scores of the world's papers, and who is shown: properties that hold for any words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.search import DidYouMean, Found, Hit, NothingFound
from bot.core.search.text import normalise
from bot.core.world_catalog.index import Candidate
from bot.core.world_catalog.judging import LEAD_OF_OURS, FoundInWorld, Offered, WorldHit, judge
from bot.core.world_catalog.mentions import MOST_TITLES, titles_in
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.ranking import Ranker
from bot.core.world_catalog.shown import as_paper
from bot.core.world_catalog.suggestions import MOST_OF_WORLD, ranked_suggestions
from bot.core.world_catalog.terms import MOST_TERMS, WorldTerm, terms_of, weight

WORD = st.text("abcdefghij", min_size=4, max_size=9)
WORDS = st.lists(WORD, min_size=2, max_size=8, unique=True)
SCORE = st.floats(0.52, 1.0)
TOLD = WorldPaper("A Title of Several Telling Words", ("Ada Nwosu",), 2020)


class NoIndex:
    """An index whose every word is in one paper of a thousand, and nothing else."""

    papers = 1_000

    def counts(self, words):
        return dict.fromkeys(words, 1)

    def completions(self, beginning, most):
        return [(beginning + "x" * at, 2) for at in range(1, most + 1)]

    def with_stem(self, root, most):
        return [(root + "ish", 3)][:most]

    def near(self, word, most):
        return [(word[1:] + word[0], 900)][:most]


NO_INDEX: Any = NoIndex()


def score(query: str, title: str, authors: tuple[str, ...] = (), year: int = 0, *, typed: bool = False) -> float:
    text = normalise(query)
    terms = [WorldTerm(word, 1.0, 1.0, {word: 1.0}, is_year=word.isdigit()) for word in dict.fromkeys(text.split())]
    return Ranker(text, terms, typed=typed).score(Candidate(1, title, authors, year))


@given(WORDS)
def test_only_the_whole_title_has_the_whole_score(words):
    title = " ".join(words)
    assert score(title, title) == 1.0
    assert score(title.upper(), f"{title}!") == 1.0
    assert score(title, f"{title} again") < 1.0
    assert score(title, f"Name: {title}") < 1.0


@given(WORDS, WORDS, st.booleans())
def test_a_score_is_between_nothing_and_everything(query, title, typed):
    assert 0.0 <= score(" ".join(query), " ".join(title), ("Jo Hu",), 2020, typed=typed) <= 1.0


@given(WORDS, st.data())
def test_a_paper_with_more_of_the_words_is_no_worse(words, data):
    held = data.draw(st.integers(1, len(words) - 1))
    query = " ".join(words)
    fewer = score(query, " ".join([*words[:held], *("zzzz",) * (len(words) - held)]))
    assert fewer < score(query, query)


@given(WORDS, st.integers(1950, 2049))
def test_first_author_and_year_beat_another_year(words, year):
    citation = f"quokka {year} {words[0]}"
    title = " ".join(words)
    right = score(citation, title, ("Jo Quokka",), year)
    assert right > score(citation, title, ("Jo Quokka",), year + 1) > score(citation, title, ("Jo Quokka",), year + 2)
    assert right >= score(citation, title, ("Bo Hu", "Jo Quokka"), year) > score(citation, title, ("Bo Hu",), year)


@given(st.lists(WORD, min_size=1, max_size=60), st.booleans())
def test_terms_are_bounded(words, typed):
    terms = terms_of(words, NO_INDEX, typed=typed)
    assert 1 <= len(terms) <= MOST_TERMS
    assert all(0 < likely <= 1 for term in terms for likely in term.meanings.values())
    if typed:
        assert words[-1] in {term.word for term in terms}


def test_citation_keys_are_taken_apart():
    assert [term.word for term in terms_of(["hu2022lora"], NO_INDEX, typed=False)] == ["hu", "2022", "lora"]


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("shannon 1948", ["1948"]),
        ("oduya tides 2019 1858 1867", ["2019"]),
        ("oduya tides pp 1961 1970 2019", ["2019"]),
        ("oduya tides 2019 or 2020", ["2019", "2020"]),
    ],
)
def test_pages_are_no_years(query, years):
    assert [term.word for term in terms_of(query.split(), NO_INDEX, typed=False) if term.is_year] == years


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_rarer_words_weigh_more(one, other):
    rare, common = sorted((one, other))
    assert 0.25 <= weight(common, 10**7) <= weight(rare, 10**7) <= 1.0


@given(SCORE, SCORE)
def test_a_card_needs_a_lead_over_the_best_of_the_world(ours, theirs):
    answer = judge("several telling words", Found("lora", ours), [WorldHit(TOLD, theirs)])
    if ours < 1.0 and theirs >= ours - LEAD_OF_OURS:
        assert isinstance(answer, FoundInWorld | Offered)
        assert not isinstance(answer, Offered) or answer.ours in {(), (Hit("lora", ours),)}
    else:
        assert answer == Found("lora")


@given(st.lists(SCORE, min_size=1, max_size=12), st.lists(SCORE, max_size=12))
def test_a_paper_of_the_world_needs_a_lead_too(theirs, ours):
    world = [WorldHit(TOLD, each) for each in sorted(theirs, reverse=True)]
    own = DidYouMean(tuple(Hit(f"paper-{at}", each) for at, each in enumerate(sorted(ours, reverse=True))))
    answer = judge("several telling words", own if ours else NothingFound(), world)
    others = max([*sorted(theirs, reverse=True)[1:2], *ours], default=0.0)
    if isinstance(answer, FoundInWorld):
        assert world[0].score - others >= 0.03
    else:
        assert isinstance(answer, Offered)
        assert 1 <= len(answer.ours) + len(answer.world) <= 10
        assert answer.ours == own.hits[: len(answer.ours)]


@pytest.mark.parametrize("query", ["lora", "the lora"])
def test_one_word_is_never_enough_for_a_card_of_the_world(query):
    assert isinstance(judge(query, NothingFound(), [WorldHit(TOLD, 1.0)]), Offered)


def test_an_id_is_certain():
    assert judge("2106.09685", Found("lora"), [WorldHit(TOLD, 1.0)]) == Found("lora")


@given(st.integers(0, 25), st.integers(0, 20), SCORE)
def test_suggestions_fill_the_list_and_ours_come_first(ours, theirs, best):
    papers = [replace(as_paper(TOLD), key=f"paper-{number}") for number in range(ours)]
    world = [WorldHit(TOLD, best)] * theirs
    kept, others = ranked_suggestions(papers, {}, world, 25)
    assert len(kept) + len(others) <= 25
    assert len(others) == min(theirs, MOST_OF_WORLD)
    assert kept == papers[: 25 - len(others)]


@given(st.text(max_size=300))
def test_any_message_has_few_titles(text):
    assert len(titles_in(text)) <= MOST_TITLES


@pytest.mark.parametrize(
    "text",
    [
        "プログラミング言語",
        "コンピュータネットワーク",
        "การเรียนรู้ของเครื่อง",
        "ການຮຽນຮູ້ຂອງເຄື່ອງ",
        "ပရိုဂရမ်းမင်းဘာသာစကား",
        "ភាសាសរសេរកម្មវិធី",
    ],
)
def test_a_phrase_of_long_words_without_spaces_is_no_title(text):
    assert titles_in(text) == titles_in(f"「{text}」") == []


@pytest.mark.parametrize(
    "text",
    [
        "インターネットコミュニケーションネットワーク",
        "機械学習のための潮汐門",
        "潮汐门控的慢速网络",
        "การเรียนรู้ของเครื่องสำหรับแผนที่เมือง",
    ],
)
def test_many_letters_without_spaces_may_be_a_title(text):
    assert titles_in(text) == [normalise(text)]


@pytest.mark.parametrize("query", ["ニューラルネットワーク", "การเรียนรู้เชิงลึก"])
def test_a_part_of_a_title_without_spaces_gets_no_card(query):
    paper = replace(TOLD, title=f"{query}の学習と応用")
    assert isinstance(judge(query, NothingFound(), [WorldHit(paper, 0.95)]), Offered)
