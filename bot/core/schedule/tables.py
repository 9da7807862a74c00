"""Turns a CSV file into blocks: one table, whose first row may name the columns."""

from __future__ import annotations

import csv
import io

from bot.core.schedule.blocks import Block, BlockKind, Document
from bot.core.schedule.columns import is_header
from bot.core.schedule.markdown import spans_of

DELIMITERS = ",;\t|"
SAMPLE = 4096  # characters


def document_of_table(text: str) -> Document:
    """Return the rows of a table whose values are separated by commas, semicolons, tabs or bars."""
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        # A quoted cell may go over several lines.
        line = reader.line_num + 1
    header: tuple[str, ...] = ()
    if rows and is_header(rows[0][1]):
        header = tuple(rows.pop(0)[1])
    return Document(
        tuple(
            Block(BlockKind.ROW, number, tuple(map(spans_of, cells)), header=header, group=1) for number, cells in rows
        )
    )
