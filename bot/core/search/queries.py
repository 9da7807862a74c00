"""Splits a query into weighted terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.search.ranking import UNKNOWN_LOSS, Term
from bot.core.search.vocabulary import SHORTEST_MISSPELT
from bot.core.search.words import FIELD_WORDS, STOP_WORDS, TURNS

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from bot.core.search.acronyms import Acronyms
    from bot.core.search.vocabulary import Vocabulary

MOST_TERMS = 16
LONGEST_FRAGMENT = 3
LIKELY_IF_GLUED = 0.97
STOP_GAIN, STOP_LOSS = 0.08, 0.03
FIELD_LOSS = 0.15
# A paper may be about a catalog word that it lacks. A word that no paper has is more likely off topic.
KNOWN_LOSS, MISSPELT_LOSS, YEAR_LOSS = 0.6, 0.8, 0.5
# "Mamba 2" is a different paper from "Mamba". But people call the first of a name "1" in hindsight.
NUMBER_LOSS = 1.6
# In a whole reference, numbers are volumes and pages.
LONGEST_NAME, NUMBER_LOSS_IN_A_REFERENCE = 5, 0.3
NUMBER_ONE = frozenset({"1", "v1"})
YEAR_GAIN = 0.6
FRAGMENT_LOSS, SHORT_UNKNOWN_LOSS = 0.3, 0.6  # as likely a misspelled "you" as a word from another field
YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
YEAR_DIGITS = 4
CITATION_KEY = re.compile(r"([a-z]+)((?:19|20)?\d\d)([a-z][a-z0-9]*)?")


def terms_of(
    words: Sequence[str], vocabulary: Vocabulary, acronyms: Acronyms, weights: array[float], *, typed: bool
) -> list[Term]:
    """Return at most 16 different terms. With `typed`, the last word may be only the start of one."""
    whole: list[str] = []
    for at, word in enumerate(words):
        whole += [word] if typed and at == len(words) - 1 else _taken_apart(word, vocabulary)
    whole = whole[: MOST_TERMS * 2]
    meanings = [
        vocabulary.meanings(word, half_typed=at == len(whole) - 1 and (typed or vocabulary.number(word) is None))
        for at, word in enumerate(whole)
    ]
    _add_glued(whole, meanings, vocabulary)
    only_stop_words = STOP_WORDS.issuperset(whole)
    terms: dict[str, Term] = {}
    for word, meant in zip(whole, meanings, strict=True):
        if word not in terms and len(terms) < MOST_TERMS:
            terms[word] = _term(word, meant, vocabulary, acronyms, weights, only_stop_words=only_stop_words)
    if len(terms) > LONGEST_NAME:
        for term in terms.values():
            if term.word.isdigit():
                term.loss = min(term.loss, NUMBER_LOSS_IN_A_REFERENCE)
    return list(terms.values())


def tells_more(left: set[str], written: str) -> bool:
    """Return whether the words that a paper lacks mean that another paper was meant.

    Words of the field do not. Short ones are mostly typos, unless they are in capitals like names of models (XL, GA).
    """
    capitals = set() if written.isupper() else {word.lower() for word in re.findall(r"[A-Z]{2,}", written)}
    words = left - STOP_WORDS - FIELD_WORDS - NUMBER_ONE
    return any(len(word) > LONGEST_FRAGMENT or word.isdigit() or word in TURNS | capitals for word in words)


def _taken_apart(word: str, vocabulary: Vocabulary) -> list[str]:
    """Return the parts of a joined word: hu2022 → hu, 2022; ho2020denoising → ho, 2020, denoising; hu21 → hu, 2021.

    A word of the catalog or the field stays whole.
    """
    if vocabulary.number(word) is not None or word in FIELD_WORDS or word in STOP_WORDS:
        return [word]
    if cited := CITATION_KEY.fullmatch(word):
        year = cited[2] if len(cited[2]) == YEAR_DIGITS else f"20{cited[2]}"
        dated = YEAR.fullmatch(year) and vocabulary.number(year) is not None
        if dated and (year == cited[2] or vocabulary.number(cited[1]) is not None):
            return [part for part in (cited[1], year, cited[3]) if part]
    halves = vocabulary.halves(word)
    return list(halves) if halves else [word]


def _add_glued(words: Sequence[str], meanings: Sequence[dict[int, float]], vocabulary: Vocabulary) -> None:
    """Add the joined word's meaning to its parts if two or three words form a catalog word ("flash attention")."""
    for size in (2, 3):
        for at in range(len(words) - size + 1):
            glued = vocabulary.number("".join(words[at : at + size]))
            if glued is not None:
                for part in range(at, at + size):
                    meanings[part][glued] = max(meanings[part].get(glued, 0.0), LIKELY_IF_GLUED)


def _term(
    word: str,
    meant: dict[int, float],
    vocabulary: Vocabulary,
    acronyms: Acronyms,
    weights: array[float],
    *,
    only_stop_words: bool,
) -> Term:
    is_year = bool(YEAR.fullmatch(word))
    known = vocabulary.number(word)
    acronym_of = frozenset(acronyms.papers(word))
    if word in STOP_WORDS:
        return Term(word, STOP_GAIN, STOP_GAIN if only_stop_words else STOP_LOSS, meant)
    if is_year:
        return Term(word, YEAR_GAIN, YEAR_LOSS, meant, is_year=True)
    gain = max((weights[number] for number in meant), default=1.0) if known is None else weights[known]
    if acronym_of:
        gain = max(gain, 0.8)
    loss = _loss(word, gain, is_known=known is not None, has_meaning=bool(meant))
    return Term(word, gain, loss, meant, acronym_of=acronym_of)


def _loss(word: str, gain: float, *, is_known: bool, has_meaning: bool) -> float:
    """Return what a paper without the word loses."""
    if word in FIELD_WORDS or word in NUMBER_ONE:
        return FIELD_LOSS
    if word.isdigit():
        return NUMBER_LOSS
    if is_known:
        return gain * KNOWN_LOSS
    if len(word) < SHORTEST_MISSPELT and word.isalpha():
        return FRAGMENT_LOSS
    if len(word) == SHORTEST_MISSPELT and not has_meaning:
        return SHORT_UNKNOWN_LOSS
    return MISSPELT_LOSS if has_meaning else UNKNOWN_LOSS
