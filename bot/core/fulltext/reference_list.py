"""Finds where a reference list ends, and where each of its entries begins."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from bot.core.fulltext.headings import begins_references, looks_like_heading, named_part, number_of, repaired
from bot.core.fulltext.joining import LINE_END_HYPHENS
from bot.core.fulltext.manuscript import Line, PaperPart

if TYPE_CHECKING:
    from collections.abc import Sequence

BRACKETED = re.compile(r"\[([^\[\]]{1,40})\]")
NUMBERED = re.compile(r"(\d{1,3})\.\s+\S")
YEAR = re.compile(r"\b(?:19|20)\d\d")
APPENDIX = re.compile(
    r"(?:appendi(?:x|ces)|supplement\w*|a\.?1?\.? (?:appendix|additional|details|proofs?"
    r"|experiment\w*|implementation))\b.*"
    r"|neurips paper checklist|checklist",
    re.IGNORECASE,
)
FEWEST = 3  # entries
LABELED_SHARE = 0.15  # of the lines; an entry takes two to six
LARGER = 1.08
SAME_LEFT, SHALLOWEST, DEEPEST = 3.5, 4.5, 40.0  # points
COLUMN_GAP = 120.0
HANGING_SHARE = 0.2
WIDE_GAP = 1.2
LONGEST_ENTRY = 6000  # characters: some have hundreds of authors


def end_of_list(lines: Sequence[Line], start: int) -> int:
    """Return the index after the last line of the list that begins at `start`."""
    if start >= len(lines):
        return start
    ahead = lines[start : start + 40]
    size = Counter(round(line.size * 2) / 2 for line in ahead).most_common(1)[0][0]
    is_bold = sum(line.is_bold for line in ahead) > len(ahead) / 2
    for at in range(start, len(lines)):
        if _ends_list(lines[at], size, list_is_bold=is_bold) and (at > start or not YEAR.search(lines[at].text)):
            return at
    return len(lines)


def _ends_list(line: Line, size: float, *, list_is_bold: bool) -> bool:
    """Return whether a heading follows the list: in larger or bold print, and in words that no entry begins with."""
    text = repaired(line.text)
    if not looks_like_heading(text) or BRACKETED.match(text) or begins_references(text):
        return False
    is_larger = size * LARGER < line.size
    stands_out = is_larger or (line.is_bold and not list_is_bold)
    if APPENDIX.fullmatch(text) or named_part(text) in {PaperPart.APPENDIX, PaperPart.END_MATTER}:
        return True
    return stands_out and (bool(number_of(text)) or is_larger or named_part(text) is not None)


def entries_of(lines: Sequence[Line]) -> list[list[str]]:
    """Return the lines of each entry: by labels if there are some, else by indents, else by the gaps between them."""
    if len(lines) < FEWEST:
        return []
    starts = _labeled(lines) or _dotted(lines) or _hanging(lines) or _spaced(lines)
    entries = [
        [line.text for line in lines[begin:end]] for begin, end in pairwise([*starts, len(lines)]) if begin < end
    ]
    return [entry for entry in entries if _is_entry(" ".join(entry))]


def _is_entry(text: str) -> bool:
    return 15 < len(text) < LONGEST_ENTRY and sum(map(str.isalpha, text)) > 0.4 * len(text)  # noqa: PLR2004


def _labeled(lines: Sequence[Line]) -> list[int]:
    starts = [at for at, line in enumerate(lines) if BRACKETED.match(line.text.strip())]
    return starts if len(starts) >= max(FEWEST, LABELED_SHARE * len(lines)) else []


def _dotted(lines: Sequence[Line]) -> list[int]:
    """The entries numbered `1.`, `2.`, … in their order."""
    starts: list[int] = []
    for at, line in enumerate(lines):
        found = NUMBERED.match(line.text.strip())
        if found and int(found[1]) == len(starts) + 1:
            starts.append(at)
    return starts if len(starts) >= max(FEWEST, LABELED_SHARE * len(lines)) else []


def _columns(lines: Sequence[Line]) -> list[float]:
    """Return for each line the left edge of its column on its page."""
    edges: dict[int, list[float]] = {}
    for page in {line.page for line in lines}:
        lefts = sorted(line.left for line in lines if line.page == page)
        found: list[float] = []
        for left in lefts:
            # Several lines share an edge. A single line that sticks out has none.
            shared = sum(abs(left - other) < SAME_LEFT for other in lefts)
            is_edge = shared > 1 or len(lefts) <= FEWEST
            if is_edge and (not found or left - found[-1] > COLUMN_GAP):
                found.append(left)
        edges[page] = found or lefts[:1]
    return [
        max((edge for edge in edges[line.page] if edge <= line.left + SAME_LEFT), default=line.left) for line in lines
    ]


def _hanging(lines: Sequence[Line]) -> list[int]:
    """The lines that begin at the edge of their column, if others are indented."""
    edges = _columns(lines)
    indents = [line.left - edge for line, edge in zip(lines, edges, strict=True)]
    deep = sum(SHALLOWEST <= indent <= DEEPEST for indent in indents)
    if deep < HANGING_SHARE * len(lines):
        return []
    return [at for at, indent in enumerate(indents) if indent < SHALLOWEST]


def _spaced(lines: Sequence[Line]) -> list[int]:
    """Return the lines that follow a wider gap than usual, or that begin a column after a finished entry."""
    gaps: list[float | None] = [None]
    for above, below in pairwise(lines):
        merged = 1 + sum(above.text.count(mark) for mark in LINE_END_HYPHENS)
        gap = (above.bottom - below.bottom) / merged
        gaps.append(gap if 0 < gap < 4 * below.size and above.page == below.page else None)
    known = [gap for gap in gaps if gap is not None]
    if not known:
        return []
    usual = median(known)
    return [
        at
        for at, gap in enumerate(gaps)
        if (gap is not None and gap > WIDE_GAP * usual)
        or (
            gap is None
            and (at == 0 or lines[at - 1].text.rstrip().endswith((".", "/")))
            and lines[at].text[:1].isupper()
        )
    ]
