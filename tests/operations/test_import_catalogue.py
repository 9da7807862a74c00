"""`python -m bot import-catalogue`, as an operator types it, and its progress bar."""

from __future__ import annotations

import io
import json
import os
import sqlite3
from contextlib import closing
from errno import EACCES
from typing import TYPE_CHECKING

import pytest

from benchmarks.catalogue_fuzz import fuzzed
from bot.core.world_catalog.importing import Stage
from bot.core.world_catalog.records import DumpFormat, Wrong
from bot.extraction.world_catalog.lines import Ending
from bot.operations import import_catalogue
from bot.operations.catalogue_words import ENDINGS, FORMATS, STEPS, WRONG
from bot.operations.progress_bar import ProgressBar
from bot.storage.world_catalog.opening import check_whole

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operations.conftest import Operate

LINES = [{"title": "On Reading Papers", "year": 2020}, {"title": "On Writing Papers"}, {"title": ""}]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "papers.jsonl"
    file.write_text("\n".join(map(json.dumps, LINES)), "utf-8")
    return file


def test_it_says_what_was_in_each_file_and_what_was_wrong(
    operate: Operate, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "catalogue.db"
    monkeypatch.setenv("CATALOGUE_FILE", str(target))
    code, printed = operate("import-catalogue", str(dump))
    assert code == 0
    assert "papers.jsonl: JSON Lines, 2 papers, 1 wrong." in printed
    assert "  line 3: no title" in printed
    assert f"{target} has 2 papers" in printed
    check_whole(target)
    _, again = operate("import-catalogue", str(dump))
    assert "2 records were of a paper that another record is of too." in again


def test_without_a_file_to_write_it_says_how_to_name_one(operate: Operate, dump: Path) -> None:
    code, printed = operate("import-catalogue", str(dump))
    assert code == 1
    assert "CATALOGUE_FILE is not set" in printed


@pytest.mark.parametrize(
    ("content", "said"), [(None, "does not exist"), ("hello", "none of the files"), ("", "none of")]
)
def test_a_file_that_cannot_be_read_is_named(operate: Operate, tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "dump.json"
    if content is not None:
        file.write_text(content, "utf-8")
    code, printed = operate("import-catalogue", "--into", str(tmp_path / "catalogue.db"), str(file))
    assert code == 1
    assert str(file) in printed
    assert said in printed


def test_a_folder_is_no_file_to_write(operate: Operate, dump: Path, tmp_path: Path) -> None:
    code, printed = operate("import-catalogue", "--into", str(tmp_path), str(dump))
    assert code == 1
    assert f"{tmp_path} is a folder" in printed


def test_nothing_else_is_replaced_by_a_catalogue_file(operate: Operate, dump: Path, tmp_path: Path) -> None:
    database = tmp_path / "club.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE weeks (number INTEGER)")
    for other in (database, dump):
        before = other.read_bytes()
        for wishes in ((), ("--replace",)):
            code, printed = operate("import-catalogue", "--into", str(other), *wishes, str(dump))
            assert code == 1
            assert f"{other} is something else" in printed
        assert other.read_bytes() == before


@pytest.mark.parametrize("count", ["0", "-5", "many"])
def test_nobody_wants_no_papers(operate: Operate, dump: Path, count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        operate("import-catalogue", "--most", count, str(dump))
    assert "must be a number from 1" in capsys.readouterr().err


def test_a_file_without_permission_is_named(
    operate: Operate, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_asked: object) -> None:
        raise PermissionError(EACCES, "Permission denied", str(dump))

    monkeypatch.setattr(import_catalogue, "import_files", refused)
    code, printed = operate("import-catalogue", "--into", str(tmp_path / "catalogue.db"), str(dump))
    assert code == 1
    assert f"The permissions of {dump} don't allow this." in printed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_no_dump(operate: Operate, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file in (pipe, "-"):
        code, printed = operate("import-catalogue", "--into", str(tmp_path / "catalogue.db"), str(file))
        assert code == 1
        assert f"{file} is a pipe" in printed


def test_a_broken_catalogue_file_is_named(operate: Operate, dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "catalogue.db"
    target.write_bytes(b"SQLite format 3\x00" + bytes(5_000))
    code, printed = operate("import-catalogue", "--into", str(target), str(dump))
    assert code == 1
    assert f"{target} is not a catalogue file" in printed


def test_doctor_checks_the_catalogue_file(
    operate: Operate, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "catalogue.db"
    monkeypatch.setenv("CATALOGUE_FILE", str(target))
    assert f"wrong  The catalogue file {target} does not exist." in operate("doctor")[1]
    operate("import-catalogue", str(dump))
    assert f"ok     The catalogue file {target} has 2 papers." in operate("doctor")[1]


def test_everything_has_words() -> None:
    assert set(STEPS) == set(Stage)
    assert set(FORMATS) == set(DumpFormat)
    assert set(WRONG) == set(Wrong)
    # A process that died ends the import.
    assert set(ENDINGS) == set(Ending) - {Ending.PROCESS_DIED}


def test_mutated_records_crash_nothing() -> None:
    papers, faults = fuzzed(1_500, seed=3)
    assert faults == []
    assert papers > 500


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_and_how_long_it_takes() -> None:
    times = iter([0.0, 0.01, 10.0])
    screen = Terminal()
    bar = ProgressBar(screen, lambda: next(times))
    for done in (0, 1, 25):
        bar.show("Reading x", done, 100)
    bar.end_line()
    assert screen.getvalue().split("\r\x1b[K")[1:] == [
        "Reading x [                        ] 0%",
        "Reading x [######                  ] 25%, 30 s left",
        "",
    ]


def test_a_log_gets_a_line_now_and_then() -> None:
    times = iter([0.0, 1.0, 20.0, 21.0])
    log = io.StringIO()
    bar = ProgressBar(log, lambda: next(times))
    for done, total in ((0, 200), (1, 200), (50, 200)):
        bar.show("Reading x", done, total)
    bar.show("Merging", 7, 0)
    bar.end_line()
    assert log.getvalue().splitlines() == ["Reading x 0%", "Reading x 25%, 1 min 0 s left", "Merging"]
