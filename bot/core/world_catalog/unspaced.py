"""Counts words where some are written without spaces between them, as in Chinese, Japanese and Thai."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+")
LETTERS_OF_A_WORD = 2


def count_words(words: Iterable[str]) -> int:
    """Return how many words these are, with two letters for one where nothing parts them."""
    return sum(_words_in(word) for word in words)


def _words_in(word: str) -> int:
    if word.isascii():
        return 1
    return max(1, sum(len(run) for run in UNSPACED.findall(word)) // LETTERS_OF_A_WORD)
