from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.errors import BadIdentifierError
from bot.core.papers.identifiers import ArxivId, Doi, PublisherPage
from bot.core.papers.paper import Catalog, Link, Paper, Tier
from bot.core.search import DidYouMean, Found, Hit, NothingFound, SearchIndex
from bot.storage.papers.catalog import load_catalog

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
INDEX = SearchIndex.build(CATALOG)


def paper(key: str, title: str, **facts: object) -> Paper:
    given = {
        "authors": ("Ada Nobody",),
        "year": 2020,
        "tier": Tier.ANCESTOR,
        "url": f"https://example.org/{key}",
    } | facts
    return Paper(key=key, title=title, short_name=key, venue="", topics=(), contribution="", why_it_matters="", **given)  # type: ignore[arg-type]


def keys(hits: list[Hit]) -> list[str]:
    return [hit.key for hit in hits]


# Names, titles and authors


def test_a_name_a_key_an_alias_and_a_whole_title_are_unambiguous():
    one = paper("lion", "Lion: Symbolic Discovery of Optimization Algorithms", aliases=("evolved sign momentum",))
    index = SearchIndex.build([one, paper("other", "Symbolic Regression Is Hard")])
    for query in ("lion", "LION", "Evolved-Sign momentum", one.title, "symbolic discovery of optimization algorithms"):
        assert index.look_up(query) == Found("lion"), query


def test_an_alias_wins_over_titles_that_contain_its_words():
    index = SearchIndex.build(
        [paper("laws", "Power Laws of Training", aliases=("scaling laws",)), paper("routed", "Scaling Laws Unified")]
    )
    assert index.look_up("scaling laws") == Found("laws")
    assert keys(index.search("scaling laws")) == ["laws", "routed"]


def test_an_author_of_several_papers_is_ambiguous_and_a_year_decides():
    index = SearchIndex.build(
        [
            paper("a", "Sparse Gradients", authors=("Tim Dettmers",), year=2021),
            paper("b", "Pruned Networks", authors=("Ari Holt", "Tim Dettmers"), year=2023),
        ]
    )
    several = index.look_up("dettmers")
    assert isinstance(several, DidYouMean)
    assert {hit.key for hit in several.hits} == {"a", "b"}
    assert index.look_up("dettmers 2021") == Found("a")
    assert index.look_up("Dettmers et al. (2023)") == Found("b")


def test_a_paper_is_found_by_either_of_its_two_years():
    index = SearchIndex.build([paper("a", "Sparse Gradients", authors=("Edward Hu",), year=2021, venue_year=2022)])
    assert index.look_up("hu 2021") == index.look_up("hu 2022") == Found("a")
    assert index.look_up("hu 1999") != Found("a")


@pytest.mark.parametrize("query", ["Ré", "re", "RE", "Re\u0301", "Ｒｅ", "r\u200be"])
def test_accents_widths_and_invisible_characters_do_not_matter(query):
    index = SearchIndex.build([paper("a", "Sparse Gradients", authors=("Christopher Ré",))])
    assert keys(index.search(query)) == ["a"]


@pytest.mark.parametrize("query", ["łukasz kaiser", "lukasz kaiser", "KAISER ŁUKASZ"])
def test_letters_that_unicode_does_not_decompose(query):
    index = SearchIndex.build([paper("a", "Sparse Gradients", authors=("Łukasz Kaiser",))])
    assert index.look_up(query) == Found("a")


@pytest.mark.parametrize("query", ["gpt-9", "gpt 9", "GPT9", "gpt9", "g p t 9"])
def test_names_are_found_with_and_without_spaces(query):
    assert SearchIndex.build([paper("nine", "Models", aliases=("GPT-9",))]).look_up(query) == Found("nine")


def test_a_name_with_another_number_is_another_paper():
    index = SearchIndex.build([paper("gpt3", "Few Shots")])
    assert index.look_up("gpt4") == NothingFound()
    assert index.search("gpt4") == []


def test_a_title_is_found_by_its_initials():
    index = SearchIndex.build([paper("a", "Gradient Boosted Decision Trees for All: A Study"), paper("b", "Trees")])
    assert keys(index.search("gbdt"))[0] == "a"


def test_names_shared_by_two_papers_are_asked_about():
    index = SearchIndex.build([paper("a", "Orca", aliases=("whale",)), paper("b", "Sperm", aliases=("whale",))])
    several = index.look_up("whale")
    assert isinstance(several, DidYouMean)
    assert {hit.key for hit in several.hits} == {"a", "b"}


def test_a_short_name_with_a_typo_is_only_a_guess():
    index = SearchIndex.build([paper("bert", "Bidirectional Encoders")])
    assert isinstance(index.look_up("bart"), DidYouMean)
    assert index.search("resnet") == []


# Ids and links


IDS = SearchIndex.build(
    [
        paper("lora", "Low-Rank Adaptation", arxiv_id="2106.09685", url="https://openreview.net/forum?id=nZeV"),
        paper("bert", "Bidirectional Encoders", doi="10.18653/v1/N19-1423", url="https://aclanthology.org/N19-1423/"),
        paper("old", "Strings", arxiv_id="hep-th/9901001"),
        paper("bare", "Whole", doi="10.1000/strings"),
        paper("slash", "Cut", doi="10.1000/strings/"),
    ]
)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("2106.09685", "lora"),
        ("arXiv:2106.09685v4", "lora"),
        ("https://arxiv.org/pdf/2106.09685v1.pdf", "lora"),
        ("10.48550/arXiv.2106.09685", "lora"),
        ("https://openreview.net/forum?id=nZeV", "lora"),
        ("what is https://arxiv.org/abs/2106.09685 about?", "lora"),
        ("DOI:10.18653/V1/N19-1423", "bert"),
        ("http://www.aclanthology.org/N19-1423", "bert"),
        ("https://arxiv.org/abs/hep-th/9901001v2", "old"),
        ("https://arxiv.org/abs/2106.09685 LoRA", "lora"),
        ("https://arxiv.org/abs/2106.09685v2 (ICLR 2022)", "lora"),
        ("https://openreview.net/pdf?id=nZeV", "lora"),
        ("https://aclanthology.org/N19-1423.pdf", "bert"),
        ("https://doi.org/10.18653/v1/N19-1423/", "bert"),
        ("Strings 10.1000/strings/", "slash"),
        ("10.1000/strings", "bare"),
    ],
)
def test_papers_in_the_catalog_are_found_by_ids_and_links(query, key):
    assert IDS.look_up(query) == Found(key)
    assert IDS.search(query) == [Hit(key, 1.0)]
    assert IDS.suggest(query) == [Hit(key, 1.0)]


def test_a_partly_typed_id_is_suggested():
    assert keys(IDS.suggest("2106.0"))[0] == "lora"


@pytest.mark.parametrize(
    ("query", "identifier"),
    [
        ("2401.00001v2", ArxivId("2401.00001", 2)),
        ("https://doi.org/10.1000/182", Doi("10.1000/182")),
        ("https://openreview.net/forum?id=other", PublisherPage("openreview:other")),
        ("mixtral 2401.00001", ArxivId("2401.00001")),
    ],
)
def test_valid_ids_of_papers_outside_the_catalog(query, identifier):
    assert IDS.look_up(query) == NothingFound(identifier)
    assert IDS.search(query) == []


@pytest.mark.parametrize("query", ["9999.99999", "10.1/", "https://example.org/other", "file:///etc/passwd"])
def test_invalid_ids_are_refused_on_look_up_and_ignored_elsewhere(query):
    with pytest.raises(BadIdentifierError):
        IDS.look_up(query)
    assert IDS.search(query) == []
    IDS.suggest(query)


@pytest.mark.parametrize("query", ["2106.09685 10.18653/v1/N19-1423", "N19-1423 and https://aclanthology.org/N19-1423"])
def test_ids_of_several_papers_are_asked_about(query):
    answer = IDS.look_up(query)
    if "2106" in query:
        assert isinstance(answer, DidYouMean)
        assert keys(list(answer.hits)) == ["lora", "bert"]
    else:
        assert answer == Found("bert")


def test_words_next_to_a_link_are_looked_up():
    assert IDS.look_up("https://example.com/blog/post low-rank adaptation") == Found("lora")


@pytest.mark.parametrize("query", ["NaN", "None", "null", "undefined", "N/A", "n/a", "NULL"])
def test_text_without_meaning_finds_nothing(query):
    assert INDEX.look_up(query) == NothingFound()
    assert INDEX.search(query) == []


# Order, bounds, odd input


def test_empty_text_lists_the_best_known_papers_first():
    index = SearchIndex.build(
        [
            paper("ancestor", "One"),
            paper("cited", "Two"),
            paper("further", "Three", tier=Tier.FURTHER, builds_on=(Link("cited", "", ""),)),
            paper("must", "Four", tier=Tier.MUST_READ),
        ]
    )
    assert keys(index.suggest("")) == keys(index.suggest(" \u200b🦄")) == ["must", "further", "cited", "ancestor"]
    assert index.search("") == []
    assert index.look_up("") == NothingFound()


def test_limits_are_kept():
    assert len(INDEX.suggest("", 7)) == 7
    assert len(INDEX.search("language models", 3)) == 3
    several = INDEX.look_up("language models")
    assert isinstance(several, DidYouMean)
    assert 2 <= len(several.hits) <= 10


def test_an_empty_catalog_answers_nothing():
    index = SearchIndex.build(Catalog([], {}))
    assert index.search("lora") == index.suggest("") == index.suggest("l") == []
    assert index.look_up("lora") == NothingFound()


@given(st.text(max_size=200) | st.text("aeilnorst 0123-.:/", max_size=60))
@example("a" * 10_000)
@example("attention is all you need " * 400)
@example("e\u0301\u0302\u0303" * 3000)
@example("\ufdfa" * 10_000)
@example("\ud800 lora")
@example("🦄" * 10_000)
def test_any_text_is_answered(text):
    for hits in (INDEX.search(text), INDEX.suggest(text)):
        assert all(hit.key in CATALOG and 0 <= hit.score <= 1 for hit in hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert len(set(keys(hits))) == len(hits)


def test_a_titles_word_is_found_with_another_ending():
    for one, other in [("quantization", "quantized"), ("optimisation", "optimizing"), ("laws", "law")]:
        index = SearchIndex.build([paper("a", f"On {one} Forever")])
        assert keys(index.search(f"{other} forever")) == ["a"], other
