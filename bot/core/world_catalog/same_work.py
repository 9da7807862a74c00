"""Which records of several dumps are of the same paper.

`bot/core/papers/likeness.py` decides when two titles are the same or nearly so. Here is what millions of records need
on top: numbers under which the records of a paper meet, since not all can be compared with all; and more caution,
since among millions there are many titles such as "Editorial", and many authors called Wang.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

from bot.core.papers.author_names import EAST_ASIAN, RULES, author_name, family_name
from bot.core.papers.likeness import FEWEST_WORDS, SHORT_TITLE, SMALL_WORDS, Work, fits, is_near, plain_family
from bot.core.world_catalog.authorship import (
    are_group_and_members,
    have_same_authors,
    share_authors,
    words_in_any_order,
)
from bot.core.world_catalog.namesakes import given_words, without_spaces
from bot.core.world_catalog.title_forms import (
    GENERAL,
    breaks_off,
    have_other_subtitles,
    is_cut_off,
    parts_of,
    plainly_spelled,
    subtitled,
)
from bot.core.world_catalog.title_spellings import spelled_out
from bot.core.world_catalog.typing_errors import are_opposites, are_turned_around, have_other_names, is_mistyped

if TYPE_CHECKING:
    from bot.core.world_catalog.title_forms import Subtitled

KEY_BYTES = 5
LONG_TITLE = 40  # letters, from which on one author in common is enough
SURE_TITLE = 30  # letters, from which on a title counts without authors
# Repositories of preprints and data: Zenodo, Research Square, OSF, PsyArXiv, TechRxiv, SSRN, Preprints, ChemRxiv,
# figshare, ResearchGate, bioRxiv.
GIVING_EACH_VERSION_A_DOI = frozenset(
    {"10.5281", "10.21203", "10.31219", "10.31234", "10.36227", "10.2139", "10.20944", "10.26434", "10.6084"}
    | {"10.13140", "10.1101"}
)
SUFFIXES = frozenset(RULES.suffix_not_acronyms)
LONGEST_WORDS = 4
WORDS_KEPT = NAMES_KEPT = 30_000  # most records have nothing but words and names of earlier ones
MOST_COMPARED_AUTHORS = 30
# Some dumps write "Hu EJ" for Edward J. Hu. But "Edward HU" is a family name in capitals.
INITIALS_LAST = re.compile(r"([^\W\d_][^,]*[a-z][^,]*?),?\s+(?![B-Z][AEIOU]$)(?:[A-Z]\.?[ -]?){1,3}")
LETTERS_OF_BEGINNING = 16
LOW_BITS = 0xFFFF


class Known:
    """What tells whether a record is the same as another."""

    def __init__(
        self, title: str, authors: tuple[str, ...], year: int | None, arxiv_id: str | None, doi: str | None
    ) -> None:
        self.authors = tuple(map(without_spaces, authors[:MOST_COMPARED_AUTHORS]))
        self.in_order = [family for family in map(family_of, self.authors) if family]
        self.work = Work(plainly_spelled(title), frozenset(self.in_order), year, arxiv_id, doi)

    @cached_property
    def part_letters(self) -> frozenset[str]:
        found = parts_of(self.work.title, self.work.year, by_several=len(self.work.families) > 1)
        return found - {self.work.letters}

    @cached_property
    def whole_names(self) -> list[frozenset[str]]:
        """Each author's words in any order: "Wei Wang" and "Wang Wei". Of "伟王", these are the characters.

        They are there without initials too, if two words are left: "Wang Wei D."
        """
        words = [words_in_any_order(name) for name in self.authors]
        whole = [frozenset(word for word in each if len(word) > 1) for each in words]
        return words + [each for each in whole if len(each) > 1]

    @cached_property
    def is_by_groups(self) -> bool:
        return bool(self.authors) and all(author_name(name).is_collective for name in self.authors)

    @cached_property
    def is_by_people(self) -> bool:
        return bool(self.authors) and not any(author_name(name).is_collective for name in self.authors)

    @cached_property
    def given_names(self) -> dict[str, list[tuple[str, ...]]]:
        """The words of the given names of everybody with a family name."""
        named: dict[str, list[tuple[str, ...]]] = {}
        for name in self.authors:
            family = family_of(name)
            named.setdefault(family, []).append(given_words(name, family))
        return named

    @cached_property
    def subtitled(self) -> Subtitled | None:
        return subtitled(self.work.title)

    @property
    def is_short(self) -> bool:
        return len(self.work.letters) < SHORT_TITLE

    @property
    def is_general(self) -> bool:
        return GENERAL.match(self.work.title) is not None


@lru_cache(NAMES_KEPT)
def family_of(name: str) -> str:
    """Return the last word of the family name in plain letters, as `plain_family` does, in a fraction of the time.

    Particles don't matter, so only suffixes and names in East Asian characters need the rules for names.
    """
    words = name.split()
    last = words[-1] if words else ""
    if last.isupper() and (turned := INITIALS_LAST.fullmatch(name)):
        return plain_family(turned[1])
    if last.isascii() and last.isalpha() and last.lower() not in SUFFIXES:
        return last.lower()
    return plain_family(family_name(name)) if len(words) > 1 or EAST_ASIAN.search(name) else plain_family(last)


def title_keys(known: Known) -> list[int]:
    """Return numbers of the whole title and of the parts that may stand for it; the first is of the whole title."""
    return [_key(letters) for letters in (known.work.letters, *sorted(known.part_letters)) if letters]


def near_keys(known: Known) -> list[int]:
    """Return numbers that records with nearly the same title share: of most of its longest words.

    A typing error in one of the four longest leaves the other three, and two errors leave two. Two such words are only
    rare enough together with the first author.
    """
    words = set(known.work.words)
    number = _word_key(f"{known.work.digits} ")
    if len(words) < FEWEST_WORDS:
        # Of short titles, only those by the same several authors are compared.
        families = "/".join(sorted(known.work.families))
        return [number ^ _key(f"short {families}")] if len(known.work.families) > 1 else []
    # Numbers of words make one of several words, in any order, and are mostly known already.
    longest = [_word_key(word) for word in sorted(sorted(words), key=len, reverse=True)[:LONGEST_WORDS]]
    every = number ^ longest[0] ^ longest[1] ^ longest[2] ^ longest[3]
    found = [every ^ left_out for left_out in longest]
    if known.in_order:
        author = _word_key(f"{known.in_order[0]}/")
        found += [number ^ author ^ one ^ other for one, other in combinations(longest, 2)]
        found.append(_key(f"{known.work.letters[:LETTERS_OF_BEGINNING]}…{known.in_order[0]}"))
    return found


def author_key(known: Known) -> int:
    """Return a number of the first author; 0 if there is none, or if the title says so little that more must agree."""
    if known.is_short or known.is_general or not known.in_order:
        return 0
    # Those that may be the same person, as "W. Wang" and "Wei Wang", are next to each other when sorted.
    name = known.authors[0].casefold()
    near = _crc(f"{name[:1]} {known.in_order[0]}") & ~LOW_BITS
    return near | (_crc(name.partition(" ")[0]) & LOW_BITS) or 1


def is_same_by_id(one: Known, other: Known) -> bool:
    """Return whether two records with an id in common are of the same paper.

    Some dumps give all papers of a volume the volume's DOI, so their titles have to agree too, at least by half.
    """
    if one.work.letters == other.work.letters or _is_part(one, other):
        return True
    mine, others = (set(each.work.words) - SMALL_WORDS for each in (one, other))
    shared = len(mine & others)
    if shared * 3 >= 2 * min(len(mine), len(others)):
        return True
    is_by_same = one.work.families == other.work.families and bool(one.in_order)
    # A volume has no arXiv id, so one with another title is a later version.
    is_version = bool(one.work.arxiv_id) and one.work.arxiv_id == other.work.arxiv_id
    return shared * 2 >= min(len(mine), len(others)) or (is_by_same and (is_version or _years_apart(one, other) <= 1))


def is_same_by_title(one: Known, other: Known) -> bool:
    """Return whether two records with the same title, or nearly the same, are of the same paper."""
    if _have_different_dois(one, other):
        return False
    if one.work.letters == other.work.letters:
        return _is_same_titled(one, other)
    if not (one.work.families and other.work.families) or not _is_nearly_titled(one, other):
        return False
    means_another = (are_opposites, are_turned_around, have_other_names)
    return not any(differ(one.work, other.work) for differ in means_another) and share_authors(one, other)


def _is_nearly_titled(one: Known, other: Known) -> bool:
    is_part = _is_part(one, other)
    if not is_part and (one.work.letters == other.work.main_letters or other.work.letters == one.work.main_letters):
        return False
    if not is_part and is_near(one.work, other.work):
        return True
    # With all authors the same, and nothing against it, titles may differ more.
    is_other = one.work.doi and other.work.doi and one.work.doi != other.work.doi
    is_by_same = have_same_authors(one, other) and _years_apart(one, other) <= 1
    if is_other or not is_by_same or not fits(one.work, other.work):
        return False
    if is_part or is_mistyped(one.work, other.work) or _is_cut_off(one, other) or _is_cut_off(other, one):
        return True
    if spelled_out(one.work.title) == spelled_out(other.work.title):
        return True
    return one.work.digits == other.work.digits and have_other_subtitles(one.subtitled, other.subtitled)


def _is_cut_off(one: Known, other: Known) -> bool:
    title = one.work.title
    return is_cut_off(title, one.work.letters, other.work.letters) or breaks_off(
        title, one.work.words, other.work.words
    )


def _is_part(one: Known, other: Known) -> bool:
    return other.work.letters in one.part_letters or one.work.letters in other.part_letters


def _have_different_dois(one: Known, other: Known) -> bool:
    """Return whether one publisher has given them two DOIs, as to a paper and its erratum with the same title."""
    mine, others = one.work.doi, other.work.doi
    if not mine or not others or mine == others:
        return False
    publisher = publisher_of(mine)
    return bool(publisher) and publisher == publisher_of(others)


def publisher_of(doi: str) -> str:
    """Return the beginning of the DOI that stands for its publisher, if that gives each paper only one."""
    publisher = doi.partition("/")[0]
    return "" if publisher in GIVING_EACH_VERSION_A_DOI else publisher


def _is_same_titled(one: Known, other: Known) -> bool:
    dois = {one.work.doi, other.work.doi} - {None}
    if one.is_general and (one.work.year != other.work.year or not one.work.year):
        return False
    if not (one.work.families and other.work.families) or are_group_and_members(one, other):
        is_sure = len(one.work.letters) >= SURE_TITLE and len(dois) < 2  # noqa: PLR2004
        return is_sure and _years_apart(one, other) <= 1 and fits(_without_authors(one), _without_authors(other))
    if len(dois) == 2 and not _may_have_two_dois(one, other):  # noqa: PLR2004
        return False
    if not share_authors(one, other, whole_half=len(one.work.letters) < LONG_TITLE):
        return False
    if one.work.families.isdisjoint(other.work.families):
        # Their names are turned around or damaged, so `fits` would take them for others.
        return fits(_without_authors(one), _without_authors(other))
    return fits(one.work, other.work)


def _without_authors(known: Known) -> Work:
    return Work(known.work.title, frozenset(), known.work.year, known.work.arxiv_id)


def _may_have_two_dois(one: Known, other: Known) -> bool:
    """Return whether two publishers may have the same paper: a short title says little, and a thesis has one author."""
    if one.is_short:
        is_by_several = len(one.work.families) > 1 and one.work.families == other.work.families
        return is_by_several and not one.is_general and one.work.year == other.work.year
    return min(len(one.authors), len(other.authors)) > 1 or len(one.authors) == len(other.authors)


def _years_apart(one: Known, other: Known) -> int:
    """Return 0 too if a year is unknown."""
    return abs(one.work.year - other.work.year) if one.work.year and other.work.year else 0


def _crc(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest(), "big")


_word_key = lru_cache(WORDS_KEPT)(_key)
