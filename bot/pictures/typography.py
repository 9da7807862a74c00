"""Text in pictures: the typeface, what fits on a line, and what to draw for characters that the typeface lacks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import groupby

from anyascii import anyascii
from PIL import ImageFont

SCALE = 2  # pictures are drawn at twice the size and reduced, which smooths edges and text
ELLIPSIS = "…"
REPLACEMENT = "·"
WORD_NEAR = 0.5
# Chinese, Japanese and Korean characters. Lines can end after each of them, except before closing punctuation.
WIDE = r"\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
EAST_ASIAN = re.compile(f"[{WIDE}]")
WIDE_WORD = rf"[{WIDE}][、。〉》」』】〕！），．：；？]*\s*"
WORD = re.compile(rf"{WIDE_WORD}|[^\s{WIDE}]+\s*")  # with the space after it
WORD_PART = re.compile(rf"{WIDE_WORD}|[^\s{WIDE}-]*-+(?=\w)|[^\s{WIDE}]+\s*")  # a word, or its part up to a hyphen
LAST_WORD_PART = re.compile(r"[^\s-]*$")
REGULAR, MEDIUM, BOLD = 400, 560, 700
OPTICAL_SIZE = 28
# Pillow looks for these names in the system's folders of fonts.
EAST_ASIAN_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSans-Regular.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",  # has no Korean
    "DroidSansFallback.ttf",
    "wqy-zenhei.ttc",
    "msyh.ttc",
    "PingFang.ttc",
    "Arial Unicode.ttf",
)


@dataclass(frozen=True, slots=True)
class Style:
    """Size in pixels of the finished picture, and weight from 100 to 900."""

    size: int
    weight: int = REGULAR

    @property
    def leading(self) -> int:
        """The distance from one line's top to the next, in pixels."""
        return round(self.size * 1.24)


@lru_cache(maxsize=64)
def font(style: Style) -> ImageFont.FreeTypeFont:
    """Return Inter at twice the style's size."""
    file = files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    with as_file(file) as path:
        face = ImageFont.truetype(path, style.size * SCALE, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([OPTICAL_SIZE, style.weight])
    return face


@lru_cache(maxsize=64)
def east_asian_font(style: Style) -> ImageFont.FreeTypeFont | None:
    """Return the first typeface for Chinese, Japanese and Korean that this machine has, at twice the style's size."""
    for name in EAST_ASIAN_FONTS:
        try:
            return ImageFont.truetype(name, style.size * SCALE, layout_engine=ImageFont.Layout.BASIC)
        except OSError:
            continue
    return None


def parts(text: str, style: Style) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """Return the text in parts that one typeface can draw, each with that typeface."""
    inter, other = font(style), east_asian_font(style) if EAST_ASIAN.search(text) else None
    if other is None:
        return [(text, inter)]
    return [("".join(chars), inter if has else other) for has, chars in groupby(text, key=_has_glyph)]


def ascent(style: Style) -> float:
    """Return the distance from a line's top to its baseline."""
    return font(style).getmetrics()[0] / SCALE


@lru_cache(maxsize=8192)
def width(text: str, style: Style) -> float:
    """Return the width of the text in pixels of the finished picture."""
    return sum(face.getlength(part) for part, face in parts(text, style)) / SCALE


def fit(text: str, style: Style, room: float) -> str:
    """Return the text on one line, shortened with an ellipsis to at most `room` pixels."""
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
    """Return the text on at most `most` lines of `room` pixels. The last line is shortened if there is more.

    If all of it fits, the lines are about equally long, so that no word is alone on the last one. Words are broken at
    their hyphens only if that saves a line.
    """
    words, pieces = WORD.findall(drawable(text)), WORD_PART.findall(drawable(text))
    lines = _filled(pieces, style, room, most)
    if len(lines) == 1 or not _is_whole(lines, pieces):
        return lines
    unbroken = _filled(words, style, room, len(lines))
    if _is_whole(unbroken, words):
        lines, pieces = unbroken, words
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
    """Return lines that are each as full as possible."""
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
    """Return the text up to `end`, or to a word end or hyphen shortly before: half a word could read as another."""
    cut = text[:end].rstrip()
    words = LAST_WORD_PART.sub("", cut)
    if text[end : end + 1].strip(" -") and len(words) > len(cut) * WORD_NEAR:
        cut = words
    return cut.rstrip(" ,:;-·")


def drawable(text: str) -> str:
    """Return the text without control characters.

    What no typeface has is written in plain letters; for signs, there is a dot.
    """
    return "".join(_drawable(char) for char in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4096)
def _drawable(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char)[0] == "C":
        return ""
    if _has_glyph(char) or _is_east_asian(char):
        return char
    plain = anyascii(char) if unicodedata.category(char)[0] in "LMN" else ""
    return plain if plain.strip() else REPLACEMENT


def _is_east_asian(char: str) -> bool:
    face = east_asian_font(Style(16)) if EAST_ASIAN.match(char) else None
    return face is not None and _draws(face, char)


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    return char.isascii() or _draws(font(Style(16)), char)


def _draws(face: ImageFont.FreeTypeFont, char: str) -> bool:
    # A typeface draws the same box for everything that it lacks.
    return bytes(face.getmask(char)) != bytes(face.getmask("\U0010fffe"))
