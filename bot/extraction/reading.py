"""Reads a paper's file in a process of its own, with limits on time, memory and output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.fulltext.proposals import PaperLineage, Proposal
from bot.core.fulltext.quoting import Quote
from bot.core.fulltext.scoring import Reason, Sign
from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.extraction.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

MOST_SECONDS = 10
MOST_OUTPUT = 1024 * 1024
OUT_OF_TIME = getattr(signal, "SIGXCPU", None)
PROJECT = Path(__file__).parents[2]
# The process gets no token and no password: only what Python needs to start.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "VIRTUAL_ENV")


def read_lineage(file: Path) -> PaperLineage:
    """Return what the paper builds on; raises UnreadableError."""
    with Reading(file) as reading:
        return reading.lineage()


class Reading:
    """A process that reads one file: start it, do something else meanwhile, then ask for `lineage`."""

    def __init__(self, file: Path) -> None:
        """Start reading; raises UnreadableError if the start of the file is enough to know."""
        if not file.is_file():
            raise UnreadableError(PaperFault.MISSING)
        kind_of(file)
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "bot.extraction.child", str(file.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        )
        self._is_late = False
        self._alarm = threading.Timer(MOST_SECONDS, self._end_late)
        self._alarm.daemon = True
        self._alarm.start()

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._alarm.cancel()
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def lineage(self) -> PaperLineage:
        """Wait for the answer; raises UnreadableError."""
        written = self._process.stdout.read(MOST_OUTPUT + 1) if self._process.stdout else b""
        if len(written) > MOST_OUTPUT:
            raise UnreadableError(PaperFault.TOO_LARGE)
        code = self._process.wait()
        if self._is_late or -code == OUT_OF_TIME:
            raise UnreadableError(PaperFault.TOO_SLOW)
        if code != 0:
            # A library that runs out of memory ends the process with a signal.
            raise UnreadableError(PaperFault.TOO_LARGE if code < 0 else PaperFault.DAMAGED)
        answer = json.loads(written)
        if "fault" in answer:
            raise UnreadableError(PaperFault(answer["fault"]))
        return _lineage(answer["lineage"])

    def _end_late(self) -> None:
        self._is_late = True
        self._process.kill()


def _lineage(told: Mapping[str, Any]) -> PaperLineage:
    proposals = [
        Proposal(
            **{
                **proposal,
                "reasons": tuple(Reason(Sign(each["sign"]), each["count"]) for each in proposal["reasons"]),
                "quotes": tuple(Quote(**each) for each in proposal["quotes"]),
            }
        )
        for proposal in told["proposals"]
    ]
    return PaperLineage(
        title=told["title"],
        year=told["year"],
        references=told["references"],
        proposals=tuple(proposals),
        authors=tuple(told["authors"]),
        arxiv_id=told["arxiv_id"],
        is_year_stated=told["is_year_stated"],
    )
