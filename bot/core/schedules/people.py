"""Decides from their texts whether a column, or the same position in each line, holds names of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.hosts import names_in
from bot.core.schedules.known_names import (
    is_chinese_family_name,
    is_common_given_name,
    is_family_name,
    is_given_name,
)
from bot.core.schedules.words import CAPITALIZED, FIELD, NOT_A_PAPER, NUMBERED, UP_TO_FOUR_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = re.compile(rf"@[\w.-]+|{UP_TO_FOUR_WORDS}")
# Chinese, Japanese and Korean names, which have no spaces.
IN_SIGNS = re.compile(r"[\uac00-\ud7a3\u4e00-\u9fff]{2,4}")
SURNAME_FIRST = re.compile(
    rf"(?P<surname>{CAPITALIZED}(?:-{CAPITALIZED})?)\s?,\s{{0,2}}(?P<given>{CAPITALIZED}(?: {CAPITALIZED})?)"
)
FEWEST_TEXTS, FEWEST_PEOPLE = 3, 5
NEARLY_ALL, MOST, HALF, A_THIRD, SOME = 0.8, 0.6, 1 / 2, 1 / 3, 0.15


def are_people(texts: Sequence[str]) -> bool:
    """Return whether nearly all texts that are not empty name people.

    That they look like names is not enough, as rooms and fields do too: some are common given names, or half are known
    as such, or most are names of two words or more, of several people.
    """
    filled = [found for text in texts if text.strip() and (found := names_in(text))]
    if len(filled) < FEWEST_TEXTS:
        return len(filled) > 1 and all(name.startswith("@") for found in filled for name in found)
    alike = [found for found in filled if all(map(_is_like_a_name, found))]
    names = {name for found in alike for name in found}
    if len(alike) < NEARLY_ALL * len(filled) or any(FIELD.search(name) for name in names):
        return False
    if all(map(IN_SIGNS.fullmatch, names)):
        return len(names) < sum(map(len, filled))  # they occur again
    first = [name.split()[0] for name in names]
    is_known = sum(map(is_common_given_name, first)) >= max(1, SOME * len(names))
    is_known = is_known or sum(map(is_given_name, first)) >= max(FEWEST_TEXTS, HALF * len(names))
    full = sum(" " in name or name.startswith("@") for name in names)
    return is_known or (len(names) >= FEWEST_PEOPLE and full >= MOST * len(names))


def are_surnames_first(texts: Sequence[str]) -> bool:
    """Return whether each text is one name such as "Berg, Ada", and not two given names as "Ada, Bo"."""
    filled = [text.strip() for text in texts if text.strip()]
    found = [SURNAME_FIRST.fullmatch(text) for text in filled]
    pairs = [(match["surname"], match["given"]) for match in found if match]
    surnames, given = {surname for surname, _ in pairs}, {given.split()[0] for _, given in pairs}
    if len(pairs) < max(FEWEST_TEXTS, NEARLY_ALL * len(filled)) or surnames & given:
        return False
    families, called = sum(map(_is_family, surnames)), sum(map(is_given_name, surnames))
    in_order = families + sum(map(is_given_name, given))
    swapped = called + sum(map(_is_family, given))
    return families >= called and in_order >= swapped + A_THIRD * len(given)


def _is_family(word: str) -> bool:
    return any(is_family_name(part) or is_chinese_family_name(part) for part in word.split("-"))


def _is_like_a_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and not (NOT_A_PAPER.search(text) or NUMBERED.match(text))
