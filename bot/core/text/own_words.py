"""Checks whether a text is in its writer's own words: finds runs of words that another text has too."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.text.scripts import is_ideograph, is_unspaced, script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

RUN = 8  # words
# In scripts without spaces, each character counts as part of a word. Eight words are as long as twelve Chinese
# characters, or 24 letters of Thai, Khmer, Burmese, Lao or kana (with their vowel signs).
WORD_WEIGHT, IDEOGRAPH_WEIGHT, LETTER_WEIGHT = 3, 2, 1
RUN_WEIGHT = RUN * WORD_WEIGHT
# A text with fewer letters is short. A Chinese character counts as one and a half.
SHORT, IDEOGRAPH_LETTERS, LONGEST_SHORT = 6, 1.5, 20
HYPHENS, APOSTROPHES = "-\u2010\u2011", "'’ʼ`´"
TITLE_PARTS = ":"
PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:(?:[-'`]|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*")
DROPPED = re.compile(r"[-'`.,]")
DROPPED_MARKS = frozenset(("COMBINING", "VARIATION", "ARABIC", "HEBREW", "SYRIAC", "MONGOLIAN", "GREEK", "CYRILLIC"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. Words are compared by `plain`; `start` and `end` are positions in the text.

    In scripts without spaces, each letter with its marks is a word of its own with less weight.
    """

    plain: str
    start: int
    end: int
    weight: int = field(default=WORD_WEIGHT, compare=False)


@dataclass(frozen=True, slots=True)
class Shingles:
    """A source as a set of 64-bit hashes of its runs of eight words. Chance collisions are negligible.

    Storing the words would take fifteen times the memory, and thousands of sources are kept. `label` is the name of
    the paper that the text is about; None for another member's log.
    """

    label: str | None
    grams: array[int]

    @classmethod
    def of(cls, label: str | None, *texts: str) -> Shingles:
        """Create one from several texts. No run spans two of them."""
        return cls(label, array("q", grams_of(texts)))

    def shares(self, grams: Set[int]) -> bool:
        """Return whether the source has one of these runs too."""
        return not grams.isdisjoint(self.grams)


@dataclass(frozen=True, slots=True)
class BorrowedRun:
    """A run that a source has too. `text` is the run as written, from `start` to `end`; `words` excludes titles' words.

    If most of it is in a script without spaces, `is_unspaced` is set and `words` counts characters.
    """

    text: str
    start: int
    end: int
    words: int
    source: str | None
    is_unspaced: bool = False


def words_of(text: str) -> list[Word]:
    """Return the words without case, accents, compatibility forms and punctuation. A hyphenated compound is one word.

    Invisible characters neither end a word nor count, so they cannot hide anything.
    """
    return list(_words(text))


def is_short(text: str) -> bool:
    """Return whether a text is too short to say something: "?", "a b" or "Pruning", but not "It works"."""
    if len(text) > LONGEST_SHORT:
        return False
    words = words_of(text)
    letters = sum(len(word.plain) if word.weight != IDEOGRAPH_WEIGHT else IDEOGRAPH_LETTERS for word in words)
    return len(words) <= 1 or letters < SHORT


# Each part of a log is read twice: to compare it, and to compare later logs with it.
@lru_cache(maxsize=64)
def _words(text: str) -> tuple[Word, ...]:
    return _plain_words(text) if text.isascii() else _any_words(text)


def _plain_words(text: str) -> tuple[Word, ...]:
    """Do the same as `_any_words` for ASCII text, ten times as fast."""
    found = PLAIN_WORD.finditer(text)
    return tuple(Word(DROPPED.sub("", word[0]).lower(), word.start(), word.end()) for word in found)


def _any_words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    open_word: Word | None = None
    for at, char in enumerate(text):
        folded = _folded(char)
        if _is_mark(char):  # it belongs to the letter before it
            if open_word:
                open_word = Word(open_word.plain + folded, open_word.start, at + 1, open_word.weight)
            continue
        weight = _weight(folded[:1])
        if folded and open_word and weight == open_word.weight == WORD_WEIGHT:
            open_word = Word(open_word.plain + folded, open_word.start, at + 1)
        elif open_word and (folded or not _joins(text, at)):
            found.append(open_word)
            open_word = None
        if folded and open_word is None:
            open_word = Word(folded, at, at + 1, weight)
    return (*found, open_word) if open_word else tuple(found)


def grams_of(texts: Iterable[str]) -> frozenset[int]:
    """Return the hashes of all runs as long as eight words, to look up in `Shingles`."""
    return frozenset(gram for text in texts for gram, _ in _grams(words_of(text)))


def borrowed_runs(text: str, sources: Iterable[Shingles], titles: Iterable[str] = ()) -> tuple[BorrowedRun, ...]:
    """Return the runs of at least eight words that a source has too, in order; of overlapping ones, the longest.

    Quotation marks make no difference. The words of `titles` (or of one side of a title's colon) do not count toward
    the eight, so naming a paper is not copying. Runs of one source that touch in the text count as one run.
    """
    words = words_of(text)
    grams = list(_grams(words))
    here = frozenset(gram for gram, _ in grams)
    counted = _counted(words, titles)
    spans = {
        (*run, source.label): None
        for source in sources
        if source.shares(here)
        for run in _runs(grams, here.intersection(source.grams))
    }
    found = [run for span in spans if (run := _borrowed(text, words, counted, span))]
    kept: list[BorrowedRun] = []
    taken = bytearray(len(text))
    for run in sorted(found, key=lambda run: -run.words):
        if not any(taken[run.start : run.end]):
            taken[run.start : run.end] = b"\1" * (run.end - run.start)
            kept.append(run)
    return tuple(sorted(kept, key=lambda run: run.start))


def _borrowed(
    text: str, words: Sequence[Word], counted: Sequence[bool], span: tuple[int, int, str | None]
) -> BorrowedRun | None:
    """Return the run from the first to the last of these words; None if too little of it is outside titles."""
    first, last, label = span
    telling = [word for word, counts in zip(words[first : last + 1], counted[first : last + 1], strict=True) if counts]
    if sum(word.weight for word in telling) < RUN_WEIGHT:
        return None
    letters = sum(word.weight != WORD_WEIGHT for word in telling)
    start, end = words[first].start, words[last].end
    return BorrowedRun(text[start:end], start, end, len(telling), label, letters * 2 > len(telling))


def _grams(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the hash and the last word's position of each run that is exactly as long as eight words."""
    last, weight = -1, 0
    for first in range(len(words)):
        while weight < RUN_WEIGHT:
            last += 1
            if last == len(words):
                return
            weight += words[last].weight
        yield hash(" ".join(word.plain for word in words[first : last + 1])), last
        weight -= words[first].weight


def _runs(grams: Sequence[tuple[int, int]], known: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last word's positions of each longest run whose parts are all known."""
    first: int | None = None
    end = 0
    for at, (gram, last) in enumerate(grams):
        if gram in known:
            first, end = (at if first is None else first), last
        elif first is not None:
            yield first, end
            first = None
    if first is not None:
        yield first, end


def _counted(words: Sequence[Word], titles: Iterable[str]) -> list[bool]:
    """Return whether each word counts: False for words by which the text names a title."""
    counted = [True] * len(words)
    spelt = [word.plain for word in words]
    positions: dict[str, list[int]] = {}
    for at, word in enumerate(spelt):
        positions.setdefault(word, []).append(at)
    names = {name for title in titles for name in (title, *title.split(TITLE_PARTS))}
    for name in map(_spelt, names):
        for at in positions.get(name[0], ()) if name else ():
            if spelt[at : at + len(name)] == name:
                counted[at : at + len(name)] = [False] * len(name)
    return counted


@lru_cache(maxsize=4096)
def _spelt(name: str) -> list[str]:
    return [word.plain for word in words_of(name)]


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """Return the letters, digits and vowel signs by which a character is compared; empty for everything else.

    Accents and the points of Hebrew and Arabic make no difference. The signs of Indian and other scripts do.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(part for part in decomposed if part.isalnum() or (_is_mark(part) and _tells(part)))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _tells(mark: str) -> bool:
    return unicodedata.category(mark) != "Me" and script_of(mark) not in DROPPED_MARKS


@lru_cache(maxsize=8192)
def _weight(letter: str) -> int:
    if letter and is_ideograph(letter):
        return IDEOGRAPH_WEIGHT
    return LETTER_WEIGHT if letter and is_unspaced(letter) else WORD_WEIGHT


def _joins(text: str, at: int) -> bool:
    """Return whether the non-letter here is inside a word: an invisible character, or the hyphen of "low-rank"."""
    char = text[at]
    if char in HYPHENS or char in APOSTROPHES:
        return _folded(text[at + 1 : at + 2]) != ""
    if char in ",.":
        return text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()
    return unicodedata.category(char) == "Cf"
