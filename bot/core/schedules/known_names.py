"""Common given and family names of about sixty languages.

The table (`data/names.txt`, made by `make names`) ships with the program. It is read with the first schedule, and kept
as short strings of the names that begin with the same two letters, which take a tenth of the memory of sets.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.schedules.given_names import GIVEN_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).parents[3] / "data" / "names.txt"
GIVEN, FAMILY, CHINESE_FAMILY = range(3)


def is_common_given_name(word: str) -> bool:
    """Return whether a word is so common a given name that few of them show a list of people.

    The table also has names that are rare, or mostly family names and places, such as "Fox" and "Stanford".
    """
    return word in GIVEN_NAMES


def is_given_name(word: str) -> bool:
    return word in GIVEN_NAMES or _is_in(GIVEN, word)


def is_family_name(word: str) -> bool:
    return _is_in(FAMILY, word)


def is_chinese_family_name(word: str) -> bool:
    return _is_in(CHINESE_FAMILY, word)


def _is_in(part: int, word: str) -> bool:
    return f"\n{word}\n" in _names(part).get(word[:2], "")


@cache
def _names(part: int) -> Mapping[str, str]:
    """Return the names of one part of the table by their first two letters."""
    names = TABLE.read_text(encoding="utf-8").split("\n\n")[part].split("\n")
    return {beginning: "\n".join(["", *alike, ""]) for beginning, alike in groupby(names, lambda name: name[:2])}
