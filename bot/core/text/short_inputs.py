"""Reads short inputs from command options the same however they are typed, and shows them back safely."""

from __future__ import annotations

import unicodedata

LONGEST_READ = 200
MARKS_SHOWN = 3  # on one letter; Thai, Hindi and Hebrew need two or three
JOINERS = "\u200c\u200d"  # Persian words and many emoji need them inside; at an edge they are invisible
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols by category, but invisible
# What keyboards and editors insert in place of the plain character and NFKC does not turn back.
PLAIN = {
    ":": "\u2236\ua789\u02d0\u02f8\u05c3",
    "/": "\u2044\u2215\u29f8",
    "-": "\u2212\u02d7\u2043",
    ".": "\u3002\u00b7\u2027",
    "'": "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033",
    ",": "\u3001\u060c",
}
REPLACED = {ord(odd): plain for plain, odds in PLAIN.items() for odd in odds}


def read_alike(typed: str) -> str:
    """Return plain letters, digits and marks with single spaces, from which a time, day, zone or name is read.

    Full-width digits, digits of other scripts, typographic marks, unusual spaces and invisible characters make no
    difference. Only the beginning of a very long text is read.
    """
    folded = unicodedata.normalize("NFKC", typed[:LONGEST_READ].translate(REPLACED)).translate(REPLACED)
    return one_line("".join(map(_plain, folded)))


def name_key(typed: str) -> str:
    """Return the form in which names are compared: those of clubs, tags and tracks."""
    return read_alike(typed).casefold()


def one_line(typed: str, keep: str = "") -> str:
    """Remove invisible and direction-changing characters except those in `keep`, and leave single spaces."""
    kept = "".join(
        " " if char.isspace() else char for char in typed if char.isspace() or char in keep or is_visible(char)
    )
    return " ".join(kept.split())


def name_line(typed: str) -> str:
    """Return a name as `one_line` does, but keep joiners between letters or emoji: they need them to look right."""
    text = unicodedata.normalize("NFC", typed)
    kept = "".join(char for at, char in enumerate(text) if char not in JOINERS or _is_between(text, at))
    return one_line(kept, keep=JOINERS)


def shown_back(typed: str, longest: int = 40) -> str:
    """Return typed text that is safe to quote in a sentence: one line of inline code; empty if nothing is visible.

    The result has at most `longest` characters. Piles of accents on one letter, backticks, line ends and invisible
    characters are removed or replaced.
    """
    # Clip first, so that a long text costs no more than a short one.
    text = one_line(unicodedata.normalize("NFC", typed[: longest * 8])).replace("`", "ʼ")
    shown, marks = "", 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks <= MARKS_SHOWN and (marks == 0 or shown):
            shown += char
    shown = shown.strip()
    if len(shown) > longest or len(typed) > longest * 8:
        shown = clipped(shown, longest)
    return f"`{shown}`" if shown else ""


def clipped(text: str, longest: int) -> str:
    """Return the beginning of the text with "…", in at most `longest` characters; letters keep all their marks."""
    cut = min(len(text), longest - 1)
    while cut and cut < len(text) and unicodedata.category(text[cut])[0] == "M":
        cut -= 1
    return text[:cut].rstrip(" .,:;") + "…" if text else ""


def is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and char not in UNSEEN


def _is_between(text: str, at: int) -> bool:
    """Return whether something visible is on both sides."""
    return all(
        one and not one.isspace() and one not in JOINERS and is_visible(one)
        for one in (text[at - 1 : at], text[at + 1 : at + 2])
    )


def _plain(char: str) -> str:
    """Turn digits of any script into 0 to 9, and any dash into a hyphen."""
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    return "-" if unicodedata.category(char) == "Pd" else char
