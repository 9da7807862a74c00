"""BibTeX files of any size: what one bad entry, a cut or an odd beginning takes with it, which is nothing else."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from bot.core.bibliography.entries import BibliographyError, FileFault
from bot.core.bibliography.reading import read_bibliography
from bot.core.world_catalog.records import DumpFormat, Wrong, WrongRecord
from bot.core.world_catalog.staged import BETWEEN_NAMES
from bot.extraction.world_catalog import bibliographies, bibtex_pieces, lines
from bot.extraction.world_catalog.lines import Ending
from bot.extraction.world_catalog.reading import read_dump, recognized

if TYPE_CHECKING:
    from pathlib import Path

    from bot.extraction.world_catalog.reading import Batch


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    return tmp_path / "papers.bib"


@pytest.fixture(autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, which is quicker, but for one test."""
    if request.function is not test_only_the_entry_that_breaks_the_reader_is_lost:
        monkeypatch.setattr(bibliographies, "read_limited", read_bibliography)


def entry(number: int, more: str = "") -> str:
    """Three lines."""
    return f"@article{{k{number},\n title={{Paper number {number}}}, author={{Name, Ada}}, year=2001{more}\n}}\n"


def read(file: Path) -> tuple[list[str], list[WrongRecord], Batch]:
    batches = list(read_dump(file, recognized(file), 0, 0, 0))
    titles = [paper.title for batch in batches for paper in batch.papers]
    return titles, [record for batch in batches for record in batch.wrong], batches[-1]


def numbered(*numbers: int) -> list[str]:
    return [f"Paper number {number}" for number in numbers]


def test_only_the_entry_that_breaks_the_reader_is_lost(bib: Path) -> None:
    long_key = f"@article{{{'k' * 1_000_000},\n title={{x}}\n}}\n"
    bib.write_text(entry(1) + entry(2) + long_key + entry(3) + entry(4), "utf-8")
    titles, wrong, _ = read(bib)
    assert titles == numbered(1, 2, 3, 4)
    assert wrong == [WrongRecord(7, Wrong.BAD_ENTRY)]


def test_abbreviations_that_double_lose_nothing_but_the_longest(bib: Path) -> None:
    doubling = "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 20))
    bib.write_text(f'@string{{s0 = "long"}}\n{doubling}' + entry(1) + entry(2, ", journal=s2"), "utf-8")
    titles, wrong, last = read(bib)
    assert titles == numbered(1, 2)
    assert wrong == [WrongRecord(13, Wrong.BAD_ENTRY)]
    assert last.papers[-1].venue == "long" * 4


def test_a_busy_machine_loses_nothing(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bib.write_text("".join(map(entry, range(4))), "utf-8")
    slow = iter([True, False])

    def read_slowly(data: bytes, name: str) -> object:
        if data.count(b"@article") > 1 or next(slow, False):
            raise BibliographyError(FileFault.TOO_SLOW)
        return read_bibliography(data, name)

    monkeypatch.setattr(bibliographies, "read_limited", read_slowly)
    assert read(bib)[:2] == (numbered(0, 1, 2, 3), [])


@pytest.mark.parametrize("suffix", [".bib", ".bib.gz"])
def test_a_cut_off_file_is_called_so(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"cut{suffix}"
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(60_000))
    whole = "".join(entry(n, f", note={{{noise[n * 40 :][:40]}}}") for n in range(1_400)).encode()
    packed = gzip.compress(whole) if suffix.endswith(".gz") else whole
    file.write_bytes(packed[: len(packed) // 2])
    titles, wrong, last = read(file)
    assert last.ending is Ending.CUT_OFF
    assert 100 < len(titles) < 1_400
    assert titles == numbered(*range(len(titles)))
    assert wrong == []
    assert last.line == 3 * len(titles)


def test_a_bad_last_entry_is_no_cut(bib: Path) -> None:
    bib.write_text(entry(1) + '@article{open,\n title="never ends\n', "utf-8")
    titles, wrong, last = read(bib)
    assert (titles, wrong, last.ending) == (numbered(1), [WrongRecord(4, Wrong.BAD_ENTRY)], None)


def test_a_line_without_end_ends_the_file(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1_000)
    monkeypatch.setattr(lines, "LONGEST_SKIPPED", 100_000)
    bib.write_text("".join(map(entry, range(600))) + "x" * 200_000, "utf-8")
    assert read(bib)[2].ending is Ending.NO_LINES


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + entry(1).replace(" title", " note={\n" + "words\n" * 30 + "},\n title").encode(),
        b"% about this file\n" * 30 + entry(1).encode(),
        entry(1).encode("utf-16"),
        entry(1).encode("utf-16-le").join([b"\xff\xfe", b""]),
    ],
    ids=["long entry behind a mark", "comments", "UTF-16", "UTF-16, little"],
)
def test_odd_beginnings_are_recognized(bib: Path, data: bytes) -> None:
    bib.write_bytes(data)
    assert recognized(bib) is DumpFormat.BIBTEX
    assert read(bib)[:2] == (numbered(1), [])


def test_reading_utf_16_goes_on_behind_a_line(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_bytes("".join(f'{{"title": "Über Zahl {n}"}}\n' for n in range(1_200)).encode("utf-16"))
    first, *_ = batches = list(read_dump(file, recognized(file), 0, 0, 0))
    again = list(read_dump(file, recognized(file), first.position, first.line, 0))
    assert [batch.papers for batch in again] == [batch.papers for batch in batches[1:]]
    assert sum(len(batch.papers) for batch in batches) == 1_200


def test_one_wrong_letter_leaves_the_others_right(bib: Path) -> None:
    bib.write_bytes(entry(1, ", journal={Café}").encode() + entry(2, ", journal={Caf\xe9}").encode("latin-1"))
    assert [paper.venue for paper in read(bib)[2].papers] == ["Café", "Café"]


@pytest.mark.parametrize(
    "written",
    ['@string{jj =\n  "The Journal"\n}\n', '@string{jj = "The Journal"} % used below\n', "@STRING(jj={The Journal})\n"],
)
def test_abbreviations_reach_every_piece(bib: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setattr(bibtex_pieces, "MOST_ENTRIES", 4)
    bib.write_text(written + "".join(entry(n, ", journal=jj") for n in range(10)) + "@article{open,\n", "utf-8")
    batches = list(read_dump(bib, DumpFormat.BIBTEX, 0, 0, 0))
    assert len(batches) == 3
    assert [paper.venue for batch in batches for paper in batch.papers] == ["The Journal"] * 10
    assert batches[-1].wrong == [WrongRecord(31 + written.count("\n"), Wrong.BAD_ENTRY)]


def test_an_entry_on_too_long_a_line_is_counted(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1_000)
    bib.write_text(entry(1) + f"@article{{x, title={{Long}}, note={{{'x' * 2_000}}}}}\n" + "@misc{open,\n", "utf-8")
    titles, wrong, _ = read(bib)
    assert titles == numbered(1)
    assert wrong == [WrongRecord(4, Wrong.TOO_LONG), WrongRecord(5, Wrong.BAD_ENTRY)]


def test_an_entry_without_a_title_is_counted_once(bib: Path) -> None:
    bib.write_text(entry(1) + "@article{two,\n year=2001\n}\n", "utf-8")
    assert read(bib)[1] == [WrongRecord(4, Wrong.NO_TITLE)]


@pytest.mark.parametrize("last", ["@misc{two, author={Ada}}", "@misc{two,\n title={},\n author={Ada}\n}"])
def test_a_last_entry_without_a_title_is_no_cut(bib: Path, last: str) -> None:
    bib.write_text(entry(1) + last, "utf-8")
    titles, wrong, end = read(bib)
    assert (titles, wrong, end.ending) == (numbered(1), [WrongRecord(4, Wrong.NO_TITLE)], None)


@pytest.mark.parametrize("last", ["@misc{two, author={Ada}", "@misc{two,\n author={Ada},\n", "@misc{two,\n auth"])
def test_an_entry_cut_off_before_its_title_is_called_so(bib: Path, last: str) -> None:
    bib.write_text(entry(1) + last.rstrip(), "utf-8")
    titles, wrong, end = read(bib)
    assert (titles, wrong, end.ending) == (numbered(1), [], Ending.CUT_OFF)


def test_arxivs_own_doi_is_its_id(bib: Path) -> None:
    bib.write_text(entry(1, ", doi={10.48550/arXiv.2106.09685}"), "utf-8")
    (paper,) = read(bib)[2].papers
    assert (paper.arxiv_id, paper.doi) == ("2106.09685", None)


def test_a_title_is_read_as_latex_once(bib: Path) -> None:
    bib.write_text(entry(1).replace("Paper number 1", r"From \$100 robots to \$200 arms"), "utf-8")
    assert read(bib)[0] == ["From $100 robots to $200 arms"]


def test_a_cut_off_line_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text('{"title": "Paper number 1"}\n{"title": "Paper num', "utf-8")
    titles, wrong, last = read(file)
    assert (titles, wrong, last.ending, last.line) == (numbered(1), [], Ending.CUT_OFF, 1)
    file.write_text('{"title": "Paper number 1"}\n{"title": "Paper number 2"}', "utf-8")
    titles, wrong, last = read(file)
    assert (titles, wrong, last.ending) == (numbered(1, 2), [], None)


def test_exports_of_ads_and_dblp_and_chinese_names(bib: Path) -> None:
    bib.write_text(
        "@ARTICLE{a, author={{Planck Collaboration} and {Aghanim}, N. and et al.}, title={A}, journal={\\aap}}\n"
        "@article{b, author={Wei Wang 0001 and 王, 伟 and 김철수}, title={B}, journal={CoRR}}\n",
        "utf-8",
    )
    first, second = read(bib)[2].papers
    assert (first.authors.split(BETWEEN_NAMES), first.more_authors) == (["Planck Collaboration", "N. Aghanim"], 1)
    assert first.venue == "A&A"
    assert second.authors.split(BETWEEN_NAMES) == ["Wei Wang", "王伟", "김철수"]
