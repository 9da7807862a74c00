"""The lines of a dump, plain or packed by gzip, a chunk at a time. Nothing makes it keep more than one chunk."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"
LONGEST_LINE = 8 * 1024 * 1024  # works of thousands of authors take a few MiB at OpenAlex
LONGEST_SKIPPED = 1024 * 1024 * 1024  # a line this long is no line, but a file without any
CHUNK_LINES, CHUNK_BYTES = 500, 2 * 1024 * 1024


class CutOffError(Exception):
    """The file ends in the middle of what gzip packed, or is damaged there."""


class NoLinesError(Exception):
    """A line goes on for a gibibyte."""


@dataclass(slots=True)
class Chunk:
    """Lines of a file with their numbers, from 1, and the numbers of lines that are too long.

    `position` is where the next line begins, in bytes of what the file unpacks to; `line` is the number of lines before
    it. `read` is how much of the file itself has been read.
    """

    position: int
    line: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    too_long: list[int] = field(default_factory=list)
    read: int = 0


def chunks_of(file: Path, position: int = 0, line: int = 0) -> Iterator[Chunk]:
    """Yield the lines from a position on. Raises CutOffError, NoLinesError or OSError after the last whole chunk."""
    with _opened(file) as (raw, stream):
        stream.seek(position)
        chunk = Chunk(position, line)
        size = 0
        try:
            while read := stream.readline(LONGEST_LINE):
                chunk.line += 1
                if len(read) == LONGEST_LINE and not read.endswith(b"\n"):
                    chunk.too_long.append(chunk.line)
                    chunk.position += len(read) + _skipped(stream)
                else:
                    chunk.position += len(read)
                    chunk.lines.append((chunk.line, read))
                    size += len(read)
                if len(chunk.lines) >= CHUNK_LINES or size >= CHUNK_BYTES:
                    chunk.read = raw.tell()
                    yield chunk
                    chunk, size = Chunk(chunk.position, chunk.line), 0
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            chunk.read = raw.tell()
            yield chunk
            raise CutOffError from error
        chunk.read = raw.tell()
        yield chunk


def first_lines(file: Path, most: int) -> list[bytes]:
    """Return the first lines that are not empty, as far as they can be read. Raises OSError or NoLinesError."""
    found: list[bytes] = []
    try:
        for chunk in chunks_of(file):
            found += [read for _, read in chunk.lines if read.strip()][: most - len(found)]
            if len(found) >= most:
                break
    except CutOffError:
        pass
    return found


@contextmanager
def _opened(file: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    with file.open("rb") as raw:
        is_packed = raw.read(2) == GZIP
        raw.seek(0)
        if not is_packed:
            yield raw, raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield raw, unpacked  # type: ignore[misc]  # it reads bytes like any other


def _skipped(stream: IO[bytes]) -> int:
    """Skip the rest of a line; returns how long it was."""
    size = 0
    while read := stream.readline(LONGEST_LINE):
        size += len(read)
        if read.endswith(b"\n"):
            break
        if size > LONGEST_SKIPPED:
            raise NoLinesError
    return size
