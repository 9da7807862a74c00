"""Reads tables with bars that are no Markdown: the line below the headings is missing, or has a wrong number of
columns.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import Block, BlockKind, Spans, plain
from bot.core.schedule.columns import is_header
from bot.core.schedule.inline import spans_of_inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

FEWEST_ROWS, FEWEST_CELLS = 2, 2
FEWEST_BARS = 2  # in lines that begin without one
RULER = re.compile(r"[\s|:-]*-[\s|:-]*")


def lines_of(children: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line of a paragraph, with the break at its beginning."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append([])
        lines[-1].append(child)
    return lines


def rows_without_ruler(children: Sequence[Token], line: int, group: int) -> list[Block]:
    """Return the rows of a paragraph in which every line begins with a bar, or has as many bars as the others, which
    are two or more. Other paragraphs have none.
    """
    texts = [[token for token in each if not token.type.endswith("break")] for each in lines_of(children)]
    bars = {sum(token.content.count("|") for token in text if token.type == "text") for text in texts}
    is_barred = all(text and text[0].content.lstrip().startswith("|") for text in texts)
    if len(texts) < FEWEST_ROWS or not (is_barred or (len(bars) == 1 and bars.pop() >= FEWEST_BARS)):
        return []
    rows = [(at, tuple(_cells(text))) for at, text in enumerate(texts) if not _is_ruler(text)]
    if not rows or any(len(cells) < FEWEST_CELLS for _, cells in rows):
        return []
    names = tuple(map(plain, rows[0][1]))
    header = names if is_header(names) else ()
    return [
        Block(BlockKind.ROW, line + at, cells, header=header, group=group) for at, cells in rows[1 if header else 0 :]
    ]


def _is_ruler(text: Sequence[Token]) -> bool:
    return len(text) == 1 and RULER.fullmatch(text[0].content) is not None


def _cells(text: Sequence[Token]) -> Iterator[Spans]:
    """Yield the text between the bars. A bar within a link or code doesn't count."""
    cell: list[Token] = []
    depth = 0
    first = True
    for token in text:
        depth += token.nesting
        parts = token.content.split("|") if token.type == "text" and depth == 0 else [token.content]
        for at, part in enumerate(parts):
            if at:
                if not first or plain(spans_of_inline(cell)):
                    yield spans_of_inline(cell)
                first, cell = False, []
            cell.append(replace(token, content=part) if len(parts) > 1 else token)
    if plain(spans_of_inline(cell)):
        yield spans_of_inline(cell)
