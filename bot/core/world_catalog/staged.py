"""A record on its way into the catalogue file, with the numbers under which its duplicates are found."""

from __future__ import annotations

import re
import zlib
from array import array
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.core.world_catalog.paper import WorldPaper, name_number
from bot.core.world_catalog.records import DumpFormat
from bot.core.world_catalog.same_work import Known, author_key, near_keys, title_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Each format is a bit, so that a paper of several has one number.
BITS: dict[str, int] = {name: 1 << place for place, name in enumerate(DumpFormat)}
# Springer's DOI of a whole volume, which some dumps give to each of its papers.
OF_A_VOLUME = re.compile(r"10\.1007/978-[\d-]+", re.ASCII)
BETWEEN_NAMES = "\n"


class Staged(NamedTuple):
    """The row of one record. `names`, `titles`, `near` and `references` are 64-bit integers, packed."""

    sources: int
    title: str
    authors: str
    more_authors: int
    year: int | None
    venue: str
    arxiv_id: str | None
    doi: str | None
    source_id: str | None
    citations: int | None
    names: bytes
    titles: bytes
    near: bytes
    author: int
    abstract: bytes | None
    references: bytes | None


def staged(paper: WorldPaper, names: Collection[int] = (), references: Iterable[int] = ()) -> Staged:
    """Return the row of a paper. `names` and `references` are further ones that are only known as numbers."""
    if paper.doi and OF_A_VOLUME.fullmatch(paper.doi):
        paper = replace(paper, doi=None)
    known = Known(paper.title, paper.authors, paper.year, paper.arxiv_id, paper.doi)
    # A record without any id must still be recognized when it comes again.
    own = paper.all_names or (() if names else (f"{known.work.letters}/{'/'.join(paper.authors)}/{paper.year}",))
    all_names = sorted({*names, *map(name_number, own)})
    cited = [*references, *map(name_number, paper.references)]
    return Staged(
        sum(BITS[source] for source in paper.sources),
        paper.title,
        BETWEEN_NAMES.join(paper.authors),
        paper.more_authors,
        paper.year,
        paper.venue,
        paper.arxiv_id,
        paper.doi,
        paper.source_id,
        paper.citations,
        pack(all_names),
        pack(title_keys(known)),
        pack(near_keys(known)),
        author_key(known),
        zlib.compress(paper.abstract.encode()) if paper.abstract else None,
        pack(dict.fromkeys(cited)) if cited else None,
    )


@lru_cache(1 << len(BITS))
def sources_of(bits: int) -> tuple[DumpFormat, ...]:
    return tuple(name for name in DumpFormat if bits & BITS[name])


def pack(numbers: Iterable[int]) -> bytes:
    """These never leave the machine, so its own order of bytes will do."""
    return array("q", numbers).tobytes()


def unpack(packed: bytes) -> array[int]:
    numbers = array("q")
    numbers.frombytes(packed)
    return numbers
