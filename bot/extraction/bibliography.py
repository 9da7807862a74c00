"""Reads a bibliography in a process of its own, with limits on time, memory and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from bot.core.bibliography.entries import (
    Bibliography,
    BibliographyError,
    Entry,
    Fault,
    Format,
    Kind,
    Name,
    Problem,
    Trouble,
)
from bot.extraction.reading import OUT_OF_TIME, PASSED_ON, PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES = 8 * 1024 * 1024
MOST_SECONDS = 30  # by the clock; the process itself stops after 10 s of work


def read_file(file: Path) -> Bibliography:
    """Return what is in the file; raises BibliographyError."""
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        raise BibliographyError(Fault.MISSING) from None
    if size > MOST_BYTES:
        raise BibliographyError(Fault.TOO_LARGE)
    return read_limited(data, file.name)


def read_limited(data: bytes, name: str) -> Bibliography:
    """Return what is in a file of that name; raises BibliographyError. It blocks for as long as reading takes."""
    if len(data) > MOST_BYTES:
        raise BibliographyError(Fault.TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "bot.extraction.bibliography_child", name],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={each: os.environ[each] for each in PASSED_ON if each in os.environ},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BibliographyError(Fault.TOO_SLOW) from None
    if -done.returncode == OUT_OF_TIME:
        raise BibliographyError(Fault.TOO_SLOW)
    if done.returncode:
        # A library that gets no more memory ends the process.
        raise BibliographyError(Fault.TOO_COMPLEX)
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise BibliographyError(Fault(answer["fault"]), _problem(answer["problem"]) if answer["problem"] else None)
    return _bibliography(answer["bibliography"])


def _bibliography(told: Mapping[str, Any]) -> Bibliography:
    return Bibliography(
        Format(told["format"]),
        tuple(map(_entry, told["entries"])),
        tuple(map(_problem, told["problems"])),
        tuple((first, second) for first, second in told["duplicates"]),
    )


def _entry(told: Mapping[str, Any]) -> Entry:
    names = tuple(Name(**name) for name in told["authors"])
    return Entry(**{**told, "authors": names, "kind": Kind(told["kind"])})


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(**{**told, "trouble": Trouble(told["trouble"])})
