"""Imports into the catalogue file: what is in it afterwards, whatever happens on the way."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from bot.core.world_catalog.records import Wrong
from bot.extraction.world_catalog import lines
from bot.extraction.world_catalog.reading import UnknownDumpError
from bot.services.world_catalog import importing
from bot.services.world_catalog import staging as staging_steps
from bot.services.world_catalog.importing import NoPapersError, OtherImportError, Wishes, import_files
from bot.services.world_catalog.staging import ReaderDiedError
from bot.storage.world_catalog.opening import CatalogueFileError, open_catalogue_file
from bot.storage.world_catalog.staging import staging_folder
from tests.support.catalogue_files import contents, imported, made, titles, written
from tests.support.forked import program

if TYPE_CHECKING:
    from bot.core.world_catalog.importing import Stage

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def test_papers_of_several_files_become_one_in_order_of_citations(tmp_path: Path, target: Path) -> None:
    first = written(tmp_path / "own.jsonl", [made(1), made(2, doi="10.1000/two"), made(3, citations=4)])
    second = written(
        tmp_path / "s2.jsonl.gz",
        [{"corpusid": 7, "title": made(2)["title"].upper(), "externalids": {"DOI": "10.1000/TWO"}, "citationcount": 9}],
    )
    report = imported(target, first, second)
    assert (report.records, report.papers, report.duplicates) == (4, 3, 1)
    assert titles(target) == [made(2)["title"], made(3)["title"], made(1)["title"]]
    assert not staging_folder(target).exists()


def test_two_dois_of_a_publisher_are_two_papers_whatever_has_none(tmp_path: Path, target: Path) -> None:
    records = [made(1, doi="10.1000/first"), made(1), made(1, doi="10.1000/second")]
    assert imported(target, written(tmp_path / "own.jsonl", records)).papers == 2


def test_the_same_file_again_changes_nothing(tmp_path: Path, target: Path) -> None:
    records = [made(number, citations=number % 5, references=[f"10.1000/{number - 1}"]) for number in range(60)]
    for number, record in enumerate(records):
        record.update({"doi": f"10.1000/{number}"} if number % 3 else {})
    file = written(tmp_path / "own.jsonl", records)
    imported(target, file)
    once = contents(target)
    assert len(once["papers"]) == 60
    assert once["lineages"]
    assert imported(target, file).duplicates == 60
    assert contents(target) == once


def test_a_later_file_adds_to_the_earlier_ones_unless_it_replaces_them(tmp_path: Path, target: Path) -> None:
    first = written(tmp_path / "1.jsonl", [made(1, doi="10.1000/1"), made(2)])
    second = written(tmp_path / "2.jsonl", [made(3, references=["10.1000/1"])])
    imported(target, first)
    imported(target, second)
    assert sorted(titles(target)) == sorted(made(number)["title"] for number in (1, 2, 3))
    assert len(contents(target)["lineages"]) == 2
    imported(target, second, is_addition=False)
    assert titles(target) == [made(3)["title"]]


def test_the_best_known_papers_are_kept(tmp_path: Path, target: Path) -> None:
    file = written(tmp_path / "own.jsonl", [made(number, citations=number) for number in range(10)])
    report = imported(target, file, most_papers=3)
    assert (report.papers, report.left_out) == (3, 7)
    assert titles(target) == [made(number)["title"] for number in (9, 8, 7)]


def test_several_processes_read_the_same(tmp_path: Path, target: Path) -> None:
    file = written(tmp_path / "own.jsonl.gz", [made(number) for number in range(1_200)])
    imported(target, file, processes=2)
    imported(tmp_path / "other.db", file)
    assert contents(target) == contents(tmp_path / "other.db")


def test_a_process_that_is_killed_while_it_writes_leaves_the_old_file(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(target, written(tmp_path / "old.jsonl", [made(1)]))
    new = written(tmp_path / "new.jsonl", [made(2)])
    with monkeypatch.context() as patched:
        patched.setattr(importing, "all_entries", killed)
        with pytest.raises(ReaderDiedError):
            imported(target, new, processes=2)
    assert titles(target) == [made(1)["title"]]
    assert imported(target, new).is_resumed
    assert len(titles(target)) == 2


def killed(papers: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_wrong_records_are_listed_with_their_lines(tmp_path: Path, target: Path) -> None:
    records = [made(1), b"{", b"", {"title": ""}, b"\xff", made(2), b"[" * 50_000, b"{}"]
    report = imported(target, written(tmp_path / "own.jsonl", records)).files[0]
    assert [(each.line, each.wrong) for each in report.wrong_records] == [
        (2, Wrong.NOT_JSON),
        (4, Wrong.NO_TITLE),
        (5, Wrong.NOT_TEXT),
        (7, Wrong.TOO_DEEP),
        (8, Wrong.NO_TITLE),
    ]
    assert (report.papers, report.wrong) == (2, 5)


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 4096)
    long = made(2, title="x" * 20_000)
    report = imported(target, written(tmp_path / "own.jsonl.gz", [made(1), long, made(3)])).files[0]
    assert [(each.line, each.wrong) for each in report.wrong_records] == [(2, Wrong.TOO_LONG)]
    assert report.papers == 2


def test_what_was_read_of_a_cut_off_file_is_kept_and_said(tmp_path: Path, target: Path) -> None:
    file = written(tmp_path / "own.jsonl.gz", [made(number, note=os.urandom(64).hex()) for number in range(900)])
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    report = imported(target, file).files[0]
    assert report.ending == "cut_off"
    assert 300 < report.papers < 700


def test_a_bomb_without_lines_is_refused(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_SKIPPED", 64 * 1024 * 1024)
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(b" " * 128 * 1024 * 1024, compresslevel=1))
    with pytest.raises(UnknownDumpError):
        imported(target, bomb)
    assert not target.exists()


@pytest.mark.parametrize("data", [b"", b"hello\n", b"PK\x03\x04" + bytes(200), b"\x1f\x8b\x08broken", b"\x00" * 5000])
def test_what_is_no_dump_is_refused(tmp_path: Path, target: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(UnknownDumpError):
        imported(target, tmp_path / "file")


def test_a_large_bibliography_is_read_in_pieces(tmp_path: Path, target: Path) -> None:
    entry = "@article{{k{0},\n title={{{1}}},\n author={{Name{0}, Ada}}, journal=jj, year={2}}}\n"
    entries = [entry.format(n, made(n)["title"], 2000 + n % 20) for n in range(2_300)]
    broken = '@article{open,\n title="never ends\n'
    file = tmp_path / "all.bib"
    file.write_text('@string{jj = "The Journal"}\n' + "".join(entries) + broken, encoding="utf-8")
    report = imported(target, file).files[0]
    assert report.papers == 2_300
    assert [(each.line, each.wrong) for each in report.wrong_records] == [(6_902, Wrong.BAD_ENTRY)]
    assert contents(target)["venues"] == [(1, "The Journal")]


def test_reading_goes_on_behind_what_was_kept(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging_steps, "KEPT_AT_ONCE", 500)
    new = written(tmp_path / "new.jsonl.gz", [made(number) for number in range(2_600)])
    heard: list[int] = []

    def stop(stage: Stage, done: int, total: int, what: str = "") -> None:
        heard.append(done)
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(target, [new], Wishes(), stop)
    with closing(sqlite3.connect(staging_folder(target) / "staging.db")) as connection:
        assert connection.execute("SELECT count(*), max(line) FROM records, progress").fetchone() == (1_500, 1_500)
    report = imported(target, new)
    assert report.is_resumed
    assert (report.records, report.papers) == (2_600, 2_600)


@pytest.mark.parametrize("kib", [8, 60, 200, 400])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, target: Path, kib: int) -> None:
    imported(target, written(tmp_path / "old.jsonl", [made(9_999)]))
    before = target.read_bytes()
    new = written(tmp_path / "new.jsonl", [made(number) for number in range(3_000)])
    words = ("import-catalogue", "--into", str(target), str(new))
    ended = program(tmp_path, *words, environment=os.environ, largest_kib=kib)
    assert ended.returncode == 1
    assert "is as it was before" in ended.stderr
    assert target.read_bytes() == before
    assert not (staging_folder(target) / "catalogue.unfinished").exists()
    imported(target, new)
    assert len(titles(target)) == 3_001


def test_a_broken_catalogue_file_is_not_added_to(tmp_path: Path, target: Path) -> None:
    target.write_bytes(b"SQLite format 3\x00" + bytes(5_000))
    new = written(tmp_path / "new.jsonl", [made(1)])
    with pytest.raises(CatalogueFileError, match="--replace"):
        imported(target, new)
    imported(target, new, is_addition=False)
    assert titles(target) == [made(1)["title"]]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE abstracts SET packed = x'00'",
        "UPDATE lineages SET cites = x'010203'",
        "UPDATE papers SET sources = 'nobody'",
        "UPDATE names SET paper = 99",
    ],
)
def test_a_damaged_catalogue_file_is_not_added_to(tmp_path: Path, target: Path, damage: str) -> None:
    text = {"abstract": "We read.", "abstract_license": "CC0"}
    old = [made(1, doi="10.1000/1", **text), made(2, references=["10.1000/1"])]
    imported(target, written(tmp_path / "old.jsonl", old))
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute(damage)
    new = written(tmp_path / "new.jsonl", [made(3)])
    with pytest.raises(CatalogueFileError, match=r"damaged.*--replace"):
        imported(target, new)
    imported(target, new, is_addition=False)
    assert titles(target) == [made(3)["title"]]


def test_files_without_a_paper_replace_nothing(tmp_path: Path, target: Path) -> None:
    imported(target, written(tmp_path / "1.jsonl", [made(1)]))
    with pytest.raises(NoPapersError) as raised:
        imported(target, written(tmp_path / "2.jsonl", [{"title": ""}] * 3), is_addition=False)
    assert raised.value.files[0].wrong == 3
    assert titles(target) == [made(1)["title"]]
    assert not staging_folder(target).exists()


def test_two_imports_at_once_are_refused(tmp_path: Path, target: Path) -> None:
    with FileLock(target.with_name(f".{target.name}.lock")), pytest.raises(OtherImportError):
        imported(target, written(tmp_path / "new.jsonl", [made(1)]))


def test_a_reader_goes_on_with_the_file_that_it_opened(tmp_path: Path, target: Path) -> None:
    imported(target, written(tmp_path / "1.jsonl", [made(1)]))
    with closing(open_catalogue_file(target)) as connection:
        imported(target, written(tmp_path / "2.jsonl", [made(2)]))
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (1,)
    assert len(titles(target)) == 2
