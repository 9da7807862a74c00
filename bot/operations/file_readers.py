"""The operations that only read a file from outside. They start without loading settings, database or network."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Protocol

from bot.operations import bibliography, lineage, schedules

if TYPE_CHECKING:
    from collections.abc import Sequence


class FileOperation(Protocol):
    """A module of this package. `run` returns the exit code: 2 if the file can't be read."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


FILE_READERS: dict[str, FileOperation] = {reader.NAME: reader for reader in (lineage, bibliography, schedules)}


def read_file(name: str, words: Sequence[str]) -> int:
    """Run the operation with the words after its name; returns its exit code."""
    reader = FILE_READERS[name]
    parser = argparse.ArgumentParser(prog=f"python -m bot {name}", description=reader.HELP)
    reader.add_arguments(parser)
    return reader.run(parser.parse_args(words))
