"""Turns a file of any kind into a manuscript. Runs in the process that `child` starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.extraction.kinds import FileKind, kind_of
from bot.extraction.text_files import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.fulltext.manuscript import Manuscript

# Readable English has a fifth or more of these; text in a made-up encoding has none.
COMMON = re.compile(r"\b(?:the|of|and|to|in|a|is|that|for|we|with|as|are|on|this|by)\b", re.IGNORECASE)
LEAST_COMMON = 0.02
FEWEST_WORDS = 50


def manuscript_of(file: Path) -> Manuscript:
    """Return what is in the file; raises UnreadableError. Each reader is imported only when it is needed."""
    kind = kind_of(file)
    manuscript = _read(file, kind)
    text = " ".join(passage.text for passage in manuscript.passages)
    words = text.split()
    if len(words) < FEWEST_WORDS or len(COMMON.findall(text)) < LEAST_COMMON * len(words):
        raise UnreadableError(PaperFault.NO_TEXT if kind is FileKind.PDF else PaperFault.NO_SENTENCES)
    if not manuscript.references:
        raise UnreadableError(PaperFault.NO_REFERENCES)
    return manuscript


def _read(file: Path, kind: FileKind) -> Manuscript:
    if kind is FileKind.PDF:
        from bot.core.fulltext.layout import read_pages  # noqa: PLC0415
        from bot.extraction.pdf import lines_of  # noqa: PLC0415

        return read_pages(lines_of(file))
    if kind in {FileKind.LATEX, FileKind.ARCHIVE}:
        from bot.extraction.latex import read_latex  # noqa: PLC0415
        from bot.extraction.latex_sources import source_archive, source_folder  # noqa: PLC0415

        return (
            read_latex(source_archive(file)) if kind is FileKind.ARCHIVE else read_latex(source_folder(file), file.name)
        )
    if kind is FileKind.HTML:
        from bot.extraction.html_pages import read_html  # noqa: PLC0415

        return read_html(text_of(file))
    from bot.extraction.markdown import read_markdown  # noqa: PLC0415

    return read_markdown(text_of(file))
