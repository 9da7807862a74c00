"""Reads tables that are no Markdown: with bars but not the line below the headings, or with commas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Block, BlockKind, Span, Spans, plain
from bot.core.schedules.columns import is_header
from bot.core.schedules.dates import DayOrder
from bot.core.schedules.headings import Column, column_named
from bot.core.schedules.inline import spans_of_inline
from bot.core.schedules.openings import begins_with_date, date_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

FEWEST_ROWS, FEWEST_CELLS = 2, 2
FEWEST_BARS = 2  # in lines that begin without one
COMMA = re.compile(r"\s*[,，]\s*")
BETWEEN_QUOTED = re.compile(r"(?<=[\"”])[\s,，;&]+(?=[\"“])")
RULER = re.compile(r"[\s|:-]*-[\s|:-]*")


def lines_of(children: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line of a paragraph, with the break at its beginning."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append([])
        lines[-1].append(child)
    return lines


def rows_without_ruler(children: Sequence[Token], line: int, group: int, last: Block | None) -> list[Block]:
    """Return the rows of a paragraph whose lines all begin with a bar, or all have the same number, two or more.

    Right below the row `last`, a single line with as many cells is a row of the same table.
    """
    texts = [[token for token in each if not token.type.endswith("break")] for each in lines_of(children)]
    bars = {sum(token.content.count("|") for token in text if token.type == "text") for text in texts}
    is_barred = all(text and text[0].content.lstrip().startswith("|") for text in texts)
    if not (is_barred or (len(texts) >= FEWEST_ROWS and len(bars) == 1 and bars.pop() >= FEWEST_BARS)):
        return []
    rows = [(at, tuple(_cells(text))) for at, text in enumerate(texts) if not _is_ruler(text)]
    if not rows or any(len(cells) < FEWEST_CELLS for _, cells in rows):
        return []
    names = tuple(map(plain, rows[0][1]))
    header = names if is_header(names) else ()
    if last and last.kind is BlockKind.ROW and not header and {len(cells) for _, cells in rows} == {len(last.cells)}:
        return [Block(last.kind, line + at, cells, header=last.header, group=last.group) for at, cells in rows]
    if len(texts) < FEWEST_ROWS:
        return []
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


def with_comma_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks. Paragraphs below the names of columns that begin with dates are rows of a table."""
    header: tuple[str, ...] = ()
    group = max((block.group for block in blocks), default=0)
    for block in blocks:
        names = tuple(COMMA.split(block.text)) if block.kind is BlockKind.PARAGRAPH else ()
        found = date_of(block, DayOrder.DAY_FIRST) if names else None
        if len(names) > 1 and found is None and column_named(names[0]) is Column.DATE and is_header(names):
            header, group = names, group + 1
        elif header and names and begins_with_date(block.text, found):
            cells = tuple(_comma_cells(block.spans, len(header)))
            yield replace(block, kind=BlockKind.ROW, cells=cells, header=header, group=group)
        else:
            header = header if names else ()
            yield block


def _comma_cells(spans: Spans, width: int) -> Iterator[Spans]:
    """Yield as many cells as there are columns; the last has all the other commas."""
    cell: list[Span] = []
    left = width - 1
    for span in spans:
        first, *others = COMMA.split(span.text, maxsplit=left) if left and span.url is None else [span.text]
        cell.append(replace(span, text=first))
        for text in others:
            yield tuple(cell)
            cell, left = [replace(span, text=text)], left - 1
    yield tuple(replace(span, text=BETWEEN_QUOTED.sub("\n", span.text)) for span in cell if plain((span,)))
