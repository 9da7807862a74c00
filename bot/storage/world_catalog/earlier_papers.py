"""Reads all papers of a catalogue file, for an import that adds to it."""

from __future__ import annotations

import zlib
from array import array
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.staged import Staged, staged
from bot.storage.world_catalog.lineage_writer import unpack
from bot.storage.world_catalog.opening import BROKEN, DAMAGE, CatalogueFileError, open_catalogue_file

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ROWS = """
SELECT papers.number, title, authors, more_authors, year, venues.name, arxiv_id, doi, source_id, citations, sources,
    abstracts.packed, lineages.cites
FROM papers LEFT JOIN venues ON venues.number = papers.venue LEFT JOIN abstracts ON abstracts.paper = papers.number
    LEFT JOIN lineages ON lineages.paper = papers.number
WHERE papers.number > ? ORDER BY papers.number
"""


def count_of(file: Path) -> int:
    """Return how many papers are in a catalogue file. Raises CatalogueFileError."""
    with closing(open_catalogue_file(file)) as connection:
        found: int = connection.execute("SELECT ifnull(max(number), 0) FROM papers").fetchone()[0]
        return found


def papers_of(file: Path, after: int) -> Iterator[Staged]:
    """Yield the papers with a number above `after`, in order. Raises CatalogueFileError.

    A paper cites others by their numbers in this file, so references become ids again.
    """
    try:
        yield from _papers_of(file, after)
    except DAMAGE as error:
        raise CatalogueFileError(BROKEN.format(file=file, reason=error)) from error


def _papers_of(file: Path, after: int) -> Iterator[Staged]:
    with closing(open_catalogue_file(file)) as connection:
        named = array("q", bytes(8 * (count_of(file) + 1)))
        for name, paper in connection.execute("SELECT name, paper FROM names"):
            named[paper] = name
        names = _names(connection, after)
        at, numbers = next(names, (0, []))
        for row in connection.execute(ROWS, (after,)):
            number, cites = row[0], row[12]
            while at and at < number:
                at, numbers = next(names, (0, []))
            references = [named[cited] for cited in unpack(cites or b"") if cited < len(named) and named[cited]]
            yield staged(_paper(row), numbers if at == number else [], references)


def _names(connection: sqlite3.Connection, after: int) -> Iterator[tuple[int, list[int]]]:
    rows = connection.execute("SELECT paper, name FROM names WHERE paper > ? ORDER BY paper", (after,))
    for paper, group in groupby(rows, itemgetter(0)):
        yield paper, [name for _, name in group]


def _paper(row: tuple[object, ...]) -> WorldPaper:
    _, title, authors, more, year, venue, arxiv_id, doi, source_id, citations, sources, packed, _ = row
    return WorldPaper(
        title=str(title),
        authors=tuple(str(authors).split("\n")) if authors else (),
        year=year if isinstance(year, int) else None,
        venue=str(venue or ""),
        arxiv_id=str(arxiv_id) if arxiv_id else None,
        doi=str(doi) if doi else None,
        source_id=str(source_id) if source_id else None,
        citations=citations if isinstance(citations, int) else None,
        abstract=zlib.decompress(packed).decode() if isinstance(packed, bytes) else "",
        sources=tuple(str(sources).split()),
        more_authors=more if isinstance(more, int) else 0,
    )
