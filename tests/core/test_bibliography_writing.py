"""Bibliographies are written and read again: nothing changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.bibliography.csl import write_csl
from bot.core.bibliography.entries import FileFormat, Name, Publication, PublicationKind
from bot.core.bibliography.names import OTHERS, display_name
from bot.core.bibliography.reading import read_bibliography
from bot.core.bibliography.ris import write_ris
from bot.core.bibliography.texts import clean, unmarked
from bot.core.bibliography.writing import entry_of, write_papers
from bot.core.papers.citations import citation_keys
from bot.core.papers.paper import Tier
from bot.storage.papers.catalog import load_catalog

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
WRITERS = {"a.ris": write_ris, "a.json": write_csl}
LETTER = st.characters(codec="utf-8", categories=["L"], exclude_characters="ªº")
WORD = st.text(LETTER, min_size=1, max_size=10)
PIECES = st.sampled_from(
    [
        "{",
        "}",
        "\\",
        "$",
        "%",
        "~",
        "^2",
        "_{i}",
        "O(n^2)",
        "--",
        "``",
        "''",
        '"',
        "@article{a,",
        "数学",
        "GPT-3",
        "#",
        "&",
        "'",
        ",",
        ";",
        "=",
        "and",
        "é",
        "ß",
        "%20",
        "LoRA: ",
        "A ",
        "TY  - ",
        "ER  - ",
        "[",
        "(",
        ")",
        "\\'e",
        "$x$",
    ]
)
TITLES = (
    st.lists(PIECES | WORD | st.just(" "), min_size=1, max_size=12)
    .map(lambda pieces: clean("".join(pieces)))
    .filter(lambda title: title and unmarked(title) == title)
)
PARTICLES = st.sampled_from(["", "van ", "van den ", "de la ", "von ", "d'", "al-", "O'", "le "])
PEOPLE = st.builds(
    lambda particle, family, given, suffix: Name(clean(particle + family), clean(given), suffix),
    PARTICLES,
    WORD | st.builds(lambda one, two: f"{one}-{two}", WORD, WORD),
    st.lists(WORD | st.sampled_from(["J.", "M. C.", "Jean-Luc"]), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["", "", "", "Jr.", "III"]),
)
GROUPS = st.sampled_from(["DeepMind Team", "Barnes and Noble", "U.S. Bureau of the Census", "Meta, Inc.", "Plato"]).map(
    Name
)
AUTHORS = st.lists(PEOPLE | GROUPS, max_size=4).map(tuple)
DOIS = st.from_regex(r"10\.[1-9][0-9]{3}/[a-z0-9]([!-@\[-~]{0,20}[a-z0-9])?", fullmatch=True)
ARXIV_IDS = st.sampled_from([None, "2106.09685", "1706.03762", "hep-th/9901001"])
ENTRIES = st.builds(
    Publication,
    line=st.just(0),
    key=st.from_regex(r"[a-z][a-zA-Z0-9:_-]{0,12}", fullmatch=True),
    title=TITLES,
    authors=AUTHORS,
    year=st.none() | st.integers(1500, 2099),
    doi=st.none() | DOIS,
    arxiv_id=ARXIV_IDS,
    kind=st.sampled_from(PublicationKind),
    venue=st.sampled_from(["", "Journal of {Odd} Titles", "NeurIPS 2020", "Rev. Fran\u00e7aise & Co."]),
    url=st.sampled_from(["", "https://example.org/a_b?c=d%20e&f=~g#h"]),
    has_more_authors=st.booleans(),
)


def same(read: Publication) -> Publication:
    return replace(read, line=0)


@pytest.mark.parametrize("name", WRITERS)
@given(entry=ENTRIES)
def test_what_is_written_is_read_as_the_same(name: str, entry: Publication) -> None:
    assume(all(author.given.casefold() not in OTHERS for author in entry.authors))
    bibliography = read_bibliography(WRITERS[name]([entry]).encode(), name)
    assert [same(each) for each in bibliography.entries] == [entry]


@pytest.mark.parametrize("kind", FileFormat)
@given(title=TITLES, authors=AUTHORS, year=st.none() | st.integers(1900, 2099))
def test_any_paper_of_a_server_is_read_as_the_same(
    kind: FileFormat, title: str, authors: tuple[Name, ...], year: int | None
) -> None:
    assume(all(author.given.casefold() not in OTHERS for author in authors))
    names = tuple(map(display_name, authors))
    paper = replace(CATALOG["lora"], title=title, authors=names, year=year or 0, venue_year=None, tier=Tier.ADDED)
    (read,) = read_bibliography(write_papers([paper], kind).encode(), "papers").entries
    assert same(read) == entry_of(paper, citation_keys([paper])[paper.key])


@pytest.mark.parametrize("kind", FileFormat)
def test_the_whole_catalog_is_read_as_the_same(kind: FileFormat) -> None:
    papers = list(CATALOG)
    keys = citation_keys(papers)
    bibliography = read_bibliography(write_papers(papers, kind).encode(), "catalog")
    assert (bibliography.format, bibliography.problems, bibliography.duplicates) == (kind, (), ())
    assert [same(each) for each in bibliography.entries] == [entry_of(paper, keys[paper.key]) for paper in papers]


def test_a_person_is_never_taken_for_a_suffix() -> None:
    for name in (Name("Kahn Jr", "Peter"), Name("Kahn", "Jr"), Name("and", "A"), Name("others", "A")):
        for file, write in WRITERS.items():
            entry = Publication(0, "a", "A title", (name,), 2020)
            if file == "a.ris" and name.family == "Kahn Jr":
                continue  # RIS has no way to say that this is no suffix
            assert read_bibliography(write([entry]).encode(), file).entries[0].authors == (name,)


def test_names_in_chinese_characters_stay_whole_in_bibtex() -> None:
    paper = replace(CATALOG["lora"], authors=("陈天奇",))
    text = write_papers([paper], FileFormat.BIBTEX)
    assert "author = {{陈天奇}}" in text
    assert read_bibliography(text.encode(), "a.bib").entries[0].authors == (Name("陈", "天奇"),)


@pytest.mark.parametrize("kind", FileFormat)
@pytest.mark.parametrize(
    "venue",
    ["", "arXiv", "arXiv preprint arXiv:2106.09685", "arXiv [cs.CY]", "JMLR 2010", "MIT technical report 12", "A & B"],
)
def test_what_a_server_s_paper_says_about_its_venue_is_read_again(kind: FileFormat, venue: str) -> None:
    paper = replace(CATALOG["lora"], venue=venue, tier=Tier.ADDED)
    (entry,) = read_bibliography(write_papers([paper], kind).encode(), "papers").entries
    assert (entry.venue, entry.arxiv_id) == (venue, "2106.09685")
