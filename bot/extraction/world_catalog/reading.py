"""Reads the records of a dump: `read_dump` yields them in batches, each with how far the file has been read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

from bot.core.world_catalog.dumps.kinds import format_of, paper_in
from bot.core.world_catalog.records import Format, Wrong, WrongRecord, WrongRecordError
from bot.core.world_catalog.staged import Staged, staged
from bot.extraction.world_catalog.bibliographies import bibliography_batches, looks_like_bibliography
from bot.extraction.world_catalog.lines import CutOffError, NoLinesError, chunks_of, first_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.extraction.world_catalog.lines import Chunk

LINES_LOOKED_AT = 20
WAITING_FOR_EACH = 3  # chunks that each process may be ahead


class Ending(StrEnum):
    """Why the rest of a file could not be read."""

    CUT_OFF = auto()
    NO_LINES = auto()
    PROCESS_DIED = auto()


class UnknownDumpError(Exception):
    """Nothing in the first lines of the file is like a record of a dump."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file


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


def recognized(file: Path) -> Format:
    """Return what dump a file is, by its first lines. Raises UnknownDumpError or OSError."""
    try:
        lines = first_lines(file, LINES_LOOKED_AT)
    except NoLinesError:
        raise UnknownDumpError(file) from None
    known = next(filter(None, map(format_of, lines)), None)
    if known is not None:
        return known
    if looks_like_bibliography(lines):
        return Format.BIBTEX
    raise UnknownDumpError(file)


def read_dump(file: Path, known: Format, position: int, line: int, processes: int) -> Iterator[Batch]:
    """Yield the records from a position on. With `processes` 0, they are read in this process. Raises OSError."""
    if known is Format.BIBTEX:
        for found in bibliography_batches(file, line):
            yield Batch(found.papers, found.wrong, 0, 0, found.line, found.read)
        return
    chunks = chunks_of(file, position, line)
    batches = _in_processes(chunks, known, processes) if processes else (batch_of(chunk, known) for chunk in chunks)
    at, through, read = position, line, 0
    try:
        for batch in batches:
            at, through, read = batch.position, batch.line, batch.read
            yield batch
    except CutOffError:
        yield Batch(position=at, line=through, read=read, ending=Ending.CUT_OFF)
    except NoLinesError:
        yield Batch(position=at, line=through, read=read, ending=Ending.NO_LINES)
    except BrokenProcessPool:
        yield Batch(position=at, line=through, read=read, ending=Ending.PROCESS_DIED)


def batch_of(chunk: Chunk, known: Format) -> Batch:
    """Return the records in some lines."""
    batch = Batch(position=chunk.position, line=chunk.line, read=chunk.read)
    batch.wrong = [WrongRecord(line, Wrong.TOO_LONG) for line in chunk.too_long]
    for line, read in chunk.lines:
        if not read.strip():
            continue
        try:
            paper = paper_in(read, known)
        except WrongRecordError as error:
            batch.wrong.append(WrongRecord(line, error.wrong))
            continue
        if paper is None:
            batch.others += 1
        else:
            batch.papers.append(staged(paper))
    return batch


def _in_processes(chunks: Iterator[Chunk], known: Format, processes: int) -> Iterator[Batch]:
    """Yield batches in the order of their lines, although several are read at once."""
    # A process that starts anew has nothing of this one: no files, no locks, no settings.
    method = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=method, initializer=_follow_parent) as pool:
        waiting: deque[Any] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(batch_of, chunk, known))
                if len(waiting) >= processes * WAITING_FOR_EACH:
                    yield waiting.popleft().result()
        except (CutOffError, NoLinesError):
            yield from _results(waiting)
            raise
        yield from _results(waiting)


def _follow_parent() -> None:
    """Leave Ctrl+C to the process that imports, and end when it does, even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _results(waiting: Sequence[Any]) -> Iterator[Batch]:
    for each in waiting:
        yield each.result()
