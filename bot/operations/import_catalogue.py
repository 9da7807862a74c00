"""`python -m bot import-catalogue FILE…`: puts the papers of dumps into the catalogue file, even while the bot runs."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.world_catalog.importing import MOST_PAPERS
from bot.extraction.world_catalog.reading import NotAFileError, UnknownDumpError
from bot.operations import catalogue_words as words
from bot.operations.console import say
from bot.operations.progress_bar import ProgressBar
from bot.services.world_catalog.importing import NoPapersError, OtherImportError, Wishes, import_files
from bot.services.world_catalog.staging import ReaderDiedError, TooManyRecordsError
from bot.storage.world_catalog.opening import CatalogueFileError
from bot.storage.world_catalog.staging import staging_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.world_catalog.importing import ImportReport, Stage
    from bot.settings import Settings

NAME = "import-catalogue"
HELP = "Put up to millions of papers from dumps into the catalogue file, which the bot searches. Works while it runs."
EXIT_OK, EXIT_FAILED, EXIT_STOPPED = 0, 1, 130
MOST_PROCESSES = 4
EXPECTED = (
    UnknownDumpError,
    OtherImportError,
    TooManyRecordsError,
    ReaderDiedError,
    CatalogueFileError,
    sqlite3.Error,
    OSError,
)
SENTENCES: dict[type[Exception], str] = {
    OtherImportError: words.OTHER_IMPORT,
    TooManyRecordsError: words.TOO_MANY,
    ReaderDiedError: words.DIED,
}
SMALL = 8 * 1024 * 1024  # bytes of files that one process reads before another could start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a dump (docs/CATALOGUE-FILE.md)")
    parser.add_argument("--into", type=Path, metavar="FILE", help="the catalogue file; by default CATALOGUE_FILE")
    parser.add_argument("--replace", action="store_true", help="leave out the papers that the catalogue file has now")
    parser.add_argument(
        "--most",
        type=_count,
        default=MOST_PAPERS,
        metavar="N",
        help=f"how many papers to keep, the best known (default {MOST_PAPERS:,})",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    target: Path | None = arguments.into or settings.catalogue_file
    if target is None:
        return _give_up(words.NO_TARGET)
    wishes = Wishes(
        is_addition=not arguments.replace, most_papers=arguments.most, processes=_processes(arguments.files)
    )
    bar = ProgressBar()

    def hear(stage: Stage, done: int, total: int, what: str = "") -> None:
        bar.show(words.step_in_words(stage, what), done, total)

    try:
        report = import_files(target, arguments.files, wishes, hear)
    except KeyboardInterrupt:
        bar.end_line()
        sys.stderr.write(words.STOPPED.format(file=target) + "\n")
        return EXIT_STOPPED
    except NoPapersError as error:
        bar.end_line()
        say(*chain.from_iterable(map(words.file_in_words, error.files)))
        return _give_up(words.NO_PAPERS.format(file=target))
    except EXPECTED as error:
        bar.end_line()
        return _give_up(_explained(error, target))
    bar.end_line()
    return _told(report, target)


def _count(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise argparse.ArgumentTypeError(words.NO_COUNT)
    return int(typed)


def _told(report: ImportReport, target: Path) -> int:
    say(*words.report_in_words(report, target))
    return EXIT_FAILED if any(each.ending for each in report.files) else EXIT_OK


def _processes(files: Sequence[Path]) -> int:
    size = sum(file.stat().st_size for file in files if file.exists())
    cores = min(os.cpu_count() or 1, MOST_PROCESSES)
    return 0 if size < SMALL or cores == 1 else cores


def _explained(error: Exception, target: Path) -> str:
    """Return the sentence for the operator."""
    match error:
        case UnknownDumpError():
            sentence = words.NOT_A_FILE if isinstance(error, NotAFileError) else words.UNKNOWN
            return sentence.format(file=error.file)
        case FileNotFoundError():
            return words.MISSING.format(file=error.filename)
        case PermissionError() | IsADirectoryError() if error.filename:
            sentence = words.FOLDER if isinstance(error, IsADirectoryError) else words.NOT_ALLOWED
            return sentence.format(file=error.filename, target=target)
        case CatalogueFileError():
            return str(error)
        case OtherImportError() | TooManyRecordsError() | ReaderDiedError():
            return SENTENCES[type(error)].format(file=target)
        case _:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            return words.UNFINISHED.format(reason=reason, file=target, folder=staging_folder(target))


def _give_up(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return EXIT_FAILED
