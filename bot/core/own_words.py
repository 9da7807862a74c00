"""Whether a text is in its writer's own words: runs of words that stand in another text too."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

RUN = 8  # words
HYPHENS, APOSTROPHES = "-\u2010\u2011", "'’ʼ`´"
TITLE_PARTS = ":"
PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:(?:[-'`]|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*")
DROPPED = re.compile(r"[-'`.,]")


@dataclass(frozen=True, slots=True)
class Word:
    """`plain` is what words are compared by; `start` and `end` are where it stands in the text."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shingles:
    """A source as its runs of eight words, each as a number of 64 bits, of which two are never equal by chance.

    As words they would take fifteen times the room, and thousands of sources are kept. `label` says to members where
    the text comes from.
    """

    label: str
    grams: array[int]

    @classmethod
    def of(cls, label: str, *texts: str) -> Shingles:
        """No run reaches from one of the texts into the next."""
        return cls(label, array("q", {gram for text in texts for gram in _grams(words_of(text))}))


@dataclass(frozen=True, slots=True)
class BorrowedRun:
    """`text` is the run as it stands in what was written, from `start` to `end`; `words` of it are no title's."""

    text: str
    start: int
    end: int
    words: int
    source: str


def words_of(text: str) -> list[Word]:
    """Words without case, accents, compatibility forms and punctuation; a compound with hyphens is one word.

    Invisible characters neither end a word nor count: they hide nothing.
    """
    return list(_words(text))


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
    plain, start, end = "", 0, 0
    for at, char in enumerate(text):
        folded = _folded(char)
        if folded:
            plain, start, end = plain + folded, start if plain else at, at + 1
        elif plain and not _joins(text, at):
            found.append(Word(plain, start, end))
            plain = ""
    return (*found, Word(plain, start, end)) if plain else tuple(found)


def borrowed_runs(text: str, sources: Iterable[Shingles], titles: Iterable[str] = ()) -> tuple[BorrowedRun, ...]:
    """Runs of at least eight words that a source has too, in order; of those that overlap, the longest.

    Quoted or not makes no difference. The words of `titles` (or of one side of a title's colon) do not count towards
    the eight, so that naming a paper is no copying. Runs of a source that meet in the text count as one run.
    """
    words = words_of(text)
    grams = list(_grams(words))
    here = frozenset(grams)
    counted = _counted(words, titles)
    found: list[BorrowedRun] = []
    for source in sources:
        for first, last in () if here.isdisjoint(source.grams) else _runs(grams, set(source.grams)):
            start, end, count = words[first].start, words[last].end, sum(counted[first : last + 1])
            if count >= RUN:
                found.append(BorrowedRun(text[start:end], start, end, count, source.label))
    kept: list[BorrowedRun] = []
    for run in sorted(found, key=lambda run: -run.words):
        if all(run.end <= other.start or other.end <= run.start for other in kept):
            kept.append(run)
    return tuple(sorted(kept, key=lambda run: run.start))


def _grams(words: Sequence[Word]) -> Iterator[int]:
    return (hash(" ".join(word.plain for word in words[at : at + RUN])) for at in range(len(words) - RUN + 1))


def _runs(grams: Sequence[int], known: Set[int]) -> Iterator[tuple[int, int]]:
    """The first and the last word of each longest run whose eights are all known."""
    first: int | None = None
    for at, gram in enumerate([*grams, None]):
        if gram in known:
            first = at if first is None else first
        elif first is not None:
            yield first, at + RUN - 2
            first = None


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


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    """The letters and digits that a character is compared by; empty for everything else."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(part for part in decomposed if part.isalnum())


def _joins(text: str, at: int) -> bool:
    """Whether what is no letter stands inside a word: an accent, something invisible, the hyphen of "low-rank"."""
    char = text[at]
    if char in HYPHENS or char in APOSTROPHES:
        return _folded(text[at + 1 : at + 2]) != ""
    if char in ",.":
        return text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()
    return unicodedata.category(char)[0] == "M" or unicodedata.category(char) == "Cf"
