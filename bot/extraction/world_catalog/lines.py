"""The lines of a dump, plain or packed by gzip, a chunk at a time. No more than one chunk is in memory."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import IO, TYPE_CHECKING

from bot.extraction.world_catalog.arrays import UTF_8, UTF_16, LinesOfArray, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"
UTF_16_BEGINS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONGEST_LINE = 8 * 1024 * 1024  # works of thousands of authors take a few MiB at OpenAlex
LONGEST_SKIPPED = 1024 * 1024 * 1024  # a line this long shows that the file has no lines
CHUNK_LINES, CHUNK_BYTES = 500, 2 * 1024 * 1024


class Ending(StrEnum):
    """Why the rest of a file could not be read."""

    CUT_OFF = auto()
    NO_LINES = auto()
    PROCESS_DIED = auto()


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
                if len(read) >= LONGEST_LINE and not read.endswith(b"\n"):
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


def first_lines(file: Path, most: int, most_bytes: int) -> list[bytes]:
    """Return lines that are not empty from the beginning, until there are so many of them and of their bytes.

    If the file can't be read so far, it returns what can. Raises OSError or NoLinesError.
    """
    found: list[bytes] = []
    size = 0
    try:
        for chunk in chunks_of(file):
            for _, read in chunk.lines:
                if len(found) >= most and size >= most_bytes:
                    return found
                size += len(read)
                found += [read] if read.strip() else []
    except CutOffError:
        pass
    except NoLinesError:
        if not found:
            raise
    return found


@contextmanager
def _opened(file: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    with file.open("rb") as raw:
        is_packed = raw.read(2) == GZIP
        raw.seek(0)
        if not is_packed:
            yield raw, _in_utf8(raw)
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield raw, _in_utf8(unpacked)  # type: ignore[arg-type]  # it reads bytes like any other


def _in_utf8(stream: IO[bytes]) -> IO[bytes]:
    """Return the stream, or one that turns UTF-16 into UTF-8, or the records of an array into lines."""
    try:
        is_utf16 = stream.read(2) in UTF_16_BEGINS
        stream.seek(0)
        encoding = UTF_16 if is_utf16 else UTF_8
        if is_array(stream, encoding):
            return LinesOfArray(stream, LONGEST_LINE, encoding)  # type: ignore[return-value]  # it has the methods that are used
    except (EOFError, gzip.BadGzipFile, zlib.error):
        is_utf16 = False
    stream.seek(0)
    return _FromUtf16(stream) if is_utf16 else stream  # type: ignore[return-value]


class _FromUtf16:
    def __init__(self, stream: IO[bytes]) -> None:
        self._text = io.TextIOWrapper(stream, "utf-16", errors="replace", newline="\n")

    def readline(self, most: int) -> bytes:
        return self._text.readline(most).encode("utf-8", "replace")

    def seek(self, position: int) -> None:
        """Go on where a line ends. Only possible once."""
        while position > 0 and (read := self.readline(position)):
            position -= len(read)


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
