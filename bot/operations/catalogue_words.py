"""The words of `python -m bot import-catalogue`: what an import does and did, and why it could not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.world_catalog.importing import Stage
from bot.core.world_catalog.records import DumpFormat, Wrong
from bot.operations.console import sized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.core.world_catalog.importing import FileReport, ImportReport

STEPS = {
    Stage.READING: "Reading {what}",
    Stage.MATCHING: "Looking for duplicates",
    Stage.MERGING: "Merging duplicates",
    Stage.WRITING: "Writing",
    Stage.CHECKING: "Checking the new file",
}
FORMATS = {
    DumpFormat.OWN: "JSON Lines",
    DumpFormat.BIBTEX: "a bibliography",
    DumpFormat.ARXIV: "arXiv's metadata",
    DumpFormat.SEMANTIC_SCHOLAR: "papers of Semantic Scholar",
    DumpFormat.OPENALEX: "works of OpenAlex",
}
WRONG = {
    Wrong.TOO_LONG: "the line is longer than 8 MiB",
    Wrong.NOT_TEXT: "not text in UTF-8",
    Wrong.NOT_JSON: "not valid JSON",
    Wrong.TOO_DEEP: "nested too deeply",
    Wrong.NOT_A_RECORD: "not a record in braces",
    Wrong.NO_TITLE: "no title",
    Wrong.NO_ID: "no id of its source, or one that cannot exist",
    Wrong.BAD_ENTRY: "an entry that can't be read; `python -m bot bibliography` says why",
}
ENDINGS = {
    "cut_off": (
        "{file} is cut off or damaged after line {line}. The papers before were imported. Download it again to get the "
        "others."
    ),
    "no_lines": "{file} has no more lines after line {line}: the rest is one line of more than a gibibyte.",
}
SHOWN = 20
NO_TARGET = (
    "CATALOGUE_FILE is not set, so there is no file to import into. Add a line such as CATALOGUE_FILE=catalogue.db to "
    ".env, or name a file with --into."
)
UNKNOWN = (
    "{file} is none of the files that can be imported: arXiv's metadata, works of OpenAlex or papers of Semantic "
    "Scholar (JSON Lines, also packed by gzip), a bibliography, or our own JSON Lines. See docs/CATALOGUE-FILE.md."
)
NO_COUNT = "must be a number from 1"
NOT_A_FILE = "{file} is a pipe or something like it. Save what comes from it to a file, and name that."
FOLDER = "{file} is a folder. Name a file."
NOT_ALLOWED = "The permissions of {file} don't allow this. {target} is as it was before."
MISSING = "{file} does not exist."
NO_PAPERS = "None of these files has a paper that can be read, so {file} stays as it is."
OTHER_IMPORT = "Another import into {file} is running. Wait until it has ended."
TOO_MANY = (
    "These files have more than 16 million records, which is more than one import can match. Import fewer of them."
)
DIED = (
    "A process that reads was ended by the system, most likely because memory ran out. What was read so far is kept: "
    "free some memory, and run this again with the same files."
)
UNFINISHED = (
    "The import stopped: {reason}. {file} is as it was before. What was read so far is kept in {folder}: make "
    "room on the disk, and run this again with the same files. Or delete that folder."
)
STOPPED = "\nStopped. {file} is as it was before. Run this again with the same files to go on."


def step_in_words(stage: Stage, what: str) -> str:
    return STEPS[stage].format(what=what)


def report_in_words(report: ImportReport, target: Path) -> Iterator[str]:
    """Yield what came of an import, file by file, as lines."""
    if report.is_resumed:
        yield "Went on where the import was interrupted."
    for each in report.files:
        yield from file_in_words(each)
    yield f"{target} has {_papers(report.papers)} ({sized(report.bytes)})."
    if report.duplicates:
        records = "1 record was" if report.duplicates == 1 else f"{report.duplicates:,} records were"
        yield f"{records} of a paper that another record is of too."
    if report.left_out:
        yield f"{_papers(report.left_out)} with the fewest citations left out; --most sets how many are kept."


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"


def file_in_words(report: FileReport) -> Iterator[str]:
    """Yield what was in a file, and what was wrong with it, as lines."""
    others = f", {report.others:,} that are no papers" if report.others else ""
    wrong = f", {report.wrong:,} wrong" if report.wrong else ""
    yield f"{report.file.name}: {FORMATS[DumpFormat(report.format)]}, {_papers(report.papers)}{others}{wrong}."
    for each in report.wrong_records[:SHOWN]:
        yield f"  line {each.line:,}: {WRONG[each.wrong]}"
    if report.wrong > SHOWN:
        yield f"  and {report.wrong - SHOWN:,} more"
    if report.ending:
        yield ENDINGS[report.ending].format(file=report.file.name, line=f"{report.last_line:,}")
