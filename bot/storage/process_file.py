"""A file that lets a restarted process prove that the one before it, on this machine, has ended.

The system releases a lock when its holder dies, however it dies. So the process that gets the lock knows that the
processes named in the file are gone, and need not wait for what they held.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

from bot.storage.backups.file_checks import shared_file_system

# Some of them may have died before they held anything.
MOST_NAMED = 8


class ProcessFile:
    """The file of the processes that do the same work, which is named by `work`."""

    def __init__(self, work: str) -> None:
        digest = hashlib.sha256(work.encode()).hexdigest()[:16]
        self._file = Path(tempfile.gettempdir()) / f"paper-club-{digest}.process"
        self._lock = FileLock(self._file.with_suffix(".lock"), mode=0o600)

    def claim(self, process: str) -> frozenset[str]:
        """Return names of processes that are certainly dead; empty if that cannot be known."""
        if shared_file_system(self._file):
            return frozenset()
        try:
            self._lock.acquire(timeout=0)
            before = self._file.read_text(encoding="ascii").split() if self._file.exists() else []
            self._file.write_text("\n".join([*before, process][-MOST_NAMED:]), encoding="ascii")
        except (Timeout, OSError, ValueError):
            return frozenset()
        return frozenset(before)

    def release(self) -> None:
        """Delete the file. This process has given back everything it held, so the next one need not know of it."""
        if self._lock.is_locked:
            self._file.unlink(missing_ok=True)
            self._lock.release()
