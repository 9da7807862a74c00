"""A paper, and the catalog that holds them all in memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Tier(StrEnum):
    """How strongly the reading list recommends a paper.

    `ANCESTOR` is a paper that other papers build on. `ADDED` is a server's own paper: the list does not know it.
    """

    MUST_READ = "must-read"
    RECOMMENDED = "recommended"
    FURTHER = "further"
    ANCESTOR = "ancestor"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Link:
    """One edge of the lineage, from the paper that holds it to the older paper `key`.

    `why` is one line for members; `source` says where the relation can be checked. A link that a server added has a
    `sentence` of the newer paper, word for word. It may be empty, and so may `why`.
    """

    key: str
    why: str
    source: str
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class CurriculumPosition:
    """Where the reading list puts a paper: its section, its 1-based position there, and the phases that use it.

    `phases` are as the list names them ("Phase 9: Parameter-Efficient Fine-Tuning"); empty if it names none. `practice`
    is what the curriculum suggests to build from the paper; empty if it suggests nothing.
    """

    section: str
    position: int
    phases: tuple[str, ...] = ()
    practice: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One entry of the catalog.

    `year` is the year of the first public version and `venue_year` the year of publication. They often differ, and
    people cite both. `arxiv_id` has no version. `doi` is bare (`10.…/…`). `url` is where the title links to. `abstract`
    is only there if its license lets anybody show it.

    A server's own paper may lack authors, `venue` and `url`, and its `year` is 0 if nobody knows it. It has no texts of
    ours: `contribution`, `why_it_matters` and `prompts` are empty.
    """

    key: str
    title: str
    short_name: str
    authors: tuple[str, ...]
    year: int
    venue: str
    url: str
    tier: Tier
    topics: tuple[str, ...]
    contribution: str
    why_it_matters: str
    venue_year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    curriculum: CurriculumPosition | None = None
    aliases: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    builds_on: tuple[Link, ...] = ()
    abstract: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """The years that a reader may cite the paper by, earliest first."""
        return tuple(sorted({self.year, self.venue_year or self.year} - {0}))


class Catalog:
    """Every paper by key, in the file's order, and the names of topics.

    `topics` maps a topic's slug to the name that members see.
    """

    def __init__(self, papers: Iterable[Paper], topics: dict[str, str]) -> None:
        self._papers = {paper.key: paper for paper in papers}
        self.topics = topics

    def __iter__(self) -> Iterator[Paper]:
        return iter(self._papers.values())

    def __len__(self) -> int:
        return len(self._papers)

    def __contains__(self, key: object) -> bool:
        return key in self._papers

    def __getitem__(self, key: str) -> Paper:
        return self._papers[key]

    def get(self, key: str) -> Paper | None:
        return self._papers.get(key)

    @property
    def listed(self) -> Iterator[Paper]:
        """The papers that the reading list may have: all but those that a server has added."""
        return iter(self)
