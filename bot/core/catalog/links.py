"""A server's links between papers, over those of the shared catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.cycles import path_between
from bot.core.catalog.refusals import (
    LinkCycleError,
    LinkedAlreadyError,
    LinkToItselfError,
    NotLinkedError,
    SharedLinkError,
    TooManyLinksError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.catalog.own_papers import OwnLink
    from bot.core.catalog.shelf import Shelf

# Of one paper. More could hardly be "what it most directly builds on".
MOST_LINKS = 20


class Links:
    """Who builds on whom on a shelf, with the server's links and the shared ones."""

    def __init__(self, shelf: Shelf, own: Iterable[OwnLink]) -> None:
        self.shelf = shelf
        self._own: dict[str, dict[str, OwnLink]] = {}
        for link in own:
            self.put(link)

    def put(self, link: OwnLink) -> None:
        self._own.setdefault(link.key, {})[link.builds_on] = link

    def own_from(self, key: str) -> list[OwnLink]:
        """Return the server's links of a paper, in their order."""
        return sorted(self._own.get(key, {}).values(), key=lambda link: link.position)

    def from_key(self, key: str) -> list[str]:
        """Return the keys of all papers that this one builds on."""
        return [*self.shelf.shared_links(key), *self._own.get(key, ())]

    def own_to(self, key: str) -> list[OwnLink]:
        """Return the server's links of other papers to this one."""
        return [links[key] for links in self._own.values() if key in links]

    def next_position(self, key: str) -> int:
        return max((link.position + 1 for link in self.own_from(key)), default=0)


def require_linkable(links: Links, key: str, builds_on: str) -> None:
    """Raise a ClubError if the link cannot be added."""
    shelf = links.shelf
    shelf.require(key)
    shelf.require(builds_on)
    paper, ancestor = shelf.name_of(key), shelf.name_of(builds_on)
    if key == builds_on:
        raise LinkToItselfError(paper)
    if builds_on in links.from_key(key):
        raise LinkedAlreadyError(paper, ancestor)
    if len(links.own_from(key)) >= MOST_LINKS:
        raise TooManyLinksError(paper, MOST_LINKS)
    require_no_cycle(links, key, builds_on)


def require_linked(links: Links, key: str, builds_on: str) -> None:
    """Raise a ClubError if the server has no such link to take away."""
    shelf = links.shelf
    shelf.require(key)
    shelf.require(builds_on)
    if any(link.builds_on == builds_on for link in links.own_from(key)):
        return
    paper, ancestor = shelf.name_of(key), shelf.name_of(builds_on)
    if builds_on in shelf.shared_links(key):
        raise SharedLinkError(paper, ancestor)
    raise NotLinkedError(paper, ancestor)


def require_no_cycle(links: Links, key: str, builds_on: str) -> None:
    """Raise LinkCycleError if the older paper builds on the newer one already, perhaps by way of others."""
    if keys := path_between(builds_on, key, links.from_key):
        names = tuple(map(links.shelf.name_of, keys))
        raise LinkCycleError(names[-1], names[0], names, keys)
