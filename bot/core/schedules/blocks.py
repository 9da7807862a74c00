"""The parts of a schedule, in the form that Markdown, tables and calendars are all turned into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.core.schedules.years import SchoolYear


@dataclass(frozen=True, slots=True)
class Span:
    """Text without markup. `url` is the target of its link.

    `is_strong` if it is set in bold or italics; `is_struck` if it is crossed out.
    """

    text: str
    url: str | None = None
    is_strong: bool = False
    is_struck: bool = False


Spans: TypeAlias = tuple[Span, ...]


class BlockKind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, list item, row of a table, or paragraph; `line` counts from 1.

    `depth` is the level of a heading (from 1) or of a list item (from 0). `cells` and `header` are those of a row; the
    others have one cell. `group` is the same number for all rows of a table and for all items of a list.
    """

    kind: BlockKind
    line: int
    cells: tuple[Spans, ...]
    depth: int = 0
    header: tuple[str, ...] = ()
    group: int = 0

    @property
    def spans(self) -> Spans:
        return tuple(span for cell in self.cells for span in cell)

    @property
    def text(self) -> str:
        return " | ".join(plain(cell) for cell in self.cells).strip(" |")


@dataclass(frozen=True, slots=True)
class Document:
    """`year` is from the front matter, as in `year: 2024`. `front` is the session that it names, if any."""

    blocks: tuple[Block, ...]
    year: int | SchoolYear | None = field(default=None)
    front: tuple[Block, ...] = ()


def is_struck(spans: Spans) -> bool:
    """Return whether a text is crossed out, all of it."""
    written = [span for span in spans if span.text.strip()]
    return bool(written) and all(span.is_struck for span in written)


def plain(spans: Spans) -> str:
    """Return the text with single spaces."""
    return re.sub(r"\s+", " ", "".join(span.text for span in spans)).strip()
