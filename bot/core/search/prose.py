"""Names of papers in running text, where most words are not about papers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.core.search.entries import Phrase, own_spellings
from bot.core.search.text import squash
from bot.core.search.words import EVERYDAY_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers.paper import Paper
    from bot.core.search.entries import Entries
    from bot.core.search.names import Names
    from bot.core.search.postings import Postings
    from bot.core.search.vocabulary import Vocabulary

SHORTEST_PLAIN_NAME = 3
FEWEST_FOR_COMMON = 3
COMMON_SHARE = 200
MOST_WITH_A_NAME = 64


class ProseNames:
    def __init__(
        self, papers: Sequence[Paper], entries: Entries, postings: Postings, vocabulary: Vocabulary, names: Names
    ) -> None:
        self._keys = [paper.key for paper in papers]
        self._entries = entries
        self._postings = postings
        self._vocabulary = vocabulary
        self._names = names
        self._common = max(FEWEST_FOR_COMMON, len(papers) // COMMON_SHARE)
        self._spellings = {name for paper in papers for name in own_spellings(paper) if not self.is_plain(squash(name))}

    def called(self, squashed: str) -> list[str]:
        """Return the papers with this name or title, or with a title that has this before or after its colon."""
        return [self._keys[paper] for paper, _ in self._names.exactly(squashed)]

    def any_begins(self, squashed: str) -> bool:
        return self._names.any_beginning(squashed)

    def is_plain(self, squashed: str) -> bool:
        """Return whether a one-word name is no other word too, so that it counts in any spelling."""
        return len(squashed) >= SHORTEST_PLAIN_NAME and not self.is_everyday(squashed)

    def is_everyday(self, squashed: str) -> bool:
        """Return whether it is an English word, a first name, or a word in many titles."""
        number = self._vocabulary.number(squashed)
        return squashed in EVERYDAY_WORDS or (number is not None and self._postings.counts[number] >= self._common)

    def is_own_spelling(self, written: str) -> bool:
        """Return whether a paper spells its name exactly like this, with unusual capitals: "ZeRO", "S4"."""
        return written in self._spellings

    def is_family_name(self, squashed: str) -> bool:
        """Return whether it is also the family name of an author of that paper: "kaplan" alone is a person."""
        number = self._vocabulary.number(squashed)
        families = (Phrase.FIRST_AUTHOR, Phrase.AUTHORS)
        return any(number in self._entries.words(paper, *families) for paper, _ in self._names.exactly(squashed))

    def cited(self, author: str, year: int) -> list[str]:
        """Return the papers of that year whose first author has this family name, at most 64."""
        family = self._vocabulary.number(squash(author))
        date = self._vocabulary.number(str(year))
        if family is None or date is None:
            return []
        both = self._postings.union([family]) & self._postings.union([date])
        return [
            self._keys[paper]
            for paper in islice(self._postings.first(both), MOST_WITH_A_NAME)
            if family in self._entries.words(paper, Phrase.FIRST_AUTHOR)
            and date in self._entries.words(paper, Phrase.YEARS)
        ]
