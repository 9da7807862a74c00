"""Reads a bibliography in a process of its own, with limits on time, memory and output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.bibliography.entries import (
    Bibliography,
    BibliographyError,
    EntryTrouble,
    FileFault,
    FileFormat,
    Name,
    Problem,
    Publication,
    PublicationKind,
)
from bot.extraction.limited import BrokeDownError, OutOfTimeError, answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES = 8 * 1024 * 1024


def read_file(file: Path) -> Bibliography:
    """Return what is in the file; raises BibliographyError."""
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        raise BibliographyError(FileFault.MISSING) from None
    if size > MOST_BYTES:
        raise BibliographyError(FileFault.TOO_LARGE)
    return read_limited(data, file.name)


def read_limited(data: bytes, name: str) -> Bibliography:
    """Return what is in a file of that name; raises BibliographyError. It blocks for as long as reading takes."""
    if len(data) > MOST_BYTES:
        raise BibliographyError(FileFault.TOO_LARGE)
    try:
        answer = answer_of("bot.extraction.bibliography_child", data, name)
    except OutOfTimeError:
        raise BibliographyError(FileFault.TOO_SLOW) from None
    except BrokeDownError:
        raise BibliographyError(FileFault.TOO_COMPLEX) from None
    if "fault" in answer:
        raise BibliographyError(FileFault(answer["fault"]), _problem(answer["problem"]) if answer["problem"] else None)
    return _bibliography(answer["bibliography"])


def _bibliography(told: Mapping[str, Any]) -> Bibliography:
    return Bibliography(
        FileFormat(told["format"]),
        tuple(map(_entry, told["entries"])),
        tuple(map(_problem, told["problems"])),
        tuple((first, second) for first, second in told["duplicates"]),
    )


def _entry(told: Mapping[str, Any]) -> Publication:
    names = tuple(Name(**name) for name in told["authors"])
    return Publication(**{**told, "authors": names, "kind": PublicationKind(told["kind"])})


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(**{**told, "trouble": EntryTrouble(told["trouble"])})
