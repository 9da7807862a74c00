"""Tells whether two descriptions are of the same paper: by arXiv id, DOI or title.

Titles count as the same if only typing differs: capitals, accents, punctuation, a letter or two, an article, or a
missing subtitle. Different papers share short titles ("Working memory"), so authors and years must fit too.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Generic, TypeVar

from rapidfuzz.distance import OSA

from bot.core.papers.author_names import UMLAUTS, plain_letters
from bot.core.papers.title_letters import folded, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Key = TypeVar("Key")

LONGEST_TITLE = 400  # letters that are compared
SHORT_TITLE = 20  # letters: below, many papers share a title
MOST_YEARS_APART = 6
MOST_YEARS_APART_IF_SHORT = 1
LONGEST_FOR_NO_TYPO = 3
LONG_WORD = 9  # letters, from which on a word may have two typing errors
MOST_WORDS_TYPED_WRONG = 2
FEWEST_WORDS = 4  # of a title that may have typing errors
FEWEST_WORDS_OF_MAIN = 5  # of a title that may stand without its subtitle
KEY_WORDS = 3
NO_AUTHOR = "?"
MOST_COMPARED = 100
# Subtitles of papers that follow another one with the same beginning.
OWN = re.compile(
    r"(?:[ivx]+|part|volume|chapter|lecture|\d+|an? (?:reply|comment|correction)|reply|comments?|correction|corrigendum"
    r"|erratum|errata|addend(?:um|a)|additions?|supplement\w*|appendix|discussion|rejoinder|author.?s.? repl(?:y|ies)"
    r"|author.?s.? response|a retrospective|second|third|revisited|further|more|response)\b",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
WORD = re.compile(r"[^\W_]+")
SUBTITLE = re.compile(r"[:?!]\s|\s[–—-]+\s|\.\s")
# What publishers add to a title.
ADDED = re.compile(
    r"\s*[(\[](?:extended abstract|abstract|invited (?:paper|talk)|with discussion|poster|oral|short paper|preprint"
    r"|student abstract|(?:extended|full|long) version|technical report|in (?:russian|german|french|chinese))[)\]]\.?$",
    re.IGNORECASE,
)
ARTICLES = frozenset({"a", "an", "the"})
SMALL_WORDS = ARTICLES | {
    "of",
    "on",
    "in",
    "for",
    "to",
    "and",
    "with",
    "by",
    "from",
    "at",
    "via",
    "using",
    "as",
    "is",
    "through",
}
# Beginnings that turn a word into another, as in "supervised" and "unsupervised".
TURNING = ("un", "non", "in", "im", "ir", "dis", "de", "re", "pre", "post", "co", "bi", "tri", "a", "e", "mis", "sub")


class Likeness(StrEnum):
    """By what two papers are the same. `TITLE_ONLY`: their titles are, but authors or years say that they differ."""

    ARXIV_ID = auto()
    DOI = auto()
    TITLE = auto()
    TITLE_ONLY = auto()


@dataclass(frozen=True)
class Work:
    """What is known of a paper. `families` are family names in plain letters; empty if its authors are unknown."""

    title: str
    families: frozenset[str] = frozenset()
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None

    @cached_property
    def letters(self) -> str:
        return letters_of(without_remark(self.title))[:LONGEST_TITLE]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return plain_words(without_remark(self.title))

    @cached_property
    def digits(self) -> str:
        return "".join(DIGITS.findall(self.letters))

    @cached_property
    def main_letters(self) -> str:
        """The letters of the title before its subtitle; empty if it has none, or too few words before it."""
        main = SUBTITLE.split(self.title, maxsplit=1) if len(self.words) > FEWEST_WORDS_OF_MAIN else []
        is_enough = len(main) > 1 and len(WORD.findall(main[0])) >= FEWEST_WORDS_OF_MAIN and not OWN.match(main[1])
        return letters_of(without_remark(main[0]))[:LONGEST_TITLE] if is_enough else ""


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    key: Key
    by: Likeness


class KnownWorks(Generic[Key]):
    """Papers under keys of the caller. One that is looked up is compared with a hundred at most."""

    def __init__(self) -> None:
        self._works: list[tuple[Key, Work]] = []
        self._by_id: dict[str, int] = {}
        self._by_title: defaultdict[str, list[int]] = defaultdict(list)
        self._by_main: defaultdict[str, list[int]] = defaultdict(list)
        # Near titles have the same digits, and an author in common or no authors.
        self._by_word: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)

    def add(self, key: Key, work: Work) -> None:
        index = len(self._works)
        self._works.append((key, work))
        for name in _ids(work):
            self._by_id.setdefault(name, index)
        if work.letters:
            self._by_title[work.letters].append(index)
        if work.main_letters:
            self._by_main[work.main_letters].append(index)
        for word in _key_words(work):
            for family in ("", *(work.families or [NO_AUTHOR])):
                self._by_word[family, work.digits, word].append(index)

    def find(self, work: Work) -> Match[Key] | None:
        """Return the first paper that is the same as this one, the surest likeness first."""
        for name in _ids(work):
            if (index := self._by_id.get(name)) is not None:
                return Match(self._works[index][0], Likeness.DOI if name.startswith("10.") else Likeness.ARXIV_ID)
        alike = self._by_title.get(work.letters, []) if work.letters else []
        for index in alike:
            if fits(work, self._works[index][1]):
                return Match(self._works[index][0], Likeness.TITLE)
        if (near := self.near(work)) is not None:
            return Match(near, Likeness.TITLE)
        return Match(self._works[alike[0]][0], Likeness.TITLE_ONLY) if alike else None

    def near(self, work: Work) -> Key | None:
        """Return the first paper whose title is nearly the same, and nothing else speaks against it."""
        for index in self._candidates(work):
            if is_near(work, self._works[index][1]):
                return self._works[index][0]
        return None

    def _candidates(self, work: Work) -> Iterator[int]:
        yield from self._by_main.get(work.letters, ())
        if work.main_letters:
            yield from self._by_title.get(work.main_letters, ())
        families = (NO_AUTHOR, *work.families) if work.families else ("",)
        names = [(family, work.digits, word) for family, word in product(families, _key_words(work))]
        # A paper that is the same is under rare words too. Under the most common ones there can be thousands.
        found: list[list[int]] = [self._by_word[name] for name in names if name in self._by_word]
        found.sort(key=len)
        yield from islice(dict.fromkeys(chain.from_iterable(found)), MOST_COMPARED)


def plain_words(title: str) -> tuple[str, ...]:
    """Return the words of a title without capitals, accents and punctuation."""
    plain = folded(title[:LONGEST_TITLE])
    if not plain.isascii():
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(WORD.findall(plain))


def plain_family(family: str) -> str:
    """Return the last word of a family name in plain letters, so that particles and umlauts don't matter."""
    words = family.translate(UMLAUTS).split()
    return plain_letters(words[-1]) if words else ""


def fits(one: Work, other: Work) -> bool:
    """Return whether two papers with the same title are the same by everything else that is known of both."""
    if one.arxiv_id and other.arxiv_id and one.arxiv_id != other.arxiv_id:
        return False
    if one.families and other.families and one.families.isdisjoint(other.families):
        return False
    most = MOST_YEARS_APART if len(one.letters) >= SHORT_TITLE else MOST_YEARS_APART_IF_SHORT
    return not one.year or not other.year or abs(one.year - other.year) <= most


def is_near(one: Work, other: Work) -> bool:
    """Return whether two different titles are of the same paper, one with typing errors or without its subtitle."""
    if min(len(one.words), len(other.words)) < FEWEST_WORDS or one.digits != other.digits or not fits(one, other):
        return False
    if one.doi and other.doi and one.doi != other.doi:
        return False
    if one.letters == other.main_letters or other.letters == one.main_letters:
        years = (one.year or 0) - (other.year or 0)
        return bool(one.families) and one.families == other.families and abs(years) <= 1
    small = SMALL_WORDS if one.families and other.families else ARTICLES
    return _is_typed_wrong(list(one.words), list(other.words), small)


def _is_typed_wrong(one: list[str], other: list[str], small: frozenset[str]) -> bool:
    if abs(len(one) - len(other)) > MOST_WORDS_TYPED_WRONG:
        return False
    for word in tuple(one):
        if word in other:
            one.remove(word)
            other.remove(word)
    one = [word for word in one if word not in small]
    other = [word for word in other if word not in small]
    if not one and not other:
        return True
    if "".join(one) == "".join(other):
        return True
    return len(one) == len(other) <= MOST_WORDS_TYPED_WRONG and all(map(is_word_typed_wrong, one, other))


def is_word_typed_wrong(one: str, other: str) -> bool:
    """Return whether two words are the same but for one typing error, or for two in a long one."""
    short, long = sorted((one, other), key=len)
    if len(short) <= LONGEST_FOR_NO_TYPO or not (short.isalpha() and long.isalpha()):
        return False
    if any(long == f"{start}{short}" for start in TURNING):
        return False
    if short.endswith("y") and long == f"{short[:-1]}ies":
        return True
    return not differ_in_first_letter(one, other) and OSA.distance(one, other) <= (2 if len(short) >= LONG_WORD else 1)


def differ_in_first_letter(one: str, other: str) -> bool:
    """Return whether two short words differ only in their first letter, as "nets" and "sets". Few mistype that one."""
    return len(one) < LONG_WORD and one[:1] != other[:1] and one[1:] == other[1:]


def _ids(work: Work) -> Iterator[str]:
    if work.arxiv_id:
        yield work.arxiv_id.casefold()
    if work.doi:
        yield work.doi.casefold()


def _key_words(work: Work) -> list[str]:
    """Return the longest words. A typing error in one of them leaves the others."""
    words = {word for word in work.words if len(word) > LONGEST_FOR_NO_TYPO}
    return sorted(words, key=lambda word: (-len(word), word))[:KEY_WORDS]


def without_remark(title: str) -> str:
    """Return the title without what publishers add in brackets, such as "(extended abstract)"."""
    plain = html.unescape(title) if "&" in title else title
    return ADDED.sub("", plain) if plain.endswith((")", "]", ").", "].")) else plain
