"""Runs a module that reads a hostile file in a process of its own, which gets the file, no token, and little time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from bot.extraction.reading import OUT_OF_TIME, PASSED_ON, PROJECT

MOST_SECONDS = 30  # by the clock; the process itself stops after 10 s of work


class OutOfTimeError(Exception):
    """The process took too long."""


class BrokeDownError(Exception):
    """The process ended without an answer, for example because a library ran out of memory."""


def answer_of(module: str, data: bytes, name: str) -> dict[str, Any]:
    """Return what the module prints about a file of that name. It blocks for as long as reading takes.

    Raises OutOfTimeError and BrokeDownError.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", module, name],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={each: os.environ[each] for each in PASSED_ON if each in os.environ},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OutOfTimeError from None
    if -done.returncode == OUT_OF_TIME:
        raise OutOfTimeError
    if done.returncode:
        raise BrokeDownError
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
