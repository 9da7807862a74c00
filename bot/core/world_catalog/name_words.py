"""The words of authors' names in every spelling that members type: Nörenberg, norenberg and noerenberg."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from anyascii import anyascii

from bot.core.papers.author_names import SPOKEN, UMLAUTS
from bot.core.search.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME, MOST_AUTHORS = 100, 40


def words_of_names(authors: Sequence[str]) -> set[str]:
    written = " ".join(authors[:MOST_AUTHORS])
    return {word for spelt in spelt_out(written, LONGEST_NAME * MOST_AUTHORS) for word in spelt.split()}


def spelt_out(name: str, longest: int = LONGEST_NAME) -> tuple[str, ...]:
    """Return a name as plain words, without accents and, if it has any, also with letters in place of the accents."""
    plain = normalise(name, longest)
    if name.isascii():
        return (plain,)
    composed = unicodedata.normalize("NFC", name[:longest])
    spellings = (UMLAUTS, SPOKEN) if "ё" in composed or "Ё" in composed else (UMLAUTS,)
    transcribed = (anyascii(composed.translate(letters)) for letters in spellings)
    return tuple(dict.fromkeys([plain, *(normalise(each, longest) for each in transcribed)]))
