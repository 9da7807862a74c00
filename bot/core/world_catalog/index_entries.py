"""The words, beginnings and initials under which a paper of the catalogue file is found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from bot.core.papers.author_names import family_name, spellings
from bot.core.search.entries import compounds
from bot.core.search.text import LONGEST_TITLE, normalise
from bot.core.search.words import STOP_WORDS
from bot.core.world_catalog.paper import WorldPaper, name_number
from bot.core.world_catalog.unspaced import pairs_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_WORD = 40
SHORTEST_NAME = 2
SHORTEST_WITH_TYPO, LONGEST_WITH_TYPO = 4, 24
LONGEST_BEGINNING = 32
SHORTEST_INITIALS, LONGEST_INITIALS = 3, 8
MOST_COMPLETIONS = 12
LONGEST_COMPLETED = 8
PARTS = re.compile(r"[:?]")


class IndexEntries(NamedTuple):
    """Everything under which a paper is found, except for its ids. `words` have spaces between them."""

    words: str
    beginnings: frozenset[str]
    initials: frozenset[str]
    title_name: int


def all_entries(papers: Iterable[tuple[str, tuple[str, ...], int | None]]) -> list[IndexEntries]:
    """Return the entries of papers, each given as title, authors and year."""
    return [entries_of(WorldPaper(*paper)) for paper in papers]


def entries_of(paper: WorldPaper) -> IndexEntries:
    title = paper.title
    words = " ".join(words_of(paper))
    return IndexEntries(words, beginnings_of(title), initials_of(title), name_number(paper.title_name))


def words_of(paper: WorldPaper) -> frozenset[str]:
    """Return the words of the title, also joined ones ("low-rank" → low, rank, lowrank), of the authors, and the year.

    Titles in Chinese and Japanese also have pairs of characters.

    An author's family name is there in other alphabets' spellings too.
    """
    words = {word for word, _ in compounds(paper.title)}
    if not paper.title.isascii():
        words.update(pair for word in normalise(paper.title, LONGEST_TITLE).split() for pair in pairs_in(word))
    names = " ".join(paper.authors)
    words.update(word for word in normalise(names, 40 * len(paper.authors)).split() if len(word) >= SHORTEST_NAME)
    for author in paper.authors:
        if not author.isascii() or "'" in author or "-" in author:
            for spelt in spellings(family_name(author)):
                words.update(word for word, _ in compounds(spelt))
    if paper.year:
        words.add(str(paper.year))
    return frozenset(word for word in words if len(word) <= LONGEST_WORD)


def beginnings_of(title: str) -> frozenset[str]:
    """Return the first letters of the title, and of what is before and after its colon or question mark.

    A shorter name, such as "LoRA", is there as a whole, so that papers with exactly this name can be found.
    """
    parts = ["".join(words) for words in _words_of_parts(title)]
    return frozenset(start[:LONGEST_BEGINNING] for start in ("".join(parts), *parts) if start)


def initials_of(title: str) -> frozenset[str]:
    """Return the initials of each part of the title: of all its words, and of those that matter."""
    found: set[str] = set()
    for words in _words_of_parts(title):
        found.add("".join([word[0] for word in words]))
        found.add("".join([word[0] for word in words if word not in STOP_WORDS]))
    return frozenset(each for each in found if SHORTEST_INITIALS <= len(each) <= LONGEST_INITIALS)


@lru_cache(1)
def _words_of_parts(title: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(normalise(part, LONGEST_TITLE).split()) for part in PARTS.split(title))


def typo_pieces(word: str) -> Iterator[int]:
    """Yield numbers of the word and of the word without each of its letters; none for words that are too short.

    Two words that are one typing error apart share a number.
    """
    if SHORTEST_WITH_TYPO <= len(word) <= LONGEST_WITH_TYPO:
        yield piece_number(word)
        if word.isascii():
            # The same in two thirds of the time.
            letters = word.encode()
            yield from {crc32(letters[:at] + letters[at + 1 :]) for at in range(len(letters))}
        else:
            yield from {piece_number(word[:at] + word[at + 1 :]) for at in range(len(word))}


def piece_number(piece: str) -> int:
    return crc32(piece.encode())
