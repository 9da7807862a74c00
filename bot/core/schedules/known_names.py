"""Common given and family names of about sixty languages.

The table (`data/names.txt`, made by `make names`) ships with the program. It is read when the first schedule is, and
kept as three strings, which take a tenth of the memory of sets.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.core.schedules.given_names import GIVEN_NAMES

TABLE = Path(__file__).parents[3] / "data" / "names.txt"


def is_given_name(word: str) -> bool:
    return word in GIVEN_NAMES or f"\n{word}\n" in _tables()[0]


def is_family_name(word: str) -> bool:
    return f"\n{word}\n" in _tables()[1]


def is_chinese_family_name(word: str) -> bool:
    return f"\n{word}\n" in _tables()[2]


@cache
def _tables() -> tuple[str, ...]:
    return tuple(f"\n{part}\n" for part in TABLE.read_text(encoding="utf-8").split("\n\n"))
