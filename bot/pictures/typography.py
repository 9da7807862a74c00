"""Text in pictures: the typeface, what fits on a line, and what to draw for a character that the typeface lacks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont

SCALE = 2  # pictures are drawn twice as large and reduced, which smooths edges and text
ELLIPSIS = "…"
REPLACEMENT = "·"
WORD_NEAR = 0.5
BREAKABLE = re.compile(r"[^\s-]*-+(?=\w)|\S+\s*")  # a word with the space behind it, or its part up to a hyphen
REGULAR, MEDIUM, BOLD = 400, 560, 700
OPTICAL_SIZE = 28


@dataclass(frozen=True, slots=True)
class Style:
    """Size in pixels of the finished picture, and weight from 100 to 900."""

    size: int
    weight: int = REGULAR

    @property
    def leading(self) -> int:
        """From one line's top to the next, in pixels."""
        return round(self.size * 1.24)


@lru_cache(maxsize=32)
def font(style: Style) -> ImageFont.FreeTypeFont:
    """Inter at twice the style's size."""
    file = files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    with as_file(file) as path:
        face = ImageFont.truetype(path, style.size * SCALE, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([OPTICAL_SIZE, style.weight])
    return face


@lru_cache(maxsize=8192)
def width(text: str, style: Style) -> float:
    """In pixels of the finished picture."""
    return font(style).getlength(text) / SCALE


def fit(text: str, style: Style, room: float) -> str:
    """The text on one line, shortened with an ellipsis to `room` pixels."""
    if width(text, style) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, style) <= room:
            low = middle
        else:
            high = middle - 1
    return _to_a_word(text, low) + ELLIPSIS


def wrap(text: str, style: Style, room: float, most: int) -> list[str]:
    """The text on at most `most` lines of `room` pixels; the last is shortened where more is left.

    Where all of it fits, the lines are about equally long, so that no word stands alone on the last one.
    """
    pieces = BREAKABLE.findall(drawable(text))
    lines = _filled(pieces, style, room, most)
    if len(lines) == 1 or not _is_whole(lines, pieces):
        return lines
    narrow, wide = 0, int(room)
    while narrow < wide:
        middle = (narrow + wide) // 2
        tried = _filled(pieces, style, middle, len(lines))
        if _is_whole(tried, pieces):
            lines, wide = tried, middle
        else:
            narrow = middle + 1
    return lines


def _filled(pieces: list[str], style: Style, room: float, most: int) -> list[str]:
    """Each line as full as it gets."""
    lines: list[str] = []
    while pieces and len(lines) < most - 1:
        count = 1
        while count < len(pieces) and width("".join(pieces[: count + 1]).rstrip(), style) <= room:
            count += 1
        lines.append(fit("".join(pieces[:count]).rstrip(), style, room))
        pieces = pieces[count:]
    if pieces:
        lines.append(fit("".join(pieces).rstrip(), style, room))
    return lines


def _is_whole(lines: list[str], pieces: list[str]) -> bool:
    return "".join(lines).replace(" ", "") == "".join(pieces).replace(" ", "")


def _to_a_word(text: str, end: int) -> str:
    """The text up to `end`, or up to the word before where that is near: half a word reads as another one."""
    cut = text[:end].rstrip()
    words = cut.rpartition(" ")[0]
    if text[end : end + 1].strip() and len(words) > len(cut) * WORD_NEAR:
        cut = words
    return cut.rstrip(" ,:;-·")


def drawable(text: str) -> str:
    """The text without control characters, each character the typeface lacks replaced by a plain relative or a dot."""
    return "".join(_drawable(char) for char in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4096)
def _drawable(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char)[0] == "C":
        return ""
    if _has_glyph(char):
        return char
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    return plain if plain != char and all(map(_has_glyph, plain)) else REPLACEMENT


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    # A typeface draws the same box for everything that it lacks.
    face = font(Style(16))
    return char.isascii() or bytes(face.getmask(char)) != bytes(face.getmask("\U0010fffe"))
