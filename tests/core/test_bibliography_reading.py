"""Entries of each format are read with their lines. What is lost is a problem with its line."""

from __future__ import annotations

import pytest

from bot.core.bibliography.entries import (
    Bibliography,
    BibliographyError,
    EntryTrouble,
    FileFault,
    FileFormat,
    Name,
    Problem,
    Publication,
)
from bot.core.bibliography.imports import importable
from bot.core.bibliography.reading import read_bibliography
from bot.core.catalog.importing import BrokenEntry

GOOD = "@article{good,\n  title = {A good title},\n  author = {Ada Lovelace},\n  year = 1843\n}\n"


def read(text: str, name: str = "papers.bib") -> Bibliography:
    return read_bibliography(text.encode(), name)


def only(text: str) -> Publication:
    (entry,) = read(text).entries
    return entry


def troubles(text: str, name: str = "papers.bib") -> list[tuple[int, EntryTrouble]]:
    return [(problem.line, problem.trouble) for problem in read(text, name).problems]


def test_an_entry_of_bibtex_is_read() -> None:
    entry = only(
        "% a comment\n@string{lab = {DeepMind}}\n\n@InProceedings{oord2018,\n"
        '  Title = "Parallel {WaveNet}: Fast " # {High-Fidelity Speech},\n'
        '  author = {van den Oord, A{\\"a}ron and King, Jr., Martin and {DeepMind Team} and others},\n'
        "  booktitle = lab # { Days}, date = {2018-07-01}, doi = {https://doi.org/10.1000/ABC\\_1},\n"
        "  eprint = {1711.10433v2}, archivePrefix = {arXiv},\n}\n"
    )
    assert (entry.line, entry.key, entry.title) == (4, "oord2018", "Parallel WaveNet: Fast High-Fidelity Speech")
    assert entry.authors == (Name("van den Oord", "Aäron"), Name("King", "Martin", "Jr."), Name("DeepMind Team"))
    assert entry.has_more_authors
    assert (entry.year, entry.doi, entry.arxiv_id) == (2018, "10.1000/abc_1", "1711.10433")
    assert entry.venue == "DeepMind Days"


def test_a_paper_gets_what_it_lacks_from_its_volume() -> None:
    paper, volume, other = read(
        "@inproceedings{a, title={One}, author={B, C}, crossref={V1}}\n"
        "@proceedings{v1, title={Reading Days}, editor={D, E}, year=2018, doi={10.1000/volume}}\n"
        "@inproceedings{x, title={Two}, author={B, C}, booktitle={Own Days}, year=2017, crossref={v1}}\n"
    ).entries
    assert (paper.title, paper.venue, paper.year, paper.doi) == ("One", "Reading Days", 2018, None)
    assert (volume.title, volume.year) == ("Reading Days", 2018)
    assert (other.venue, other.year) == ("Own Days", 2017)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ludwig van Beethoven and Alberto del Arco", [("van Beethoven", "Ludwig"), ("del Arco", "Alberto")]),
        ("{Barnes and Noble} AND Smith, J.", [("Barnes and Noble", ""), ("Smith", "J.")]),
        ("family=Humboldt, given=Alexander, prefix=von, useprefix=false", [("von Humboldt", "Alexander")]),
        ("{von Wright}, Georg and Jean {van der Berg}", [("von Wright", "Georg"), ("van der Berg", "Jean")]),
        ("Smith, J.; Doe, A.", [("Smith", "J."), ("Doe", "A.")]),
        ("Ada Lovelace, Charles Babbage, Alan Turing, Grace Hopper", [("Lovelace", "Ada"), ("Babbage", "Charles")]),
        ("Ray, Alex and et al.", [("Ray", "Alex")]),
        (r"Mu{\~n}oz~Garc{\'\i}a, Jos{\'e}", [("Muñoz García", "José")]),
        ("陈天奇", [("陈", "天奇")]),
    ],
)
def test_names_are_divided(written: str, names: list[tuple[str, str]]) -> None:
    entry = only(f"@misc{{a, title = {{T}}, author = {{{written}}}}}")
    assert [(name.family, name.given) for name in entry.authors][: len(names)] == names


@pytest.mark.parametrize(
    "field",
    [
        "eprint = {1706.03762}, eprinttype = {arxiv}",
        "journal = {ArXiv preprint arXiv:1706.03762}",
        "journal = {Ar{X}iv:1706.03762}",
        "journal = {CoRR}, volume = {abs/1706.03762}",
        "url = {https://arxiv.org/pdf/1706.03762v5.pdf}",
        "doi = {10.48550/arXiv.1706.03762}",
        "note = {arXiv:1706.03762 [cs]}",
        "howpublished = {\\url{http://arxiv.org/abs/1706.03762}}",
    ],
)
def test_arxiv_ids_are_found_in_every_field(field: str) -> None:
    assert only(f"@misc{{a, title = {{T}}, {field}}}").arxiv_id == "1706.03762"


@pytest.mark.parametrize(
    ("damaged", "trouble", "title"),
    [
        ("@article{bad,\n title = {Lost}\n author = {A. B}\n}", EntryTrouble.DAMAGED, "Lost"),
        ("@article{bad, title = {a \\} b}, year = 1}", EntryTrouble.DAMAGED, "a } b"),
        ("@article{, title = {Keyless}}", EntryTrouble.NO_KEY, "Keyless"),
        ("@article{title = {Keyless}}", EntryTrouble.NO_KEY, "Keyless"),
        ("@web_page{k, title = {Odd type}}", None, "Odd type"),
        ("@online-page{k, title = {Odd type}}", None, "Odd type"),
        ('@article(k, title = "Brackets :)")', None, "Brackets :)"),
        ("@article{k, title = {First}, title = {Second}}", None, "First"),
        ("@misc{k, file = {C\\:\\\\x\\\\}, title = {Path}}", None, "Path"),
    ],
)
def test_what_a_parser_loses_is_recovered_where_it_is_clear(
    damaged: str, trouble: EntryTrouble | None, title: str
) -> None:
    bibliography = read(f"{GOOD}{damaged}\n{GOOD.replace('good,', 'next,')}")
    assert len(bibliography.entries) == 3
    assert bibliography.entries[1].title == title
    found = [problem.trouble for problem in bibliography.problems if problem.line == 6]
    assert trouble is None or trouble in found
    assert EntryTrouble.DAMAGED in found or trouble is not EntryTrouble.DAMAGED


@pytest.mark.parametrize(
    ("damaged", "trouble"),
    [
        ("@article{bad,\n title = {Never closed,\n year = {2020}\n}\n", EntryTrouble.UNCLOSED),
        ("@article{bad,\n title = {x},\n", EntryTrouble.UNCLOSED),
        ('@article{bad,\n title = "Never closed,\n year = {2020}\n}\n', EntryTrouble.OPEN_QUOTE),
        ('@article{bad,\n title = "Never closed,\n author = "A. B",\n}\n', EntryTrouble.OPEN_QUOTE),
        (f"@article{{bad, title = {'{' * 1000}{'}' * 1000}}}\n", EntryTrouble.TOO_DEEP),
        ("@article{bad}\n", EntryTrouble.NO_TITLE),
        ("@article{bad, some words}\n", EntryTrouble.UNREADABLE),
    ],
)
def test_damage_loses_one_entry_and_says_where(damaged: str, trouble: EntryTrouble) -> None:
    bibliography = read(f"{GOOD}{damaged}{GOOD.replace('good,', 'next,')}")
    assert (6, trouble) in [(problem.line, problem.trouble) for problem in bibliography.problems]
    titled = [entry.key for entry in bibliography.entries if entry.title]
    assert titled == ["good", "next"]
    with pytest.raises(BibliographyError) as alone:
        read(damaged) if trouble is not EntryTrouble.NO_TITLE else read("@comment{}")
    assert alone.value.fault is (FileFault.BROKEN if trouble is not EntryTrouble.NO_TITLE else FileFault.NO_ENTRIES)


def test_a_repeated_key_names_both_lines() -> None:
    (problem,) = read(GOOD + GOOD).problems
    assert problem == Problem(6, EntryTrouble.KEY_TWICE, "good", 1)


def test_what_an_entry_lacks_is_said() -> None:
    assert troubles("@misc{a, note = {x}}\n") == [
        (1, EntryTrouble.NO_TITLE),
        (1, EntryTrouble.NO_AUTHORS),
        (1, EntryTrouble.NO_YEAR),
    ]


def test_an_entry_of_ris_is_read() -> None:
    text = (
        "\ufeffTY  - CPAPER\r\nID  - he2016\r\nTI  - Deep Residual\r\n Learning\r\nAU  - He, Kaiming\r\nA1  - x\r\n"
        "AU  - King, Martin, Jr.\r\nAU  - World Health Organization,\r\nPY  - 2016/06//\r\nAB  - long\r\nTY: more\r\n"
        "T2  - CVPR\r\nUR  - http://dx.doi.org/10.1109/CVPR.2016.90\r\nN1  - arXiv:1512.03385\r\nER  - \r\n"
    )
    (entry,) = read(text, "x.ris").entries
    assert (entry.line, entry.key, entry.title, entry.venue) == (1, "he2016", "Deep Residual Learning", "CVPR")
    assert entry.authors == (
        Name("He", "Kaiming"),
        Name("King", "Martin", "Jr."),
        Name("World Health Organization"),
    )
    assert (entry.year, entry.doi, entry.arxiv_id) == (2016, "10.1109/cvpr.2016.90", "1512.03385")


def test_records_of_ris_without_an_end_or_a_beginning_are_said() -> None:
    text = "AU  - Lost\nER  - \nTY  - JOUR\nTI  - One\nTY - JOUR\nTI - Two\n"
    bibliography = read(text, "x.ris")
    assert [(entry.line, entry.title) for entry in bibliography.entries] == [(3, "One"), (5, "Two")]
    lost = [(problem.line, problem.trouble) for problem in bibliography.problems]
    assert (1, EntryTrouble.UNREADABLE) in lost
    assert [line for line, trouble in lost if trouble is EntryTrouble.NOT_ENDED] == [3, 5]


def test_entries_of_csl_json_are_read() -> None:
    text = """[
  {"id": "a", "type": "article-journal", "title": "On <i>E. coli</i> and H<sub>2</sub>O", "DOI": "10/fqd6hj",
   "URL": "https://doi.org/10.1177/0193723504268729", "issued": {"date-parts": [["2004", 4]]},
   "author": [{"family": "Oord", "non-dropping-particle": "van den", "given": "A"}, {"literal": "Some Group"}]},
  {"id": 7, "title": "Two", "issued": {"raw": "May 2001"}},
  "nonsense",
  {"title": }
]"""
    bibliography = read(text, "x.json")
    one, two = bibliography.entries
    assert (one.line, one.title, one.doi, one.year) == (
        2,
        "On E. coli and H_2O",
        "10.1177/0193723504268729",
        2004,
    )
    assert one.authors == (Name("van den Oord", "A"), Name("Some Group"))
    assert (two.line, two.key, two.year) == (5, "7", 2001)
    found = [(problem.line, problem.trouble) for problem in bibliography.problems]
    assert (6, EntryTrouble.NOT_AN_ENTRY) in found
    assert (7, EntryTrouble.NOT_JSON) in found


def test_exports_with_their_entries_in_a_list_inside_are_read() -> None:
    assert read('{"version": 1, "items": [{"title": "One"}]}', "x.json").format is FileFormat.CSL_JSON
    assert read('{"title": "Only one"}', "x.json").entries[0].title == "Only one"


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"", "a.bib", FileFault.NO_ENTRIES),
        (b" \n", "a.bib", FileFault.NO_ENTRIES),
        (b"[]", "a.json", FileFault.NO_ENTRIES),
        (b"@comment{x}\n% no more\n", "a.bib", FileFault.NO_ENTRIES),
        (b"Dear Sir", "a.txt", FileFault.UNKNOWN_FORMAT),
        (b"<html></html>", "a.html", FileFault.UNKNOWN_FORMAT),
        (b"<?xml version='1.0'?><xml><records><record/>", "a.xml", FileFault.ENDNOTE),
        (b"%0 Journal Article\n%T x\n", "a.txt", FileFault.ENDNOTE),
        (b"PK\x03\x04rest", "a.bib", FileFault.NOT_TEXT),
        (b"\x1f\x8brest", "a.bib", FileFault.NOT_TEXT),
        (GOOD.encode("utf-16"), "a.bib", FileFault.NOT_TEXT),
        (b"@article{a,\x00 title={x}}", "a.bib", FileFault.NOT_TEXT),
        (b"@article{" + b"k" * 1_000_000 + b", title={x}}", "a.bib", FileFault.TOO_COMPLEX),
        (b"[" * 100_000, "a.json", FileFault.TOO_COMPLEX),
        (b"x" * (8 * 1024 * 1024 + 1), "a.bib", FileFault.TOO_LARGE),
        (b"@misc{a,title={x}}\n" * 10_001, "a.bib", FileFault.TOO_MANY),
    ],
)
def test_what_cannot_be_used_has_one_fault(data: bytes, name: str, fault: FileFault) -> None:
    with pytest.raises(BibliographyError) as refused:
        read_bibliography(data, name)
    assert refused.value.fault is fault


def test_abbreviations_that_double_are_too_complex() -> None:
    chain = "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 64))
    with pytest.raises(BibliographyError) as refused:
        read(f'@string{{s0 = "lol"}}\n{chain}@misc{{a, title = s63}}')
    assert refused.value.fault is FileFault.TOO_COMPLEX


def test_old_encodings_and_half_characters_are_read() -> None:
    assert read_bibliography("@misc{a, title = {Schön}}".encode("latin-1"), "a.bib").entries[0].title == "Schön"
    assert read('[{"title": "Half \\ud800 \\u202e\\u0000done"}]', "a.json").entries[0].title == "Half done"


def test_more_entries_than_can_be_imported_are_read_and_said() -> None:
    text = "".join(f"@misc{{k{n}, title = {{Title {n}}}, author = {{A B}}, year = 2000}}\n" for n in range(2001))
    bibliography = read(text)
    assert len(bibliography.entries) == 2001
    assert bibliography.problems == (Problem(2001, EntryTrouble.TOO_MANY),)


def test_the_same_papers_are_paired() -> None:
    text = """
@article{a, title = {Attention Is All You Need}, author = {Vaswani, A.}, year = 2017, eprint = {1706.03762}}
@article{b, title = {Something else}, author = {Vaswani, A.}, year = 2017, doi = {10.48550/arXiv.1706.03762}}
@article{c, title = {{Attention is all you need!}}, author = {Ashish Vaswani}, year = 2018}
@article{d, title = {Atention is all you need}, author = {Ashish Vaswani}, year = 2018}
@book{e, title = {Working memory}, author = {Baddeley, A.}, year = 1986}
@book{f, title = {Working memory}, author = {Smith, B.}, year = 1999}
"""
    # The last two share a title, which is said, though they are different books.
    assert read(text).duplicates == ((0, 1), (0, 2), (0, 3), (4, 5))


def test_what_can_be_imported_keeps_its_lines() -> None:
    entries, broken = importable(read(f"{GOOD}@misc{{b, note = {{x}}}}\n@misc{{c, title = {{x\n"))
    (entry,) = entries
    assert (entry.line, entry.cite_key, entry.paper.title, entry.paper.authors) == (
        1,
        "good",
        "A good title",
        ("Ada Lovelace",),
    )
    assert broken == (BrokenEntry(6, EntryTrouble.NO_TITLE), BrokenEntry(7, EntryTrouble.UNCLOSED))
