"""Checks each character that members type into forms: can it be seen, stored and shown?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, FieldName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARKS_ON_A_LETTER = 8  # written languages need at most about five; more are decoration that covers the lines around it
ALLOWED_CONTROLS = "\t\n\r"
# Letters and symbols by category, but invisible.
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Most texts match this. Nothing in them can be wrong, so their characters need no check.
PLAIN = re.compile(r"[\t\n\r -~]*")
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
NAMELESS = {"Cs": "half", "Cc": "control"}


class BadFieldError(ClubError):
    """Why the text of a `field` cannot be accepted. A `position` counts characters from 1."""

    field: FieldName


@dataclass(eq=False)
class NothingShownError(BadFieldError):
    field: FieldName


@dataclass(eq=False)
class BadCharacterError(BadFieldError):
    """A character that cannot be stored or shown.

    `character` is its name in Unicode, "half" for half of one, "control" or "unnamed".
    """

    field: FieldName
    position: int
    code_point: str
    character: str


@dataclass(eq=False)
class TooManyMarksError(BadFieldError):
    """A letter with more than `most` accents."""

    field: FieldName
    position: int
    code_point: str
    character: str
    most: int = MARKS_ON_A_LETTER


@dataclass(eq=False)
class TooLongTextError(BadFieldError):
    """The text is `over` characters longer than `limit`; the first of them is at `position`."""

    field: FieldName
    length: int
    limit: int
    position: int
    over: int


@dataclass(eq=False)
class UnacceptableTextError(ClubError):
    """A form's text cannot be accepted, and is kept as a draft. `reasons` are in the form's order, one for each field
    that is refused.
    """

    reasons: tuple[BadFieldError, ...]


def tidied(typed: str) -> str:
    """Return the text with one kind of line end and no space around it."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def storable(text: str) -> str:
    """Replace what no database stores (half characters, NUL) by U+FFFD, so that even a refused text can be kept.

    The length does not change.
    """
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_blank(text: str) -> bool:
    """Return whether nothing is visible: only spaces, zero-width or control characters, or marks without a letter."""
    return all(char in UNSEEN or unicodedata.category(char)[0] in "CZM" for char in text)


def refusal_of(name: str, text: str, limit: int) -> BadFieldError | None:
    """Return the first problem with the text in the field `name`, which accepts at most `limit` characters.

    Markup, mentions and characters that change the writing direction are accepted, because they are shown without
    effect.
    """
    field = FieldName(name)
    if is_blank(text):
        return NothingShownError(field)
    return _bad_character(field, text) or _too_long(field, text, limit)


def require_acceptable(fields: Iterable[tuple[str, str, int]]) -> None:
    """Raise UnacceptableTextError if the text of any (name, text, limit) is refused."""
    if refusals := tuple(refusal for field in fields if (refusal := refusal_of(*field))):
        raise UnacceptableTextError(refusals)


def _bad_character(field: FieldName, text: str) -> BadFieldError | None:
    if PLAIN.fullmatch(text):
        return None
    marks = 0
    for position, (char, category) in enumerate(_categories(text), 1):
        if category == "Cs" or (category == "Cc" and char not in ALLOWED_CONTROLS):
            return BadCharacterError(field, position, *_named(char, category))
        if category[0] == "M":
            marks += 1
        elif category != "Cf":  # a joiner between marks does not start a new letter
            marks = 0
        if marks > MARKS_ON_A_LETTER:
            return TooManyMarksError(field, position, *_named(char, category))
    return None


def _too_long(field: FieldName, text: str, limit: int) -> BadFieldError | None:
    over = len(text) - limit
    return TooLongTextError(field, len(text), limit, limit + 1, over) if over > 0 else None


def _categories(text: str) -> Iterator[tuple[str, str]]:
    return ((char, unicodedata.category(char)) for char in text)


def _named(char: str, category: str) -> tuple[str, str]:
    return f"U+{ord(char):04X}", unicodedata.name(char, NAMELESS.get(category, "unnamed"))
