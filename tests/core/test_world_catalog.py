"""What each dump's records say, whose facts count, and under which words a paper is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.identifiers import Doi, identifiers_in, parse_identifier
from bot.core.world_catalog.dumps.kinds import format_of, paper_in
from bot.core.world_catalog.index_entries import beginnings_of, initials_of, typo_pieces, words_of
from bot.core.world_catalog.merging import merged
from bot.core.world_catalog.paper import WorldPaper, name_number
from bot.core.world_catalog.records import DumpFormat, Wrong, WrongRecordError
from bot.core.world_catalog.shown import as_suggestion
from bot.core.world_catalog.staged import sources_of, staged, unpack

ARXIV = {
    "id": "2106.09685",
    "authors": "Edward J. Hu, Yelong Shen",
    "title": "LoRA: Low-Rank Adaptation of Large\n  Language Models",
    "journal-ref": None,
    "doi": None,
    "categories": "cs.CL",
    "abstract": "  An important\nparadigm. ",
    "versions": [{"version": "v1", "created": "Thu, 17 Jun 2021 17:37:18 GMT"}],
    "authors_parsed": [["Hu", "Edward J.", ""], ["Shen", "Yelong", ""]],
}
OPENALEX = {
    "id": "https://openalex.org/W3168867926",
    "doi": "https://doi.org/10.48550/arXiv.2106.09685",
    "title": "LoRA: Low-Rank Adaptation of Large Language Models",
    "publication_year": 2021,
    "primary_location": {"license": "cc-by", "source": {"display_name": "arXiv"}},
    "locations": [{"landing_page_url": "https://arxiv.org/abs/2106.09685"}],
    "type": "preprint",
    "cited_by_count": 812,
    "authorships": [{"author": {"display_name": "Edward Hu"}}],
    "referenced_works": ["https://openalex.org/W2963403868", "https://example.org/W1"],
    "abstract_inverted_index": {"paradigm.": [1], "A": [0]},
}
SEMANTIC_SCHOLAR = {
    "corpusid": 235458009,
    "externalids": {"ArXiv": "2106.09685", "DOI": None},
    "title": "LoRA: Low-Rank Adaptation of Large Language Models",
    "authors": [{"authorId": "1", "name": "J. E. Hu"}, {"authorId": "2", "name": "Yelong Shen"}],
    "venue": "ICLR",
    "year": 2022,
    "citationcount": 5000,
}
OWN = {
    "title": "A $\\alpha$-Paper",
    "authors": ["Hu, Edward J.", "Ada Lovelace"],
    "year": 1999,
    "arxiv_id": "arXiv:hep-th/9901001v2",
    "doi": "10.1000/ABC",
    "abstract": "Kept.",
    "abstract_license": "CC-BY-4.0",
    "references": ["2106.09685v3", "openalex:W1", 7],
}


def line(record: Any) -> bytes:
    return json.dumps(record).encode()


def read(record: Any) -> WorldPaper:
    known = format_of(line(record))
    assert known
    paper = paper_in(line(record), known)
    assert paper
    return paper


def test_a_paper_of_arxiv() -> None:
    assert read(ARXIV) == WorldPaper(
        "LoRA: Low-Rank Adaptation of Large Language Models",
        ("Edward J. Hu", "Yelong Shen"),
        2021,
        arxiv_id="2106.09685",
        abstract="An important paradigm.",
        sources=(DumpFormat.ARXIV,),
    )


def test_arxiv_authors_without_parts_and_latex_in_names() -> None:
    old = {**ARXIV, "id": "hep-th/9901001", "authors_parsed": [], "versions": []}
    paper = read({**old, "authors": "C. Bal\\'azs (CERN), E. Berger and P. Nadolsky", "title": 'Na\\"ive $\\alpha$'})
    assert paper.authors == ("C. Balázs", "E. Berger", "P. Nadolsky")
    assert (paper.title, paper.year) == ("Naïve α", 1999)


def test_a_work_of_openalex() -> None:
    assert read(OPENALEX) == WorldPaper(
        "LoRA: Low-Rank Adaptation of Large Language Models",
        ("Edward Hu",),
        2021,
        "arXiv",
        "2106.09685",
        source_id="openalex:w3168867926",
        citations=812,
        abstract="A paradigm.",
        references=("openalex:w2963403868",),
        sources=(DumpFormat.OPENALEX,),
    )


def test_an_abstract_needs_an_open_license() -> None:
    place = {"license": "cc-by", "source": None}
    assert read({**OPENALEX, "primary_location": place}).abstract == "A paradigm."
    assert read({**OPENALEX, "primary_location": {**place, "license": None}}).abstract == ""
    assert read({**OWN, "abstract_license": "all rights reserved"}).abstract == ""


@pytest.mark.parametrize("change", [{"type": "paratext"}, {"is_paratext": True}, {"type": "dataset"}])
def test_what_is_no_paper_is_passed_over(change: dict[str, Any]) -> None:
    assert paper_in(line({**OPENALEX, **change}), DumpFormat.OPENALEX) is None


def test_a_paper_of_semantic_scholar() -> None:
    assert read(SEMANTIC_SCHOLAR) == WorldPaper(
        "LoRA: Low-Rank Adaptation of Large Language Models",
        ("J. E. Hu", "Yelong Shen"),
        2022,
        "ICLR",
        "2106.09685",
        source_id="s2:235458009",
        citations=5000,
        sources=(DumpFormat.SEMANTIC_SCHOLAR,),
    )


def test_a_paper_of_our_own_lines() -> None:
    assert read(OWN) == WorldPaper(
        "A α-Paper",
        ("Edward J. Hu", "Ada Lovelace"),
        1999,
        arxiv_id="hep-th/9901001",
        doi="10.1000/abc",
        abstract="Kept.",
        references=("2106.09685", "openalex:w1"),
        sources=(DumpFormat.OWN,),
    )


def test_what_the_api_of_semantic_scholar_answers() -> None:
    fields = ("corpusId", "externalIds", "title", "authors", "venue", "year", "citationCount")
    answer = {name: SEMANTIC_SCHOLAR[name.lower()] for name in fields} | {"paperId": "a8ca46b1"}
    assert read(answer) == read(SEMANTIC_SCHOLAR)
    del answer["corpusId"]
    assert read({**answer, "externalIds": {"CorpusId": 235458009, "ArXiv": "2106.09685"}}) == read(SEMANTIC_SCHOLAR)
    assert paper_in(line({**SEMANTIC_SCHOLAR, "publicationtypes": ["Dataset"]}), DumpFormat.SEMANTIC_SCHOLAR) is None


@pytest.mark.parametrize(
    ("written", "names", "more"),
    [
        (["B. Aubert", "et al."], ("B. Aubert",), 1),
        (["B. Aubert", "and others"], ("B. Aubert",), 1),
        (["Wei Wang 0001", "C. -P. Yuan"], ("Wei Wang", "C.-P. Yuan"), 0),
        (["王, 伟", "JÃ¼rgen MÃ¼ller", "SÃO Paulo"], ("王伟", "Jürgen Müller", "SÃO Paulo"), 0),
        ("Edward Hu and Yelong Shen; Hu, Ada", ("Edward Hu", "Yelong Shen", "Ada Hu"), 0),
        ([{"name": "Edward Hu"}, {"given": "Ada", "family": "Hu"}, {}], ("Edward Hu", "Ada Hu"), 0),
    ],
)
def test_names_as_sources_write_them(written: Any, names: tuple[str, ...], more: int) -> None:
    paper = read({"title": "A Paper", "authors": written})
    assert (paper.authors, paper.more_authors) == (names, more)


def test_numbers_of_tables() -> None:
    paper = read({"title": "SchrÃ¶dinger's Cat", "year": "2020", "citations": 7.0})
    assert (paper.title, paper.year, paper.citations) == ("Schrödinger's Cat", 2020, 7)
    for year in ("about 2020", float("nan"), float("inf"), "9" * 5_000, True):
        assert read({"title": "A Paper", "year": year}).year is None


@pytest.mark.parametrize("sign", ["&", "&amp;", "\\&"])
def test_a_title_keeps_its_ampersand_next_to_latex(sign: str) -> None:
    assert read({"title": f"Search {sign} Rescue of $n$ Robots"}).title == "Search & Rescue of n Robots"


@pytest.mark.parametrize(
    ("data", "known", "wrong"),
    [
        (b"nonsense", DumpFormat.OWN, Wrong.NOT_JSON),
        (b"\xff\xfe", DumpFormat.OWN, Wrong.NOT_TEXT),
        (b"[" * 100_000, DumpFormat.OWN, Wrong.TOO_DEEP),
        (b"[1]", DumpFormat.OWN, Wrong.NOT_A_RECORD),
        (b'{"title": 5}', DumpFormat.OWN, Wrong.NO_TITLE),
        (b'{"title": "?!"}', DumpFormat.OWN, Wrong.NO_TITLE),
        (b'{"title": "a\x00b"}', DumpFormat.OWN, Wrong.NOT_JSON),
        (b'{"year": ' + b"9" * 5000 + b"}", DumpFormat.OWN, Wrong.NOT_JSON),
        (b'{"id": "9999.99999", "title": "x"}', DumpFormat.ARXIV, Wrong.NO_ID),
        (b'{"corpusid": true, "title": "x"}', DumpFormat.SEMANTIC_SCHOLAR, Wrong.NO_ID),
        (b'{"id": "W1", "title": "x"}', DumpFormat.OPENALEX, Wrong.NO_ID),
    ],
)
def test_a_wrong_record_has_a_reason(data: bytes, known: DumpFormat, wrong: Wrong) -> None:
    with pytest.raises(WrongRecordError) as raised:
        paper_in(data, known)
    assert raised.value.wrong is wrong


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
ANYTHING = st.recursive(
    SCALARS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([ARXIV, OPENALEX, SEMANTIC_SCHOLAR, OWN]), st.data())
def test_fields_of_any_type_are_read_or_refused(record: dict[str, Any], data: st.DataObject) -> None:
    known = format_of(line(record))
    assert known
    fields = data.draw(st.dictionaries(st.sampled_from(sorted(record)), ANYTHING, min_size=1, max_size=4))
    try:
        paper = paper_in(line({**record, **fields}), known)
    except WrongRecordError:
        return
    if paper:
        row = staged(paper)
        texts = "".join([row.title, row.authors, row.venue])
        texts.encode()
        assert not any(char in texts.replace("\n", "") for char in "\x00\r\x1b\u202e")
        assert paper.year is None or 1500 <= paper.year < 2200
        assert words_of(paper) is not None


def test_each_fact_comes_from_the_source_that_counts_most() -> None:
    best = merged([staged(read(OPENALEX)), staged(read(SEMANTIC_SCHOLAR)), staged(read(ARXIV))])
    assert best.authors == "Edward J. Hu\nYelong Shen"
    assert (best.year, best.venue, best.citations) == (2021, "ICLR", 5000)
    assert sources_of(best.sources) == (DumpFormat.ARXIV, DumpFormat.SEMANTIC_SCHOLAR, DumpFormat.OPENALEX)
    names = {"2106.09685", "openalex:w3168867926", "s2:235458009"}
    assert set(unpack(best.names)) == set(map(name_number, names))
    assert list(unpack(best.references or b"")) == [name_number("openalex:w2963403868")]


def test_of_two_records_of_a_source_the_later_one_counts() -> None:
    old, new = staged(read(OWN)), staged(read({**OWN, "title": "A α-Paper, corrected", "citations": 3}))
    assert merged([old, new]).title == "A α-Paper, corrected"
    assert merged([old, new]).citations == 3


def test_whole_lists_of_authors_count_more_than_those_with_et_al() -> None:
    own = staged(read({**OWN, "authors": ["Edward Hu", "et al."]}))
    assert merged([own, staged(read(ARXIV))]).authors == "Edward J. Hu\nYelong Shen"
    assert merged([own, staged(read(ARXIV))]).more_authors == 0
    assert merged([own]).more_authors == 1


LORA = "LoRA: Low-Rank Adaptation of Large Language Models"


def test_a_paper_is_found_by_words_beginnings_and_initials() -> None:
    paper = WorldPaper(LORA, ("Edward J. Hu", "Aäron van den Oord"), 2021)
    assert {"lora", "lowrank", "low", "hu", "oord", "aaron", "2021"} <= words_of(paper)
    assert beginnings_of(LORA) == {"lora", "loralowrankadaptationoflargelang", "lowrankadaptationoflargelanguage"}
    assert "lrallm" in initials_of(LORA)
    assert set(typo_pieces("attention")) & set(typo_pieces("atention"))
    assert list(typo_pieces("cat")) == []


@pytest.mark.parametrize("doi", ["10.1000/abc#def", "10.1002/a#b?c=d%20e", "10.1002/(sici)1:2<3::aid-x4>3.0.co;2-2"])
def test_the_address_of_a_doi_leads_back_to_it(doi: str) -> None:
    source = as_suggestion(WorldPaper("A paper", doi=doi)).source
    assert parse_identifier(source) == Doi(doi)
    assert [found for _, _, found in identifiers_in(f"see {source} please")] == [Doi(doi)]
