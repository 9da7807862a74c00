"""Reads numbers in words and Roman numerals: "gpt two" and "GPT III" mean GPT-2 and GPT-3."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

IN_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
DIGITS = {word: str(value) for value, word in enumerate(IN_WORDS)} | {"sixteen": "16"}
DIGITS |= {numeral: str(value) for value, numeral in enumerate(ROMAN, start=1)}
# These are also ordinary words. They count as numbers only if the catalog has the numbered name.
ALSO_WORDS = frozenset({"i", "v", "x", "one", "zero", "ten"})


def with_digits(text: str, is_name: Callable[[str], bool]) -> str:
    """Return a normalized query with digits for numbers after a name, or before a word that is numbered so ("8 bit").

    `is_name` returns whether the catalog has a word or a name, given without spaces.
    """
    words = text.split()
    for at, word in enumerate(words):
        digits = DIGITS.get(word)
        if digits is None or len(words) == 1:
            continue
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        is_numbered = (before and is_name(before + digits)) or (after and is_name(digits + after))
        if is_numbered or (before and is_name(before) and word not in ALSO_WORDS):
            words[at] = digits
    return " ".join(words)
