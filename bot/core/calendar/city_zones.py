"""Cities, countries and regions, and their time zones.

The table (`data/places.tsv`, made by `make places`) ships with the program, as Python's zones do. It is read on the
first query and kept as one string, most populous places first. No other structure is built from it, and a search takes
a millisecond (ADR 13).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.text.short_inputs import read_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parents[3] / "data" / "places.tsv"
# Letters that Unicode does not decompose into a plain letter and an accent.
PLAIN_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
CLEAR = "="
SHORTEST_BEGINNING = 3


def place_key(name: str) -> str:
    """Return the form in which names are compared: no case, accents, punctuation or leading "the"."""
    folded = unicodedata.normalize("NFKD", read_alike(name).casefold().translate(PLAIN_LETTERS))
    kept = "".join(char if char.isalnum() else " " for char in folded if unicodedata.category(char)[0] != "M")
    return " ".join(kept.split()).removeprefix("the ")


def zones_at(name: str) -> tuple[list[str], bool]:
    """Return the zones of the places with this name, most populous first, and whether the first is clearly meant.

    `Portland, Oregon` works if both names are known and have exactly one zone in common.
    """
    zones, is_clear = _zones_of(place_key(name))
    if zones or "," not in name:
        return zones, is_clear
    city, _, region = name.partition(",")
    there, is_clear = _zones_of(place_key(region))
    both = [zone for zone in _zones_of(place_key(city))[0] if zone in (there[:1] if is_clear else there)]
    return both, len(both) == 1


def zones_beginning(beginning: str, limit: int) -> list[str]:
    """Return the zones of the most populous places whose names start with `beginning`."""
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
