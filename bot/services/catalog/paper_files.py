"""Reads papers' files, bibliographies and schedules, a few at a time, without holding the event loop up."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.extraction.bibliography import read_limited
from bot.extraction.reading import read_lineage
from bot.extraction.schedules import read_limited as read_schedule_limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.bibliography.entries import Bibliography
    from bot.core.fulltext.proposals import PaperLineage
    from bot.core.schedules.session import Schedule

# Each takes a process with up to 512 MiB. Others wait.
AT_A_TIME = 2
MOST_BYTES = 8 * 1024 * 1024
ENDINGS = (".pdf", ".tar.gz", ".tgz", ".tex", ".html", ".htm", ".md")


def ending_of(name: str) -> str | None:
    """Return how the name of a file ends, if papers' files end like that."""
    lowered = name.lower()
    return next((ending for ending in ENDINGS if lowered.endswith(ending)), None)


class PaperFiles:
    def __init__(
        self,
        read: Callable[[Path], PaperLineage] = read_lineage,
        read_bibliography: Callable[[bytes, str], Bibliography] = read_limited,
        read_schedule: Callable[[bytes, str], Schedule] = read_schedule_limited,
    ) -> None:
        self.read = read
        self.read_bibliography = read_bibliography
        self.read_schedule = read_schedule
        self._room = asyncio.Semaphore(AT_A_TIME)

    async def lineage(self, data: bytes, ending: str) -> PaperLineage:
        """Return what a paper's file says. `ending` is one of `ENDINGS`. Raises UnreadableError."""
        async with self._room:
            return await asyncio.to_thread(self._lineage, data, ending)

    async def bibliography(self, data: bytes, ending: str) -> Bibliography:
        """Return what a bibliography says, whose name ends so. Raises BibliographyError."""
        async with self._room:
            return await asyncio.to_thread(self.read_bibliography, data, f"papers{ending}")

    async def schedule(self, data: bytes, name: str) -> Schedule:
        """Return what a schedule of that name says. Raises UnreadableScheduleError."""
        async with self._room:
            return await asyncio.to_thread(self.read_schedule, data, name)

    def _lineage(self, data: bytes, ending: str) -> PaperLineage:
        with tempfile.TemporaryDirectory(prefix="paper-club-") as folder:
            # Nobody's file name becomes a path here.
            file = Path(folder) / f"paper{ending}"
            file.write_bytes(data)
            return self.read(file)
