"""Tells whether two titles by the same people, or two names, differ only by typing errors."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.core.papers.likeness import (
    ARTICLES,
    FEWEST_WORDS,
    SHORT_TITLE,
    SMALL_WORDS,
    TURNING,
    WORD,
    differ_in_first_letter,
    is_word_typed_wrong,
)
from bot.core.world_catalog.title_forms import COINED
from bot.core.world_catalog.words_alike import OF_VERBS, are_forms, are_short_words, are_two_words

if TYPE_CHECKING:
    from bot.core.papers.likeness import Work

MOST_MISTYPED = 3  # words
SHORTEST_MISTYPED, LONG_MISTYPED = 5, 8  # letters, for one typing error and for two
SHORTEST_LEFT_OUT = 3  # letters of a word that may lack one
LONG_TITLE = 40  # letters of a title of one author in which it may
TELLING_TITLE = 50  # letters; in longer titles, one other letter in a short word is a typing error
SURE_TITLE = 30  # letters; in longer titles, a first letter may be that of the next key
SHORTEST_NAME, LONG_NAME = 5, 8
SHORTEST_OF_FEW_WORDS = 10
SHORTEST_SWAPPED = 4
SHORTEST_PLURAL = 3  # letters, as in "law", which is too short for a typing error
SHORT_COINED, LONG_COINED = 4, 8  # letters of a name; the names of two papers may differ in one letter
TURNABLE = SMALL_WORDS - ARTICLES - {"and"}
LEADING = ("from", "to", "into")
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEXT_KEYS = {key: row[max(0, at - 1) : at + 2] for row in KEYS for at, key in enumerate(row)}
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
    *(("meth", "eth"), ("amine", "amide"), ("mitosis", "meiosis"), ("niger", "nigeria"), ("slovak", "sloven")),
    *(("japan", "javan"), ("columbia", "colombia"), ("serbian", "sorbian")),
)


def are_opposites(one: Work, other: Work) -> bool:
    """Return whether the titles differ in words such as "maximization" and "minimization", or "mode" and "model"."""
    mine, others = set(one.words) - set(other.words), set(other.words) - set(one.words)
    words = mine | others
    if any(word.replace(this, that, 1) in words for word in words for this, that in OPPOSITES if this in word):
        return True
    # In a long title, one other letter in a short word is a typing error.
    is_short = min(len(one.letters), len(other.letters)) < TELLING_TITLE
    pairs = product(mine - SMALL_WORDS, others - SMALL_WORDS)
    return any(are_two_words(*pair) or (is_short and are_short_words(*pair)) for pair in pairs)


def have_other_names(one: Work, other: Work) -> bool:
    """Return whether names that authors coined differ slightly: CALM and CLAM, TabNet and TagNet."""
    if one.title.isupper() or other.title.isupper():
        return False
    mine, others = ({word for word in WORD.findall(each.title) if COINED.fullmatch(word)} for each in (one, other))
    return any(_are_two_names(*pair) for pair in product(mine - others, others - mine))


def _are_two_names(one: str, other: str) -> bool:
    """Return whether names differ in a letter. Swapped letters in a long one, or other capitals, are typing errors."""
    if len(one) != len(other) or len(one) > LONG_COINED or list(map(str.isupper, one)) != list(map(str.isupper, other)):
        return False
    is_of_few = len(one) <= SHORT_COINED or sorted(one) != sorted(other)
    return is_of_few and OSA.distance(one, other, score_cutoff=1) == 1


def are_turned_around(one: Work, other: Work) -> bool:
    """Return whether the titles have two words in another order: "Text-to-Image" and "Image-to-Text"."""
    if not _pairs(one).isdisjoint((right, left) for left, right in _pairs(other) - _pairs(one)):
        return True
    if _are_shuffled(*([word for word in each.words if word not in ARTICLES] for each in (one, other))):
        return True
    shared = set(one.words) & set(other.words)
    return any(_are_sides_changed(one, other, small) for small in shared & TURNABLE) or any(
        _lead_elsewhere(one, other, small) for small in LEADING if small in shared
    )


def _are_shuffled(words: list[str], others: list[str]) -> bool:
    """Return whether the same words are in another order: "robots teach humans", "humans teach robots".

    The parts around a colon may be swapped. Titles with "and" are left out, since words around it may be in any order.
    """
    if words == others or "and" in words or sorted(words) != sorted(others):
        return False
    return not any(words[at:] + words[:at] == others for at in range(1, len(words)))


def _are_sides_changed(one: Work, other: Work, small: str) -> bool:
    """Return whether words around a small word are swapped: "planning for learning", "learning for planning"."""
    if one.words.count(small) != 1 or other.words.count(small) != 1:
        return False
    (left, right), (other_left, other_right) = (_sides(each.words, small) for each in (one, other))
    return not (left - right).isdisjoint(other_right - other_left) and not (right - left).isdisjoint(
        other_left - other_right
    )


def _sides(words: tuple[str, ...], small: str) -> tuple[set[str], set[str]]:
    at = words.index(small)
    return set(words[:at]) - SMALL_WORDS, set(words[at:]) - SMALL_WORDS


def _lead_elsewhere(one: Work, other: Work, small: str) -> bool:
    """Return whether different words that both have follow a small word: "images from text", "from images to text"."""
    mine, others = (
        {right for left, right in zip(each.words, each.words[1:], strict=False) if left == small}
        for each in (one, other)
    )
    return (
        bool(mine and others)
        and mine.isdisjoint(others)
        and mine <= set(other.words) - SMALL_WORDS
        and others <= set(one.words) - SMALL_WORDS
    )


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
    mine, others = _words_apart(one, other)
    telling = [[word for word in words if word not in SMALL_WORDS] for words in (mine, others)]
    is_same = 0 < len(telling[0]) == len(telling[1]) <= MOST_MISTYPED and all(map(_is_same_word, *telling))
    if is_same or ARTICLES.issuperset(mine + others) or _is_key_missed(one, other, mine, others):
        return True
    if len(mine) == len(others) == 1 and _is_swapped(mine[0], others[0]):
        return True
    enough = SHORT_TITLE if len(one.families) > 1 else LONG_TITLE
    is_long = min(len(one.letters), len(other.letters)) >= enough
    is_close = _is_close("".join(mine), "".join(others), SHORTEST_MISTYPED, LONG_MISTYPED)
    is_like = is_close or (is_long and _has_lost_letters(one, other, mine, others))
    return is_like and not any(_turns(*pair) for pair in product(mine, others))


def _words_apart(one: Work, other: Work) -> tuple[list[str], list[str]]:
    """Return the words that only one of the two titles has. A word that one has more often is repeated accordingly."""
    mine, others = list(one.words), list(other.words)
    for word in one.words:
        if word in others:
            mine.remove(word)
            others.remove(word)
    return mine, others


def _is_key_missed(one: Work, other: Work, mine: list[str], others: list[str]) -> bool:
    """Return whether only a first letter differs, by the key next to it, in a long title by several authors."""
    if len(mine) != 1 or len(others) != 1 or mine[0][1:] != others[0][1:] or len(mine[0]) < SHORTEST_MISTYPED - 1:
        return False
    is_sure = min(len(one.letters), len(other.letters)) >= SURE_TITLE and len(one.families) > 1
    return is_sure and mine[0][0] in NEXT_KEYS.get(others[0][0], "")


def _is_swapped(one: str, other: str) -> bool:
    """Return whether two letters of a word have changed places, as in "form" and "from"."""
    return len(one) >= SHORTEST_SWAPPED and sorted(one) == sorted(other) and OSA.distance(one, other) == 1


def _is_same_word(one: str, other: str) -> bool:
    """Return whether two words differ by a typing error, a plural or a form of a verb: "improving", "improved"."""
    short, long = sorted((one, other), key=len)
    is_plural = len(short) >= SHORTEST_PLURAL and long == f"{short}s"
    return is_plural or is_word_typed_wrong(one, other) or are_forms(one, other, OF_VERBS)


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
