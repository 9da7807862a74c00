"""Reads text in whichever of the usual encodings it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST_CHARACTERS = 4_000_000


def text_of(file: Path) -> str:
    return decoded(file.read_bytes())


def decoded(data: bytes) -> str:
    """Return the text. An old LaTeX source may be in Latin-1."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
