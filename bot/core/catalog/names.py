"""Keys and short names for papers that nobody has named yet."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from anyascii import anyascii

from bot.core.text.short_inputs import clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

LONGEST_SHORT_NAME = 32
# Custom ids of buttons hold keys beside much else, in at most 100 characters.
LONGEST_KEY = 40
NUMBER_ROOM = 6  # for "-2021" or a running number
UNNAMED = "paper"
# The name in "BERT: Pre-training of …" ends there, as in "Mamba – Linear-Time …".
CLAUSE_END = re.compile(r"\s*(?::\s|\s[–—-]\s)")
# What brackets hold in "Low-Rank Adaptation (LoRA) of …".
ACRONYM = re.compile(r"\((?=[^()\s]*[A-Z][^()\s]*[A-Z0-9])([^\W_][\w+.-]{1,14})\)")
JOINING_WORDS = """
    a an and are as at by can do does for from how in into is of on or over the through to towards under using via
    when where why with without
"""
JOINING = frozenset(JOINING_WORDS.split())
LEAST_WORDS = 2


def short_name_of(title: str) -> str:
    """Return a readable short name: the name before a colon, an acronym in brackets, or the beginning of the title."""
    title = " ".join(title.split())
    name = CLAUSE_END.split(title, maxsplit=1)[0].rstrip(".,:;")
    if len(name) <= LONGEST_SHORT_NAME:
        return name or clipped(title, LONGEST_SHORT_NAME)
    if found := ACRONYM.search(name):
        return found[1]
    return _beginning(name.split()) or clipped(name, LONGEST_SHORT_NAME)


def free_name(name: str, year: int | None, is_taken: Callable[[str], bool]) -> str:
    """Return the name. If it is taken, the year or else a number follows it."""
    return next(option for option in _numbered(name, year, "{} ({})", LONGEST_SHORT_NAME) if not is_taken(option))


def key_of(short_name: str) -> str:
    """Return a key in Latin letters, digits and single hyphens: "Größe & Tiefe" is `grosse-tiefe`."""
    words = re.findall(r"[a-z0-9]+", anyascii(short_name).lower().replace("'", ""))
    return "-".join(words)[: LONGEST_KEY - NUMBER_ROOM].strip("-") or UNNAMED


def free_key(short_name: str, year: int | None, taken: Container[str]) -> str:
    """Return a key for the name. If it is taken, the year or else a number follows it."""
    return next(key for key in _numbered(key_of(short_name), year, "{}-{}", LONGEST_KEY) if key not in taken)


def _numbered(name: str, year: int | None, pattern: str, longest: int) -> Iterator[str]:
    """Yield the name, the name with the year, and with 2, 3, …, none too long."""
    yield name
    if year:
        yield _fitting(name, year, pattern, longest)
    for number in count(2):
        yield _fitting(name, number, pattern, longest)


def _fitting(name: str, number: int, pattern: str, longest: int) -> str:
    room = longest - len(pattern.format("", number))
    return pattern.format(name[:room].rstrip(" -"), number)


def _beginning(words: list[str]) -> str:
    """Return as many words as fit, up to the last one before a joining word: "Deep Residual Learning" without "for".

    Without such a word, "…" stands for what does not fit. Returns nothing if too few words fit.
    """
    fitting: list[str] = []
    for word in words:
        if len(" ".join([*fitting, word])) > LONGEST_SHORT_NAME:
            break
        fitting.append(word)
    ends = [at for at in range(LEAST_WORDS, len(fitting) + 1) if _ends_well(words, at)]
    if ends:
        return " ".join(fitting[: ends[-1]]).rstrip(",;:")
    return clipped(" ".join(fitting) + " ", LONGEST_SHORT_NAME) if len(fitting) >= LEAST_WORDS else ""


def _ends_well(words: list[str], at: int) -> bool:
    """Return whether the first `at` words read like a phrase: the next one joins, and the last one does not."""
    follows = words[at].casefold() if at < len(words) else ""
    return follows in JOINING and words[at - 1].casefold() not in JOINING
