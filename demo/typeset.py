"""Writes a plain PDF: headings, justified paragraphs and a reference list, in the fonts that every reader has."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Lengths are in points. A letter's width is in thousandths of its size.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595, 842, 88
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
LEADING = 1.25
WITH_A_HEADING = 60  # itself and a few lines
# Times-Roman from the space to the tilde, as in Adobe's font metrics.
WIDTHS = [
    *(250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278),
    *(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444),
    *(921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722),
    *(556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500),
    *(333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500),
    *(500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541),
]
BOLD_IS_WIDER = 1.06
FONTS = {"F1": "Times-Roman", "F2": "Times-Bold"}


class Style(StrEnum):
    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    TEXT = "text"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Look:
    """`gap` is left above. A hanging indent sets all lines but the first to the right."""

    font: str
    size: float
    gap: float
    is_centered: bool = False
    is_justified: bool = False
    hanging: float = 0


LOOKS = {
    Style.TITLE: Look("F2", 17, 20, is_centered=True),
    Style.BYLINE: Look("F1", 11, 8, is_centered=True),
    Style.HEADING: Look("F2", 12, 14),
    Style.TEXT: Look("F1", 10.5, 6, is_justified=True),
    Style.REFERENCE: Look("F1", 9.5, 4, hanging=18),
}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    word_space: float


@dataclass(slots=True)
class _Sheets:
    """The drawing commands of each page."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    bottom: float = PAGE_HEIGHT - MARGIN

    def turn_unless_room_for(self, height: float) -> None:
        if self.bottom - height < MARGIN:
            self.pages.append([])
            self.bottom = PAGE_HEIGHT - MARGIN

    def add(self, line: _Line, look: Look) -> None:
        self.turn_unless_room_for(look.size * LEADING)
        self.bottom -= look.size * LEADING
        escaped = line.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        place = f"1 0 0 1 {MARGIN + line.left:.2f} {self.bottom:.2f} Tm"
        self.pages[-1].append(f"BT /{look.font} {look.size} Tf {line.word_space:.3f} Tw {place} ({escaped}) Tj ET")


def typeset(title: str, parts: Iterable[tuple[Style, str]]) -> bytes:
    """Return the PDF. The texts are ASCII. The same texts give the same bytes."""
    sheets = _Sheets()
    for style, text in parts:
        look = LOOKS[style]
        if style is Style.HEADING:
            sheets.turn_unless_room_for(WITH_A_HEADING)
        sheets.bottom -= look.gap
        for line in _lines(text, look):
            sheets.add(line, look)
    return _file(title, ["\n".join(page) for page in sheets.pages])


def _lines(text: str, look: Look) -> Iterator[_Line]:
    """Break the text into lines; all but the last fill the width if the look is justified."""
    rows: list[list[str]] = [[]]
    for word in text.split():
        room = TEXT_WIDTH - (look.hanging if len(rows) > 1 else 0)
        if rows[-1] and _width(" ".join([*rows[-1], word]), look) > room:
            rows.append([])
        rows[-1].append(word)
    for number, row in enumerate(rows):
        indent = look.hanging if number else 0
        left_over = TEXT_WIDTH - indent - _width(" ".join(row), look)
        is_full = look.is_justified and number < len(rows) - 1 and len(row) > 1
        yield _Line(
            " ".join(row), left_over / 2 if look.is_centered else indent, left_over / (len(row) - 1) if is_full else 0
        )


def _width(text: str, look: Look) -> float:
    thousandths = sum(WIDTHS[ord(letter) - ord(" ")] for letter in text)
    return thousandths * look.size / 1000 * (BOLD_IS_WIDER if look.font == "F2" else 1)


def _file(title: str, pages: list[str]) -> bytes:
    """Return the objects of the file, in order, with the table of where each begins."""
    first_page = 3 + len(FONTS)
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(pages)))
    fonts = " ".join(f"/{name} {3 + number} 0 R" for number, name in enumerate(FONTS))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        *(f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} >>" for font in FONTS.values()),
    ]
    for number, page in enumerate(pages):
        box, drawn_by = f"[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]", first_page + 2 * number + 1
        used = f"/MediaBox {box} /Resources << /Font << {fonts} >> >> /Contents {drawn_by} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {used} >>")
        objects.append(f"<< /Length {len(page)} >>\nstream\n{page}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    written, starts = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
