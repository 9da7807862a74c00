"""Searches the shipped catalog with typos, beginnings of words, and words in any order."""

from __future__ import annotations

from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.search import Found, Hit, SearchIndex
from bot.core.search.text import normalise, squash
from bot.core.search.words import STOP_WORDS
from bot.storage.papers.catalog import load_catalog

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
INDEX = SearchIndex.build(CATALOG)
PAPERS = list(CATALOG)
LONGEST_BY_WORD = 6

papers = st.sampled_from(PAPERS)


def keys(hits: list[Hit]) -> list[str]:
    return [hit.key for hit in hits]


def mistyped(word: str, way: str, at: int, letter: str) -> str:
    match way:
        case "drop":
            return word[:at] + word[at + 1 :]
        case "insert":
            return word[:at] + letter + word[at:]
        case "replace":
            return word[:at] + letter + word[at + 1 :]
        case _:
            return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


@given(papers, st.data())
def test_a_typo_in_a_distinctive_word_of_a_title_changes_nothing(paper, data):
    words = normalise(paper.title).split()
    long = [at for at, word in enumerate(words) if len(word) >= LONGEST_BY_WORD and word not in STOP_WORDS]
    at = data.draw(st.sampled_from(long))
    way = data.draw(st.sampled_from(["drop", "insert", "replace", "swap"]))
    offset = data.draw(st.integers(0, len(words[at]) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    words[at] = mistyped(words[at], way, offset, letter)
    query = " ".join(words)
    assert keys(INDEX.search(query))[0] == paper.key, query


@given(papers, st.randoms(use_true_random=False))
def test_the_order_of_a_titles_words_does_not_matter(paper, rng):
    words = normalise(paper.title).split()
    assume(len(words) > 1)
    rng.shuffle(words)
    assert keys(INDEX.search(" ".join(words)))[0] == paper.key, words


def test_every_prefix_of_a_title_suggests_the_paper():
    for key, title in ((paper.key, paper.title) for paper in PAPERS):
        for end in range(1, len(title) + 1):
            if len(squash(title[:end])) >= 4:
                assert key in keys(INDEX.suggest(title[:end])), title[:end]


def test_every_key_short_name_title_and_id_is_found():
    for one in PAPERS:
        names = [one.key, one.short_name, one.title, *one.other_titles, *one.aliases, one.arxiv_id, one.url]
        for name in filter(None, names):
            assert INDEX.look_up(name) == Found(one.key), name
