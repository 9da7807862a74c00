"""Tells whether two titles by the same people, or two names, differ only by typing errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.core.papers.likeness import FEWEST_WORDS, SMALL_WORDS, TURNING, differ_in_first_letter, is_word_typed_wrong

if TYPE_CHECKING:
    from bot.core.papers.likeness import Work

MOST_MISTYPED = 3  # words
SHORTEST_MISTYPED, LONG_MISTYPED = 5, 8  # letters, for one typing error and for two
SHORTEST_LEFT_OUT, LONG_TITLE = 3, 40  # letters of a word, and of a title in which it may lack a letter
SHORTEST_NAME, LONG_NAME = 5, 8
SHORTEST_OF_FEW_WORDS = 10
ROMAN = re.compile(r"[ivxlc]+")
LIGATURES = re.compile(r"f+[il]?")  # which some sources have lost, as in "e cient"
# Parts of words that look like typing errors for each other.
OPPOSITES = (
    *(("maxim", "minim"), ("micro", "macro"), ("hyper", "hypo"), ("inter", "intra"), ("ferro", "ferri")),
    *(("increas", "decreas"), ("intern", "extern"), ("explicit", "implicit"), ("induc", "deduc"), ("endo", "exo")),
    *(("import", "export"), ("attract", "repuls"), ("spars", "dens"), ("inner", "outer"), ("ascen", "descen")),
    *(("forward", "backward"), ("before", "after"), ("online", "offline"), ("upper", "lower"), ("north", "south")),
    *(("encod", "decod"), ("immigra", "emigra"), ("quantit", "qualit"), ("quantif", "qualif"), ("adsor", "absor")),
    # No opposites, but two words.
    *(("phonon", "photon"), ("neutron", "neuron"), ("neutral", "neural"), ("genetic", "generic"), ("vertex", "vortex")),
    *(("stimulat", "simulat"), ("predict", "product"), ("detect", "select"), ("deflect", "reflect")),
    *(("reflecti", "refracti"), ("resolut", "revolut"), ("conversat", "conservat"), ("attention", "retention")),
    *(("infect", "inject"), ("elastic", "plastic"), ("tensor", "sensor"), ("bi", "tri")),
    *(("protect", "project"), ("repress", "regress"), ("prednison", "prednisolon"), ("austria", "australia")),
    *(("fission", "fusion"), ("causal", "casual"), ("adhes", "cohes"), ("iran", "iraq"), ("affect", "effect")),
)


def are_opposites(one: Work, other: Work) -> bool:
    """Return whether the titles differ in words such as "maximization" and "minimization"."""
    words = set(one.words) ^ set(other.words)
    return any(word.replace(this, that, 1) in words for word in words for this, that in OPPOSITES if this in word)


def are_turned_around(one: Work, other: Work) -> bool:
    """Return whether the titles have two words in another order: "Text-to-Image" and "Image-to-Text"."""
    return not _pairs(one).isdisjoint((right, left) for left, right in _pairs(other) - _pairs(one))


def _pairs(work: Work) -> set[tuple[str, str]]:
    """Return the words on both sides of a small one. Those around "and" may be in any order."""
    around = zip(work.words, work.words[1:], work.words[2:], strict=False)
    return {(left, right) for left, small, right in around if small in SMALL_WORDS and small != "and"}


def is_mistyped(one: Work, other: Work) -> bool:
    """Return whether few letters differ, all in words that can have typing errors. All authors have to be the same."""
    if one.digits != other.digits:
        return False
    if min(len(one.words), len(other.words)) < FEWEST_WORDS:
        return _are_few_words_mistyped(one, other)
    mine, others = list(one.words), list(other.words)
    for word in one.words:
        if word in others:
            mine.remove(word)
            others.remove(word)
    if len(mine) == len(others) <= MOST_MISTYPED and all(map(is_word_typed_wrong, mine, others)):
        return True
    if any(_turns(word, other) for word in mine for other in others):
        return False
    if _is_close("".join(mine), "".join(others), SHORTEST_MISTYPED, LONG_MISTYPED):
        return True
    return min(len(one.letters), len(other.letters)) >= LONG_TITLE and _has_lost_letters(one, other, mine, others)


def _has_lost_letters(one: Work, other: Work, mine: list[str], others: list[str]) -> bool:
    """Return whether the words that differ lack one letter, or all ligatures of the title are gone: "e cient"."""
    if len(mine) == len(others) == 1 and _lacks_a_letter(*sorted((mine[0], others[0]), key=len)):
        return True
    return LIGATURES.sub("", one.letters) == LIGATURES.sub("", other.letters)


def is_misspelt(name: str, other: str) -> bool:
    """Return whether a family name differs only by a letter, or two in a long one: "bhlmann" and "buhlmann"."""
    return _is_close(name, other, SHORTEST_NAME, LONG_NAME)


def _lacks_a_letter(short: str, long: str) -> bool:
    """Return whether a short word lacks a letter of another: "sb" and "sub". Part II is not Part III."""
    is_possible = len(short) + 1 == len(long) >= SHORTEST_LEFT_OUT and not ROMAN.fullmatch(long)
    return is_possible and OSA.distance(short, long) == 1


def _are_few_words_mistyped(one: Work, other: Work) -> bool:
    is_by_several = len(one.families) > 1 and one.families == other.families
    is_alike = len(one.words) == len(other.words) and not any(map(_turns, one.words, other.words))
    long_enough = min(len(one.letters), len(other.letters)) >= SHORTEST_OF_FEW_WORDS
    return is_by_several and is_alike and long_enough and OSA.distance(one.letters, other.letters) == 1


def _is_close(one: str, other: str, shortest: int, long: int) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= shortest and OSA.distance(one, other, score_cutoff=2) <= (2 if shorter >= long else 1)


def _turns(one: str, other: str) -> bool:
    """Return whether one word is the other with a beginning that changes what it means."""
    short, long = sorted((one, other), key=len)
    return any(long == f"{start}{short}" for start in TURNING) or differ_in_first_letter(one, other)
