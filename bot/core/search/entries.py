"""The index entry of each paper: its names, titles, authors and years as word numbers in one flat array."""

from __future__ import annotations

from array import array
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.core.papers.author_names import author_name, family_name, spellings
from bot.core.search.text import LONGEST_TITLE, normalise, squash
from bot.core.search.words import EVERYDAY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.papers.paper import Paper

MOST_AUTHORS, MOST_BY_GIVEN_NAME, LONGEST_NAMES = 250, 40, 600
SHORTEST_MIDDLE_NAME = 3
SHORTEST_COINED = 5  # shorter ones are abbreviations in other fields too
# A cell of the array either opens a phrase or is a word: its number, and how many preceding words it joins.
OPENS = 1 << 31
GLUE_BITS = 2


class Phrase(IntEnum):
    TITLE = 0
    NAME = 1
    FIRST_AUTHOR = 2
    AUTHORS = 3
    GIVEN_NAMES = 4
    YEARS = 5
    MIDDLE_NAMES = 6


class Entries:
    """The cells of all papers, one paper after the other, and the numbers of the words in them.

    `misspelt` are words that are found in spite of typos. `coined` are names that can hardly mean anything else.
    """

    def __init__(self) -> None:
        self.word_numbers: dict[str, int] = {}
        self.postings: list[array[int]] = []
        self.misspelt: set[int] = set()
        self.coined: set[int] = set()
        self._cells = array("I")
        self._starts = array("I", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def cells(self, paper: int) -> array[int]:
        return self._cells[self._starts[paper] : self._starts[paper + 1]]

    def words(self, paper: int, *phrases: Phrase) -> set[int]:
        """Return the numbers of the words in phrases of these kinds."""
        found: set[int] = set()
        wanted = False
        for cell in self.cells(paper):
            if cell >= OPENS:
                wanted = cell - OPENS in phrases
            elif wanted:
                found.add(cell >> GLUE_BITS)
        return found

    def add(self, paper: Paper) -> None:
        number = len(self)
        for title in dict.fromkeys((paper.title, *paper.other_titles)):
            self._add_phrase(number, Phrase.TITLE, compounds(title))
        names = {tuple(compounds(name)): None for name in (paper.short_name, paper.key, *paper.aliases)}
        for name in names:
            self._add_phrase(number, Phrase.NAME, name)
        self.coined |= {self.word_numbers[name] for name in _coined_names(paper) if name in self.word_numbers}
        self._add_authors(number, paper.authors[:MOST_AUTHORS])
        self._add_phrase(number, Phrase.YEARS, [(str(year), 0) for year in paper.years])
        self._starts.append(len(self._cells))

    def _add_authors(self, number: int, authors: Sequence[str]) -> None:
        """Add the authors' names.

        A middle name may be the first of two family names (Adrià Puigdomènech Badia), so it counts as a family name.
        """
        names = [author_name(author) for author in authors]
        families = [[word for spelt in spellings(name.family) for word in compounds(spelt)] for name in names]
        middle = [word for name in names for word in name.given.split()[1:] if len(word) >= SHORTEST_MIDDLE_NAME]
        middle_words = [word for name in middle for word in compounds(name)]
        if families:
            self._add_phrase(number, Phrase.FIRST_AUTHOR, dict.fromkeys(families[0]))
        self._add_phrase(number, Phrase.AUTHORS, dict.fromkeys(word for words in families[1:] for word in words))
        given = normalise(" ".join(name.given for name in names[:MOST_BY_GIVEN_NAME]), LONGEST_NAMES).split()
        self._add_phrase(number, Phrase.GIVEN_NAMES, [(word, 0) for word in dict.fromkeys(given)])
        self._add_phrase(number, Phrase.MIDDLE_NAMES, dict.fromkeys(middle_words))

    def _add_phrase(self, paper: int, phrase: Phrase, words: Iterable[tuple[str, int]]) -> None:
        cells = []
        for word, glues in words:
            number = self.word_numbers.setdefault(word, len(self.word_numbers))
            if number == len(self.postings):
                self.postings.append(array("I"))
            if not self.postings[number] or self.postings[number][-1] != paper:
                self.postings[number].append(paper)
            if phrase < Phrase.GIVEN_NAMES:
                self.misspelt.add(number)
            cells.append(number << GLUE_BITS | glues)
        if cells:
            self._cells.append(OPENS | phrase)
            self._cells.extend(cells)


def compounds(text: str) -> list[tuple[str, int]]:
    """Return the words of a text, each with 0. A hyphenated word follows its parts, with the number of parts it joins.

    "Low-Rank Adaptation" → low, rank, lowrank (2), adaptation.
    """
    words: list[tuple[str, int]] = []
    for chunk in text[:LONGEST_TITLE].split():
        if chunk.isascii() and chunk.isalnum():
            # Most are; `normalise` would say the same in four times as long.
            words.append((chunk.lower(), 0))
            continue
        parts = normalise(chunk).split()
        words += [(part, 0) for part in parts]
        if 1 < len(parts) < 1 << GLUE_BITS:
            words.append(("".join(parts), len(parts)))
    return words


def own_spellings(paper: Paper) -> list[str]:
    """Return one-word names with unusual capitals: "ZeRO", "S4", "AdaRound". Authors' names are left out."""
    families = {squash(family_name(author)) for author in paper.authors}
    names = (paper.short_name, paper.title.partition(":")[0], *paper.aliases)
    return [
        name
        for name in names
        if len(normalise(name).split()) == 1
        and not name.islower()
        and not (name.istitle() and name.isalpha())
        and squash(name) not in families
    ]


def _coined_names(paper: Paper) -> set[str]:
    """Return names that can hardly mean anything else, whatever words are next to them."""
    names = {squash(name) for name in own_spellings(paper)}
    return {name for name in names if len(name) >= SHORTEST_COINED and name not in EVERYDAY_WORDS}
