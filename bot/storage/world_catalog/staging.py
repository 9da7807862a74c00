"""Where an import keeps what it has read until it writes the catalogue file, so that it can continue after a kill.

It is an SQLite file in a folder next to the catalogue file. What was read, and how far, is committed together.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.world_catalog.records import Wrong, WrongRecord
from bot.core.world_catalog.staged import Staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FOLDER_ENDING = ".importing"
STAGING_VERSION = 6  # raise it whenever the tables change, or what their numbers mean
MOST_WRONG_KEPT = 1_000  # of each file
FACTS = """
    sources INTEGER, title TEXT, authors TEXT, more_authors INTEGER, year INTEGER, venue TEXT, arxiv_id TEXT, doi TEXT,
    source_id TEXT, citations INTEGER, names BLOB, titles BLOB, near BLOB, author INTEGER
"""
TABLES = f"""
CREATE TABLE IF NOT EXISTS job (what TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS progress (
    file INTEGER PRIMARY KEY, format TEXT, position INTEGER, line INTEGER, done INTEGER, papers INTEGER, others INTEGER,
    wrong INTEGER, problem TEXT
);
CREATE TABLE IF NOT EXISTS wrong_records (file INTEGER, line INTEGER, wrong TEXT);
CREATE TABLE IF NOT EXISTS records (number INTEGER PRIMARY KEY, {FACTS});
CREATE TABLE IF NOT EXISTS abstracts (record INTEGER PRIMARY KEY, packed BLOB);
CREATE TABLE IF NOT EXISTS reference_lists (record INTEGER PRIMARY KEY, packed BLOB);
"""
MERGED_TABLES = f"""
DROP TABLE IF EXISTS merged;
DROP TABLE IF EXISTS repeats;
CREATE TABLE merged (number INTEGER PRIMARY KEY, {FACTS});
CREATE TABLE repeats (number INTEGER PRIMARY KEY);
"""
COLUMNS = ", ".join(Staged._fields[:14])
# What duplicates share is not written any more, and would be sorted with the rest.
RANKED = COLUMNS.replace("titles, near", "x'', x''")
PLACES = ", ".join("?" * 15)
INSERT_RECORD = f"INSERT INTO records VALUES ({PLACES})"  # noqa: S608 - our own names
INSERT_MERGED = f"INSERT INTO merged VALUES ({PLACES})"  # noqa: S608


@dataclass(slots=True)
class FileProgress:
    """How far a file has been read. `position` is a byte of what it unpacks to, `line` the number of lines before it.

    `papers`, `others` and `wrong` count its records. `problem` is why reading ended early; empty if it did not.
    """

    file: int
    format: str = ""
    position: int = 0
    line: int = 0
    is_done: bool = False
    papers: int = 0
    others: int = 0
    wrong: int = 0
    problem: str = ""


class Staging:
    """The staging file of the import into `catalogue_file`. Use it in a `with` statement.

    `job` names the files and how they were; what was kept for another job is thrown away. `is_resumed` says whether
    there was something to continue.
    """

    def __init__(self, catalogue_file: Path, job: Sequence[object]) -> None:
        self.folder = staging_folder(catalogue_file)
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = json.dumps([STAGING_VERSION, *job])
        self.is_resumed = self._job() == wanted
        if not self.is_resumed:
            self.remove()
            self.folder.mkdir()
        self._connection = sqlite3.connect(self.folder / "staging.db", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA cache_size=-16384")
        self._connection.executescript(TABLES)
        if not self.is_resumed:
            self._connection.execute("INSERT INTO job VALUES (?)", (wanted,))

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def remove(self) -> None:
        """Throw everything away."""
        shutil.rmtree(self.folder)

    def progress(self, file: int) -> FileProgress:
        row = self._connection.execute("SELECT * FROM progress WHERE file = ?", (file,)).fetchone()
        if row is None:
            return FileProgress(file)
        number, name, position, line, done, *counts = row
        return FileProgress(number, name, position, line, bool(done), *counts)

    def store(self, papers: Sequence[Staged], wrong: Iterable[WrongRecord], progress: FileProgress) -> None:
        """Keep papers, and how far the file has been read, in one transaction."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        with self._connection:
            self._add(papers)
            (known,) = run("SELECT count(*) FROM wrong_records WHERE file = ?", (progress.file,)).fetchone()
            rows = [(progress.file, each.line, each.wrong.value) for each in wrong][: max(0, MOST_WRONG_KEPT - known)]
            self._connection.executemany("INSERT INTO wrong_records VALUES (?, ?, ?)", rows)
            values = (
                progress.file,
                progress.format,
                progress.position,
                progress.line,
                progress.is_done,
                progress.papers,
                progress.others,
                progress.wrong,
                progress.problem,
            )
            run("INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def wrong_records(self, file: int) -> list[WrongRecord]:
        """Return the first ones that were kept."""
        rows = self._connection.execute("SELECT line, wrong FROM wrong_records WHERE file = ? ORDER BY line", (file,))
        return [WrongRecord(line, Wrong(wrong)) for line, wrong in rows]

    def count(self) -> int:
        found: int = self._connection.execute("SELECT ifnull(max(number), 0) FROM records").fetchone()[0]
        return found

    def shared_numbers(self) -> Iterator[tuple[int, bytes, bytes, bytes, int, int | None, str | None, str | None]]:
        """Yield each record's number, what its duplicates share with it, and its ids."""
        yield from self._connection.execute(
            "SELECT number, names, titles, near, author, year, arxiv_id, doi FROM records ORDER BY number"
        )

    def identity(self, record: int) -> tuple[str, str, int | None, str | None, str | None]:
        """Return title, authors, year, arXiv id and DOI."""
        found: tuple[str, str, int | None, str | None, str | None] = self._connection.execute(
            "SELECT title, authors, year, arxiv_id, doi FROM records WHERE number = ?", (record,)
        ).fetchone()
        return found

    def record(self, number: int) -> Staged:
        facts = self._connection.execute(f"SELECT {COLUMNS} FROM records WHERE number = ?", (number,)).fetchone()  # noqa: S608
        return Staged._make((*facts, self._packed("abstracts", number), self._packed("reference_lists", number)))

    def start_merging(self) -> None:
        """Forget what was merged before a kill. Everything until `end_merging` is one transaction."""
        self._connection.executescript(MERGED_TABLES)
        self._connection.execute("BEGIN IMMEDIATE")

    def merge(self, group: Sequence[int], paper: Staged) -> None:
        """Let the first record of the group stand for all, with the facts of `paper`."""
        first = group[0]
        self._connection.execute(INSERT_MERGED, (first, *paper[:14]))
        self._connection.executemany("INSERT INTO repeats VALUES (?)", [(number,) for number in group])
        for table, packed in (("abstracts", paper.abstract), ("reference_lists", paper.references)):
            if packed is not None:
                self._connection.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (first, packed))  # noqa: S608

    def end_merging(self) -> None:
        self._connection.execute("COMMIT")

    def ranked(self, most: int) -> Iterator[tuple[int, Staged]]:
        """Yield each paper once with its first record, the best known first, without abstract and references."""
        rows = self._connection.execute(
            f"SELECT number, {RANKED} FROM records WHERE number NOT IN repeats"  # noqa: S608 - our own names
            f" UNION ALL SELECT number, {RANKED} FROM merged ORDER BY citations DESC, year DESC, number LIMIT ?",
            (most,),
        )
        for number, *facts in rows:
            yield number, Staged._make((*facts, None, None))

    def abstracts(self, records: Sequence[int]) -> dict[int, bytes]:
        """Return the abstracts of those records that have one."""
        return self._packed_of("abstracts", records)

    def references(self, records: Sequence[int]) -> dict[int, bytes]:
        """Return the references of those records that have some."""
        return self._packed_of("reference_lists", records)

    def _job(self) -> str | None:
        """Return what the file is for; None if there is none, or if it is not complete."""
        file = self.folder / "staging.db"
        if not file.exists():
            return None
        connection = sqlite3.connect(file)
        try:
            row = connection.execute("SELECT what FROM job").fetchone()
        except sqlite3.Error:
            return None
        finally:
            connection.close()
        return str(row[0]) if row else None

    def _add(self, papers: Sequence[Staged]) -> None:
        start = self.count() + 1
        numbered = list(enumerate(papers, start))
        many = self._connection.executemany
        many(INSERT_RECORD, ((number, *paper[:14]) for number, paper in numbered))
        many("INSERT INTO abstracts VALUES (?, ?)", ((at, each.abstract) for at, each in numbered if each.abstract))
        lists = ((at, each.references) for at, each in numbered if each.references)
        many("INSERT INTO reference_lists VALUES (?, ?)", lists)

    def _packed_of(self, table: str, records: Sequence[int]) -> dict[int, bytes]:
        places = ", ".join("?" * len(records))
        query = f"SELECT record, packed FROM {table} WHERE record IN ({places})"  # noqa: S608 - our own names
        return dict(self._connection.execute(query, records))

    def _packed(self, table: str, record: int) -> bytes | None:
        row = self._connection.execute(f"SELECT packed FROM {table} WHERE record = ?", (record,)).fetchone()  # noqa: S608
        return row[0] if row else None


def staging_folder(catalogue_file: Path) -> Path:
    return catalogue_file.with_name(catalogue_file.name + FOLDER_ENDING)
