"""Finds where sentences end, in prose as members write it, in any script.

The library `sentencex` knows the end marks and abbreviations of languages. This module adds what it misses (ADR 13).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

from sentencex import segment

from bot.core.text.characters import storable
from bot.core.text.scripts import language_of

# Abbreviations in papers after which a sentence continues, whatever comes next.
INSIDE = frozenset(
    (
        *("approx", "ca", "resp", "wrt", "aka", "incl", "esp", "viz", "cf", "vs", "eg", "ie", "bzgl", "bzw"),
        *("напр", "млн", "млрд", "тыс", "рис", "табл", "стр", "см"),
        *("डॉ", "डा", "प्रो", "ड", "ড", "ডা", "திரு", "டாக்டர்", "د", "ד"),
    )
)
# These are abbreviations only before a number: "Fig. 3", but "it fits in the app. We …".
NUMBERING = frozenset(
    ("fig", "figs", "eq", "eqs", "eqn", "sec", "secs", "tab", "ch", "app", "alg", "thm", "def", "no", "p", "pp", "vol")
)
NUMBERED = re.compile(r"[(\[]?(?:\d|[A-Z]\b|[ivx]+\b)")
LETTERS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
BULLET = re.compile(r"\s*(?:[-*+•‣–—>]+|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
OPENERS = "\"'“‘«([*_`"
# Ends that the library misses: marks of Khmer and Tibetan, two Ethiopic word spaces, a bar typed for a danda. Before a
# capital also a closing bracket, the Russian "etc." and trailing dots.
FURTHER_ENDS = re.compile(
    r"(?:(?<=т\. [дп]\.)|(?<=т\.[дп]\.))\s+(?=[А-ЯЁ])|[.!?…][)*_]+\s+(?=[\"“‘'(\[]?[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω])"
    r"|(?:[។៕៚༎]|།(?:\s*།)?|፡፡|(?<=[\u0900-\u0dff])\s?\|{1,2}(?=\s|$))\s*|(?:\.{3,}|…)\s+(?=[\"“‘'(\[]?[A-ZÀ-ÖØ-Þ])"
)
# The Burmese comma, which the library takes for a sentence end.
COMMAS = "၊"
LINE_ENDS = ":;"
NEAR = 40  # characters


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences in order, as written, without the bullets and numbering before them.

    A new line ends a sentence, unless prose was wrapped (no end mark before, a small letter after). Text without a
    letter or digit is no sentence. Abbreviations, initials, decimals, versions and trailing dots inside a sentence do
    not end it.
    """
    language = language_of(text)
    found = [part for line in _unwrapped(text) for part in _split(line, language)]
    return tuple(part for part in found if any(char.isalnum() for char in part))


def first_sentence(text: str) -> str:
    """Return the first sentence, or the whole text if there is none."""
    return next(iter(sentences(text)), text)


@lru_cache(maxsize=4096)
def is_end_mark(char: str) -> bool:
    """Return whether the character ends sentences in some script: a period, a danda, a question mark."""
    if char in COMMAS or unicodedata.category(char) != "Po":
        return False
    return char == "…" or bool(FURTHER_ENDS.match(char)) or len(segment("en", f"ab cd{char} Ef")) > 1


def _unwrapped(text: str) -> list[str]:
    lines: list[str] = []
    goes_on = False
    for raw in text.splitlines():
        bullet = BULLET.match(raw)
        line = raw[bullet.end() :].strip() if bullet else raw.strip()
        if goes_on and not bullet and line[:1].islower():
            lines[-1] += " " + line
        else:
            lines.append(line)
        goes_on = bool(line) and not _ends(line)
    return lines


def _ends(line: str) -> bool:
    """Return whether the line ends with a closing mark: an end mark, or a colon before a list."""
    last = line.rstrip("\"'”’»)]*_`")[-1:]
    return bool(last) and (last in LINE_ENDS or is_end_mark(last))


def _split(line: str, language: str) -> list[str]:
    """Return the library's sentences, joined where one continues and split at the marks that it does not know."""
    # The library fails on half of a character. Such a text is refused later, by name.
    known = accumulate(len(found) for found in segment(language, storable(line)))
    further = (found.end() for found in FURTHER_ENDS.finditer(line))
    ends: list[int] = []
    start = 0
    for end in sorted({*known, *further, len(line)} - {0}):
        # Look only at the nearest words, so that the work grows no faster than the text.
        if ends and _goes_on(line[max(0, start - NEAR) : start], line[start:end]):
            ends.pop()
        start = end
        ends.append(end)
    return [line[begin:end].strip() for begin, end in pairwise([0, *ends])]


def _goes_on(before: str, after: str) -> bool:
    """Return whether the library ended a sentence too early."""
    said = before.rstrip()
    if not any(char.isalnum() for char in after) or not any(char.isalnum() for char in before):
        return True
    if said.endswith(tuple(COMMAS)):
        return True
    if said == before and after[0].isascii() and not after[0].isspace():  # "torch.nn", "v1.2"
        return said[-1].isascii()
    if said[-1] in "」』" and "HIRAGANA" in unicodedata.name(
        after[0], ""
    ):  # a quotation after which the sentence continues
        return True
    return said.endswith(".") and _abbreviates(said[:-1], after)


def _abbreviates(before: str, after: str) -> bool:
    *first, written = before.split() or [""]
    written = written.lstrip(OPENERS)
    word = written.replace(".", "").casefold()
    if word in NUMBERING:
        return bool(NUMBERED.match(after))
    if word in INSIDE:
        return True
    if LETTERS.fullmatch(written):  # Russian "т. е. не"; French "M. Dupont"
        return after[:1].islower() if written[0].islower() else not first
    return False
