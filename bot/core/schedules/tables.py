"""Turns a CSV file into blocks: one table, whose first row may name the columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TypeAlias

from bot.core.schedules.blocks import Block, BlockKind, Document, Span
from bot.core.schedules.columns import is_header
from bot.core.schedules.html import blocks_of_html
from bot.core.schedules.spans import LINE_BREAK, joined, spans_of
from bot.core.schedules.years import year_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.schedules.blocks import Spans

Row: TypeAlias = "tuple[int, list[str]]"  # its line, and its cells
Rows: TypeAlias = "Sequence[Row]"
DELIMITERS = ",;\t|"
MOST_ABOVE_HEADER = 10  # rows
MOST_OF_A_HEADING = 2  # cells: "Spring 2024", and a mark at the end of the row
TAG = re.compile(r"</?(?:a|p|br|b|i|em|strong|div|span|ul|ol|li)\b[^<>]*>", re.IGNORECASE)


def document_of_table(text: str) -> Document:
    """Return the rows of a table whose values are separated by commas, semicolons, tabs or bars."""
    tables = [_rows(text, delimiter) for delimiter in DELIMITERS]
    named = [rows for rows in tables if _header_at(rows) is not None]
    first = text.split("\n", 1)[0]
    likeliest = max(range(len(DELIMITERS)), key=lambda at: first.count(DELIMITERS[at]))
    rows = max(named, key=lambda rows: len(rows[_header_at(rows) or 0][1]), default=tables[likeliest])
    if (at := _header_at(rows)) is not None:
        return Document(tuple(_blocks(rows[:at], rows[at:])))
    return Document(
        tuple(Block(BlockKind.ROW, number, tuple(map(spans_of_cell, cells)), group=1) for number, cells in rows)
    )


def _blocks(above: Rows, rows: Rows) -> Iterator[Block]:
    """Yield the rows below each row of headings, and a single cell above it, such as "Spring 2024".

    A sheet may have one table below another.
    """
    yield from (_heading(row) for row in above if _is_heading(row))
    header: tuple[str, ...] = ()
    group = 0
    for at, (number, cells) in enumerate(rows):
        if at == 0 or _is_further_header(cells, header):
            header, group = tuple(cells), group + 1
        elif _is_heading((number, cells)) and at + 1 < len(rows) and _is_further_header(rows[at + 1][1], header):
            yield _heading((number, cells))
        else:
            yield Block(BlockKind.ROW, number, tuple(map(spans_of_cell, cells)), header=header, group=group)


def _is_heading(row: Row) -> bool:
    filled = sum(bool(cell.strip()) for cell in row[1])
    return filled == 1 or (filled == MOST_OF_A_HEADING and year_in(row[1][0]) is not None)


def _heading(row: Row) -> Block:
    text = " ".join(row[1]).strip().split("\n", 1)[0]
    return Block(BlockKind.HEADING, row[0], (spans_of(text),), depth=1)


def _is_further_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Return whether a row names columns as the first one does, word for word in one column or more."""
    names = {name.strip().casefold() for name in header if name.strip()}
    return is_header(cells) and any(cell.strip().casefold() in names for cell in cells)


def spans_of_cell(text: str) -> Spans:
    """Return the content of a cell. Some sheets have HTML in them."""
    if not TAG.search(text):
        return spans_of(text)
    parts = [block.spans for block in blocks_of_html(text, 1, 1)]
    return joined(span for at, part in enumerate(parts) for span in ([Span(LINE_BREAK)] if at else []) + list(part))


def _rows(text: str, delimiter: str) -> list[Row]:
    """Return the lines and cells of each row that is not empty. A cell in quotes may go over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    return rows


def _header_at(rows: Rows) -> int | None:
    """Return which of the first rows names the columns. A title of the sheet may be above it."""
    return next((at for at, (_, cells) in enumerate(rows[:MOST_ABOVE_HEADER]) if is_header(cells)), None)
