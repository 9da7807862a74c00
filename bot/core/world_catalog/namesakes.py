"""Tells people with the same family name apart by their given names, as far as both are known."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.papers.author_names import EAST_ASIAN, SPECIAL, author_name, plain_letters
from bot.core.papers.likeness import plain_family
from bot.core.world_catalog.typing_errors import is_misspelt

NAMES_KEPT = 30_000
BETWEEN_NAMES, BETWEEN_PARTS = re.compile(r"[\s,]+"), re.compile(r"[.\-‐‑]+")
MOST_INITIALS = 3  # written as one word: "Hu EJ"
TITLES = frozenset({"the", "dr", "prof"})
# "Jan de Vries" and "Piet de Vries" have nothing but a particle in common. One letter is an initial.
NOT_GIVEN = TITLES | {"el"} | {word for word in SPECIAL if len(word) > 1}
VOWELS = re.compile("[aeiou]")
# "oe" is "ö", and "ey", "ii" and "x" are "ei", "y" and "ks" in names from Cyrillic letters, but not at the beginning.
SPELLINGS = (
    (re.compile(r"([aou])e"), r"\1"),
    (re.compile(r"(?<=[^aou])y|^y(?=u)"), "i"),
    (re.compile(r"ii+"), "i"),
    (re.compile(r"(?<=.)x"), "ks"),
)
# The whole name, then those for short that it doesn't begin with.
SHORT_NAMES = """
    alexander aleksandr oleksandr sasha, andrew andy drew, anthony tony, charles charlie chuck, david dave,
    deborah debbie, edward ned ted, elizabeth beth betty liz, francis frank, henry hank harry, james jim jimmy,
    john jack johnny, joseph joe, katherine kate kathy katie, lawrence larry, margaret meg peggy,
    michael mick mike mikhail, mohammed mohamed mohammad mohamad muhammad muhammed,
    nicholas nick, rebecca becky, richard dick rick, robert bob bobby, stephen steve steven,
    susan sue, theodore ted, thomas tom, william bill billy
"""
NICKNAMES = [names.split() for names in SHORT_NAMES.split(",")]
WHOLE_NAMES = {
    name: [whole for whole, *short in NICKNAMES if name in short] for _, *shorts in NICKNAMES for name in shorts
}


def without_spaces(name: str) -> str:
    """Return a name in East Asian characters as one word, as most sources write it: "王 伟"."""
    if name.isascii():
        return name
    together = "".join(name.split())
    return together if EAST_ASIAN.fullmatch(together) else name


@lru_cache(NAMES_KEPT)
def given_words(name: str, family: str) -> tuple[str, ...]:
    """Return the words and initials of a name in plain letters, without the family name's last word and particles."""
    written = author_name(name).given if EAST_ASIAN.search(name) else name
    names = [word for word in BETWEEN_NAMES.split(written) if plain_family(word) != family]
    words = [part for word in names for part in BETWEEN_PARTS.split(word) if part]
    given = [word for at, word in enumerate(words) if not _is_particle(word, is_first=at == 0)]
    # "Van Nguyen" has a given name, and "van der Maaten" none.
    found = _letters_of(given or ([] if words and words[0].islower() else words))
    return tuple(word for word in found if word not in {family, ""})


def _is_particle(word: str, *, is_first: bool) -> bool:
    plain = plain_letters(word)
    return plain in NOT_GIVEN and (not is_first or word.islower() or plain in TITLES)


def _letters_of(words: list[str]) -> dict[str, None]:
    """Return the words in their order, and before those that may be initials their letters."""
    found: dict[str, None] = {}
    for word in words:
        if word.isupper() and len(word) <= MOST_INITIALS:
            found.update(dict.fromkeys(map(plain_letters, word)))
        found[plain_letters(word)] = None
    return found


def are_namesakes(mine: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Return whether given names contradict each other. One that is not known contradicts none.

    The first one of either has to be among the other's. Ana and Luis García López have only "García" in common.
    """
    if not mine or not others:
        return False
    return not any(_may_stand_for(mine[0], name) for name in others) and not any(
        _may_stand_for(others[0], name) for name in mine
    )


def _may_stand_for(name: str, other: str) -> bool:
    mine, others = ((each, *WHOLE_NAMES.get(each, ())) for each in (name, other))
    return any(_is_like(one, known) for one in mine for known in others)


def _is_like(name: str, other: str) -> bool:
    # An initial may stand for the name, and so may its beginning.
    if name.startswith(other) or other.startswith(name) or is_misspelt(name, other):
        return True
    return _are_letters_swapped(name, other) or _spelt(name) == _spelt(other)


def _are_letters_swapped(name: str, other: str) -> bool:
    """Return whether two consonants of a short name are swapped: "Jonh". Zhou and Zhuo are two names."""
    is_possible = sorted(name) == sorted(other) and VOWELS.sub("", name) != VOWELS.sub("", other)
    return is_possible and OSA.distance(name, other) == 1


@lru_cache(NAMES_KEPT)
def _spelt(name: str) -> str:
    for pattern, letters in SPELLINGS:
        name = pattern.sub(letters, name)
    return name
