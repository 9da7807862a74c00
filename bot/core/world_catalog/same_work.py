"""Which records of several dumps are of the same paper.

`bot/core/papers/likeness.py` decides when two titles are the same or nearly so. Here is what millions of records need
on top: numbers under which the records of a paper meet, since not all can be compared with all; and more caution,
since among millions there are many titles such as "Editorial", and many authors called Wang.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from hashlib import blake2b
from itertools import combinations
from zlib import crc32

from rapidfuzz.distance import OSA

from bot.core.papers.author_names import family_name, plain_letters
from bot.core.papers.likeness import (
    FEWEST_WORDS,
    LONGEST_TITLE,
    OWN,
    SHORT_TITLE,
    SUBTITLE,
    Work,
    fits,
    is_near,
    is_word_typed_wrong,
    plain_family,
)
from bot.core.papers.title_letters import letters_of

KEY_BYTES = 5
LONG_TITLE = 40  # letters, from which on one author in common is enough
SURE_TITLE = 30  # letters, from which on a title counts without authors
MOST_NAME_WORDS = 3
FEWEST_WORDS_OF_TAIL = 5
LONGEST_WORDS = 4
SHORTEST_PART = 8
MOST_MISTYPED = 3  # words
SHORTEST_MISTYPED, LONG_MISTYPED = 5, 12  # letters, for one typing error and for two
MOST_COMPARED_AUTHORS = 30
GREEK = {
    ord(letter): f" {unicodedata.name(letter).rsplit(' ', 1)[-1].lower()} "
    for letter in "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
}
# Before a colon, these are no titles of their own.
NOT_A_TITLE = re.compile(
    r"(?:erratum|errata|corrigendum|publisher.s note|comment|reply|editorial|retract|addendum|note|review|introduction"
    r"|response|preface)",
    re.IGNORECASE,
)


class Known:
    """What tells whether a record is the same as another."""

    def __init__(
        self, title: str, authors: tuple[str, ...], year: int | None, arxiv_id: str | None, doi: str | None
    ) -> None:
        self.authors = authors[:MOST_COMPARED_AUTHORS]
        self.in_order = [family for family in (plain_family(family_name(name)) for name in self.authors) if family]
        spelled = title if title.isascii() else title.translate(GREEK)
        self.work = Work(spelled, frozenset(self.in_order), year, arxiv_id, doi)

    @cached_property
    def part_letters(self) -> frozenset[str]:
        """The letters of the parts that may stand for the whole title.

        That is the part before a subtitle, or the one behind a name: "BERT: Pre-training of …".
        """
        parts = SUBTITLE.split(self.work.title[:LONGEST_TITLE], maxsplit=1)
        if len(parts) == 1:
            return frozenset()
        head, tail = parts
        found = set()
        if len(letters_of(head)) >= SHORTEST_PART and not OWN.match(tail) and not NOT_A_TITLE.match(head):
            found.add(letters_of(head))
        if len(head.split()) <= MOST_NAME_WORDS and len(tail.split()) >= FEWEST_WORDS_OF_TAIL:
            found.add(letters_of(tail))
        return frozenset(found) - {"", self.work.letters}

    @cached_property
    def whole_names(self) -> frozenset[frozenset[str]]:
        """Each author's words in any order: "Wei Wang" and "Wang Wei"."""
        return frozenset(frozenset(map(plain_letters, name.split())) for name in self.authors)

    @property
    def is_short(self) -> bool:
        return len(self.work.letters) < SHORT_TITLE


def title_keys(known: Known) -> list[int]:
    """Return numbers of the whole title and of the parts that may stand for it; the first is of the whole title."""
    return [_key(letters) for letters in (known.work.letters, *sorted(known.part_letters)) if letters]


def near_keys(known: Known) -> list[int]:
    """Return numbers that records with nearly the same title share: of most of its longest words.

    A typing error in one of the four longest leaves the other three, and two errors leave two. Two such words are only
    rare enough together with the first author.
    """
    words = set(known.work.words)
    if len(words) < FEWEST_WORDS:
        return []
    longest = sorted(words, key=lambda word: (-len(word), word))[:LONGEST_WORDS]
    found = [" ".join(sorted(three)) for three in combinations(longest, LONGEST_WORDS - 1)]
    if known.in_order:
        found += [f"{known.in_order[0]}/{' '.join(sorted(two))}" for two in combinations(longest, 2)]
    return [_key(f"{known.work.digits} {words}") for words in found]


def author_key(known: Known) -> int:
    """Return a number of the first author; 0 if there is none, or if the title is so short that more must agree."""
    return 0 if known.is_short or not known.in_order else crc32(known.in_order[0].encode())


def is_same_by_id(one: Known, other: Known) -> bool:
    """Return whether two records with an id in common are of the same paper.

    Some dumps give all papers of a volume the volume's DOI, so something else has to agree.
    """
    if one.work.letters == other.work.letters or _share_authors(one, other, whole_half=False):
        return True
    mine, others = set(one.work.words), set(other.work.words)
    return len(mine & others) * 2 > min(len(mine), len(others))


def is_same_by_title(one: Known, other: Known) -> bool:
    """Return whether two records with the same title, or nearly the same, are of the same paper."""
    if one.work.letters == other.work.letters:
        return _is_same_titled(one, other)
    if not (one.work.families and other.work.families and _share_authors(one, other)):
        return False
    if is_near(one.work, other.work):
        return True
    # With all authors the same, and nothing against it, titles may differ more.
    is_other = one.work.doi and other.work.doi and one.work.doi != other.work.doi
    is_by_same = one.work.families == other.work.families and _years_apart(one, other) <= 1
    if is_other or not is_by_same or not fits(one.work, other.work):
        return False
    return other.work.letters in one.part_letters or one.work.letters in other.part_letters or _is_mistyped(one, other)


def _is_same_titled(one: Known, other: Known) -> bool:
    dois = {one.work.doi, other.work.doi} - {None}
    if not (one.work.families and other.work.families):
        is_sure = len(one.work.letters) >= SURE_TITLE and len(dois) < 2  # noqa: PLR2004
        return is_sure and _years_apart(one, other) <= 1 and fits(one.work, other.work)
    if one.is_short and len(dois) == 2:  # noqa: PLR2004
        return False
    if not _share_authors(one, other, whole_half=len(one.work.letters) < LONG_TITLE):
        return False
    if one.work.families.isdisjoint(other.work.families):
        # Their names are turned around, so `fits` would take them for others.
        plain = (Work(each.work.title, frozenset(), each.work.year, each.work.arxiv_id) for each in (one, other))
        return fits(*plain)
    return fits(one.work, other.work)


def _is_mistyped(one: Known, other: Known) -> bool:
    """Return whether few letters differ, all in words that can have typing errors."""
    if one.work.digits != other.work.digits or min(len(one.work.words), len(other.work.words)) < FEWEST_WORDS:
        return False
    mine, others = list(one.work.words), list(other.work.words)
    for word in one.work.words:
        if word in others:
            mine.remove(word)
            others.remove(word)
    if len(mine) == len(others) <= MOST_MISTYPED:
        return all(map(is_word_typed_wrong, mine, others))
    left, right = "".join(mine), "".join(others)
    shorter = min(len(left), len(right))
    return shorter >= SHORTEST_MISTYPED and OSA.distance(left, right, score_cutoff=2) <= (
        2 if shorter >= LONG_MISTYPED else 1
    )


def _years_apart(one: Known, other: Known) -> int:
    """Return 0 too if a year is unknown."""
    return abs(one.work.year - other.work.year) if one.work.year and other.work.year else 0


def _share_authors(one: Known, other: Known, *, whole_half: bool = True) -> bool:
    """Return whether enough authors are the same: the first one, or half of the shorter list."""
    shared = one.work.families & other.work.families
    if not shared:
        return not one.whole_names.isdisjoint(other.whole_names)
    if not whole_half or one.in_order[0] == other.in_order[0]:
        return True
    return len(shared) * 2 >= min(len(one.work.families), len(other.work.families))


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest(), "big")
