"""Draws pictures in a process of its own.

A thread would not do: while it draws, it keeps the interpreter from the event loop.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.pictures.child import receive, send

if TYPE_CHECKING:
    from bot.pictures.digest_card import DigestCard
    from bot.pictures.views import LineageView

PROJECT = Path(__file__).parents[2]


class DrawingError(RuntimeError):
    """The process ended before it had drawn the picture, twice."""


class DrawingProcess:
    """A process that is started at the first picture, and again if it has ended. For one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, view: LineageView | DigestCard) -> bytes:
        """Return the picture as PNG. Blocks; raises DrawingError."""
        for _attempt in range(2):
            try:
                return self._draw(pickle.dumps(view))
            except (EOFError, OSError):
                self.close()
        raise DrawingError(f"the process that draws ended twice while drawing {type(view).__name__} {view.key}")

    def close(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            # What is left to write has nowhere to go.
            with suppress(OSError):
                stream.close() if stream else None

    def _draw(self, message: bytes) -> bytes:
        if self._process is None:
            command = [sys.executable, "-m", "bot.pictures.child"]
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        send(self._process.stdin, message)
        return receive(self._process.stdout)
