"""Takes the lines out of a PDF, with the position and the font of each."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from bot.core.fulltext.manuscript import Line
from bot.core.fulltext.unreadable import PaperFault, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_PAGES = 200
MOST_CHARACTERS_A_PAGE = 30_000
MOST_LINES = 60_000
PASSWORD = 4  # pdfium's FPDF_ERR_PASSWORD
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "medi", "cmbx", "-b", "black", "demi", "heavy")
FONT_NAME = 128  # bytes


def lines_of(file: Path) -> list[Line]:
    """Return the lines of all pages; raises UnreadableError."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == PASSWORD or "password" in str(error).lower()
        raise UnreadableError(PaperFault.ENCRYPTED if is_locked else PaperFault.DAMAGED) from None
    with document:
        if len(document) > MOST_PAGES:
            raise UnreadableError(PaperFault.TOO_MANY_PAGES)
        lines: list[Line] = []
        for number in range(len(document)):
            lines += _page_lines(document, number)
            if len(lines) > MOST_LINES:
                raise UnreadableError(PaperFault.TOO_LARGE)
        return lines


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        # The other pages of a damaged one can still be read.
        return
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), MOST_CHARACTERS_A_PAGE)
        text = text_page.get_text_range(0, count) if count > 0 else ""
        at = 0
        for raw in text.split("\n"):
            if stripped := raw.strip():
                yield _line(text_page, at + len(raw) - len(raw.lstrip()), stripped, number)
            at += len(raw) + 1
    finally:
        text_page.close()
        page.close()


def _line(text_page: pypdfium2.PdfTextPage, at: int, text: str, page: int) -> Line:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, at, left, right, bottom, top)
    name, flags = ctypes.create_string_buffer(FONT_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, at, name, FONT_NAME, flags)
    font = name.value.decode("latin-1").lower()
    is_bold = pdfium.FPDFText_GetFontWeight(text_page, at) >= BOLD_WEIGHT or any(part in font for part in BOLD_NAMES)
    size = pdfium.FPDFText_GetFontSize(text_page, at)
    return Line(text, page, left.value, bottom.value, size, is_bold)
