"""Reads a BibTeX file of any size in pieces that the reader of bibliographies takes, and other bibliographies whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.bibliography.entries import BibliographyError, EntryTrouble, FileFault, FileFormat
from bot.core.world_catalog.dumps.bibtex import paper_of
from bot.core.world_catalog.records import Wrong, WrongRecord, WrongRecordError
from bot.core.world_catalog.staged import Staged, staged
from bot.extraction.bibliography import read_limited
from bot.extraction.world_catalog.bibtex_pieces import BEGINS_ENTRY, BOM, pieces_of
from bot.extraction.world_catalog.lines import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.core.bibliography.entries import Bibliography
    from bot.extraction.world_catalog.bibtex_pieces import Piece

BEGINS_OTHER = re.compile(rb"\s*(?:TY  - |\[)")
# The entry itself shows the first trouble, and can be imported despite the second.
TOLD_OTHERWISE = frozenset({EntryTrouble.NO_TITLE, EntryTrouble.TOO_MANY})


@dataclass(slots=True)
class PieceContents:
    """What was in a piece. `line` is the number of lines up to its end, and `ending` is why the file has no more."""

    papers: list[Staged] = field(default_factory=list)
    wrong: list[WrongRecord] = field(default_factory=list)
    line: int = 0
    read: int = 0
    ending: Ending | None = None


def looks_like_bibliography(lines: Sequence[bytes]) -> bool:
    lines = [lines[0].removeprefix(BOM), *lines[1:]] if lines else []
    return any(BEGINS_ENTRY.match(line) for line in lines) or any(BEGINS_OTHER.match(line) for line in lines[:1])


def bibliography_batches(file: Path, after: int) -> Iterator[PieceContents]:
    """Yield what is in the pieces that end after a line. Raises OSError."""
    name = file.name.removesuffix(".gz")
    for piece in pieces_of(file):
        if piece.end > after or piece.ending:
            yield _found(piece, name)


def _found(piece: Piece, name: str) -> PieceContents:
    wrong = [WrongRecord(line, Wrong.TOO_LONG) for line in piece.too_long]
    found = PieceContents(wrong=wrong, line=piece.end, read=piece.read, ending=piece.ending)
    waiting = [piece]
    while waiting:
        part = waiting.pop()
        try:
            _add(_bibliography(part, name), found, _offset(part))
        except BibliographyError as error:
            if error.fault is FileFault.NO_ENTRIES:
                continue
            if len(part.begins) > 1:
                # One entry that can't be read must not take the others with it, nor a busy machine so many at once.
                waiting += reversed(part.halves())
            else:
                line = _offset(part) + error.problem.line if error.problem else part.last_begin
                found.wrong.append(WrongRecord(max(1, line), Wrong.BAD_ENTRY))
    found.wrong.sort(key=lambda record: record.line)
    _note_cut(piece, found)
    return found


def _bibliography(part: Piece, name: str) -> Bibliography:
    """Raises BibliographyError."""
    data = b"".join((*(f"{each}\n".encode() for each in part.abbreviations), *part.lines, b"\n"))
    try:
        return read_limited(data, name)
    except BibliographyError as error:
        if error.fault is FileFault.TOO_SLOW and len(part.begins) == 1:
            return read_limited(data, name)
        raise


def _offset(part: Piece) -> int:
    """Return the difference between a line's number in the file and its number in the part with abbreviations."""
    return part.start - sum(each.count("\n") + 1 for each in part.abbreviations)


def _add(bibliography: Bibliography, found: PieceContents, offset: int) -> None:
    is_plain = bibliography.format is FileFormat.BIBTEX
    for entry in bibliography.entries:
        try:
            found.papers.append(staged(paper_of(entry, is_plain=is_plain)))
        except WrongRecordError as error:
            found.wrong.append(WrongRecord(offset + entry.line, error.wrong))
    troubles = (each for each in bibliography.problems if each.loses_entry and each.trouble not in TOLD_OTHERWISE)
    found.wrong += [WrongRecord(max(1, offset + problem.line), Wrong.BAD_ENTRY) for problem in troubles]


def _note_cut(piece: Piece, found: PieceContents) -> None:
    """Say that the file is cut off if its last line is not ended, and its last entry can't be read."""
    is_open = bool(piece.is_last and piece.lines and not piece.lines[-1].endswith(b"\n"))
    # An entry that lacks a title is whole.
    last = found.wrong[-1] if found.wrong and found.wrong[-1].wrong is Wrong.BAD_ENTRY else None
    if (is_open or piece.ending) and piece.begins and last and last.line >= piece.last_begin:
        found.ending = found.ending or Ending.CUT_OFF
        found.wrong.pop()
        found.line = piece.last_begin - 1
