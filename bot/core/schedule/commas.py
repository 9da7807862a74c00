"""Reads lines such as "2024-03-05, Ada, Maps of towns" in a Markdown page, below the line "Date, Presenter, Paper"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import Block, BlockKind, Span, plain
from bot.core.schedule.columns import is_header
from bot.core.schedule.dates import DayOrder, first_date
from bot.core.schedule.headings import Column, column_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.schedule.blocks import Spans

COMMA = re.compile(r"\s*[,，]\s*")
BETWEEN_QUOTED = re.compile(r"(?<=[\"”])\s*(?:[,，;&]\s*)+(?=[\"“])")


def with_comma_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks. Paragraphs below the names of columns that begin with dates are rows of a table."""
    header: tuple[str, ...] = ()
    group = max((block.group for block in blocks), default=0)
    for block in blocks:
        names = tuple(COMMA.split(block.text)) if block.kind is BlockKind.PARAGRAPH else ()
        if len(names) > 1 and column_named(names[0]) is Column.DATE and is_header(names):
            header, group = names, group + 1
        elif header and block.kind is BlockKind.PARAGRAPH and _begins_with_date(block):
            cells = tuple(_cells(block.spans, len(header)))
            yield replace(block, kind=BlockKind.ROW, cells=cells, header=header, group=group)
        else:
            header = header if block.kind is BlockKind.PARAGRAPH else ()
            yield block


def _begins_with_date(block: Block) -> bool:
    found = first_date(block.text, DayOrder.DAY_FIRST, is_cell=True)
    return found is not None and found.start == 0


def _cells(spans: Spans, width: int) -> Iterator[Spans]:
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
