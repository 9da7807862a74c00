"""Joins the lines of a page to running text, and the words that line ends divide."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# PDF libraries write a hyphen at a line end as one of these.
LINE_END_HYPHENS = "\ufffe\x02\xad"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
PLAIN = str.maketrans({**LIGATURES, "\u00a0": " ", "\u200b": "", "\u2019": "’"})
DIVIDED = re.compile(rf"(\w+)(?:[{LINE_END_HYPHENS}]\s?|-\s?\n\s*)(\w+)")
WORD = re.compile(r"\w+(?:-\w+){0,9}")


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Return how often the document has each word; a hyphenated one counts as a whole."""
    return Counter(word.casefold() for text in texts for word in WORD.findall(text))


def joined(lines: Iterable[str], known: Counter[str]) -> str:
    """Return the lines as one running text.

    A hyphen at a line end may be the word's own: what the rest of the document writes decides.
    """

    def whole(found: re.Match[str]) -> str:
        first, second = found[1], found[2]
        with_hyphen = f"{first}-{second}"
        plain, hyphenated = known[(first + second).casefold()], known[with_hyphen.casefold()]
        keeps = hyphenated > plain or (not plain and (second[0].isupper() or second[0].isdigit() or first.isdigit()))
        return with_hyphen if keeps else first + second

    text = "\n".join(line.strip() for line in lines)
    text = DIVIDED.sub(whole, text)
    text = re.sub(rf"[{LINE_END_HYPHENS}]", "-", text)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return the text with ligatures spelled out and without characters that nobody sees."""
    text = text.translate(PLAIN)
    return "".join(char for char in text if char >= " " or char in "\n\t\x02")
