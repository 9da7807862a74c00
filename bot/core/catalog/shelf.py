"""All papers that a server can name, its own and the shared ones, with just the facts that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import MOST_PAPERS, MatchedBy
from bot.core.catalog.refusals import NotInCatalogError, SharedPaperError
from bot.core.catalog.same_paper import Identity, SamePapers
from bot.core.errors import Code
from bot.core.search.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Catalog

SUREST_FIRST = list(MatchedBy)


@dataclass(frozen=True, slots=True)
class ShelvedPaper:
    """A server's own paper, without what only its card needs. `title_key` is empty if it is not known yet."""

    key: str
    title: str
    short_name: str
    aliases: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    year: int | None = None
    is_stub: bool = False
    title_key: str = ""

    @property
    def identity(self) -> Identity:
        return Identity(self.title, self.arxiv_id, self.doi, self.year)


@dataclass(frozen=True, slots=True)
class FoundOnShelf:
    """A paper that is there already. `own` is None if it is a shared one."""

    key: str
    by: MatchedBy
    own: ShelvedPaper | None


class SharedShelf:
    """The shared catalog's papers. It is made once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.same = SamePapers.of(catalog)
        self.by_name = {
            name_key(name): paper.key for paper in catalog for name in (paper.short_name, paper.key, *paper.aliases)
        }


class Shelf:
    """A server's papers over the shared ones. Whatever is put on it is found from then on."""

    def __init__(self, shared: SharedShelf, own: Iterable[ShelvedPaper]) -> None:
        self._shared = shared
        self.own: dict[str, ShelvedPaper] = {}
        self._same = SamePapers()
        self._by_name: dict[str, str] = {}
        self._to_name: list[ShelvedPaper] = []
        for paper in own:
            self.put(paper)

    def __contains__(self, key: object) -> bool:
        return key in self.own or key in self._shared.catalog

    @property
    def room(self) -> int:
        """How many more papers the server may have."""
        return max(0, MOST_PAPERS - len(self.own))

    def put(self, paper: ShelvedPaper) -> None:
        """Add a paper, or a stub's other facts."""
        self.own[paper.key] = paper
        self._same.add(paper.key, paper.identity, paper.title_key)
        self._to_name.append(paper)

    def find(self, identity: Identity) -> FoundOnShelf | None:
        """Return the same paper, recognized by the surest sign; one of the server's own before a shared one."""
        found = list(filter(None, (self._same.find(identity), self._shared.same.find(identity))))
        if not found:
            return None
        best = min(found, key=lambda match: SUREST_FIRST.index(match.by))
        return FoundOnShelf(best.key, best.by, self.own.get(best.key))

    def identified(self, arxiv_id: str | None, doi: str | None) -> FoundOnShelf | None:
        """Return the paper with this arXiv id or DOI."""
        found = self.find(Identity("", arxiv_id, doi))
        return found if found and found.by is not MatchedBy.TITLE else None

    def titled(self, title: str) -> str | None:
        """Return the key of the paper with exactly this title, but for case, accents and punctuation."""
        return self._same.titled(title) or self._shared.same.titled(title)

    def named(self, name: str) -> str | None:
        """Return the key of the paper with this short name or alias."""
        for paper in self._to_name:
            for each in (paper.short_name, *paper.aliases):
                self._by_name.setdefault(name_key(each), paper.key)
        self._to_name.clear()
        return self._by_name.get(name_key(name)) or self._shared.by_name.get(name_key(name))

    def name_of(self, key: str) -> str:
        """Return the paper's short name, or the key of one that is gone."""
        paper = self.own.get(key) or self._shared.catalog.get(key)
        return paper.short_name if paper else key

    def shared_links(self, key: str) -> tuple[str, ...]:
        """Return the keys of what a shared paper builds on in the shared catalog; nothing for an own one."""
        paper = None if key in self.own else self._shared.catalog.get(key)
        return tuple(link.key for link in paper.builds_on) if paper else ()

    def require(self, key: str) -> None:
        """Raise NotInCatalogError if no paper has the key."""
        if key not in self:
            raise NotInCatalogError(Code(key))

    def required_own(self, key: str) -> ShelvedPaper:
        """Return an own paper. Raises NotInCatalogError, or SharedPaperError for a shared one."""
        self.require(key)
        if key not in self.own:
            raise SharedPaperError(self.name_of(key))
        return self.own[key]


def name_key(name: str) -> str:
    """Return the form in which short names are compared."""
    return squash(name) or " ".join(name.casefold().split())
