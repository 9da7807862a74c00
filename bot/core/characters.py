"""What members type into forms, character by character: can it be seen, stored and shown?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARKS_ON_A_LETTER = 8  # written languages need up to about five; more is decoration that covers the lines around it
ALLOWED_CONTROLS = "\t\n\r"
# Letters and symbols by their category, and yet nothing is seen of them.
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Nothing in it could be wrong, as in most of what is typed: no look at every character.
PLAIN = re.compile(r"[\t\n\r -~]*")
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
NAMELESS = {"Cs": "half of a character", "Cc": "control character"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a field's text cannot be taken. `position` counts characters from 1; None where no single one is at fault."""

    name: str
    sentence: str
    position: int | None = None


def tidied(typed: str) -> str:
    """With one kind of line end, and without space around it."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def storable(text: str) -> str:
    """As long as `text`, with U+FFFD for what no database takes (half characters, NUL): even a refused text is kept."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: spaces, zero-width characters, control characters, marks without a letter."""
    return all(char in UNSEEN or unicodedata.category(char)[0] in "CZM" for char in text)


def refusal_of(name: str, text: str, limit: int) -> Refusal | None:
    """The first thing wrong with what was typed into the field `name`, of which at most `limit` characters are taken.

    Markup, mentions and characters that turn the direction of writing are no reason to refuse: they are shown inert.
    """
    if is_blank(text):
        return Refusal(name, f"*{name}* shows nothing: write at least a sentence.")
    return _bad_character(name, text) or _too_long(name, text, limit)


def refusals_of(fields: Iterable[tuple[str, str, int]]) -> tuple[Refusal, ...]:
    """Of (name, text, limit), at most one for each field."""
    return tuple(refusal for field in fields if (refusal := refusal_of(*field)))


def _bad_character(name: str, text: str) -> Refusal | None:
    if PLAIN.fullmatch(text):
        return None
    marks = 0
    for position, (char, category) in enumerate(_categories(text), 1):
        if category == "Cs" or (category == "Cc" and char not in ALLOWED_CONTROLS):
            what = f"is {_named(char, category)}, which can't be stored or shown. Take it out."
            return Refusal(name, f"*{name}*: character {position:,} {what}", position)
        if category[0] == "M":
            marks += 1
        elif category != "Cf":  # a joiner between marks does not begin a new letter
            marks = 0
        if marks > MARKS_ON_A_LETTER:
            what = f"is one accent too many on a letter: {_named(char, category)}; {MARKS_ON_A_LETTER} is the most."
            return Refusal(name, f"*{name}*: character {position:,} {what} Take some away.", position)
    return None


def _too_long(name: str, text: str, limit: int) -> Refusal | None:
    if len(text) <= limit:
        return None
    over = len(text) - limit
    sentence = (
        f"*{name}* has {len(text):,} characters; the most is {limit:,}. Everything from character {limit + 1:,} on is "
        f"too much: shorten it by {over:,}."
    )
    return Refusal(name, sentence, limit + 1)


def _categories(text: str) -> Iterator[tuple[str, str]]:
    return ((char, unicodedata.category(char)) for char in text)


def _named(char: str, category: str) -> str:
    name = unicodedata.name(char, NAMELESS.get(category, "unnamed"))
    return f"U+{ord(char):04X} ({name})"
