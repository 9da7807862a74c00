"""Puts the papers of dumps into the catalogue file: reads them, finds duplicates, and replaces the file by another."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from errno import EISDIR, ENOENT
from itertools import islice
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.core.world_catalog.importing import MOST_PAPERS, FileReport, Hearer, ImportReport, Stage
from bot.core.world_catalog.index_entries import IndexEntries, all_entries
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.staged import BETWEEN_NAMES, Staged, sources_of, unpack
from bot.extraction.world_catalog.processes import in_order
from bot.extraction.world_catalog.reading import recognized
from bot.services.world_catalog.matching import merge_duplicates
from bot.services.world_catalog.staging import ReaderDiedError, Source, stage_earlier, stage_file
from bot.storage.world_catalog.file_writer import MOST_BYTES, Numbered, write_file
from bot.storage.world_catalog.opening import check_replaceable, check_whole
from bot.storage.world_catalog.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABSTRACTS_READ = 512 * 1024 * 1024  # bytes of packed abstracts, more than a file has room for
AT_ONCE = 500  # papers
UNFINISHED = "catalogue.unfinished"
LOCK_ENDING = ".lock"


class OtherImportError(Exception):
    """Another process is importing into the same file."""


class NoPapersError(Exception):
    """None of the files has a paper that can be read. `files` says what was in them instead."""

    def __init__(self, files: tuple[FileReport, ...]) -> None:
        super().__init__(files)
        self.files = files


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to import: `is_addition` keeps what the file has; with `processes` 0, this one does all."""

    is_addition: bool = True
    most_papers: int = MOST_PAPERS
    most_bytes: int = MOST_BYTES
    processes: int = 0


def import_files(target: Path, files: Sequence[Path], wishes: Wishes, hear: Hearer) -> ImportReport:
    """Put the papers of the files into the catalogue file `target`; returns what came of it.

    An import that was interrupted goes on where it was if it is repeated with the same files. Raises OtherImportError,
    UnknownDumpError, NoPapersError, CatalogueFileError, sqlite3.Error or OSError; then `target` is what it was before.
    """
    if not target.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(target.parent))
    if target.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(target))
    if target.exists():
        check_replaceable(target)
    lock = FileLock(target.with_name(f".{target.name}{LOCK_ENDING}"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OtherImportError from None
    try:
        return _import(target, files, wishes, hear)
    finally:
        lock.release()


def _import(target: Path, files: Sequence[Path], wishes: Wishes, hear: Hearer) -> ImportReport:
    sources = [Source(number, file, recognized(file)) for number, file in enumerate(files, 1)]
    earlier = target if wishes.is_addition and target.exists() else None
    job = [_state_of(file) for file in (*files, *([earlier] if earlier else []))]
    with Staging(target, job) as staging:
        if earlier:
            stage_earlier(staging, earlier, hear)
        for source in sources:
            stage_file(staging, source, wishes.processes, hear)
        reports = tuple(_report(staging, source) for source in sources)
        records = staging.count()
        if not any(report.papers for report in reports):
            staging.remove()
            raise NoPapersError(reports)
        different = records - merge_duplicates(staging, hear)
        papers = min(different, wishes.most_papers)
        written = _written(staging, papers, wishes, hear)
        size = written.stat().st_size
        report = ImportReport(reports, records, papers, different - papers, size, staging.is_resumed)
        _replace(written, target)
        hear(Stage.CHECKING, 1, 1)
    staging.remove()
    return report


def _written(staging: Staging, papers: int, wishes: Wishes, hear: Hearer) -> Path:
    """Return the new file, complete and checked, but not yet in its place."""
    file = staging.folder / UNFINISHED
    with ExitStack() as undone:
        # On a full disk, the useless half of a file must go. What was read so far stays.
        undone.callback(file.unlink, missing_ok=True)
        write_file(
            file,
            _numbered(staging, papers, max(0, wishes.processes - 1)),
            most_bytes=wishes.most_bytes,
            told=lambda done: hear(Stage.WRITING, done, papers),
        )
        hear(Stage.CHECKING, 0, 1)
        check_whole(file)
        undone.pop_all()
    return file


def _state_of(file: Path) -> list[object]:
    """Return facts about a file that change whenever the file does."""
    state = file.stat()
    return [str(file.resolve()), state.st_size, state.st_mtime_ns]


def _replace(written: Path, target: Path) -> None:
    """Give a file, which is on the disk already, its final name for good."""
    written.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _numbered(staging: Staging, most: int, processes: int) -> Iterator[Numbered]:
    room = ABSTRACTS_READ
    for chunk in _with_entries(staging, most, processes):
        records = [record for record, _, _ in chunk]
        abstracts = staging.abstracts(records) if room > 0 else {}
        references = staging.references(records)
        for record, paper, entries in chunk:
            abstract = abstracts.get(record) if room > 0 else None
            room -= len(abstract or b"")
            cited = unpack(references[record]) if record in references else ()
            yield Numbered(_world_paper(paper), entries, unpack(paper.names), cited, abstract)


def _with_entries(staging: Staging, most: int, processes: int) -> Iterator[list[tuple[int, Staged, IndexEntries]]]:
    """Yield papers in lists, the best known first. What each is found under is worked out while others are written."""
    waiting: deque[list[tuple[int, Staged]]] = deque()

    def chunks() -> Iterator[list[tuple[str, tuple[str, ...], int | None]]]:
        ranked = staging.ranked(most)
        while chunk := list(islice(ranked, AT_ONCE)):
            waiting.append(chunk)
            yield [(paper.title, _authors(paper), paper.year) for _, paper in chunk]

    try:
        for entries in in_order(all_entries, chunks(), processes):
            yield [(*paper, its) for paper, its in zip(waiting.popleft(), entries, strict=True)]
    except BrokenProcessPool:
        raise ReaderDiedError from None


def _authors(paper: Staged) -> tuple[str, ...]:
    return tuple(paper.authors.split(BETWEEN_NAMES)) if paper.authors else ()


def _world_paper(paper: Staged) -> WorldPaper:
    return WorldPaper(
        paper.title,
        _authors(paper),
        paper.year,
        paper.venue,
        paper.arxiv_id,
        paper.doi,
        paper.source_id,
        citations=paper.citations,
        sources=sources_of(paper.sources),
        more_authors=paper.more_authors,
    )


def _report(staging: Staging, source: Source) -> FileReport:
    progress = staging.progress(source.number)
    wrong = tuple(staging.wrong_records(source.number))
    return FileReport(
        source.file,
        source.format.value,
        progress.papers,
        progress.others,
        progress.wrong,
        wrong,
        progress.problem,
        progress.line,
    )
