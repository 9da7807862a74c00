"""Why a file cannot be read."""

from __future__ import annotations

from enum import StrEnum, auto


class PaperFault(StrEnum):
    """What is wrong with a file; the edge has the words."""

    MISSING = auto()
    UNKNOWN_KIND = auto()
    EMPTY = auto()
    ENCRYPTED = auto()
    DAMAGED = auto()
    NO_TEXT = auto()
    NO_SENTENCES = auto()
    TOO_MANY_PAGES = auto()
    TOO_LARGE = auto()
    TOO_SLOW = auto()
    UNSAFE_ARCHIVE = auto()
    NO_LATEX = auto()
    NO_REFERENCES = auto()


class UnreadableError(Exception):
    """A file that nothing can be read from, and why."""

    def __init__(self, fault: PaperFault) -> None:
        super().__init__(fault)
        self.fault = fault
