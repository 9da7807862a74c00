"""What adding papers to a server's catalog changes, worked out before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.core.catalog.facts import page_of, tidied, tidied_ancestor, usable_ids
from bot.core.catalog.links import MOST_LINKS, Links, require_no_cycle
from bot.core.catalog.names import free_key, free_name
from bot.core.catalog.own_papers import MOST_PAPERS, AddedPaper, AddOutcome, NewPaper, OwnLink
from bot.core.catalog.refusals import CatalogFullError
from bot.core.catalog.same_paper import Identity
from bot.core.catalog.shelf import ShelvedPaper

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.catalog.own_papers import ProposedAncestor
    from bot.core.catalog.shelf import FoundOnShelf, Shelf


@dataclass(frozen=True, slots=True)
class PlacedPaper:
    """A paper with the key and the free names that it gets."""

    key: str
    facts: NewPaper
    is_stub: bool = False


@dataclass(slots=True)
class Additions:
    """Rows to add, stubs to complete, and links to add, each in order."""

    added: list[PlacedPaper] = field(default_factory=list)
    completed: list[PlacedPaper] = field(default_factory=list)
    links: list[OwnLink] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.completed or self.links)


def add(links: Links, paper: NewPaper, ancestors: Sequence[ProposedAncestor], additions: Additions) -> AddedPaper:
    """Put a paper on the links' shelf, note in `additions` what is to be stored, and return what the organizer is told.

    Raises NoTitleError, BadPaperLinkError and LinkCycleError. Call `require_room` after it.
    """
    shelf, paper = links.shelf, tidied(paper)
    found = shelf.find(identity_of(paper))
    if found and not (found.own and found.own.is_stub):
        outcome = AddOutcome.OWN if found.own else AddOutcome.SHARED
        return AddedPaper(found.key, shelf.name_of(found.key), outcome, found.by)
    if found:
        placed = _completed(shelf, found, paper)
        additions.completed.append(placed)
    else:
        placed = _placed(shelf, paper, is_stub=False)
        additions.added.append(placed)
    before = len(additions.added)
    new_links = _link_all(links, placed.key, ancestors, additions)
    return AddedPaper(
        placed.key,
        placed.facts.short_name,
        AddOutcome.COMPLETED if found else AddOutcome.ADDED,
        found.by if found else None,
        len(new_links),
        tuple(stub.key for stub in additions.added[before:]),
    )


def is_stub_yet(shelf: Shelf, paper: NewPaper) -> bool:
    """Return whether `add` would complete a stub. Raises NoTitleError and BadPaperLinkError."""
    found = shelf.find(identity_of(tidied(paper)))
    return bool(found and found.own and found.own.is_stub)


def require_room(room: int, additions: Additions) -> None:
    """Raise CatalogFullError if the server may not have all of them. `room` is that of the shelf before."""
    if len(additions.added) > room:
        raise CatalogFullError(MOST_PAPERS, room)


def identity_of(paper: NewPaper | ProposedAncestor) -> Identity:
    return Identity(paper.title, paper.arxiv_id, paper.doi, paper.year)


def _link_all(links: Links, key: str, ancestors: Iterable[ProposedAncestor], additions: Additions) -> list[OwnLink]:
    """Link the paper to its ancestors, after the links that it has."""
    made: list[OwnLink] = []
    linked = {key, *links.from_key(key)}
    position = links.next_position(key)
    for ancestor in map(tidied_ancestor, ancestors):
        if not ancestor.title or len(made) == MOST_LINKS:
            continue
        older = _key_of(links.shelf, ancestor, additions)
        if older in linked:
            continue
        require_no_cycle(links, key, older)
        linked.add(older)
        link = OwnLink(key, older, ancestor.why, ancestor.sentence, ancestor.section, position + len(made))
        links.put(link)
        made.append(link)
    additions.links += made
    return made


def _key_of(shelf: Shelf, ancestor: ProposedAncestor, additions: Additions) -> str:
    """Return the key of a known paper, or of a new stub."""
    if ancestor.key and ancestor.key in shelf:
        return ancestor.key
    if found := shelf.find(identity_of(ancestor)):
        return found.key
    facts = NewPaper(ancestor.title, ancestor.url, year=ancestor.year, arxiv_id=ancestor.arxiv_id, doi=ancestor.doi)
    stub = _placed(shelf, tidied(facts), is_stub=True)
    additions.added.append(stub)
    return stub.key


def _placed(shelf: Shelf, paper: NewPaper, *, is_stub: bool) -> PlacedPaper:
    """Put a paper on the shelf under a free key and a free short name."""
    name = free_name(paper.short_name, paper.year, lambda option: shelf.named(option) is not None)
    aliases = tuple(alias for alias in paper.aliases if shelf.named(alias) is None)
    facts = replace(paper, short_name=name, aliases=aliases)
    placed = PlacedPaper(free_key(name, paper.year, shelf), facts, is_stub)
    shelf.put(shelved(placed))
    return placed


def _completed(shelf: Shelf, found: FoundOnShelf, paper: NewPaper) -> PlacedPaper:
    """Give a stub the facts that it lacks. Its key stays, and so does whatever another paper has already taken."""

    def is_others(identity: Identity) -> bool:
        other = shelf.find(identity)
        return other is not None and other.key != found.key

    stub = shelf.own[found.key]
    year = paper.year or stub.year
    name = free_name(paper.short_name, year, lambda option: shelf.named(option) not in {None, stub.key})
    has_others_title = shelf.titled(paper.title) not in {None, stub.key}
    arxiv, doi = usable_ids(paper.arxiv_id or stub.arxiv_id, paper.doi or stub.doi)
    arxiv = stub.arxiv_id if is_others(Identity("", arxiv_id=arxiv)) else arxiv
    doi = stub.doi if is_others(Identity("", doi=doi)) else doi
    facts = replace(
        paper,
        # A stub's link comes from its ids. Without a new one, it stays.
        url=paper.url or page_of(arxiv, doi),
        title=stub.title if has_others_title else paper.title,
        short_name=name,
        year=year,
        arxiv_id=arxiv,
        doi=doi,
        aliases=tuple(alias for alias in paper.aliases if shelf.named(alias) in {None, stub.key}),
    )
    placed = PlacedPaper(stub.key, facts)
    shelf.put(shelved(placed))
    return placed


def shelved(placed: PlacedPaper) -> ShelvedPaper:
    facts = placed.facts
    return ShelvedPaper(
        placed.key, facts.title, facts.short_name, facts.aliases, facts.arxiv_id, facts.doi, facts.year, placed.is_stub
    )
