"""Searches a server's own papers beside the shared ones, without touching the shared index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.search.answers import Hit
from bot.core.search.index import SearchIndex
from bot.core.search.lookups import Lookups

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.core.papers.identifiers import Identifier
    from bot.core.papers.paper import Paper

# Building takes about a millisecond a paper. What changed since the large index was built has one of its own.
MOST_CHANGED = 64
ANSWERS_KEPT = 64  # of one server


class OwnIndexes:
    """Two indexes of a server's own papers: one of most of them, and one of those that changed since it was built."""

    def __init__(self, papers: Mapping[str, Paper], before: OwnIndexes | None = None) -> None:
        """Index the papers. Few changes since `before` cost little, however many papers there are."""
        self.built_from: Mapping[str, Paper] = before.built_from if before else {}
        changed = _changed(papers, self.built_from)
        if before and len(changed) <= MOST_CHANGED:
            self.of_most: SearchIndex = before.of_most
            newer = SearchIndex.build([papers[key] for key in changed if key in papers], ANSWERS_KEPT)
            self.layers = [Layer(self.of_most, changed), Layer(newer)]
        else:
            self.built_from, self.of_most = dict(papers), SearchIndex.build(papers.values(), ANSWERS_KEPT)
            self.layers = [Layer(self.of_most)]


class Layer:
    """An index, less the papers that a layer above it replaces."""

    def __init__(self, index: Lookups, hidden: Collection[str] = ()) -> None:
        self.index = index
        self._hidden = frozenset(hidden)

    def shown(self, keys: Sequence[str]) -> list[str]:
        return [key for key in keys if key not in self._hidden]

    def hits(self, find: Callable[[Lookups, int], list[Hit]], limit: int) -> list[Hit]:
        """Return what is found in the index up to a limit, without the hidden papers."""
        hits = find(self.index, limit + len(self._hidden))
        return [hit for hit in hits if hit.key not in self._hidden][:limit] if self._hidden else hits

    def shows(self, key: str | None) -> bool:
        return key is not None and key not in self._hidden


class LayeredSearch(Lookups):
    """Several indexes as one. No paper is shown by two of them, and hits are in the order of their scores.

    Of equal scores, those of the first index come first.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)
        self.prose = LayeredNames(self._layers)

    @classmethod
    def of(cls, shared: Lookups, own: OwnIndexes, keys: Collection[str]) -> LayeredSearch:
        """Search the server's own papers, which have these keys, and those shared ones that have others."""
        return cls([Layer(shared, [key for key in keys if shared.has(key)]), *own.layers])

    def search(self, query: str, limit: int = 5) -> list[Hit]:
        return self._merged(query, lambda index, most: index.search(query, most), limit)

    def suggest(self, typed: str, limit: int = 25) -> list[Hit]:
        return self._merged(typed, lambda index, most: index.suggest(typed, most), limit)

    def holds(self, identifier: Identifier | str) -> str | None:
        held = ((layer, layer.index.holds(identifier)) for layer in reversed(self._layers))
        return next((key for layer, key in held if layer.shows(key)), None)

    def has(self, key: str) -> bool:
        return any(layer.shows(key) and layer.index.has(key) for layer in self._layers)

    def has_name(self, squashed: str, key: str) -> bool:
        return any(layer.shows(key) and layer.index.has_name(squashed, key) for layer in self._layers)

    def says_more(self, written: str, text: str, key: str) -> bool:
        indexes = (layer.index for layer in self._layers if layer.shows(key) and layer.index.has(key))
        return any(index.says_more(written, text, key) for index in indexes)

    def with_digits(self, text: str) -> str:
        for layer in self._layers:
            text = layer.index.with_digits(text)
        return text

    def _merged(self, query: str, find: Callable[[Lookups, int], list[Hit]], limit: int) -> list[Hit]:
        if named := self.named_in(query):
            return [Hit(key, 1.0) for key in named[:limit]]
        hits = [hit for layer in self._layers for hit in layer.hits(find, limit)]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


class LayeredNames:
    """The names of several indexes in running text. See `ProseNames`."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers

    def called(self, squashed: str) -> list[str]:
        return [key for layer in self._layers for key in layer.shown(layer.index.prose.called(squashed))]

    def any_begins(self, squashed: str) -> bool:
        return any(layer.index.prose.any_begins(squashed) for layer in self._layers)

    def is_plain(self, squashed: str) -> bool:
        return all(layer.index.prose.is_plain(squashed) for layer in self._layers)

    def is_everyday(self, squashed: str) -> bool:
        return any(layer.index.prose.is_everyday(squashed) for layer in self._layers)

    def is_own_spelling(self, written: str) -> bool:
        return any(layer.index.prose.is_own_spelling(written) for layer in self._layers)

    def is_family_name(self, squashed: str) -> bool:
        return any(layer.index.prose.is_family_name(squashed) for layer in self._layers)

    def cited(self, author: str, year: int) -> list[str]:
        return [key for layer in self._layers for key in layer.shown(layer.index.prose.cited(author, year))]


def _changed(papers: Mapping[str, Paper], before: Mapping[str, Paper]) -> list[str]:
    """Return the keys of papers that were added, removed or edited."""
    return [key for key in {**before, **papers} if papers.get(key) != before.get(key)]
