"""Makes plain text of what providers send: no markup, no invisible characters, one line, and no longer than wanted."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

LONGEST_NAME = 120
LONGEST_TITLE = 400
LONGEST_ABSTRACT = 6_000
MOST_AUTHORS = 3_000
MOST_REFERENCES = 400
YEARS = range(1500, 2200)
# HTML in titles, JATS and MathML in abstracts. A comparison such as "a < b" is no tag.
TAG = re.compile(r"</?(?P<name>[A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>")
# "Abstract" as a heading inside of the abstract itself.
HEADING = re.compile(r"<(jats:)?title>\s*abstract\s*</(jats:)?title>", re.IGNORECASE)
BLOCKS = {"br", "div", "item", "label", "li", "list", "p", "sec", "title"}


def plain_text(sent: str | None, longest: int = LONGEST_TITLE) -> str:
    """Return a text with markup as one line of at most `longest` characters; "" for None."""
    if not sent or ("<" not in sent and "&" not in sent):
        return one_line(sent, longest)
    # Tags and entities make it longer, but hardly by more than this.
    text = TAG.sub(_space_of, HEADING.sub(" ", sent[: 8 * longest]))
    # Some publishers escape twice.
    return one_line(unescape(unescape(text)), longest)


def one_line(sent: str | None, longest: int = LONGEST_TITLE) -> str:
    """Return a text without markup as one line of at most `longest` characters; "" for None."""
    text = (sent or "")[: 4 * longest]
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_visible, text))
    return " ".join(text.split())[:longest].strip()


def year_of(sent: int | None) -> int | None:
    return sent if sent in YEARS else None


def _space_of(tag: re.Match[str]) -> str:
    return " " if tag["name"].lower().rpartition(":")[2] in BLOCKS else ""


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char)[0] == "C" else char
