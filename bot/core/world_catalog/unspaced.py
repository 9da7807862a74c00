"""Counts words where some are written without spaces between them, as in Chinese, Japanese and Thai."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Chinese characters and hiragana; katakana, Thai, Lao, Burmese and Khmer.
SHORT_WORDS = re.compile(r"[\u3040-\u309f\u3400-\u9fff\U00020000-\U0003ffff]+")
LONG_WORDS = re.compile(r"[\u30a0-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
# What is found by its pairs of characters, since nothing says where its words begin.
RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]{3,}")
LETTERS_OF_A_SHORT_WORD, LETTERS_OF_A_LONG_WORD = 2, 5


def count_words(words: Iterable[str]) -> int:
    """Return how many words these are. Without spaces, several letters count as one word."""
    return sum(_words_in(word) for word in words)


def _words_in(word: str) -> int:
    if word.isascii():
        return 1
    short = sum(map(len, SHORT_WORDS.findall(word))) // LETTERS_OF_A_SHORT_WORD
    long = sum(map(len, LONG_WORDS.findall(word))) // LETTERS_OF_A_LONG_WORD
    return max(1, short + long)


def pairs_in(word: str) -> list[str]:
    """Return each two neighboring characters of a word in Chinese or Japanese; none for other words."""
    if word.isascii() or not RUN.fullmatch(word):
        return []
    return [left + right for left, right in pairwise(word)]
