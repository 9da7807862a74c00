"""Searching a catalogue file, and what happens when the file changes while it is open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.core.world_catalog.paper import WorldPaper, name_number
from bot.core.world_catalog.search import search_world
from bot.core.world_catalog.titles import titled
from bot.storage.world_catalog.file_reader import FileReader
from bot.storage.world_catalog.watched_file import WatchedFile
from tests.support.world import HARBOR, NAMELESS, TIDES, WORLD, made_file, make_newer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAPERS = (
    *WORLD,
    WorldPaper("Lumen: Light Transport for Readers", ("Søren Müller-Lyng", "Yu Wang"), 2015),
    WorldPaper("Light Transport in Lumen Measurements", ("Ana Ruiz",), 2012),
    WorldPaper("Self-Supervised Wave Counting", ("王伟", "Bo Chen"), 2023),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileReader]:
    opened = FileReader(made_file(tmp_path_factory.mktemp("world") / "world.db", PAPERS))
    yield opened
    opened.close()


def titles(reader: FileReader, query: str, *, typed: bool = False) -> list[str]:
    return [reader.shown([number])[0].title for number, _ in search_world(reader, query, typed=typed)]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("tidal gates for slow recurrent readers", TIDES.title),
        ("Readers, recurrent: slow gates!", TIDES.title),
        ("tidal gtaes slow recurent", TIDES.title),
        ("oduya 2019", HARBOR.title),
        ("mara oduya boats", HARBOR.title),
        ("oduia 2019 harbor", HARBOR.title),
        ("oduya2019harbor", HARBOR.title),
        ("tidenet", TIDES.title),
        ("hmkdbs", HARBOR.title),
        ("lighthousesamplingwithout", NAMELESS.title),
        ("light house sampling", NAMELESS.title),
        ("selfsupervised wave", "Self-Supervised Wave Counting"),
        ("self supervised waves", "Self-Supervised Wave Counting"),
        ("muller lyng light", "Lumen: Light Transport for Readers"),
        ("Mueller light transport readers", "Lumen: Light Transport for Readers"),
        ("王伟 counting", "Self-Supervised Wave Counting"),
        ("lantern routing narrow canals 3", "Lantern Routing in Narrow Canals, Volume 3"),
    ],
)
def test_ways_to_find_a_paper(reader: FileReader, query: str, title: str) -> None:
    assert titles(reader, query)[0] == title


@pytest.mark.parametrize("title", [TIDES.title, HARBOR.title, NAMELESS.title])
def test_every_keystroke_of_a_title_finds_it(reader: FileReader, title: str) -> None:
    for length in range(4, len(title) + 1):
        assert title in titles(reader, title[:length], typed=True), title[:length]


@pytest.mark.parametrize("query", ["", " ", "the", "none", "🦄", "zzzz qqqq", '" OR "', "words MATCH *", "x" * 10_000])
def test_nothing_is_found_for_nothing(reader: FileReader, query: str) -> None:
    assert titles(reader, query) == []


@pytest.mark.parametrize("typed", ["the", "for", "are"])
def test_a_word_that_says_little_may_be_initials(tmp_path: Path, typed: str) -> None:
    title = " ".join(f"{letter}idal" for letter in typed)
    opened = FileReader(made_file(tmp_path / "initials.db", [WorldPaper(title, year=2001)]))
    assert titles(opened, typed, typed=True) == [title]
    opened.close()


def test_a_whole_title_is_told_from_the_papers_like_it(reader: FileReader) -> None:
    found = search_world(reader, "lumen: light transport for readers")
    assert found[0][1] == 1.0 > found[1][1]
    assert titled(reader, "LIGHT transport in lumen-measurements") == [
        number for number, paper in enumerate(PAPERS, 1) if "Measurements" in paper.title
    ]
    assert titled(reader, "light transport in lumen") == []


def test_words_written_as_one_find_a_title_among_many_that_begin_alike(tmp_path: Path) -> None:
    alike = [WorldPaper(f"An Experimental Comparison of Waves in Harbor {number}", year=2000) for number in range(80)]
    meant = WorldPaper("An Experimental Comparison of Human Rowers", year=2001)
    opened = FileReader(made_file(tmp_path / "alike.db", [*alike, meant]))
    assert titles(opened, "anexperimentalcomparisonofhuman") == [meant.title]
    assert titles(opened, "anexperimentalcomparisonofhum", typed=True) == [meant.title]
    opened.close()


def test_a_word_in_the_middle_of_a_chinese_title_may_be_another_title(tmp_path: Path) -> None:
    longer, named = WorldPaper("潮汐网络在医学图像中的应用", year=2016), WorldPaper("Slow Waves", ("王小明",), 2020)
    opened = FileReader(made_file(tmp_path / "chinese.db", [WorldPaper("潮汐网络", year=2015), longer, named]))
    assert titles(opened, "潮汐网络 医学图像")[0] == longer.title
    assert titles(opened, "潮汐网络")[0] == "潮汐网络"
    assert titles(opened, "王小明 2020") == [named.title]
    opened.close()


def test_papers_are_shown_as_they_were_given(reader: FileReader) -> None:
    (found,) = reader.shown([2], with_abstracts=True)
    assert (found.title, found.authors, found.abstract) == (TIDES.title, TIDES.authors, TIDES.abstract)
    assert (found.reference, found.citations, found.venue) == (TIDES.reference, 1_234, TIDES.venue)
    assert reader.shown([99, 3, 1]) == [*reader.shown([3]), *reader.shown([1])]
    assert reader.lineage(2) == ([1, 3], [])
    assert reader.lineage(3) == ([], [2])
    assert reader.paper_numbers([name_number("10.5555/harbor"), 7]) == {name_number("10.5555/harbor"): 3}


def test_a_search_stops_when_its_time_is_up(tmp_path: Path) -> None:
    now = 0.0
    many = [WorldPaper(f"Common words of paper {number}", year=2000) for number in range(3_000)]
    reader = FileReader(made_file(tmp_path / "many.db", many), lambda: now)
    reader.limit(0.05)
    assert search_world(reader, "common words", typed=True)
    now = 0.06
    assert reader.is_late()
    late = reader.holding([["common"]], 3_000)
    assert len(late) < 3_000
    reader.limit(None)
    assert len(reader.holding([["common"]], 3_000)) == 3_000
    reader.close()


class Watched:
    """A watched file whose clock the test moves by a second with every question."""

    def __init__(self, file: Path) -> None:
        self.now = 0.0
        self.file = WatchedFile(file, lambda: self.now)

    def found(self, query: str) -> list[str]:
        self.now += 1
        return self.file.ask(lambda reader: titles(reader, query), [])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made_file(tmp_path / "world.db")


@pytest.fixture
def watched(path: Path) -> Iterator[Watched]:
    each = Watched(path)
    yield each
    each.file.close()


def test_a_replaced_file_is_read_without_a_restart(watched: Watched, path: Path) -> None:
    assert watched.found("harbor memory") == [HARBOR.title]
    made_file(path.with_name("new.db"), [NAMELESS]).replace(path)
    assert watched.found("harbor memory") == []
    assert watched.found("lighthouse sampling") == [NAMELESS.title]
    assert watched.file.opened == 2


def test_a_file_that_comes_later_is_found(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "later.db")
    with capture_logs() as logged:
        assert watched.found("harbor memory") == []
        assert watched.found("harbor memory") == []
    (said,) = logged
    assert "later.db does not exist" in said["reason"]
    made_file(tmp_path / "later.db")
    assert watched.found("harbor memory") == [HARBOR.title]
    watched.file.close()


@pytest.mark.parametrize("fault", ["half", "newer", "another"])
def test_a_bad_file_in_its_place_is_named_once_and_the_good_one_goes_on(
    watched: Watched, path: Path, fault: str
) -> None:
    assert watched.found("harbor memory") == [HARBOR.title]
    new = made_file(path.with_name("new.db"), [NAMELESS])
    if fault == "half":
        new.write_bytes(new.read_bytes()[:-4096])
    elif fault == "newer":
        make_newer(new)
    else:
        new.write_text("not a database")
    new.replace(path)
    with capture_logs() as logged:
        assert watched.found("harbor memory") == [HARBOR.title]
        assert watched.found("harbor memory") == [HARBOR.title]
    (said,) = logged
    assert said["event"] == "world catalog not used"
    assert "world.db" in said["reason"]


def test_a_file_that_is_gone_is_not_answered_from(watched: Watched, path: Path) -> None:
    assert watched.found("harbor memory") == [HARBOR.title]
    path.unlink()
    with capture_logs() as logged:
        assert watched.found("harbor memory") == []
    assert "does not exist" in logged[0]["reason"]


def test_damaged_pages_are_noticed_when_they_are_read(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        page_size, pages = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count"))
    # Only what is not looked at when the file is opened.
    for page in range(pages // 2, pages):
        whole[page * page_size : page * page_size + 200] = b"\xfe" * 200
    path.write_bytes(whole)
    watched = Watched(path)
    with capture_logs() as logged:
        for paper in WORLD:
            watched.found(paper.title)
            watched.file.ask(lambda reader: len(reader.shown(range(1, 20), with_abstracts=True)), 0)
    assert len([said for said in logged if said["event"] == "world catalog not used"]) == 1
    assert "world.db" in logged[-1]["reason"]
    watched.file.close()


def test_a_question_is_never_answered_with_an_error(watched: Watched) -> None:
    def broken(_: FileReader) -> list[str]:
        raise ValueError("cut off")

    with capture_logs() as logged:
        assert watched.file.ask(broken, ["otherwise"]) == ["otherwise"]
    assert "is damaged or only half-written (cut off)" in logged[-1]["reason"]
    assert "--replace" in logged[-1]["reason"]
    assert watched.found("harbor memory") == []
