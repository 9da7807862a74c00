"""Reads a catalogue file: its words for the search, and its papers. Call all of this from one thread."""

from __future__ import annotations

import sqlite3
import zlib
from time import monotonic
from typing import TYPE_CHECKING, Any

from bot.core.search.text import ENDINGS
from bot.core.world_catalog.index import Candidate
from bot.core.world_catalog.index_entries import LONGEST_BEGINNING, typo_pieces
from bot.core.world_catalog.paper import WorldPaper
from bot.storage.world_catalog.lineage_writer import unpack
from bot.storage.world_catalog.opening import open_catalogue_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

CACHE_KIB = 8 * 1024
STEPS_BETWEEN_LOOKS = 1_000
# Rows that are looked through for the best known among them.
MOST_LOOKED_AT = 400
SUFFIXES = ("", *ENDINGS.split())
SHOWN = (
    "SELECT papers.number, title, authors, more_authors, year, name, arxiv_id, doi, source_id, citations, sources"
    " FROM papers LEFT JOIN venues ON venues.number = venue"
)


class FileReader:
    """An open catalogue file. A search stops looking further when `time_up` says so, and answers with what it has."""

    def __init__(self, file: Path, elapsed: Callable[[], float] = monotonic) -> None:
        """Open the file. Raises CatalogueFileError."""
        self._elapsed = elapsed
        self._until: float | None = None
        self._connection = open_catalogue_file(file)
        self._connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        self._connection.set_progress_handler(self.is_late, STEPS_BETWEEN_LOOKS)
        self.papers = int(self._rows("SELECT ifnull(max(number), 0) FROM papers")[0][0])

    def close(self) -> None:
        self._connection.close()

    def limit(self, seconds: float | None) -> None:
        """Let statements run for so long from now on, all together. None lets them run as long as they need."""
        self._until = None if seconds is None else self._elapsed() + seconds

    def counts(self, words: Collection[str]) -> dict[str, int]:
        marks = ",".join("?" * len(words))
        return dict(self._rows(f"SELECT word, papers FROM vocabulary WHERE word IN ({marks})", *words))  # noqa: S608

    def completions(self, beginning: str, most: int) -> list[tuple[str, int]]:
        if kept := self._rows("SELECT words FROM completions WHERE start = ?", beginning):
            numbers = unpack(kept[0][0])[:most]
            marks = ",".join("?" * len(numbers))
            found = self._rows(f"SELECT word, papers FROM vocabulary WHERE number IN ({marks})", *numbers)  # noqa: S608
        else:
            found = self._rows(
                "SELECT word, papers FROM vocabulary WHERE word >= ? AND word < ? LIMIT ?",
                *_range(beginning),
                MOST_LOOKED_AT,
            )
        return sorted(found, key=_commonest)[:most]

    def with_stem(self, root: str, most: int) -> list[tuple[str, int]]:
        return sorted(self.counts([root + suffix for suffix in SUFFIXES]).items(), key=_commonest)[:most]

    def near(self, word: str, most: int) -> list[tuple[str, int]]:
        pieces = list(typo_pieces(word))
        marks = ",".join("?" * len(pieces))
        return self._rows(
            "SELECT word, papers FROM vocabulary WHERE number IN"  # noqa: S608
            f" (SELECT word FROM typos WHERE piece IN ({marks})) ORDER BY papers DESC LIMIT ?",
            *pieces,
            most,
        )

    def holding(self, groups: Sequence[Sequence[str]], most: int, among: int | None = None) -> list[int]:
        # What is not quoted would be FTS5's syntax. Words are letters and digits, so they hold no quotes.
        wanted = " AND ".join("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in groups if group)
        rows = self._rows(
            "SELECT rowid FROM words WHERE words MATCH ? AND rowid <= ? LIMIT ?", wanted, among or self.papers, most
        )
        return [number for (number,) in rows]

    def called(self, squashed: str, most: int) -> list[int]:
        start = squashed[:LONGEST_BEGINNING]
        rows = self._rows("SELECT paper FROM beginnings WHERE start = ? ORDER BY paper LIMIT ?", start, most)
        return [number for (number,) in rows]

    def beginning(self, squashed: str, most: int) -> list[int]:
        rows = self._rows(
            "SELECT paper FROM beginnings WHERE start >= ? AND start < ? LIMIT ?",
            *_range(squashed[:LONGEST_BEGINNING]),
            MOST_LOOKED_AT,
        )
        return sorted({number for (number,) in rows})[:most]

    def abbreviated(self, initials: str, most: int) -> list[int]:
        rows = self._rows("SELECT paper FROM initials WHERE initials = ? ORDER BY paper LIMIT ?", initials, most)
        return [number for (number,) in rows]

    def candidates(self, numbers: Iterable[int]) -> list[Candidate]:
        wanted = list(numbers)
        marks = ",".join("?" * len(wanted))
        rows = self._rows(f"SELECT number, title, authors, year FROM papers WHERE number IN ({marks})", *wanted)  # noqa: S608
        return [
            Candidate(number, title, tuple(authors.split("\n")), year or 0) for number, title, authors, year in rows
        ]

    def paper_numbers(self, names: Iterable[int]) -> dict[int, int]:
        """Return the papers with the ids of these numbers, by these."""
        wanted = list(names)
        marks = ",".join("?" * len(wanted))
        return dict(self._rows(f"SELECT name, paper FROM names WHERE name IN ({marks})", *wanted))  # noqa: S608

    def shown(self, numbers: Sequence[int], *, with_abstracts: bool = False) -> list[WorldPaper]:
        """Return these papers in this order, without any that is not there."""
        marks = ",".join("?" * len(numbers))
        rows = self._rows(f"{SHOWN} WHERE papers.number IN ({marks})", *numbers)
        papers = {row[0]: self._paper(row, with_abstract=with_abstracts) for row in rows}
        return [papers[number] for number in numbers if number in papers]

    def _paper(self, row: Sequence[Any], *, with_abstract: bool) -> WorldPaper:
        number, title, authors, more, year, venue, arxiv_id, doi, source_id, citations, sources = row
        return WorldPaper(
            title,
            tuple(filter(None, authors.split("\n"))),
            year,
            venue or "",
            arxiv_id,
            doi,
            source_id,
            citations=citations,
            abstract=self._abstract(number) if with_abstract else "",
            sources=tuple(sources.split()),
            more_authors=more,
        )

    def lineage(self, number: int) -> tuple[list[int], list[int]]:
        """Return the papers that it cites, and those that cite it, the best known first."""
        rows = self._rows("SELECT cites, cited_by FROM lineages WHERE paper = ?", number)
        return (unpack(rows[0][0]), unpack(rows[0][1])) if rows else ([], [])

    def _abstract(self, number: int) -> str:
        rows = self._rows("SELECT packed FROM abstracts WHERE paper = ?", number)
        return zlib.decompress(rows[0][0]).decode() if rows else ""

    def _rows(self, statement: str, *values: object) -> list[Any]:
        """Return the rows, or those that came until the time was up."""
        found: list[Any] = []
        try:
            for row in self._connection.execute(statement, values):
                found.append(row)  # noqa: PERF402 - what came before an error counts
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
        return found

    def is_late(self) -> bool:
        """Return whether the time that `limit` gave is up."""
        return self._until is not None and self._elapsed() > self._until


def _commonest(found: tuple[str, int]) -> tuple[int, str]:
    return -found[1], found[0]


def _range(beginning: str) -> tuple[str, str]:
    return beginning, beginning + "\U0010ffff"
