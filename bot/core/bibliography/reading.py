"""Reads a bibliography of any format that is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.bibliography.bibtex import read_bibtex
from bot.core.bibliography.bibtex_blocks import TYPE
from bot.core.bibliography.csl import read_csl
from bot.core.bibliography.duplicates import duplicates_in
from bot.core.bibliography.entries import (
    Bibliography,
    EntryTrouble,
    FileFault,
    FileFormat,
    Problem,
    Publication,
    give_up,
)
from bot.core.bibliography.ris import BEGIN, TAG, read_ris
from bot.core.bibliography.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BYTES = 8 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_READ = 10_000  # entries of a file with too many, so that the answer can say what is in it
READERS = {FileFormat.BIBTEX: read_bibtex, FileFormat.RIS: read_ris, FileFormat.CSL_JSON: read_csl}
FORMATS = {
    ".bib": FileFormat.BIBTEX,
    ".bibtex": FileFormat.BIBTEX,
    ".ris": FileFormat.RIS,
    ".json": FileFormat.CSL_JSON,
    ".csljson": FileFormat.CSL_JSON,
}
RIS_LINE = re.compile(rf"^{TAG.pattern.replace('(?P<tag>[A-Z][A-Z0-9])', BEGIN)}", re.MULTILINE)
BIBTEX_LINE = re.compile(rf"^[ \t]*+{TYPE}", re.MULTILINE)
ENDNOTE_TAG = re.compile(r"(?:.*\n)?%0 \w")
ENDNOTE_SUFFIXES = (".enw", ".enl", ".enlx", ".endnote")
LOOKED_AT = 10_000  # characters at the start, in which an EndNote file has a record


def read_bibliography(data: bytes, name: str) -> Bibliography:
    """Return what is in a file with that name; raises BibliographyError if none of it can be used.

    A file with more entries than can be imported is still read, and one of its problems says so.
    """
    if len(data) > MOST_BYTES:
        give_up(FileFault.TOO_LARGE)
    text = decoded(data)
    kind = _format_of(text, name.lower())
    entries, problems = _sorted_out(READERS[kind](text), keys_needed=kind is FileFormat.BIBTEX)
    if not entries:
        losing = [problem for problem in problems if problem.loses_entry]
        give_up(FileFault.BROKEN, losing[0]) if losing else give_up(FileFault.NO_ENTRIES)
    if len(entries) > MOST_ENTRIES:
        problems.append(Problem(entries[MOST_ENTRIES].line, EntryTrouble.TOO_MANY))
    problems.sort(key=lambda problem: problem.line)
    return Bibliography(kind, tuple(entries), tuple(problems), tuple(duplicates_in(entries)))


def _format_of(text: str, name: str) -> FileFormat:
    start = text.lstrip()
    if name.endswith(ENDNOTE_SUFFIXES) or ENDNOTE_TAG.match(text):
        give_up(FileFault.ENDNOTE)
    if start.startswith("<"):
        give_up(FileFault.ENDNOTE if "<record" in start[:LOOKED_AT] else FileFault.UNKNOWN_FORMAT)
    if start.startswith(("[", "{")):
        return FileFormat.CSL_JSON
    if RIS_LINE.search(text):
        return FileFormat.RIS
    if BIBTEX_LINE.search(text):
        return FileFormat.BIBTEX
    for suffix, kind in FORMATS.items():
        if name.endswith(suffix):
            return kind
    return give_up(FileFault.UNKNOWN_FORMAT)


def _sorted_out(
    found: Iterable[Publication | Problem], *, keys_needed: bool
) -> tuple[list[Publication], list[Problem]]:
    entries: list[Publication] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for number, each in enumerate(found):
        if number == MOST_READ:
            give_up(FileFault.TOO_MANY)
        if isinstance(each, Problem):
            problems.append(each)
            continue
        entries.append(each)
        problems += [Problem(each.line, trouble, each.key) for trouble in _lacks(each, keys_needed=keys_needed)]
        if each.key and (first := lines.setdefault(each.key, each.line)) != each.line:
            problems.append(Problem(each.line, EntryTrouble.KEY_TWICE, each.key, first))
    return entries, problems


def _lacks(entry: Publication, *, keys_needed: bool) -> Iterator[EntryTrouble]:
    if keys_needed and not entry.key:
        yield EntryTrouble.NO_KEY
    if not entry.title:
        yield EntryTrouble.NO_TITLE
    if not entry.authors:
        yield EntryTrouble.NO_AUTHORS
    if entry.year is None:
        yield EntryTrouble.NO_YEAR
