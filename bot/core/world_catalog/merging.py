"""Makes one record of several that are of the same paper: for each fact, a rule says whose counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bot.core.world_catalog.records import DumpFormat
from bot.core.world_catalog.staged import BETWEEN_NAMES, BITS, Staged, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Value = TypeVar("Value")
# The operator's own files count most. ArXiv's titles, names and first years come from the authors; of the other two,
# Semantic Scholar has fewer titles with markup.
FOR_MOST = (DumpFormat.OWN, DumpFormat.BIBTEX, DumpFormat.ARXIV, DumpFormat.SEMANTIC_SCHOLAR, DumpFormat.OPENALEX)
# ArXiv has a whole reference instead of a venue.
FOR_VENUES = (DumpFormat.OWN, DumpFormat.BIBTEX, DumpFormat.SEMANTIC_SCHOLAR, DumpFormat.OPENALEX, DumpFormat.ARXIV)


def merged(records: Sequence[Staged]) -> Staged:
    """Return one record with the best of all; of two from the same source, the later one counts.

    Title, authors, year and ids come from the first source in `FOR_MOST` that has them, the venue from the first in
    `FOR_VENUES`. A list of authors with less than half of the names of another is passed over, and so is a shorter one
    that ends with "et al.". The highest number of citations counts. All ids and references are kept.
    """
    ranked = _ranked(records, FOR_MOST)
    best = ranked[0]
    named = _authors_of(ranked)
    cited = dict.fromkeys(number for each in ranked for number in unpack(each.references or b""))
    return best._replace(
        sources=_all_sources(records),
        authors=named.authors,
        more_authors=named.more_authors,
        year=_first(ranked, lambda each: each.year),
        venue=_first(_ranked(records, FOR_VENUES), lambda each: each.venue) or "",
        arxiv_id=_first(ranked, lambda each: each.arxiv_id),
        doi=_first(ranked, lambda each: each.doi),
        source_id=_first(ranked, lambda each: each.source_id),
        citations=max((each.citations for each in records if each.citations is not None), default=None),
        names=pack(sorted({number for each in records for number in unpack(each.names)})),
        abstract=_first(ranked, lambda each: each.abstract),
        references=pack(cited) if cited else None,
    )


def _ranked(records: Sequence[Staged], order: Sequence[DumpFormat]) -> list[Staged]:
    """Return the records, the one whose source counts most first, and later ones before earlier ones."""
    bits = [BITS[name] for name in order]

    def place(at: int) -> tuple[int, int]:
        return next(rank for rank, bit in enumerate(bits) if records[at].sources & bit), -at

    return [records[at] for at in sorted(range(len(records)), key=place)]


def _authors_of(ranked: Sequence[Staged]) -> Staged:
    """Return the first record whose list is long enough. With "et al." it is not, if another one has more names."""
    counts = [len(each.authors.split(BETWEEN_NAMES)) if each.authors else 0 for each in ranked]
    most = max(counts)
    return next(
        each
        for each, count in zip(ranked, counts, strict=True)
        if count == most or (count * 2 >= most and not each.more_authors)
    )


def _all_sources(records: Sequence[Staged]) -> int:
    bits = 0
    for each in records:
        bits |= each.sources
    return bits


def _first(ranked: Sequence[Staged], fact: Callable[[Staged], Value | None]) -> Value | None:
    """Return the first fact that is known."""
    return next((found for found in map(fact, ranked) if found), None)
