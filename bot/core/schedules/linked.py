"""Reads papers without dates or numbers: as headings, or as lines of text below a heading such as "Papers we read"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, plain
from bot.core.schedules.content import Content, read_into
from bot.core.schedules.endings import OF_SESSIONS
from bot.core.schedules.records import OF_PAPERS
from bot.core.schedules.rows import RowDraft
from bot.core.schedules.sections import is_backlog
from bot.core.schedules.spans import joined, lines_in
from bot.core.schedules.titles import EDGES, FEWEST_WORDS_OF_A_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.core.schedules.blocks import Block, Spans

FEWEST, HALF = 3, 0.5
LONGEST_BEGINNING = 12  # characters of a title that must begin its line


def linked_papers(blocks: Sequence[Block], above: Mapping[int, str]) -> Iterator[tuple[int, RowDraft]]:
    """Yield each line of papers with the position of its block.

    Of the headings of one level, or of the lines of text below one heading, at least three must be papers, and at least
    half of all.
    """
    places = {at: _place(block, above.get(at, "")) for at, block in enumerate(blocks)}
    lines = [(at, joined(line)) for at, place in places.items() if place for line in lines_in([blocks[at].spans])]
    found = [(at, content) for at, line in lines if (content := _titled(line))]
    total = Counter(places[at] for at, _ in lines)
    titled = Counter(places[at] for at, _ in found)
    for at, content in found:
        place = places[at]
        if titled[place] >= max(FEWEST, HALF * total[place]):
            yield at, RowDraft(blocks[at].line, None, content)


def _place(block: Block, above: str) -> str:
    """Return what the block is compared with: headings of its level, or text below the same headings; else nothing."""
    headings = above.split("\n")
    if is_backlog(headings):
        return ""
    if block.kind is BlockKind.HEADING:
        return str(block.depth)
    is_named = OF_PAPERS.search(headings[-1]) or OF_SESSIONS.search(headings[-1])
    return above if block.kind is BlockKind.PARAGRAPH and is_named else ""


def _titled(line: Spans) -> Content | None:
    """Return the content of a line if it begins with the title of a paper and links to it; other papers may follow."""
    content = Content()
    read_into(content, line, may_be_plain=False)
    if not content.papers or any(paper.url is None for paper in content.papers):
        return None
    title = content.papers[0].title
    is_long = len(title.split()) >= FEWEST_WORDS_OF_A_TITLE
    return content if is_long and plain(line).lstrip(EDGES + '“"«*').startswith(title[:LONGEST_BEGINNING]) else None
