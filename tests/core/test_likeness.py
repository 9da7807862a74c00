"""The same paper is recognized however its title is typed, and different papers with like titles are not mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.papers.author_names import family_name
from bot.core.papers.likeness import KnownWorks, Likeness, Work, plain_family
from bot.storage.papers.catalog import load_catalog

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
TITLE = "Dropout: a simple way to prevent neural networks from overfitting"
HINTON = frozenset({"srivastava", "hinton"})


def likeness(one: Work, other: Work) -> Likeness | None:
    known: KnownWorks[str] = KnownWorks()
    known.add("one", one)
    match = known.find(other)
    return match.by if match else None


@pytest.mark.parametrize(
    "typed",
    [
        "DROPOUT -- A simple way to prevent neural networks from over-fitting",
        "Dropout: simple way to prevent neural networks from overfitting",
        "Dropout: a simple way to prevent neural netwroks from overfiting",
        "Dropout: a simple way to prevent neural network from overfitting",
        "Dropout: a simple way to prevent neural networks from overfitting (extended abstract)",
        "Dropout &amp; a simple way to prevent neural networks from overfitting".replace("&amp; ", ""),
    ],
)
def test_other_ways_to_type_a_title_are_recognized(typed: str) -> None:
    assert likeness(Work(TITLE, HINTON, 2014), Work(typed, HINTON, 2013)) is Likeness.TITLE
    assert likeness(Work(TITLE, HINTON, 2014), Work(typed)) is Likeness.TITLE


@pytest.mark.parametrize(
    "other",
    [
        Work(TITLE, frozenset({"smith"}), 2014),
        Work(TITLE, HINTON, 1990),
        Work(TITLE, HINTON, 2014, arxiv_id="1207.0580"),
    ],
)
def test_a_title_alone_does_not_prove_it(other: Work) -> None:
    known = Work(TITLE, HINTON, 2014, arxiv_id="2001.00001")
    assert likeness(known, other) is Likeness.TITLE_ONLY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Language models are few-shot learners", "Language models are zero-shot learners"),
        ("Unsupervised learning of visual features", "Supervised learning of visual features"),
        ("Scaling laws of neural networks 2", "Scaling laws of neural networks 3"),
        ("Theory of pattern recognition: part I", "Theory of pattern recognition: part II"),
        ("Control of agonist muscles by models", "Control of agonist muscles by models: II. Application"),
        ("Working memory", "Walking memory"),
    ],
)
def test_like_titles_of_other_papers_are_not_mixed_up(one: str, other: str) -> None:
    assert likeness(Work(one, HINTON, 2014), Work(other, HINTON, 2014)) is None


def test_a_missing_subtitle_needs_the_same_authors_and_years() -> None:
    short, long = "Chromatic bounds for dependent data samples", "Chromatic bounds for dependent data samples: uses"
    assert likeness(Work(long, HINTON, 2010), Work(short, HINTON, 2009)) is Likeness.TITLE
    assert likeness(Work(short, HINTON, 2010), Work(long, HINTON, 2009)) is Likeness.TITLE
    assert likeness(Work(short, HINTON, 2010), Work(long, HINTON, 2005)) is None
    assert likeness(Work(short), Work(long)) is None


def test_ids_say_more_than_titles() -> None:
    known: KnownWorks[str] = KnownWorks()
    known.add("title", Work(TITLE))
    known.add("doi", Work("Another", doi="10.1000/AB"))
    known.add("arxiv", Work("A third", arxiv_id="1207.0580"))
    match = known.find(Work(TITLE, arxiv_id="1207.0580", doi="10.1000/ab"))
    assert match
    assert (match.key, match.by) == ("arxiv", Likeness.ARXIV_ID)
    match = known.find(Work(TITLE, doi="10.1000/ab"))
    assert match
    assert (match.key, match.by) == ("doi", Likeness.DOI)


def test_every_paper_of_the_catalog_is_found_and_none_is_near_another() -> None:
    works = {
        paper.key: Work(paper.title, frozenset(plain_family(family_name(name)) for name in paper.authors), paper.year)
        for paper in CATALOG
    }
    known: KnownWorks[str] = KnownWorks()
    for key, work in works.items():
        assert known.find(work) is None
        known.add(key, work)
    found = {key: match.key for key, work in works.items() if (match := known.find(work))}
    assert found == {key: key for key in works}
