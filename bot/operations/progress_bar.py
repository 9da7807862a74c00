"""How far a long operation is: a bar in a terminal, and a line now and then anywhere else, such as in a log."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 24
AGAIN_S = 0.1  # often enough for an eye
LINE_EVERY_S = 15.0
WHOLE = 100
CLEAR = "\r\x1b[K"


@dataclass(slots=True)
class ProgressBar:
    """Shows one step after the other on standard error, so that it can be told from the result.

    `show` may be called thousands of times a second. An unknown total is 0.
    """

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = monotonic
    _step: str = ""
    _began: float = 0.0
    _shown: float = 0.0

    def show(self, step: str, done: int, total: int) -> None:
        now = self.clock()
        is_new = step != self._step
        if is_new:
            self.end_line()
            self._step, self._began = step, now
        is_bar = self.stream.isatty()
        if not is_new and now - self._shown < (AGAIN_S if is_bar else LINE_EVERY_S):
            return
        self._shown = now
        text = self._text(done, total, now - self._began, is_bar=is_bar)
        self.stream.write(f"{CLEAR}{text}" if is_bar else f"{text}\n")
        self.stream.flush()

    def end_line(self) -> None:
        """Let the next output begin on a line of its own."""
        if self._step and self.stream.isatty():
            self.stream.write(CLEAR)
            self.stream.flush()
        self._step = ""

    def _text(self, done: int, total: int, elapsed: float, *, is_bar: bool) -> str:
        if not total:
            return self._step
        share = min(1.0, done / total)
        bar = f"[{'#' * int(share * WIDTH):<{WIDTH}}] " if is_bar else ""
        left = f", {_short(elapsed / share - elapsed)} left" if share and elapsed > 1 else ""
        return f"{self._step} {bar}{int(share * WHOLE)}%{left}"


def _short(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
