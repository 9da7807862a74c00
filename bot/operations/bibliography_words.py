"""The words of `python -m bot bibliography`: what is wrong with a file or an entry, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.bibliography.entries import EntryTrouble, FileFault

if TYPE_CHECKING:
    from bot.core.bibliography.entries import BibliographyError, Problem

FAULTS = {
    FileFault.MISSING: "{file} can't be opened. Check that the file exists and that you may read it.",
    FileFault.TOO_LARGE: "{file} is too large: at most 8 MiB can be read. Export fewer papers at once.",
    FileFault.NOT_TEXT: "{file} is not plain text in UTF-8. Export a .bib, .ris or .json file, and don't compress it.",
    FileFault.ENDNOTE: (
        "{file} is EndNote's own format. In EndNote, choose the output style RefMan (RIS) Export, then File > Export, "
        "and use that file."
    ),
    FileFault.UNKNOWN_FORMAT: "{file} is not BibTeX, RIS or CSL-JSON. Export a .bib, .ris or .json file.",
    FileFault.NO_ENTRIES: "{file} has no entries. Export the papers again.",
    FileFault.TOO_MANY: "{file} has more than 10,000 entries, and at most 2,000 can be imported. Export fewer at once.",
    FileFault.TOO_COMPLEX: (
        "{file} is too complex: a key, an abbreviation or the nesting is far beyond what a bibliography needs. "
        "Export the papers again."
    ),
    FileFault.TOO_SLOW: "{file} takes too long to read. Export fewer papers at once.",
    FileFault.BROKEN: "{file}, {problem}",
}
TROUBLES = {
    EntryTrouble.UNCLOSED: "line {line}: the entry{key} is unclosed, so it can't be read. Add the missing brace.",
    EntryTrouble.OPEN_QUOTE: "line {line}: the entry{key} has an unclosed quotation mark. Add the missing mark.",
    EntryTrouble.TOO_DEEP: "line {line}: the entry{key} nests braces too deeply. Remove some.",
    EntryTrouble.UNREADABLE: "line {line}: the entry{key} has no fields that can be read. Export it again.",
    EntryTrouble.NOT_JSON: "line {line}: from here on, this is not valid JSON. Export the file again.",
    EntryTrouble.NOT_AN_ENTRY: "line {line}: this is not an entry of CSL-JSON. Remove it.",
    EntryTrouble.NO_TITLE: "line {line}: the entry{key} has no title. Add one.",
    EntryTrouble.TOO_MANY: (
        "line {line}: from here on, there are more than the 2,000 entries that can be imported at once. "
        "Divide the file there."
    ),
    EntryTrouble.DAMAGED: "line {line}: the entry{key} has a syntax error. What could be read is used; check it.",
    EntryTrouble.NOT_ENDED: "line {line}: the record{key} has no ER line. It is read up to the next record.",
    EntryTrouble.NO_KEY: "line {line}: the entry has no key. It gets one when it is exported.",
    EntryTrouble.KEY_TWICE: "line {line}: the key{key} is used twice, first in line {first_line}. Rename one.",
    EntryTrouble.NO_AUTHORS: "line {line}: the entry{key} has no authors.",
    EntryTrouble.NO_YEAR: "line {line}: the entry{key} has no year that can be read.",
}
LONGEST_KEY = 60


def fault_in_words(error: BibliographyError, file: str) -> str:
    """Return the sentence that says why a file can't be used."""
    problem = problem_in_words(error.problem) if error.problem else ""
    return FAULTS[error.fault].format(file=file, problem=problem)


def problem_in_words(problem: Problem) -> str:
    """Return what is wrong, beginning with the line."""
    key = problem.key if len(problem.key) <= LONGEST_KEY else f"{problem.key[:LONGEST_KEY]}…"
    named = f" '{key}'" if key else ""
    return TROUBLES[problem.trouble].format(line=problem.line, key=named, first_line=problem.first_line)
