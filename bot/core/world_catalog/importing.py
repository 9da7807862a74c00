"""What an import tells while it works, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.world_catalog.records import WrongRecord

MOST_PAPERS = 1_000_000


class Stage(StrEnum):
    """The steps of an import. What READING has done survives a kill; the others start again."""

    READING = auto()
    MATCHING = auto()
    MERGING = auto()
    WRITING = auto()
    CHECKING = auto()


class Hearer(Protocol):
    """Hears how far a step is: `done` of `total`, in units of that step. `what` names the file that is read."""

    def __call__(self, stage: Stage, done: int, total: int, what: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was in a file.

    `others` are records of something else than papers. `wrong_records` are the first of the `wrong` ones. `ending` says
    why the file could not be read to its end, but only to `last_line`; it is empty if it could.
    """

    file: Path
    format: str
    papers: int
    others: int
    wrong: int
    wrong_records: tuple[WrongRecord, ...]
    ending: str = ""
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `records` were read in all; `left_out` papers were less known than those in the file."""

    files: tuple[FileReport, ...]
    records: int
    papers: int
    left_out: int
    bytes: int
    is_resumed: bool

    @property
    def duplicates(self) -> int:
        """How many records were of a paper that another one is of too."""
        return self.records - self.papers - self.left_out
