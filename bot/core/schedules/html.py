"""Turns HTML inside Markdown, or in the text of an event, into blocks, whatever it would look like on a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Block, BlockKind, Span, plain
from bot.core.schedules.columns import is_header
from bot.core.schedules.spans import LINE_BREAK, joined, with_addresses, without_struck

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.schedules.blocks import Spans

STRONG = frozenset({"b", "strong", "i", "em"})
STRUCK = frozenset({"s", "del", "strike"})
UNSEEN = frozenset({"script", "style", "title", "nav", "footer"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
PARTS = (
    frozenset({"p", "div", "li", "table", "tr", "details", "summary", "section", "blockquote", "nav", "footer"}) | LISTS
)
HEADING = re.compile(r"h([1-6])")
# The parser gives up on unknown ones.
DECLARATION = re.compile(r"<!(?!--)")


def blocks_of_html(text: str, line: int, group: int) -> Iterator[Block]:
    """Yield the blocks of HTML that begins at a line; its first table or list gets the next group."""
    parser = _Parser(line, group)
    parser.feed(DECLARATION.sub("&lt;!", text))
    parser.close()
    parser.flush()
    yield from parser.blocks


class _Parser(HTMLParser):
    """Collects text until a tag begins or ends a block."""

    def __init__(self, line: int, group: int) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._first_line, self._group = line, group
        self._spans: list[Span] = []
        self._url: str | None = None
        self._strong = self._struck = self._unseen = self._lists = 0
        self._kind, self._depth = BlockKind.PARAGRAPH, 0
        self._header: tuple[str, ...] = ()
        self._row: list[Spans] | None = None
        self._row_line = self._row_names = 0
        self._is_in_cell = self._is_below_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        heading = HEADING.fullmatch(tag)
        if tag == "table" or heading:
            # A table around it only lays out the page.
            self._row, self._is_in_cell, self._is_below_row = None, False, False
        if tag in CELLS and self._is_below_row:
            # Its row was closed too early, or never opened.
            self.handle_starttag("tr", [])
        if tag in CELLS and self._row is not None:
            self._end_cell()
            self._is_in_cell = True
            self._row_names += tag == "th"
        elif tag == "tr":
            # Many leave out the end of a row.
            self._end_row()
            self.flush()
            self._row, self._row_line, self._row_names, self._is_below_row = [], self._line(), 0, False
        elif self._row is None and (tag in PARTS or heading):
            self.flush()
            self._group += tag == "table" or (tag in LISTS and self._lists == 0)
            self._header = () if tag == "table" else self._header
            self._lists += tag in LISTS
            self._kind = BlockKind.HEADING if heading else BlockKind.ITEM if tag == "li" else BlockKind.PARAGRAPH
            self._depth = int(heading[1]) if heading else max(self._lists - 1, 0)
        elif tag == "br" or tag in PARTS:
            self._spans.append(Span(LINE_BREAK))
        elif tag == "a":
            self._url = dict(attrs).get("href")
        self._count(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        self._count(tag, -1)
        if tag == "a":
            self._url = None
        elif tag in {"tr", "table"}:
            self._end_row()
            self._is_below_row &= tag == "tr"
        elif tag in CELLS and self._row is not None:
            self._end_cell()
        elif self._row is None and (tag in PARTS or HEADING.fullmatch(tag)):
            self.flush()
            self._lists = max(self._lists - (tag in LISTS), 0)

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if self._unseen > 0:
            return
        is_strong, is_struck = self._strong > 0, self._struck > 0
        if self._url is None:
            self._spans += with_addresses(text, is_strong=is_strong, is_struck=is_struck)
        elif self._spans and self._spans[-1].url == self._url:
            self._spans[-1] = Span(self._spans[-1].text + text, self._url, is_strong, is_struck)
        else:
            self._spans.append(Span(text, self._url, is_strong, is_struck))

    def flush(self) -> None:
        """End the block that is being collected."""
        spans = self._taken()
        if plain(spans):
            self.blocks.append(Block(self._kind, self._line(), (spans,), self._depth, group=self._group))
        self._kind, self._depth = BlockKind.PARAGRAPH, 0

    def _count(self, tag: str, step: int) -> None:
        self._strong = max(self._strong + step * (tag in STRONG), 0)
        self._struck = max(self._struck + step * (tag in STRUCK), 0)
        self._unseen = max(self._unseen + step * (tag in UNSEEN), 0)

    def _taken(self) -> Spans:
        spans, self._spans = without_struck(joined(self._spans)), []
        return spans

    def _end_cell(self) -> None:
        """End the cell that is open, if any. Between two cells there is only space."""
        spans = self._taken()
        if self._row is not None and self._is_in_cell:
            self._row.append(spans)
        self._is_in_cell = False

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        cells, self._row, self._is_below_row = tuple(self._row), None, True
        texts = tuple(map(plain, cells))
        if not self._header and (self._row_names == len(cells) or is_header(texts)):
            self._header = texts
        elif cells:
            self.blocks.append(Block(BlockKind.ROW, self._row_line, cells, header=self._header, group=self._group))

    def _line(self) -> int:
        return self._first_line + self.getpos()[0] - 1
