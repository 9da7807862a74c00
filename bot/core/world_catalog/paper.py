"""A paper of the catalogue file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from bot.core.papers.ids import ARXIV_DOI
from bot.core.papers.title_letters import letters_of

OPENALEX, SEMANTIC_SCHOLAR = "openalex:", "s2:"  # before the ids of these sources, since they could be DOIs' parts
MOST_AUTHORS = 30
LARGEST_NUMBER = 1 << 63


@dataclass(frozen=True, slots=True)
class WorldPaper:
    """What the catalogue file knows of a paper. All texts are plain, in one line, and clipped.

    `authors` are the first 30 as they write themselves, and `more_authors` counts the others. `arxiv_id` has no version
    and `doi` is bare and lower-case. `source_id` is the id at OpenAlex or Semantic Scholar, with the source before it
    (`openalex:w2741809807`, `s2:13756489`). `names` are further ids of the same paper, such as those of a duplicate.
    `citations` is None if no source counts them. `abstract` is only there if its license lets anybody show it.
    `references` are ids of what it cites, in any of the forms above. `sources` are the names of the files' formats.
    """

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    arxiv_id: str | None = None
    doi: str | None = None
    source_id: str | None = None
    names: tuple[str, ...] = ()
    citations: int | None = None
    abstract: str = ""
    references: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    more_authors: int = 0

    @property
    def all_names(self) -> frozenset[str]:
        """Every id that leads to the paper, in lower case."""
        known = (self.arxiv_id, self.doi, self.source_id, *self.names)
        return frozenset(name.lower().removeprefix(ARXIV_DOI) for name in known if name)

    @property
    def title_name(self) -> str:
        """What stands in for an id: the title and the first author, however they are typed."""
        return f"title:{letters_of(self.title)}:{letters_of(self.authors[0] if self.authors else '')}"

    @property
    def reference(self) -> str:
        """Sixteen characters that lead to the paper in every file that has it, for buttons."""
        name = (self.arxiv_id or self.doi or self.source_id or self.title_name).lower().removeprefix(ARXIV_DOI)
        return f"{name_number(name):016x}"


def referred_number(reference: str) -> int | None:
    """Return the number of the id in a `WorldPaper.reference`; None if it is larger than any, as in a forged button."""
    number = int(reference, 16)
    return number if number < LARGEST_NUMBER else None


def name_number(name: str) -> int:
    """Return the number under which an id is kept: the first 63 bits of its BLAKE2 hash.

    A number takes a third of the room of a DOI, and two of ten million ids share one with a chance of 1 in 100,000.
    """
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
