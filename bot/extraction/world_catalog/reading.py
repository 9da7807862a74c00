"""Reads the records of a dump: `read_dump` yields them in batches, each with how far the file has been read."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from bot.core.world_catalog.dumps.kinds import format_of, paper_in
from bot.core.world_catalog.records import DumpFormat, Wrong, WrongRecord, WrongRecordError
from bot.core.world_catalog.staged import Staged, staged
from bot.extraction.world_catalog.bibliographies import bibliography_batches, looks_like_bibliography
from bot.extraction.world_catalog.lines import CutOffError, Ending, NoLinesError, chunks_of, first_lines
from bot.extraction.world_catalog.processes import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.extraction.world_catalog.lines import Chunk

LINES_LOOKED_AT, BYTES_LOOKED_AT = 20, 64 * 1024  # a bibliography may begin with long comments
UNFINISHED = frozenset({Wrong.NOT_JSON, Wrong.NOT_TEXT})


class UnknownDumpError(Exception):
    """The first lines of the file have no record of a known dump."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file


class NotAFileError(UnknownDumpError):
    """It can't be read twice, as a pipe."""


@dataclass(slots=True)
class Batch:
    """What was in some lines. `others` counts records that are no papers, and empty lines count as nothing.

    `position` and `line` are where to go on; `read` is how much of the file itself has been read.
    """

    papers: list[Staged] = field(default_factory=list)
    wrong: list[WrongRecord] = field(default_factory=list)
    others: int = 0
    position: int = 0
    line: int = 0
    read: int = 0
    ending: Ending | None = None


def recognized(file: Path) -> DumpFormat:
    """Return what dump a file is, by its first lines. Raises UnknownDumpError or OSError."""
    if str(file) == "-" or (file.exists() and not file.is_file() and not file.is_dir()):
        raise NotAFileError(file)
    try:
        lines = first_lines(file, LINES_LOOKED_AT, BYTES_LOOKED_AT)
    except NoLinesError:
        raise UnknownDumpError(file) from None
    known = next(filter(None, map(format_of, lines[:LINES_LOOKED_AT])), None)
    if known is not None:
        return known
    if looks_like_bibliography(lines):
        return DumpFormat.BIBTEX
    raise UnknownDumpError(file)


def read_dump(file: Path, known: DumpFormat, position: int, line: int, processes: int) -> Iterator[Batch]:
    """Yield the records from a position on. With `processes` 0, they are read in this process. Raises OSError."""
    if known is DumpFormat.BIBTEX:
        for found in bibliography_batches(file, line):
            yield Batch(found.papers, found.wrong, 0, 0, found.line, found.read, found.ending)
        return
    chunks = _Chunks(file, position, line)
    last = Batch(position=position, line=line)
    try:
        for batch in in_order(partial(batch_of, known=known), chunks, processes):
            last = batch
            yield batch
    except BrokenProcessPool:
        chunks.ending = Ending.PROCESS_DIED
    if chunks.ending:
        yield Batch(position=last.position, line=last.line, read=last.read, ending=chunks.ending)


class _Chunks:
    """The chunks of a file; `ending` says why there are no more if it is not at its end."""

    def __init__(self, file: Path, position: int, line: int) -> None:
        self._from = file, position, line
        self.ending: Ending | None = None

    def __iter__(self) -> Iterator[Chunk]:
        try:
            yield from chunks_of(*self._from)
        except CutOffError:
            self.ending = Ending.CUT_OFF
        except NoLinesError:
            self.ending = Ending.NO_LINES


def batch_of(chunk: Chunk, known: DumpFormat) -> Batch:
    """Return the records in some lines."""
    batch = Batch(position=chunk.position, line=chunk.line, read=chunk.read)
    batch.wrong = [WrongRecord(line, Wrong.TOO_LONG) for line in chunk.too_long]
    for line, read in chunk.lines:
        if not read.strip():
            continue
        try:
            paper = paper_in(read, known)
        except WrongRecordError as error:
            if error.wrong in UNFINISHED and not read.endswith(b"\n"):
                batch.ending, batch.line = Ending.CUT_OFF, line - 1
                continue
            batch.wrong.append(WrongRecord(line, error.wrong))
            continue
        if paper is None:
            batch.others += 1
        else:
            batch.papers.append(staged(paper))
    return batch
