"""Divides a BibTeX file into its blocks, `@type{…}`, so that damage in one doesn't reach the next.

BibTeX counts every brace, even an escaped one, and ignores text between blocks. Where a block isn't closed, it ends
before the next line that begins another one. Each character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPE = r"(?<!\w)@[ \t]*+(?P<type>[A-Za-z][^\s{}(),=\"#%'@]*+)\s*+[{(]"
OPENING = re.compile(TYPE)
# This can only start another block, even inside a value: it is at the start of a line, with a key or a field.
NEXT = re.compile(
    rf"^[ \t]*+(?:{TYPE}[^\n{{}}(),=\"]*+[,=]|@[ \t]*+(?:string|comment|preamble)\s*+[{{(])",
    re.MULTILINE | re.IGNORECASE,
)
BRACES = re.compile(r"[{}]")
UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
BRACES_AND_QUOTES = re.compile(r"[{}\")]")
LEFT_OVER = re.compile(r"[ \t]*+[^\s@%,}]*+[ \t]*+[,}]")
ESCAPED = re.compile(r"\\[{}]")
FARTHEST_RETRY = 65_536  # characters
MOST_RETRIES = 50
BRACE_CODE = "{"


@dataclass(frozen=True, slots=True)
class BibtexBlock:
    """`type` is in lower case. `text` includes the type and the outer delimiters, unless it `is_open` at its end.

    `line` counts from 1, and `depth` is how deeply braces are nested inside.
    """

    line: int
    type: str
    text: str
    depth: int
    is_open: bool = False


def blocks_of(text: str) -> Iterator[BibtexBlock]:
    """Yield the blocks in order. Lines that begin with a percent sign between blocks are comments."""
    at = line_start = 0
    line, retries = 1, MOST_RETRIES
    next_block = NEXT.search(text)
    while match := OPENING.search(text, at):
        start = match.start()
        if _is_commented(text, at, start):
            at = match.end()
            continue
        line += text.count("\n", line_start, start)
        line_start = start
        while next_block and next_block.start("type") < match.end() and next_block.start() <= start:
            next_block = NEXT.search(text, max(next_block.start() + 1, match.end()))
        limit = next_block.start() if next_block else len(text)
        end, depth = _end_of(text, match.end(), limit)
        if retries and (end is None or LEFT_OVER.match(text, end, limit)):
            # Some programs write single braces with a backslash and don't count them.
            retries -= 1
            end = _end_without_escaped(text, match.end(), limit) or end
        yield BibtexBlock(line, match["type"].lower(), text[start : end or limit], depth, is_open=end is None)
        at = end or limit


def _is_commented(text: str, after: int, start: int) -> bool:
    line = max(after, text.rfind("\n", after, start) + 1)
    return text[line:start].lstrip().startswith("%")


def _end_of(text: str, start: int, limit: int) -> tuple[int | None, int]:
    """Return where the block ends whose delimiter is just before `start`, or None, and how deep it is."""
    if text[start - 1] == "(":
        return _closing_bracket(text, start, limit)
    return _closing_brace(BRACES, text, start, limit)


def _end_without_escaped(text: str, start: int, limit: int) -> int | None:
    limit = min(limit, start + FARTHEST_RETRY)
    if text[start - 1] == "(" or not ESCAPED.search(text, start, limit):
        return None
    return _closing_brace(UNESCAPED_BRACES, text, start, limit)[0]


def _closing_brace(braces: re.Pattern[str], text: str, start: int, limit: int) -> tuple[int | None, int]:
    depth = deepest = 1
    for brace in braces.finditer(text, start, limit):
        if text[brace.start()] == BRACE_CODE:
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
            if not depth:
                return brace.end(), deepest
    return None, deepest


def _closing_bracket(text: str, start: int, limit: int) -> tuple[int | None, int]:
    depth = deepest = 0
    is_quoted = False
    for sign in BRACES_AND_QUOTES.finditer(text, start, limit):
        if sign[0] == BRACE_CODE:
            depth += 1
            deepest = max(deepest, depth)
        elif sign[0] == "}":
            depth = max(0, depth - 1)
        elif sign[0] == '"':
            is_quoted ^= not depth
        elif not depth and not is_quoted:
            return sign.end(), deepest
    return None, deepest
