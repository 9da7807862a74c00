"""Tells what kind of file it is, by its content first and its name second."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

from bot.core.fulltext.unreadable import PaperFault, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 32 * 1024 * 1024
PDF_WITHIN = 1024  # bytes: some files have a few before the mark
SUFFIXES = {
    ".tex": "latex",
    ".ltx": "latex",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}


class FileKind(StrEnum):
    PDF = auto()
    ARCHIVE = auto()
    LATEX = auto()
    HTML = auto()
    MARKDOWN = auto()


def kind_of(file: Path) -> FileKind:
    """Return the kind; raises UnreadableError for what is not one of them, or too large."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            start = opened.read(PDF_WITHIN)
    except OSError:
        raise UnreadableError(PaperFault.MISSING) from None
    if not size:
        raise UnreadableError(PaperFault.EMPTY)
    if size > MOST_BYTES:
        raise UnreadableError(PaperFault.TOO_LARGE)
    if b"%PDF-" in start:
        return FileKind.PDF
    if start.startswith(b"\x1f\x8b") or start[257:262] == b"ustar":
        return FileKind.ARCHIVE
    if file.suffix.lower() == ".pdf" or b"\x00" in start:
        raise UnreadableError(PaperFault.UNKNOWN_KIND)
    return _kind_of_text(file, start)


def _kind_of_text(file: Path, start: bytes) -> FileKind:
    if named := SUFFIXES.get(file.suffix.lower()):
        return FileKind(named)
    lowered = start.lower()
    if b"\\documentclass" in lowered or b"\\begin{document}" in lowered:
        return FileKind.LATEX
    if b"<html" in lowered or b"<!doctype html" in lowered:
        return FileKind.HTML
    raise UnreadableError(PaperFault.UNKNOWN_KIND)
