"""Queries that differ from a paper's name by one sign, word or number, and queries that name a topic."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.papers.topics import plain_name, topic_names
from bot.core.search import DidYouMean, Found, NothingFound, SearchIndex
from bot.core.search.numbers import with_digits
from bot.services.papers.papers import Papers
from bot.storage.papers.catalog import load_catalog
from tests.core import variant_queries

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
TOPICS = topic_names(CATALOG.topics)
INDEX = SearchIndex.build(CATALOG)
PAPERS = Papers(CATALOG)


@pytest.mark.parametrize("query", variant_queries.OTHERS)
def test_a_variant_is_not_mistaken_for_the_paper(query: str) -> None:
    assert not isinstance(INDEX.look_up(query), Found)


@pytest.mark.parametrize(("query", "key"), variant_queries.ASKED)
def test_another_title_is_asked_about(query: str, key: str) -> None:
    answer = INDEX.look_up(query)
    assert isinstance(answer, DidYouMean)
    assert answer.hits[0].key == key


@pytest.mark.parametrize(("query", "key"), variant_queries.MEANT)
def test_words_around_a_name_still_mean_its_paper(query: str, key: str) -> None:
    assert INDEX.look_up(query) == Found(key)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("gpt one", "gpt1"),
        ("gpt two", "gpt2"),
        ("GPT III", "gpt3"),
        ("GPT-II", "gpt2"),
        ("GPT Ⅲ", "gpt3"),
        ("gpt-three paper", "gpt3"),
        ("t five", "t5"),
        ("s four", "s4"),
        ("h three", "h3"),
        ("eight bit optimizers", "8bit-optim"),
        ("zero stage three", "zero"),
    ],
)
def test_numbers_as_words_and_roman_numerals(query: str, key: str) -> None:
    assert INDEX.look_up(query) == Found(key)


@pytest.mark.parametrize("query", ["mamba two", "gpt iv", "GPT four", "flashattention three", "lora II"])
def test_a_different_number_in_words_is_a_different_paper(query: str) -> None:
    assert INDEX.look_up(query) == NothingFound()


def test_words_that_are_not_numbers_are_kept() -> None:
    assert with_digits("one model to learn them all", lambda _: False) == "one model to learn them all"
    assert with_digits("two", lambda _: True) == "two"
    assert with_digits("i like mamba", lambda name: name == "mamba") == "i like mamba"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Puigdomènech", "a3c"),
        ("puigdomenech", "a3c"),
        ("Puigdomènech Badia", "a3c"),
        ("d'Autume", "gopher"),
        ("d’Autume", "gopher"),
        ("Autume", "gopher"),
        ("de Masson d'Autume", "gopher"),
    ],
)
def test_every_part_of_an_authors_family_name_finds_the_paper(query: str, key: str) -> None:
    assert [hit.key for hit in INDEX.search(query)] == [key]


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("peft", "parameter-efficient-fine-tuning"),
        ("PEFT papers", "parameter-efficient-fine-tuning"),
        ("alignment", "alignment"),
        ("papers about alignment", "alignment"),
        ("ai safety", "alignment"),
        ("rl", "reinforcement-learning"),
        ("moe", "mixture-of-experts"),
        ("mixture-of-experts", "mixture-of-experts"),
        ("ssms", "state-space-models"),
        ("llm", "language-models"),
        ("quantisation", "quantization"),
        ("optimizers", "optimization"),
        ("Diffusion models", "diffusion"),
        ("positional encodings", "transformers"),
        ("distributed training", "efficient-training-and-inference"),
    ],
)
def test_a_technical_term_leads_to_its_topic(query: str, topic: str) -> None:
    assert PAPERS.topic_meant(query) == topic
    assert topic in PAPERS.suggest(query)[0].topics


@pytest.mark.parametrize(
    "query",
    ["attention", "transformers", "scaling laws", "the diffusion paper", "adapters", "adam", "lora", "pizza"],
)
def test_a_papers_own_name_comes_first(query: str) -> None:
    assert PAPERS.topic_meant(query) is None


def test_topics_are_called_by_their_own_names() -> None:
    for slug, name in CATALOG.topics.items():
        assert TOPICS[plain_name(slug)] == TOPICS[plain_name(name)] == slug
