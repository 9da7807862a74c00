"""The catalogue file while the bot runs: opened when it is there, again when it is replaced, and never trusted."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.storage.world_catalog.file_reader import FileReader
from bot.storage.world_catalog.opening import BROKEN, DAMAGE, CatalogueFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
log = structlog.stdlib.get_logger(__name__)

CHECK_EVERY_S = 1.0


class WatchedFile:
    """Answers from the file as long as it can be used. Call all of this from one thread.

    A file that can't be used is named in the log once, and not opened again until it has changed. If such a file
    replaces a good one, the good one goes on answering.
    """

    def __init__(self, file: Path, elapsed: Callable[[], float] = monotonic) -> None:
        self._file, self._elapsed = file, elapsed
        self._reader: FileReader | None = None
        self._seen: object = self  # a value that no file's state equals
        self._checked_at = float("-inf")
        self.opened = 0  # how many times another file was opened

    def ask(self, work: Callable[[FileReader], T], otherwise: T, seconds: float | None = None) -> T:
        """Return what `work` finds in the file, or `otherwise` if there is no usable one. Never raises."""
        self.look()
        if self._reader is None:
            return otherwise
        self._reader.limit(seconds)
        try:
            return work(self._reader)
        except DAMAGE as error:
            log.warning("world catalog not used", reason=BROKEN.format(file=self._file, reason=error))
            self.close()
            return otherwise

    def look(self) -> None:
        """Open the file if it was replaced since the last check. Checks at most once a second."""
        if self._elapsed() - self._checked_at < CHECK_EVERY_S:
            return
        self._checked_at = self._elapsed()
        state = self._state()
        if state == self._seen:
            return
        self._seen = state
        try:
            reader = FileReader(self._file, self._elapsed)
        except CatalogueFileError as error:
            log.warning("world catalog not used", reason=str(error))
            if state is None:
                self.close()
            return
        self.close()
        self._reader = reader
        self.opened += 1
        log.info("world catalog opened", file=str(self._file), papers=reader.papers)

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = None

    def _state(self) -> tuple[int, int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
