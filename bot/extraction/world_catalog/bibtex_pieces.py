"""Divides a BibTeX file of any size into pieces of whole entries, each with the abbreviations that it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.bibliography.bibtex_blocks import BibtexBlock, blocks_of
from bot.core.bibliography.bibtex_fields import Strings
from bot.core.bibliography.entries import BibliographyError
from bot.extraction.world_catalog.lines import CutOffError, Ending, NoLinesError, chunks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.extraction.world_catalog.lines import Chunk

MOST_ENTRIES, MOST_BYTES = 1_500, 4 * 1024 * 1024
LARGEST = 8 * 1024 * 1024  # bytes of one entry, which the reader of bibliographies refuses anyway
BEGINS_ENTRY = re.compile(rb"\s*@\s*[A-Za-z]+\s*[{(]")
STRING = re.compile(rb"@\s*string\s*[{(]", re.IGNORECASE)
MOST_ABBREVIATIONS, LONGEST_ABBREVIATION = 2_000, 1_000
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Piece:
    """Lines of a file, `start` lines from its beginning. `begins` are those, by index, that begin an entry.

    `abbreviations` are the `@string` blocks before it. `end` is the number of lines up to its own end, `read` how much
    of the file itself has been read, and `ending` why there is no more of it if there should be.
    """

    start: int
    abbreviations: tuple[str, ...] = ()
    lines: list[bytes] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    too_long: list[int] = field(default_factory=list)
    size: int = 0
    end: int = 0
    read: int = 0
    is_last: bool = False
    ending: Ending | None = None

    @property
    def is_full(self) -> bool:
        return len(self.begins) >= MOST_ENTRIES or self.size >= MOST_BYTES

    @property
    def last_begin(self) -> int:
        """The number of the line, from 1, that begins the last entry."""
        return self.start + 1 + (self.begins[-1] if self.begins else 0)

    def add(self, number: int, text: bytes) -> None:
        self.end = number
        if self.size > LARGEST:
            return
        if BEGINS_ENTRY.match(text):
            self.begins.append(len(self.lines))
        self.lines.append(text)
        self.size += len(text)

    def halves(self) -> tuple[Piece, Piece]:
        """Return two pieces with half of the entries each."""
        middle = len(self.begins) // 2
        cut = self.begins[middle]
        known = abbreviations_after(self.abbreviations, self.lines[:cut])
        first = Piece(self.start, self.abbreviations, self.lines[:cut], self.begins[:middle])
        begins = [at - cut for at in self.begins[middle:]]
        return first, Piece(self.start + cut, known, self.lines[cut:], begins)


def pieces_of(file: Path) -> Iterator[Piece]:
    """Yield the pieces of a file. One that isn't BibTeX is a single piece. Raises OSError."""
    piece = Piece(0)
    try:
        for chunk in chunks_of(file):
            for number, text in _lines(chunk):
                if piece.is_full and BEGINS_ENTRY.match(text):
                    yield piece
                    known = abbreviations_after(piece.abbreviations, piece.lines)
                    piece = Piece(number - 1, known, read=chunk.read)
                piece.add(number, text)
            piece.too_long += chunk.too_long
            piece.read = chunk.read
    except CutOffError:
        piece.ending = Ending.CUT_OFF
    except NoLinesError:
        piece.ending = Ending.NO_LINES
    piece.is_last = True
    yield piece


def abbreviations_after(known: tuple[str, ...], lines: Iterable[bytes]) -> tuple[str, ...]:
    """Return the `@string` blocks that apply after these lines: earlier ones, and those in the lines."""
    data = b"".join(lines)
    if not STRING.search(data):
        return known
    found = dict.fromkeys(known)
    strings = Strings()
    for text in known:
        strings.define(BibtexBlock(1, "string", text, 0))
    for block in blocks_of(data.decode("utf-8", "replace")):
        if block.type != "string" or block.is_open or len(block.text) > LONGEST_ABBREVIATION:
            continue
        try:
            strings.define(block)
        except BibliographyError:
            # It would be refused again, together with every entry after it.
            continue
        if len(found) < MOST_ABBREVIATIONS:
            found[block.text] = None
    return tuple(found)


def _lines(chunk: Chunk) -> Iterator[tuple[int, bytes]]:
    """Yield the lines in UTF-8, with empty ones for those that are too long, so that the others keep their numbers."""
    lines = chunk.lines
    if chunk.too_long:
        lines = sorted([*lines, *((number, b"\n") for number in chunk.too_long)])
    for number, text in lines:
        yield number, _in_utf8(text.removeprefix(BOM) if number == 1 else text)


def _in_utf8(text: bytes) -> bytes:
    """Return a line of an old file, in Windows' Western encoding, in UTF-8. One such line says nothing about the
    others.
    """
    if text.isascii():
        return text
    try:
        text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace").encode()
    return text
