"""Cities, countries and regions, and the time zones that they are in.

The table (`data/places.tsv`, made by `make places`) ships with the program as Python's zones do. It is read at the
first question, as one piece in which the most populous places come first: nothing is built of it, and a search
takes a millisecond (ADR 13).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.short_inputs import read_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parents[2] / "data" / "places.tsv"
# Letters that Unicode does not take apart into a plain one and an accent.
PLAIN_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
CLEAR = "="
SHORTEST_BEGINNING = 3


def place_key(name: str) -> str:
    """What names are compared by: without case, accents, punctuation and a "the" before them."""
    folded = unicodedata.normalize("NFKD", read_alike(name).casefold().translate(PLAIN_LETTERS))
    kept = "".join(char if char.isalnum() else " " for char in folded if unicodedata.category(char)[0] != "M")
    return " ".join(kept.split()).removeprefix("the ")


def zones_at(name: str) -> tuple[list[str], bool]:
    """The zones of the places that are called so, the most populous first, and whether the first is clearly meant.

    `Portland, Oregon` is understood where both names are known and have one zone in common.
    """
    zones, is_clear = _zones_of(place_key(name))
    if zones or "," not in name:
        return zones, is_clear
    city, _, region = name.partition(",")
    there, is_clear = _zones_of(place_key(region))
    both = [zone for zone in _zones_of(place_key(city))[0] if zone in (there[:1] if is_clear else there)]
    return both, len(both) == 1


def zones_beginning(beginning: str, limit: int) -> list[str]:
    """The zones of the most populous places whose names begin so."""
    key = place_key(beginning)
    if len(key) < SHORTEST_BEGINNING:
        return []
    found: dict[str, None] = {}
    for line in _lines_from(f"\n{key}"):
        found |= dict.fromkeys(_zones_in(line)[0])
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _zones_of(key: str) -> tuple[list[str], bool]:
    line = next(_lines_from(f"\n{key}\t"), "") if key else ""
    return _zones_in(line) if line else ([], False)


def _zones_in(line: str) -> tuple[list[str], bool]:
    listed = line.partition("\t")[2]
    return listed.removeprefix(CLEAR).split(" "), listed.startswith(CLEAR)


def _lines_from(beginning: str) -> Iterator[str]:
    table, wanted = _table(), beginning.encode()
    at = table.find(wanted)
    while at >= 0:
        end = table.index(b"\n", at + 1)
        yield table[at + 1 : end].decode()
        at = table.find(wanted, end)


@cache
def _table() -> bytes:
    return TABLE.read_bytes()
