"""Reads the files of an import into its staging file, from where it was before it was interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.core.world_catalog.importing import Hearer, Stage
from bot.extraction.world_catalog.lines import Ending
from bot.extraction.world_catalog.reading import read_dump
from bot.storage.world_catalog.earlier_papers import count_of, papers_of
from bot.storage.world_catalog.key_files import MOST_RECORDS

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.world_catalog.records import DumpFormat, WrongRecord
    from bot.core.world_catalog.staged import Staged
    from bot.storage.world_catalog.staging import FileProgress, Staging

EARLIER = 0  # the number of the catalogue file among the files
KEPT_AT_ONCE = 5_000


class TooManyRecordsError(Exception):
    """The files have more records than an import can match."""


class ReaderDiedError(Exception):
    """A process that reads was killed, most likely because there was no more memory."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of an import, its number among them, from 1, and its format."""

    number: int
    file: Path
    format: DumpFormat


def stage_earlier(staging: Staging, file: Path, hear: Hearer) -> None:
    """Take over what the catalogue file has. Raises CatalogueFileError."""
    progress = staging.progress(EARLIER)
    if progress.is_done:
        return
    total = count_of(file)
    papers = papers_of(file, progress.position)
    while chunk := list(islice(papers, KEPT_AT_ONCE)):
        progress.position += len(chunk)
        progress.papers += len(chunk)
        staging.store(chunk, (), progress)
        hear(Stage.READING, progress.position, total, file.name)
    progress.is_done = True
    staging.store((), (), progress)


def stage_file(staging: Staging, source: Source, processes: int, hear: Hearer) -> None:
    """Read a dump. Raises OSError, ReaderDiedError or TooManyRecordsError."""
    progress = staging.progress(source.number)
    if progress.is_done:
        return
    progress.format = source.format.value
    size = source.file.stat().st_size
    papers: list[Staged] = []
    wrong: list[WrongRecord] = []
    for batch in read_dump(source.file, source.format, progress.position, progress.line, processes):
        if batch.ending is Ending.PROCESS_DIED:
            raise ReaderDiedError
        papers += batch.papers
        wrong += batch.wrong
        progress.others += batch.others
        progress.position, progress.line = batch.position, batch.line
        progress.problem = batch.ending.value if batch.ending else ""
        if len(papers) + len(wrong) >= KEPT_AT_ONCE:
            _store(staging, papers, wrong, progress)
            papers, wrong = [], []
        hear(Stage.READING, batch.read, size, source.file.name)
    progress.is_done = True
    _store(staging, papers, wrong, progress)


def _store(staging: Staging, papers: list[Staged], wrong: list[WrongRecord], progress: FileProgress) -> None:
    if staging.count() + len(papers) > MOST_RECORDS:
        raise TooManyRecordsError
    progress.papers += len(papers)
    progress.wrong += len(wrong)
    staging.store(papers, wrong, progress)
