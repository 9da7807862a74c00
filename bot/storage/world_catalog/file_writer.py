"""Writes a catalogue file from papers in order of how well known they are."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from bot.core.world_catalog.index_entries import IndexEntries, entries_of
from bot.core.world_catalog.paper import name_number
from bot.storage.world_catalog import schema
from bot.storage.world_catalog.lineage_writer import write_lineages
from bot.storage.world_catalog.vocabulary_writer import completions, typos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bot.core.world_catalog.paper import WorldPaper

CHUNK = 2_000
PAGE_BYTES = 4096
CACHE_KIB = 32 * 1024
MOST_BYTES = 590 * 1024 * 1024
FTS_BUFFER = 16 * 1024 * 1024  # words that FTS5 collects before it writes a segment
# What is sorted before it is written waits in tables of their own, which are not part of the file.
WAITING = """
CREATE TEMP TABLE waiting_names (name INTEGER, paper INTEGER);
CREATE TEMP TABLE waiting_beginnings (start TEXT, paper INTEGER);
CREATE TEMP TABLE waiting_initials (initials TEXT, paper INTEGER);
CREATE TEMP TABLE waiting_references (name INTEGER, paper INTEGER);
CREATE TEMP TABLE waiting_abstracts (paper INTEGER PRIMARY KEY, packed BLOB);
"""
MOVES = (
    # The better known of two papers keeps an id of both.
    "INSERT OR IGNORE INTO names SELECT name, paper FROM waiting_names ORDER BY name, paper",
    "INSERT OR IGNORE INTO beginnings SELECT start, paper FROM waiting_beginnings ORDER BY start, paper",
    "INSERT OR IGNORE INTO initials SELECT initials, paper FROM waiting_initials ORDER BY initials, paper",
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper, what it is found under, the `name_number`s of its ids and of its references, and its packed abstract."""

    paper: WorldPaper
    entries: IndexEntries
    names: Iterable[int]
    references: Iterable[int] = ()
    abstract: bytes | None = None

    @classmethod
    def of(cls, paper: WorldPaper) -> Numbered:
        references = tuple(map(name_number, paper.references))
        abstract = zlib.compress(paper.abstract.encode()) if paper.abstract else None
        return cls(paper, entries_of(paper), tuple(map(name_number, sorted(paper.all_names))), references, abstract)


def write_file(
    path: Path,
    papers: Iterable[Numbered],
    *,
    most_bytes: int = MOST_BYTES,
    told: Callable[[int], None] = lambda _: None,
) -> int:
    """Write a new file with these papers, the best known first; returns how many there are.

    `told` is called after each chunk with the number written so far. Raises sqlite3.Error or OSError; then the file is
    incomplete, and nothing reads it.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        writer = _Writer(connection)
        writer.begin()
        rest = iter(papers)
        while chunk := list(islice(rest, CHUNK)):
            writer.add(chunk)
            told(writer.count)
        writer.finish(most_bytes)
    with path.open("rb+") as written:
        os.fsync(written.fileno())
    return writer.count


@dataclass(slots=True)
class _Writer:
    connection: sqlite3.Connection
    count: int = 0
    _vocabulary: Counter[str] = field(default_factory=Counter)
    _venues: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        # A crash leaves a file that nobody uses, so it need not be able to roll back.
        for setting in (f"page_size={PAGE_BYTES}", "journal_mode=OFF", "synchronous=OFF", "temp_store=FILE"):
            self.connection.execute(f"PRAGMA {setting}")
        self.connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        self.connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        self.connection.execute(f"PRAGMA user_version={schema.LAYOUT_VERSION}")
        self.connection.execute("BEGIN")
        for table in schema.TABLES:
            self.connection.execute(table)
        self.connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (FTS_BUFFER,))
        for statement in filter(str.strip, WAITING.split(";")):
            self.connection.execute(statement)

    def add(self, chunk: list[Numbered]) -> None:
        numbered = list(enumerate(chunk, self.count + 1))
        self.count += len(chunk)
        self._vocabulary.update(chain.from_iterable(each.entries.words.split() for each in chunk))
        self._fill("papers", 11, (self._row(number, each.paper) for number, each in numbered))
        rows = ((number, each.entries.words) for number, each in numbered)
        self.connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", rows)
        self._fill("waiting_names", 2, ((name, number) for number, each in numbered for name in each.names))
        self._fill("waiting_names", 2, ((each.entries.title_name, number) for number, each in numbered))
        self._fill("waiting_references", 2, ((name, number) for number, each in numbered for name in each.references))
        starts = ((start, number) for number, each in numbered for start in each.entries.beginnings)
        self._fill("waiting_beginnings", 2, starts)
        initials = ((letters, number) for number, each in numbered for letters in each.entries.initials)
        self._fill("waiting_initials", 2, initials)
        abstracts = ((number, each.abstract) for number, each in numbered if each.abstract)
        self._fill("waiting_abstracts", 2, abstracts)

    def finish(self, most_bytes: int) -> None:
        """Write what needs all papers, then abstracts while there is room, and last the mark of a complete file."""
        for move in MOVES:
            self.connection.execute(move)
        self._fill("venues", 2, ((number, name) for name, number in self._venues.items()))
        self._write_vocabulary()
        write_lineages(self.connection)
        self.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._write_abstracts(most_bytes)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._fill("about", 2, [(schema.MADE_AT, made_at)])
        self.connection.execute("COMMIT")
        self.connection.execute("INSERT INTO about VALUES (?, ?)", (schema.COMPLETE, str(self.count)))

    def _row(self, number: int, paper: WorldPaper) -> tuple[object, ...]:
        venue = self._venues.setdefault(paper.venue, len(self._venues) + 1) if paper.venue else None
        return (
            number,
            paper.title,
            "\n".join(paper.authors),
            paper.more_authors,
            paper.year,
            venue,
            paper.arxiv_id,
            paper.doi,
            paper.source_id,
            paper.citations,
            " ".join(paper.sources),
        )

    def _fill(self, table: str, columns: int, rows: Iterable[tuple[object, ...]]) -> None:
        places = ", ".join("?" * columns)
        self.connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - our own names

    def _write_vocabulary(self) -> None:
        words = sorted(self._vocabulary)
        self._fill("vocabulary", 3, ((at, word, self._vocabulary[word]) for at, word in enumerate(words, 1)))
        self._fill("typos", 2, typos(words))
        self._fill("completions", 2, completions(words, self._vocabulary))

    def _write_abstracts(self, most_bytes: int) -> None:
        (pages,) = self.connection.execute("PRAGMA page_count").fetchone()
        room = most_bytes - pages * PAGE_BYTES
        last = 0
        sizes = self.connection.execute("SELECT paper, length(packed) + 12 FROM waiting_abstracts ORDER BY paper")
        for paper, size in sizes:
            room -= size
            if room < 0:
                break
            last = paper
        self.connection.execute("INSERT INTO abstracts SELECT * FROM waiting_abstracts WHERE paper <= ?", (last,))
