"""Where sentences end, in prose as members write it, in any script.

The library `sentencex` knows the end marks and abbreviations of languages; here is what it leaves out (ADR 13).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

from sentencex import segment

from bot.core.scripts import language_of

# Abbreviations of papers after which a sentence goes on, whatever comes next.
INSIDE = frozenset(
    (
        *("approx", "ca", "resp", "wrt", "aka", "incl", "esp", "viz", "cf", "vs", "eg", "ie", "bzgl", "bzw"),
        *("напр", "млн", "млрд", "тыс", "рис", "табл", "стр", "см"),
        *("डॉ", "डा", "प्रो", "ड", "ড", "ডা", "திரு", "டாக்டர்", "د", "ד"),
    )
)
# Read as abbreviations only before what they number: "Fig. 3", but "it fits in the app. We …".
NUMBERING = frozenset(
    ("fig", "figs", "eq", "eqs", "eqn", "sec", "secs", "tab", "ch", "app", "alg", "thm", "def", "no", "p", "pp", "vol")
)
NUMBERED = re.compile(r"[(\[]?(?:\d|[A-Z]\b|[ivx]+\b)")
LETTERS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
BULLET = re.compile(r"\s*(?:[-*+•‣–—>]+|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
OPENERS = "\"'“‘«([*_`"
# What the library does not take for an end: marks of Khmer and Tibetan, two Ethiopic word spaces, a bar typed for a
# danda; a closing bracket, the Russian "etc." and dots that trail off, before a capital.
FURTHER_ENDS = re.compile(
    r"(?:(?<=т\. [дп]\.)|(?<=т\.[дп]\.))\s+(?=[А-ЯЁ])|[.!?…][)*_]+\s+(?=[\"“‘'(\[]?[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω])"
    r"|(?:[។៕៚༎]|།(?:\s*།)?|፡፡|(?<=[\u0900-\u0dff])\s?\|{1,2}(?=\s|$))\s*|(?:\.{3,}|…)\s+(?=[\"“‘'(\[]?[A-ZÀ-ÖØ-Þ])"
)
# The Burmese comma, which the library takes for an end.
COMMAS = "၊"
LINE_ENDS = ":;"
NEAR = 40  # characters


def sentences(text: str) -> tuple[str, ...]:
    """The sentences in order, as written, without bullets and numbering before them.

    A new line ends one, except where prose was wrapped (no end mark before, a small letter after). What holds no
    letter or digit is none. Abbreviations, initials, decimals, versions and dots that trail off inside end nothing.
    """
    language = language_of(text)
    found = [part for line in _unwrapped(text) for part in _split(line, language)]
    return tuple(part for part in found if any(char.isalnum() for char in part))


def first_sentence(text: str) -> str:
    """The first of them; the whole text where there is none."""
    return next(iter(sentences(text)), text)


@lru_cache(maxsize=4096)
def is_end_mark(char: str) -> bool:
    """Whether sentences end with the character in some script: a full stop, a danda, a question mark."""
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
    """Whether the line's last mark closes what it says: an end mark, or a colon before a list."""
    last = line.rstrip("\"'”’»)]*_`")[-1:]
    return bool(last) and (last in LINE_ENDS or is_end_mark(last))


def _split(line: str, language: str) -> list[str]:
    """The library's sentences, joined where one goes on, and parted at the marks that it does not know."""
    known = accumulate(len(found) for found in segment(language, line))
    further = (found.end() for found in FURTHER_ENDS.finditer(line))
    ends: list[int] = []
    start = 0
    for end in sorted({*known, *further, len(line)} - {0}):
        # Only the nearest words are looked at, so that the work grows with the text and no faster.
        if ends and _goes_on(line[max(0, start - NEAR) : start], line[start:end]):
            ends.pop()
        start = end
        ends.append(end)
    return [line[begin:end].strip() for begin, end in pairwise([0, *ends])]


def _goes_on(before: str, after: str) -> bool:
    """Whether the library ended a sentence too early."""
    said = before.rstrip()
    if not any(char.isalnum() for char in after) or not any(char.isalnum() for char in before):
        return True
    if said.endswith(tuple(COMMAS)):
        return True
    if said == before and after[0].isascii() and not after[0].isspace():  # "torch.nn", "v1.2"
        return said[-1].isascii()
    if said[-1] in "」』" and "HIRAGANA" in unicodedata.name(
        after[0], ""
    ):  # a quotation that the sentence goes on about
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
