"""Reads surnames out of a list of authors, and makes them comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONE_ACCENTS = re.compile(r"\s?[´`¨^˜ˇ˘¸˚]\s?")
INITIAL = re.compile(r"(?:[A-ZÀ-Ž]\.?-?){1,3}")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
SEPARATOR = re.compile(r"\s*(?:,?\s+(?:and|&)\s+|;|,|&)\s*")
MOST_AUTHORS = 400


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Return the name without case, accents and marks, so that two spellings of it are equal."""
    decomposed = unicodedata.normalize("NFKD", LONE_ACCENTS.sub("", name))
    special = decomposed.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ß", "ss")
    return "".join(char for char in special.casefold() if char.isalnum())


def surnames_in(authors: str) -> tuple[str, ...]:
    """Return the folded surnames, in the order of the list, whichever way names are written."""
    cleaned = re.sub(r"\bet\.? al\b\.?|\bothers\b|\beditors?\b|\(\w+\.?\)", "", LONE_ACCENTS.sub("", authors))
    parts = [part.strip(" .") for part in SEPARATOR.split(cleaned, maxsplit=MOST_AUTHORS) if part.strip(" .")]
    found: list[str] = []
    for part in parts:
        if INITIAL.fullmatch(part.replace(" ", "")) or part.casefold() in SUFFIXES:
            continue
        words = part.split()
        family = words[-1]
        # "Ba J." and "LeCun Y": the initials come last.
        if len(words) > 1 and INITIAL.fullmatch(family) and len(family) <= 3:  # noqa: PLR2004
            family = words[0] if not INITIAL.fullmatch(words[0]) else family
        if name := folded(family):
            found.append(name)
    return tuple(dict.fromkeys(found))
