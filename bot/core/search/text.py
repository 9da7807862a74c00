"""Turns typed text into plain words: the one spelling that the index and queries share."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUERY = 400
LONGEST_TITLE = 300
SHORTEST_STEM = 4
SHORTEST_SINGULAR = 3  # "laws", "gans"
# Letters that Unicode does not decompose into a base letter and a mark.
UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
# "LoRA+" is a different paper from "LoRA".
PLUS = re.compile(r"(?<=\w)\++(?!\w)")
APOSTROPHES = "'’ʼ`´"
ACCENTS = re.compile("[\u0300-\u036f]+")
# For ASCII, bytes are the quickest.
SPACED = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)
ASCII_APOSTROPHES = b"'`"
# Longest first, so that "optimizations" loses more than its "s".
ENDINGS = """
    izations isations ization isation izing ising izers isers izer iser ized ised izes ises ize ise
    ations ation ings ing ers er ed es s e
"""
SUFFIXES = tuple(ENDINGS.split())


def normalise(text: str, longest: int = LONGEST_QUERY) -> str:
    """Return lower-case words with single spaces: no accents, punctuation, emoji or invisible characters.

    Compatibility forms (full-width letters, ligatures) become plain ones. `longest` characters bound the work and the
    result. Normalizing twice changes nothing.
    """
    text = text[: longest * 3]
    if "+" in text:
        text = PLUS.sub(lambda signs: " plus" * len(signs[0]), text)
    if not text.isascii():
        # Most texts in Latin letters are plain now, and that is much quicker to go on with.
        text = ACCENTS.sub("", _decomposed(text))
    if text.isascii():
        plain = text.lower().encode().translate(SPACED, ASCII_APOSTROPHES).decode()
    else:
        plain = "".join(_plain(char) for char in text)
    return " ".join(plain.split())[:longest].rstrip()


def squash(text: str, longest: int = LONGEST_QUERY) -> str:
    """Normalize and remove the spaces: "GPT-3", "gpt 3" and "gpt3" are the same."""
    return normalise(text, longest).replace(" ", "")


def stem(word: str) -> str:
    """Remove the most common English endings, so that "quantized" matches "quantization". Short words stay."""
    if not word.endswith(SUFFIXES):
        return word
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word[: -len(suffix)]
    singular = word[:-1]
    return singular if len(singular) >= SHORTEST_SINGULAR and word.endswith("s") and singular[-1] != "s" else word


def _decomposed(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKD", folded.translate(UNDECOMPOSED).casefold())


def _plain(char: str) -> str:
    if char.isalnum():
        return char
    category = unicodedata.category(char)
    return "" if category[0] == "M" or category == "Cf" or char in APOSTROPHES else " "
