"""Whether a text is in its writer's own words: runs of words that stand in another text too."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.scripts import is_ideograph, is_unspaced, script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

RUN = 8  # words
# In scripts without spaces a character counts as a part of a word. Eight words are as long as twelve Chinese
# characters, or as 24 letters of Thai, Khmer, Burmese, Lao or kana (with their vowel signs).
WORD_WEIGHT, IDEOGRAPH_WEIGHT, LETTER_WEIGHT = 3, 2, 1
RUN_WEIGHT = RUN * WORD_WEIGHT
# A text of fewer letters is short; a Chinese character counts for one and a half.
SHORT, IDEOGRAPH_LETTERS, LONGEST_SHORT = 6, 1.5, 20
HYPHENS, APOSTROPHES = "-\u2010\u2011", "'’ʼ`´"
TITLE_PARTS = ":"
PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:(?:[-'`]|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*")
DROPPED = re.compile(r"[-'`.,]")
DROPPED_MARKS = frozenset(("COMBINING", "VARIATION", "ARABIC", "HEBREW", "SYRIAC", "MONGOLIAN", "GREEK", "CYRILLIC"))


@dataclass(frozen=True, slots=True)
class Word:
    """`plain` is what words are compared by; `start` and `end` are where it stands in the text.

    In scripts without spaces between words, each letter with its marks is one, and weighs less.
    """

    plain: str
    start: int
    end: int
    weight: int = field(default=WORD_WEIGHT, compare=False)


@dataclass(frozen=True, slots=True)
class Shingles:
    """A source as its runs as long as eight words, each as a number of 64 bits, of which two are never equal by chance.

    As words they would take fifteen times the room, and thousands of sources are kept. `label` says to members where
    the text comes from.
    """

    label: str
    grams: array[int]

    @classmethod
    def of(cls, label: str, *texts: str) -> Shingles:
        """No run reaches from one of the texts into the next."""
        return cls(label, array("q", grams_of(texts)))

    def shares(self, grams: Set[int]) -> bool:
        """Whether one of these runs stands in the source too."""
        return not grams.isdisjoint(self.grams)


@dataclass(frozen=True, slots=True)
class BorrowedRun:
    """`text` is the run as it stands in what was written, from `start` to `end`; `words` of it are no title's.

    Where most of it is in a script without spaces, they are characters: `is_unspaced`.
    """

    text: str
    start: int
    end: int
    words: int
    source: str
    is_unspaced: bool = False


def words_of(text: str) -> list[Word]:
    """Words without case, accents, compatibility forms and punctuation; a compound with hyphens is one word.

    Invisible characters neither end a word nor count: they hide nothing.
    """
    return list(_words(text))


def is_short(text: str) -> bool:
    """Whether a text is too short to say something: "?", "a b", "Pruning", but not "It works"."""
    if len(text) > LONGEST_SHORT:
        return False
    words = words_of(text)
    letters = sum(len(word.plain) if word.weight != IDEOGRAPH_WEIGHT else IDEOGRAPH_LETTERS for word in words)
    return len(words) <= 1 or letters < SHORT


# A log's part is read twice: to compare it, and to compare the next logs with it.
@lru_cache(maxsize=64)
def _words(text: str) -> tuple[Word, ...]:
    return _plain_words(text) if text.isascii() else _any_words(text)


def _plain_words(text: str) -> tuple[Word, ...]:
    """The same as `_any_words` for ASCII, and ten times as fast."""
    found = PLAIN_WORD.finditer(text)
    return tuple(Word(DROPPED.sub("", word[0]).lower(), word.start(), word.end()) for word in found)


def _any_words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    open_word: Word | None = None
    for at, char in enumerate(text):
        folded = _folded(char)
        if _is_mark(char):  # it belongs to the letter that it stands on
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
    """What `Shingles` are asked about: all runs as long as eight words."""
    return frozenset(gram for text in texts for gram, _ in _grams(words_of(text)))


def borrowed_runs(text: str, sources: Iterable[Shingles], titles: Iterable[str] = ()) -> tuple[BorrowedRun, ...]:
    """Runs of at least eight words that a source has too, in order; of those that overlap, the longest.

    Quoted or not makes no difference. The words of `titles` (or of one side of a title's colon) do not count towards
    the eight, so that naming a paper is no copying. Runs of a source that meet in the text count as one run.
    """
    words = words_of(text)
    grams = list(_grams(words))
    here = frozenset(gram for gram, _ in grams)
    counted = _counted(words, titles)
    places = {
        (*run, source.label): None
        for source in sources
        if source.shares(here)
        for run in _runs(grams, here.intersection(source.grams))
    }
    found = [run for place in places if (run := _borrowed(text, words, counted, place))]
    kept: list[BorrowedRun] = []
    taken = bytearray(len(text))
    for run in sorted(found, key=lambda run: -run.words):
        if not any(taken[run.start : run.end]):
            taken[run.start : run.end] = b"\1" * (run.end - run.start)
            kept.append(run)
    return tuple(sorted(kept, key=lambda run: run.start))


def _borrowed(
    text: str, words: Sequence[Word], counted: Sequence[bool], place: tuple[int, int, str]
) -> BorrowedRun | None:
    """The run from the first to the last of these words; None where too little of it is no title's."""
    first, last, label = place
    telling = [word for word, counts in zip(words[first : last + 1], counted[first : last + 1], strict=True) if counts]
    if sum(word.weight for word in telling) < RUN_WEIGHT:
        return None
    letters = sum(word.weight != WORD_WEIGHT for word in telling)
    start, end = words[first].start, words[last].end
    return BorrowedRun(text[start:end], start, end, len(telling), label, letters * 2 > len(telling))


def _grams(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Each run that is just as long as eight words: its hash, and the place of its last word."""
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
    """The first and the last word of each longest run whose parts are all known."""
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
    """False for the words by which the text names a title."""
    counted = [True] * len(words)
    spelt = [word.plain for word in words]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(spelt):
        places.setdefault(word, []).append(at)
    names = {name for title in titles for name in (title, *title.split(TITLE_PARTS))}
    for name in map(_spelt, names):
        for at in places.get(name[0], ()) if name else ():
            if spelt[at : at + len(name)] == name:
                counted[at : at + len(name)] = [False] * len(name)
    return counted


@lru_cache(maxsize=4096)
def _spelt(name: str) -> list[str]:
    return [word.plain for word in words_of(name)]


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """The letters, digits and vowel signs that a character is compared by; empty for everything else.

    Accents and the points of Hebrew and Arabic make no difference; the signs of Indian and other scripts do.
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
    """Whether what is no letter stands inside a word: something invisible, the hyphen of "low-rank"."""
    char = text[at]
    if char in HYPHENS or char in APOSTROPHES:
        return _folded(text[at + 1 : at + 2]) != ""
    if char in ",.":
        return text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()
    return unicodedata.category(char) == "Cf"
