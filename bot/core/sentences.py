"""Where sentences end, in prose as members write it."""

from __future__ import annotations

import re

# Abbreviations after which a sentence goes on, whatever comes next.
INSIDE = frozenset(
    (
        "eg",
        "ie",
        "vs",
        "cf",
        "viz",
        "resp",
        "approx",
        "ca",
        "wrt",
        "aka",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "incl",
        "esp",
    )
)
# They end a sentence where a capital follows: "… by Hu et al. They …".
EITHER = frozenset(("al", "etc"))
# Read as abbreviations only before what they number: "Fig. 3", but "it fits in the app. We …".
NUMBERING = frozenset(
    ("fig", "figs", "eq", "eqs", "eqn", "sec", "secs", "tab", "ch", "app", "alg", "thm", "def", "no", "p", "pp", "vol")
)
BULLET = re.compile(r"\s*(?:[-*+•‣–—>]+|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
ELLIPSIS = re.compile(r"\.{2,}|…")
END = re.compile(r"(?P<mark>[.!?…]+)(?P<closers>[\"'”’»)\]*_`]*)(?=\s|$)|[。！？]+[」』”’）]*")
INITIAL = re.compile(r"(?:[A-Z]\.)*[A-HJ-Z]")
NUMBERED = re.compile(r"[(\[]?(?:\d|[A-Z]\b|[ivx]+\b)")
OPENERS = "\"'“‘«([*_`"


def sentences(text: str) -> tuple[str, ...]:
    """The sentences in order, as written, without bullets and numbering before them.

    A new line ends one, except where prose was wrapped (no end mark before, a small letter after). What holds no
    letter or digit is none. Abbreviations, initials, decimals, versions and dots that trail off inside end nothing.
    """
    found = [part for line in _unwrapped(text) for part in _split(line)]
    return tuple(part for part in found if any(char.isalnum() for char in part))


def first_sentence(text: str) -> str:
    """The first of them; the whole text where there is none."""
    return next(iter(sentences(text)), text)


def _unwrapped(text: str) -> list[str]:
    lines: list[str] = []
    for raw in text.splitlines():
        bullet = BULLET.match(raw)
        line = raw[bullet.end() :].strip() if bullet else raw.strip()
        goes_on = bool(lines and lines[-1] and not bullet and line[:1].islower() and not _ends(lines[-1]))
        if goes_on:
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def _ends(line: str) -> bool:
    """Whether the line's last mark closes what it says: an end mark, or a colon before a list."""
    return bool(re.search(r"[.!?…。！？:;][\"'”’»)\]*_`]*$", line))


def _split(line: str) -> list[str]:
    parts, start = [], 0
    for end in END.finditer(line):
        if _is_end(line[start : end.start()], end, line[end.end() :].lstrip()):
            parts.append(line[start : end.end()].strip())
            start = end.end()
    return [*parts, line[start:].strip()]


def _is_end(before: str, end: re.Match[str], after: str) -> bool:
    mark, goes_on_small = end["mark"], after.lstrip(OPENERS)[:1].islower()
    if not after or mark is None:
        return True
    if ELLIPSIS.fullmatch(mark) or end["closers"]:  # "… and then", "“Why?” asks the paper"
        return not goes_on_small
    return mark != "." or not _abbreviates(before, after)


def _abbreviates(before: str, after: str) -> bool:
    *name, written = ["", *before.rsplit(maxsplit=2)][-2:]
    written = written.lstrip(OPENERS)
    word = written.replace(".", "").casefold()
    if INITIAL.fullmatch(written):
        return _begins_name(name[-1] if name else "")
    if word in NUMBERING:
        return bool(NUMBERED.match(after))
    if word in EITHER:
        return not after.lstrip(OPENERS)[:1].isupper()
    return word in INSIDE


def _begins_name(word_before: str) -> bool:
    """The "J." of "Edward J. Hu", "and J. Ba" or a sentence's start, not the "B." of "plan B. It works"."""
    return word_before in {"", "and", "&"} or word_before[:1].isupper()
