"""The words of `python -m bot lineage`: why a reference is proposed, and why a file can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.fulltext.scoring import Sign
from bot.core.fulltext.unreadable import PaperFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.fulltext.scoring import Reason

FAULTS = {
    PaperFault.MISSING: "{file} can't be opened. Check that the file exists and that you may read it.",
    PaperFault.UNKNOWN_KIND: "{file} is not a PDF, LaTeX, HTML or Markdown file. Use one of those.",
    PaperFault.EMPTY: "{file} is empty. Download it again.",
    PaperFault.ENCRYPTED: "{file} is protected by a password. Remove the password, then try again.",
    PaperFault.DAMAGED: "{file} is damaged or cut off, so it can't be read. Download it again.",
    PaperFault.NO_SENTENCES: "{file} has hardly any English sentences. Use the file that holds the whole paper.",
    PaperFault.NO_TEXT: (
        "{file} has no text that can be read; perhaps it was scanned. Try the LaTeX source or an HTML page."
    ),
    PaperFault.TOO_MANY_PAGES: "{file} has more than 200 pages. Use a file that has only the paper.",
    PaperFault.TOO_LARGE: "{file} needs more memory than any paper should. Try another copy of the paper.",
    PaperFault.TOO_SLOW: "{file} took longer than 10 seconds to read. Try another copy of the paper.",
    PaperFault.UNSAFE_ARCHIVE: (
        "{file} holds too much, or files that lead outside of it. Use the archive as arXiv has it."
    ),
    PaperFault.NO_LATEX: "{file} holds no LaTeX file with \\documentclass. Use the archive as arXiv has it.",
    PaperFault.NO_REFERENCES: "{file} has no reference list that can be read. Check that the file is a whole paper.",
}

# One and many.
SIGNS = {
    Sign.OWN_WORK: (
        "a sentence about the paper's own work cites it",
        "{count} sentences about the paper's own work cite it",
    ),
    Sign.BUILDS_ON: (
        "the words around one citation say that the paper follows or extends it",
        "the words around {count} citations say that the paper follows or extends it",
    ),
    Sign.NEAR_PROPOSAL: (
        "it is cited where the paper says what it proposes",
        "it is cited {count} times where the paper says what it proposes",
    ),
    Sign.ABSTRACT: ("the abstract names it", "the abstract names it"),
    Sign.INTRODUCTION: ("the introduction cites it", "the introduction cites it {count} times"),
    Sign.METHOD: ("the method section cites it", "the method section cites it {count} times"),
    Sign.ALIKE: ("its title is close to this paper's", "its title is close to this paper's"),
    Sign.OWN_AUTHORS: ("it has an author in common with this paper", "it has an author in common with this paper"),
    Sign.BY_NAME: ("the text calls it by its name", "the text calls it by its name {count} times"),
    Sign.OFTEN: ("it is cited once", "it is cited {count} times"),
}


def why(reasons: Sequence[Reason]) -> str:
    """Return one sentence with the reasons for a proposal."""
    parts = [SIGNS[reason.sign][reason.count > 1].format(count=reason.count) for reason in reasons]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
    return f"{listed[:1].upper()}{listed[1:]}."
