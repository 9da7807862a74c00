"""Turns a CSV file into blocks: one table, whose first row may name the columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import Block, BlockKind, Document, Span
from bot.core.schedule.columns import is_header
from bot.core.schedule.html import blocks_of_html
from bot.core.schedule.spans import LINE_BREAK, joined, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedule.blocks import Spans

DELIMITERS = ",;\t|"
MOST_ABOVE_HEADER = 10  # rows
TAG = re.compile(r"</?(?:a|p|br|b|i|em|strong|div|span|ul|ol|li)\b[^<>]*>", re.IGNORECASE)


def document_of_table(text: str) -> Document:
    """Return the rows of a table whose values are separated by commas, semicolons, tabs or bars."""
    tables = [_rows(text, delimiter) for delimiter in DELIMITERS]
    named = [rows for rows in tables if _header_at(rows) is not None]
    first = text.split("\n", 1)[0]
    likeliest = max(range(len(DELIMITERS)), key=lambda at: first.count(DELIMITERS[at]))
    rows = max(named, key=lambda rows: len(rows[_header_at(rows) or 0][1]), default=tables[likeliest])
    header: tuple[str, ...] = ()
    if (at := _header_at(rows)) is not None:
        header, rows = tuple(rows[at][1]), rows[at + 1 :]
    return Document(
        tuple(Block(BlockKind.ROW, number, tuple(map(_cell, cells)), header=header, group=1) for number, cells in rows)
    )


def _cell(text: str) -> Spans:
    """Return what stands in a cell; some sheets have HTML in them."""
    if not TAG.search(text):
        return spans_of(text)
    parts = [block.spans for block in blocks_of_html(text, 1, 1)]
    return joined(span for at, part in enumerate(parts) for span in ([Span(LINE_BREAK)] if at else []) + list(part))


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the lines and cells of each row that is not empty. A cell in quotes may go over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    return rows


def _header_at(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Return which of the first rows names the columns. A title of the sheet may stand above it."""
    return next((at for at, (_, cells) in enumerate(rows[:MOST_ABOVE_HEADER]) if is_header(cells)), None)
