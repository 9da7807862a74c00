"""Finds records that share a number, in files: there are ten times as many numbers as records."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILES = 64
BUFFERED = 4096
RECORD_BITS = 24  # sixteen million records; with 40 bits of a key they fill 64
MOST_RECORDS = (1 << RECORD_BITS) - 1
KEY_MASK = (1 << 40) - 1


class KeyFiles:
    """Pairs of a key and a record, spread over 64 files by their key, so that each can be sorted in memory.

    Only the last 40 bits of a key count. Two of ten million keys are then the same by chance about a dozen times, so
    whoever reads the groups has to look closely.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._files = [folder / f"{name}-{number}.keys" for number in range(FILES)]
        for file in self._files:
            file.unlink(missing_ok=True)
        self._buffers = [array("Q") for _ in range(FILES)]

    def add(self, keys: Iterable[int], record: int) -> None:
        for key in keys:
            part = key % FILES
            buffer = self._buffers[part]
            buffer.append((key & KEY_MASK) << RECORD_BITS | record)
            if len(buffer) >= BUFFERED:
                self._flush(part)

    def groups(self) -> Iterator[list[int]]:
        """Yield the records of each key that several have, in order; then nothing is left of the files."""
        for part, file in enumerate(self._files):
            self._flush(part)
            pairs = array("Q")
            if file.exists():
                pairs.frombytes(file.read_bytes())
                file.unlink()
            yield from _groups(sorted(pairs))

    def _flush(self, part: int) -> None:
        if self._buffers[part]:
            with self._files[part].open("ab") as file:
                self._buffers[part].tofile(file)
            self._buffers[part] = array("Q")


def _groups(pairs: list[int]) -> Iterator[list[int]]:
    before = -1
    group: list[int] = []
    for pair in pairs:
        if pair >> RECORD_BITS == before:
            group.append(pair & MOST_RECORDS)
            continue
        if len(group) > 1:
            yield group
        before = pair >> RECORD_BITS
        group = [pair & MOST_RECORDS]
    if len(group) > 1:
        yield group
