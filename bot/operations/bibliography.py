"""`python -m bot bibliography FILE`: what an import of a bibliography would find in it.

It needs no settings, database or network, and starts without loading them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.bibliography.entries import BibliographyError, EntryTrouble
from bot.operations.bibliography_words import fault_in_words, problem_in_words
from bot.operations.console import say

if TYPE_CHECKING:
    import argparse

    from bot.core.bibliography.entries import Bibliography, Name, Publication

NAME = "bibliography"
HELP = "List the papers in a BibTeX, RIS or CSL-JSON file, what is wrong with it, and which papers are in it twice."
EXIT_OK, EXIT_FAILED, EXIT_UNREADABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the bibliography")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(arguments: argparse.Namespace, _settings: object = None) -> int:
    from bot.extraction.bibliography import read_file  # noqa: PLC0415 - starts the process that reads

    try:
        bibliography = read_file(arguments.file)
    except BibliographyError as error:
        sys.stderr.write(fault_in_words(error, arguments.file.name) + "\n")
        return EXIT_UNREADABLE
    try:
        if arguments.json:
            say(json.dumps(as_json(bibliography), ensure_ascii=False, indent=2))
        else:
            say(*as_text(bibliography))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output, such as `head`, has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    too_many = [problem for problem in bibliography.problems if problem.trouble is EntryTrouble.TOO_MANY]
    for problem in too_many:
        sys.stderr.write(f"{arguments.file.name}, {problem_in_words(problem)}\n")
    return EXIT_UNREADABLE if too_many else EXIT_OK


def as_json(bibliography: Bibliography) -> dict[str, Any]:
    """Return the answer in the form that other programs read."""
    return {
        "format": bibliography.format,
        "entries": [
            {
                "line": entry.line,
                "key": entry.key or None,
                "title": entry.title,
                "authors": [_name(name) for name in entry.authors],
                "year": entry.year,
                "doi": entry.doi,
                "arxiv_id": entry.arxiv_id,
            }
            for entry in bibliography.entries
        ],
        "problems": [{"line": problem.line, "what": problem_in_words(problem)} for problem in bibliography.problems],
        "duplicates": [list(pair) for pair in bibliography.duplicates],
    }


def as_text(bibliography: Bibliography) -> list[str]:
    """Return the answer as lines to read."""
    entries = bibliography.entries
    counts = {"entries": entries, "problems": bibliography.problems, "duplicates": bibliography.duplicates}
    counted = ", ".join(f"{name} {len(found)}" for name, found in counts.items())
    lines = [f"{bibliography.format}: {counted}", "", *map(_line, entries)]
    if bibliography.problems:
        lines += ["", "Problems:", *(f"  {problem_in_words(problem)}" for problem in bibliography.problems)]
    if bibliography.duplicates:
        lines += ["", "Duplicates:"]
        lines += [
            f"  lines {entries[first].line} and {entries[second].line}: {entries[second].title}"
            for first, second in bibliography.duplicates
        ]
    return lines


def _name(name: Name) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given}
    return {**parts, "suffix": name.suffix} if name.suffix else parts


def _line(entry: Publication) -> str:
    first = entry.authors[0].family if entry.authors else "no authors"
    more = " et al." if len(entry.authors) > 1 or entry.has_more_authors else ""
    key = f" [{entry.key}]" if entry.key else ""
    ids = "".join(f", {name}" for name in (entry.doi, entry.arxiv_id) if name)
    return f"line {entry.line}{key} {first}{more} ({entry.year or 'no year'}): {entry.title or 'no title'}{ids}"
