"""Dumps that are one array instead of a record a line."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.world_catalog.records import DumpFormat, Wrong, WrongRecord
from bot.extraction.world_catalog import arrays
from bot.extraction.world_catalog.lines import Ending, chunks_of
from bot.extraction.world_catalog.reading import Batch, read_dump, recognized
from tests.support.catalogue_files import made

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = [made(number) for number in range(1, 7)]
TITLES = [record["title"] for record in RECORDS]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "papers.json"


def read(file: Path) -> tuple[list[str], list[WrongRecord], Batch]:
    batches = list(read_dump(file, recognized(file), 0, 0, 0))
    assert all(paper.authors for batch in batches for paper in batch.papers)
    titles = [paper.title for batch in batches for paper in batch.papers]
    return titles, [record for batch in batches for record in batch.wrong], batches[-1]


def a_line_each(records: list[Any]) -> str:
    return "[\n" + ",\n".join(map(json.dumps, records)) + "\n]\n"


@pytest.mark.parametrize("text", [json.dumps(RECORDS), json.dumps(RECORDS, indent=2), a_line_each(RECORDS)])
@pytest.mark.parametrize("at_once", [300, 1024 * 1024])
def test_an_array_is_read_like_lines(file: Path, text: str, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert recognized(_packed(file, text)) is DumpFormat.OWN
    monkeypatch.setattr(arrays, "READ_AT_ONCE", at_once)
    assert read(file)[:2] == (TITLES, [])


@pytest.mark.parametrize("text", [json.dumps(RECORDS), json.dumps(RECORDS, indent=2), a_line_each(RECORDS)])
@pytest.mark.parametrize("at_once", [300, 1024 * 1024])
@pytest.mark.parametrize("number", [1, 2, 6])
@pytest.mark.parametrize(
    ("written", "broken"), [('"Author#', "Author#"), ('"Author#', '] "Author#'), ('Name#"', "Name#")]
)
def test_a_broken_record_of_an_array_is_alone(  # noqa: PLR0917
    file: Path, text: str, at_once: int, number: int, written: str, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(text.replace(written.replace("#", str(number)), broken.replace("#", str(number))), "utf-8")
    assert recognized(file) is DumpFormat.OWN
    monkeypatch.setattr(arrays, "READ_AT_ONCE", at_once)
    monkeypatch.setattr(arrays, "LONGEST_MARK", 50)
    expected = TITLES[: number - 1] + TITLES[number:]
    assert read(file)[:2] == (expected, [WrongRecord(number, Wrong.NOT_JSON)])


def test_arrays_one_behind_the_other_are_all_read(file: Path) -> None:
    file.write_text(a_line_each(RECORDS[:2]) + json.dumps(RECORDS[2:]), "utf-8")
    assert read(file)[:2] == (TITLES, [])


def test_an_array_in_utf_16_is_read_like_any_other(file: Path) -> None:
    file.write_text(a_line_each(RECORDS), "utf-16")
    assert recognized(file) is DumpFormat.OWN
    assert read(file)[:2] == (TITLES, [])


@pytest.mark.parametrize("ending", [",\n", ",", ""])
def test_an_array_that_ends_between_records_is_cut_off(file: Path, ending: str) -> None:
    file.write_text(a_line_each(RECORDS).removesuffix("\n]\n") + ending, "utf-8")
    titles, wrong, last = read(file)
    assert (titles, wrong, last.ending, last.line) == (TITLES, [], Ending.CUT_OFF, len(RECORDS))


def test_what_gzip_unpacks_of_a_damaged_array_is_read(file: Path) -> None:
    records = [made(number, venue=str(number**40)) for number in range(1, 3000)]
    _packed(file, json.dumps(records))
    file.write_bytes(file.read_bytes()[:-20_000])
    titles, wrong, last = read(file)
    assert len(titles) > len(records) // 2
    assert (wrong, last.ending) == ([], Ending.CUT_OFF)


def test_a_cut_off_array_says_so(file: Path) -> None:
    file.write_text(json.dumps(RECORDS)[:-30], "utf-8")
    titles, wrong, last = read(file)
    assert (titles, wrong, last.ending) == (TITLES[:-1], [], Ending.CUT_OFF)


def test_reading_an_array_goes_on_behind_a_position(file: Path) -> None:
    file.write_text(json.dumps(RECORDS, indent=1), "utf-8")
    (chunk,) = chunks_of(file)
    size = len(b"".join(line for _, line in chunk.lines[:2]))
    (rest,) = chunks_of(file, size, 2)
    assert (rest.lines, rest.position) == (chunk.lines[2:], chunk.position)


def test_csl_json_stays_a_bibliography(file: Path) -> None:
    entry = {"type": "article-journal", "title": "Slow Tides", "author": [{"family": "Hu", "given": "Ada"}]}
    file.write_text(json.dumps([entry]), "utf-8")
    assert recognized(file) is DumpFormat.BIBTEX


def _packed(file: Path, text: str) -> Path:
    file.write_bytes(gzip.compress(text.encode()))
    return file
