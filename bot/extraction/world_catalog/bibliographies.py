"""Reads a BibTeX file of any size in pieces that the reader of bibliographies takes, and other bibliographies whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.bibliography.entries import BibliographyError, Fault
from bot.core.world_catalog.dumps.bibtex import paper_of
from bot.core.world_catalog.records import Wrong, WrongRecord, WrongRecordError
from bot.core.world_catalog.staged import Staged, staged
from bot.extraction.bibliography import read_limited
from bot.extraction.world_catalog.lines import CutOffError, chunks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.core.bibliography.entries import Bibliography

MOST_ENTRIES, MOST_BYTES = 1_500, 4 * 1024 * 1024
BEGINS_ENTRY = re.compile(rb"\s*@\s*[A-Za-z]+\s*[{(]")
ABBREVIATION = re.compile(rb"\s*@\s*string\s*[{(].*[})]\s*", re.IGNORECASE)
MOST_ABBREVIATIONS = 2_000
BEGINS_OTHER = re.compile(rb"\s*(?:TY  - |\[)")


@dataclass(slots=True)
class Found:
    """What was in a piece. `line` is the number of lines up to its end."""

    papers: list[Staged] = field(default_factory=list)
    wrong: list[WrongRecord] = field(default_factory=list)
    line: int = 0
    read: int = 0


def looks_like_bibliography(lines: Sequence[bytes]) -> bool:
    return any(BEGINS_ENTRY.match(line) for line in lines) or any(BEGINS_OTHER.match(line) for line in lines[:1])


def bibliography_batches(file: Path, after: int) -> Iterator[Found]:
    """Yield what is in the pieces that end behind a line. Raises OSError."""
    name = file.name.removesuffix(".gz")
    for start, data, abbreviations, read in _pieces(file):
        end = start + data.count(b"\n")
        if end > after:
            # Abbreviations are defined at the top, but every piece needs them.
            yield _found(abbreviations + data, name, start - abbreviations.count(b"\n"), end, read)


def _pieces(file: Path) -> Iterator[tuple[int, bytes, bytes, int]]:
    """Yield pieces of at most 1,500 entries: the number of lines before each, its text, and abbreviations."""
    piece: list[bytes] = []
    abbreviations: dict[bytes, None] = {}
    start = size = entries = line = read = 0
    known = b""
    try:
        for chunk in chunks_of(file):
            read = chunk.read
            for line, text in chunk.lines:
                is_entry = bool(BEGINS_ENTRY.match(text))
                if is_entry and (entries >= MOST_ENTRIES or size >= MOST_BYTES):
                    yield start, b"".join(piece), known, read
                    piece, start, size, entries, known = [], line - 1, 0, 0, b"".join(abbreviations)
                if ABBREVIATION.fullmatch(text) and len(abbreviations) < MOST_ABBREVIATIONS:
                    abbreviations[text] = None
                piece.append(text)
                size += len(text)
                entries += is_entry
    except CutOffError:
        pass
    yield start, b"".join(piece) + b"\n", known, read


def _found(data: bytes, name: str, offset: int, end: int, read: int) -> Found:
    found = Found(line=end, read=read)
    try:
        bibliography = read_limited(data, name)
    except BibliographyError as error:
        if error.fault is not Fault.NO_ENTRIES:
            line = offset + (error.problem.line if error.problem else 1)
            found.wrong.append(WrongRecord(max(1, line), Wrong.BAD_ENTRY))
        return found
    _add(bibliography, found, offset)
    return found


def _add(bibliography: Bibliography, found: Found, offset: int) -> None:
    for entry in bibliography.entries:
        try:
            found.papers.append(staged(paper_of(entry)))
        except WrongRecordError as error:
            found.wrong.append(WrongRecord(offset + entry.line, error.wrong))
    lost = (problem for problem in bibliography.problems if problem.loses_entry)
    found.wrong += [WrongRecord(max(1, offset + problem.line), Wrong.BAD_ENTRY) for problem in lost]
