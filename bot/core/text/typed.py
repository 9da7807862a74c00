"""Turns pasted text into plain text: every kind of space, dash and quote becomes one before anything is parsed."""

from __future__ import annotations

import unicodedata

# Full-width ASCII from East Asian keyboards. Digits stay as they are: an id typed with them is asked for again.
FULL_WIDTH = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if not unicodedata.category(chr(code)).startswith("N")
}
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-")
QUOTES = dict.fromkeys(map(ord, "‘’‚‛′ʼ"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
SLASHES = dict.fromkeys(map(ord, "\u2044\u2215"), "/")
# Like their Western counterparts, they end what is before them.
POINTS = {ord("。"): ". ", ord("、"): ", ", ord("\uff61"): ". ", ord("\uff64"): ", "}
BRACKETS = dict.fromkeys(map(ord, "「『【《〈〔"), "(") | dict.fromkeys(map(ord, "」』】》〉〕"), ")")
PLAIN = FULL_WIDTH | DASHES | QUOTES | SLASHES | POINTS | BRACKETS
# Variation selectors are marks, but invisible.
UNSEEN = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0])


def readable(text: str) -> str:
    """Return the text without invisible characters, with plain dashes, quotes, brackets and spaces. Line breaks stay.

    Doing it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text).translate(PLAIN | UNSEEN)
    return unicodedata.normalize("NFC", "".join(_plain(char) for char in composed))


def _plain(char: str) -> str:
    if char.isascii() or char.isalnum():
        return char if char.isprintable() or char == "\n" else " "
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in {"Zl", "Zp"}:
        return "\n"
    return "" if category[0] == "C" else char
