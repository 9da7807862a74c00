"""Decides which paper a query means, from what an index finds for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from bot.core.errors import BadIdentifierError
from bot.core.papers.identifiers import LONGEST_IDENTIFIER, Doi, parse_identifier, without_stray_spaces
from bot.core.search.answers import DidYouMean, Found, Hit, NothingFound
from bot.core.search.ids import ids_in, without_ids
from bot.core.search.text import normalise
from bot.core.search.words import FIELD_WORDS, STOP_WORDS
from bot.core.text.typed import readable

if TYPE_CHECKING:
    from bot.core.papers.identifiers import Identifier
    from bot.core.search.layers import LayeredNames
    from bot.core.search.prose import ProseNames

CONFIDENT_SCORE, CONFIDENT_IN_ONE_WORD = 0.82, 0.94
CONFIDENT_LEAD = 0.08
LIKELY_SCORE, LIKELY_LEAD = 0.7, 0.15
PLAUSIBLE_LAG = 0.25
MOST_SUGGESTED = 10
BEST_NOT_CALLED_SO = 0.99


class Lookups(ABC):
    """Looks papers up. One index does this, and so do several that are searched together."""

    prose: ProseNames | LayeredNames

    @abstractmethod
    def search(self, query: str, limit: int = 5) -> list[Hit]:
        """Return the best matches for a whole query, best first; none for nonsense. Never raises."""

    @abstractmethod
    def suggest(self, typed: str, limit: int = 25) -> list[Hit]:
        """Search while the last word is still being typed; without text, return the best-known papers. Never raises."""

    @abstractmethod
    def holds(self, identifier: Identifier | str) -> str | None:
        """Return the key of the paper with this id, DOI or link."""

    @abstractmethod
    def has(self, key: str) -> bool:
        """Return whether it finds the paper with this key."""

    @abstractmethod
    def has_name(self, squashed: str, key: str) -> bool:
        """Return whether the paper has exactly this name or title, given without spaces."""

    @abstractmethod
    def says_more(self, written: str, text: str, key: str) -> bool:
        """Return whether the query has a telling word that the paper lacks: "… Is Not All You Need" is another paper.

        `text` is the query as plain words. A whole reference may have such words, because it names editors and places.
        """

    @abstractmethod
    def with_digits(self, text: str) -> str:
        """Replace numbers in words by digits if a catalog name is numbered like that."""

    def named_in(self, query: str) -> list[str]:
        """Return the papers whose ids or links occur anywhere in the query, in its order."""
        found = (self.holds(identifier) for identifier in ids_in(query))
        return list(dict.fromkeys(key for key in found if key is not None))

    def look_up(self, query: str) -> Found | DidYouMean | NothingFound:
        """Return one paper, a few that may be meant, or none.

        Ids and links count anywhere in the query. If they belong to several papers, all are offered. Raises
        BadIdentifierError if the whole query looks like an id or a link and is not a usable one.
        """
        text = without_stray_spaces(readable(query[:LONGEST_IDENTIFIER]))
        named = self.named_in(text)
        if len(named) == 1:
            return Found(named[0])
        if named:
            return DidYouMean(tuple(Hit(key, 1.0) for key in named[:MOST_SUGGESTED]))
        words, unknown = without_ids(text)
        if not words or words == text or _is_one_doi(text):
            identifier = _identifier_of(text, unknown)
            return NothingFound(identifier) if identifier else self._by_words(text)
        # An id of an unknown paper matters more than the words next to it. A link to some other page says nothing.
        return NothingFound(unknown) if unknown else self._by_words(words)

    def _by_words(self, text: str) -> Found | DidYouMean | NothingFound:
        plain = self.with_digits(normalise(text))
        answer = self._judged(self.search(text, MOST_SUGGESTED), set(plain.split()) - STOP_WORDS)
        if isinstance(answer, Found) and self.says_more(text, plain, answer.key):
            return DidYouMean((Hit(answer.key, BEST_NOT_CALLED_SO),))
        return answer

    def _judged(self, hits: list[Hit], telling: set[str]) -> Found | DidYouMean | NothingFound:
        if not hits:
            return NothingFound()
        if hits[0].score < 1.0 and telling <= FIELD_WORDS:
            return DidYouMean(tuple(hits))
        best, second = hits[0].score, hits[1].score if len(hits) > 1 else 0.0
        # A single word that is misspelled or part of a longer name may be another paper's name (BART is not BERT): ask.
        whole = len(telling) > 1 or self.has_name("".join(telling), hits[0].key)
        confident = CONFIDENT_SCORE if whole else CONFIDENT_IN_ONE_WORD
        if (
            best == 1.0 > second
            or (best >= confident and best - second >= CONFIDENT_LEAD)
            or (len(telling) > 1 and best >= LIKELY_SCORE and best - second >= LIKELY_LEAD)
        ):
            return Found(hits[0].key, best)
        return DidYouMean(tuple(hit for hit in hits if hit.score >= best - PLAUSIBLE_LAG))


def _is_one_doi(text: str) -> bool:
    """Return whether the text is a DOI with signs that would end it among other words."""
    if len(text.split()) > 1 or "<" not in text:
        return False
    try:
        return isinstance(parse_identifier(text), Doi)
    except BadIdentifierError:
        return False


def _identifier_of(text: str, inside: Identifier | None) -> Identifier | None:
    """Return the id that the text is, or the one inside of it, as in a link with a text: [arXiv](https://…)."""
    if inside and "](" in text:
        return inside
    try:
        return parse_identifier(text) or inside
    except BadIdentifierError:
        if inside is None:
            raise
        return inside
