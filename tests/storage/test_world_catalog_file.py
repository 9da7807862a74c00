"""The catalogue file as a whole: what is in it, and which files are refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.core.world_catalog.index_entries import piece_number
from bot.core.world_catalog.paper import WorldPaper, name_number
from bot.storage.world_catalog import schema
from bot.storage.world_catalog.file_writer import Numbered, write_file
from bot.storage.world_catalog.lineage_writer import unpack
from bot.storage.world_catalog.opening import CatalogueFileError, check_whole, open_catalogue_file

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [
    WorldPaper("Attention Is All You Need", ("Ashish Vaswani",), 2017, "NeurIPS", "1706.03762", citations=100_000),
    WorldPaper(
        "LoRA: Low-Rank Adaptation of Large Language Models",
        ("Edward J. Hu", "Yelong Shen"),
        2021,
        arxiv_id="2106.09685",
        doi="10.1/lora",
        source_id="openalex:w1",
        abstract="An important paradigm.",
        references=("1706.03762", "10.9/unknown"),
    ),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.db"
    assert write_file(path, map(Numbered.of, PAPERS)) == 2
    return path


def rows(file: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(open_catalogue_file(file)) as connection:
        return connection.execute(sql, values).fetchall()


def test_a_file_has_everything_in_order_of_rank(file: Path) -> None:
    check_whole(file)
    assert rows(file, "SELECT number, title, year FROM papers") == [
        (1, "Attention Is All You Need", 2017),
        (2, "LoRA: Low-Rank Adaptation of Large Language Models", 2021),
    ]
    assert rows(file, "SELECT rowid FROM words WHERE words MATCH 'lowrank AND hu AND 2021'") == [(2,)]
    assert rows(file, "SELECT paper FROM names WHERE name = ?", name_number("10.1/lora")) == [(2,)]
    assert rows(file, "SELECT paper FROM beginnings WHERE start = 'lowrankadaptationoflargelanguage'") == [(2,)]
    assert rows(file, "SELECT paper FROM initials WHERE initials = 'aiayn'") == [(1,)]
    typed = "SELECT vocabulary.word FROM typos JOIN vocabulary ON number = typos.word WHERE piece = ?"
    assert rows(file, typed, piece_number("attenion")) == [("attention",)]


def test_a_lineage_is_kept_both_ways_within_the_file(file: Path) -> None:
    found = [
        (paper, unpack(cites), unpack(cited_by))  # type: ignore[arg-type]
        for paper, cites, cited_by in rows(file, "SELECT paper, cites, cited_by FROM lineages")
    ]
    assert found == [(1, [], [2]), (2, [1], [])]


def test_abstracts_are_left_out_where_the_file_is_full(tmp_path: Path) -> None:
    write_file(tmp_path / "small.db", map(Numbered.of, PAPERS), most_bytes=1)
    assert rows(tmp_path / "small.db", "SELECT * FROM abstracts") == []


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFileError, match="does not exist"):
        open_catalogue_file(tmp_path / "nothing.db")


def test_every_cut_of_a_file_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    for size in (0, 1, 99, 100, 4096, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(CatalogueFileError, match="catalogue"):
            open_catalogue_file(file)


def test_a_file_without_its_last_row_is_refused(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM about WHERE name = ?", (schema.COMPLETE,))
    with pytest.raises(CatalogueFileError, match="half-written"):
        open_catalogue_file(file)


@pytest.mark.parametrize(
    ("layout", "word"),
    [(schema.LAYOUT_VERSION + 1, "newer"), (0, "older"), (schema.LAYOUT_VERSION + 1, "--replace"), (0, "--replace")],
)
def test_a_file_of_another_version_is_refused(file: Path, layout: int, word: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version={layout}")
    with pytest.raises(CatalogueFileError, match=word):
        open_catalogue_file(file)


def test_a_damaged_page_is_found(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    for start in range(4096, len(whole), 4096):
        whole[start : start + 64] = b"\xff" * 64
    file.write_bytes(whole)
    with pytest.raises(CatalogueFileError, match="damaged"):
        check_whole(file)


def test_another_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE about (name, value)")
    with pytest.raises(CatalogueFileError, match="not a catalogue file"):
        open_catalogue_file(tmp_path / "other.db")
