"""Given names tell people of the same family name apart, as far as both are known."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.core.papers.author_names import EAST_ASIAN, author_name, plain_letters
from bot.core.world_catalog.typing_errors import is_misspelt

NAMES_KEPT = 30_000
BETWEEN = re.compile(r"[\s.\-‐‑,]+")
MOST_INITIALS = 3  # written as one word: "Hu EJ"


@lru_cache(NAMES_KEPT)
def given_words(name: str, family: str) -> frozenset[str]:
    """Return the words and initials of a name in plain letters, without the family name's last word."""
    written = author_name(name).given if EAST_ASIAN.search(name) else name
    words = [word for word in BETWEEN.split(written) if word]
    found = {plain_letters(word) for word in words}
    for word in words:
        if word.isupper() and len(word) <= MOST_INITIALS and plain_letters(word) != family:
            found.update(map(plain_letters, word))
    return frozenset(found) - {family, ""}


def are_namesakes(mine: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether given names contradict each other. One that is not known contradicts none."""
    if not mine or not others:
        return False
    # An initial may stand for the name, and so may its beginning.
    return not any(_may_stand_for(name, known) for name in mine for known in others)


def _may_stand_for(name: str, other: str) -> bool:
    return name.startswith(other) or other.startswith(name) or is_misspelt(name, other)
