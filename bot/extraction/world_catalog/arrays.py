"""Reads an array of records as lines, one for each record, so that a file of either kind is read in the same way."""

from __future__ import annotations

import codecs
import json
from typing import IO

from bot.core.world_catalog.dumps.kinds import begins_array

READ_AT_ONCE = 1024 * 1024
LOOKED_AT_FIRST = 64
BETWEEN_RECORDS = " \t\r\n,"
MAY_GO_ON = "Unterminated string"
DECODER = json.JSONDecoder()


def is_array(stream: IO[bytes]) -> bool:
    """Return whether a stream, which is at its beginning and then again, has an array of records of a known dump."""
    beginning = stream.read(LOOKED_AT_FIRST)
    if beginning.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        beginning += stream.read(READ_AT_ONCE)
    stream.seek(0)
    return begins_array(beginning)


class LinesOfArray:
    """Each record of an array as a line. What can't be read is a line too, up to where its own line ends."""

    def __init__(self, stream: IO[bytes], longest: int) -> None:
        self._stream, self._longest = stream, longest
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._text = ""
        self._at = 0
        self._is_read = False
        self._is_begun = False

    def readline(self, _most: int) -> bytes:
        """Return the next record; nothing at the end of the array."""
        while True:
            self._skip_signs()
            if not self._is_read and self._at == len(self._text):
                self._read_more()
                continue
            if self._at == len(self._text) or self._text[self._at] == "]":
                return b""
            try:
                _, end = DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if not self._is_read and self._may_go_on(error):
                    self._read_more()
                    continue
                return self._broken()
            return self._line(end)

    def seek(self, position: int) -> None:
        """Go on where a line ends. Only possible once."""
        while position > 0 and (line := self.readline(0)):
            position -= len(line)

    def _skip_signs(self) -> None:
        text = self._text
        while self._at < len(text) and (
            text[self._at] in BETWEEN_RECORDS or (text[self._at] == "[" and not self._is_begun)
        ):
            self._is_begun = self._is_begun or text[self._at] == "["
            self._at += 1

    def _read_more(self) -> None:
        read = self._stream.read(READ_AT_ONCE)
        self._is_read = not read
        self._text = self._text[self._at :] + self._decoder.decode(read, final=not read)
        self._at = 0

    def _may_go_on(self, error: Exception) -> bool:
        """Return whether the record is only cut off where this part of the file ends."""
        if not isinstance(error, json.JSONDecodeError) or len(self._text) - self._at > self._longest:
            return False
        return error.msg.startswith(MAY_GO_ON) or error.pos >= len(self._text) - LOOKED_AT_FIRST

    def _broken(self) -> bytes:
        end = self._text.find("\n", self._at)
        if end >= 0:
            return self._line(end)
        cut = self._text[self._at :]
        self._at = len(self._text)
        # Only what the file itself breaks off has no end of a line.
        return (cut if self._is_read else f"{cut}\n").encode()

    def _line(self, end: int) -> bytes:
        line = self._text[self._at : end].replace("\n", " ").replace("\r", " ")
        self._at = end
        return f"{line}\n".encode()
