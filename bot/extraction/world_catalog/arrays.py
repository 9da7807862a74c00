"""Turns an array of records into lines with one record each, so that it is read like JSON Lines."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from typing import IO, TYPE_CHECKING, cast

from bot.core.world_catalog.dumps.kinds import begins_array

if TYPE_CHECKING:
    from io import BufferedIOBase

READ_AT_ONCE = 1024 * 1024
LOOKED_AT_FIRST = 64
BETWEEN_RECORDS = " \t\r\n,"
MAY_GO_ON = "Unterminated string"
UTF_8, UTF_16 = "utf-8-sig", "utf-16"
DECODER = json.JSONDecoder()
INDENTED = re.compile(r"\[[^\S\n]*\n\s*?([^\S\n]*)\{")  # the first record, on a line of its own
NEXT_TO_ANOTHER = re.compile(r"\}\s*,\s*(?=\{)")
LONGEST_MARK = 4096  # letters between two records
TOLD_OF_BROKEN = 200  # letters


def is_array(stream: IO[bytes], encoding: str) -> bool:
    """Return whether the stream has an array of records of a known dump. It is at its beginning before and after."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(LOOKED_AT_FIRST))
    if not text.lstrip().startswith("["):
        stream.seek(0)
        return False
    stream.seek(0)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(_Whole(stream).read())
    stream.seek(0)
    return begins_array(text)


class LinesOfArray:
    """Each record of an array as a line. A broken record is a line too; the next one begins as the first one did."""

    def __init__(self, stream: IO[bytes], longest: int, encoding: str = UTF_8) -> None:
        self._stream, self._longest = _Whole(stream), longest
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._text = ""
        self._at = 0
        self._is_read = False
        self._is_open = False
        self._begins = NEXT_TO_ANOTHER

    def readline(self, _most: int) -> bytes:
        """Return the next record; nothing after the array. Raises EOFError if the end of the array is missing."""
        while True:
            self._skip_signs()
            if self._at == len(self._text):
                if self._is_read and self._is_open:
                    raise EOFError
                if self._is_read:
                    return b""
                self._read_more()
                continue
            try:
                _, end = DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if not self._is_read and self._may_go_on(error):
                    self._read_more()
                    continue
                return self._broken()
            line, self._at = self._text[self._at : end], end
            return _as_line(line)

    def seek(self, position: int) -> None:
        """Skip to a position at which a line ended. Only possible at the beginning."""
        while position > 0 and (line := self.readline(0)):
            position -= len(line)

    def _skip_signs(self) -> None:
        """Skip what is between records, and the brackets around them. Another array may follow."""
        text = self._text
        while self._at < len(text):
            if text[self._at] == ("]" if self._is_open else "["):
                self._is_open = not self._is_open
                if self._is_open and (first := INDENTED.match(text, self._at)):
                    self._begins = re.compile(rf"\n(?={first[1]}(?:,[ \t]*)?\{{)")
            elif text[self._at] not in BETWEEN_RECORDS:
                return
            self._at += 1

    def _read_more(self) -> None:
        read = self._stream.read()
        self._is_read = not read
        self._text = self._text[self._at :] + self._decoder.decode(read, final=not read)
        self._at = 0

    def _may_go_on(self, error: Exception) -> bool:
        """Return whether the record may be whole once more of the file is read."""
        if not isinstance(error, json.JSONDecodeError) or len(self._text) - self._at > self._longest:
            return False
        return error.msg.startswith(MAY_GO_ON) or error.pos >= len(self._text) - LOOKED_AT_FIRST

    def _broken(self) -> bytes:
        """Return the beginning of a broken record, and skip the rest. Raises EOFError if the file ends within it.

        A record or a bracket within it can't be told from the ones after it.
        """
        told = ""
        while not (following := self._begins.search(self._text, self._at)) and not self._is_read:
            told = told or self._text[self._at :][:TOLD_OF_BROKEN]
            self._at = max(self._at, len(self._text) - LONGEST_MARK)
            self._read_more()
        end = following.end() if following else len(self._text)
        told = told or self._text[self._at : end][:TOLD_OF_BROKEN]
        if not following and self._is_open:
            if not self._text.rstrip().endswith("]"):
                self._at = end
                raise EOFError
            self._is_open = False
        self._at = end
        return _as_line(told)


class _Whole:
    """Reads full portions as long as there are any, and also what comes before damage."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = cast("BufferedIOBase", stream)  # a file, or what gzip unpacks

    def read(self) -> bytes:
        found = bytearray()
        try:
            while len(found) < READ_AT_ONCE and (read := self._stream.read1(READ_AT_ONCE)):
                found += read
        except (EOFError, OSError, zlib.error):
            if not found:
                raise
        return bytes(found)


def _as_line(record: str) -> bytes:
    line = record.replace("\n", " ").replace("\r", " ")
    return f"{line}\n".encode()
