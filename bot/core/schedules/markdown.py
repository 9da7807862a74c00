"""Turns Markdown into blocks: headings, list items, rows of tables and paragraphs, with their lines.

HTML in it is read as in `html.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from bot.core.schedules.bars import lines_of, rows_without_ruler, with_comma_rows
from bot.core.schedules.blocks import Block, BlockKind, Document, Span, Spans, plain
from bot.core.schedules.data import blocks_of_data, session_in_front
from bot.core.schedules.dates import DayOrder, first_date
from bot.core.schedules.html import blocks_of_html
from bot.core.schedules.inline import spans_of_inline
from bot.core.schedules.openings import is_only_date
from bot.core.schedules.spans import LINE_BREAK, joined
from bot.core.schedules.years import year_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from bot.core.schedules.years import SchoolYear

FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)
TOML_FRONT = re.compile(r"\A\+\+\+\r?\n(.*?)^\+\+\+\s*$", re.DOTALL | re.MULTILINE)
TOML_KEY = re.compile(r"^(\w+)\s*=\s*", re.MULTILINE)
YEAR = re.compile(r"^\s*year:\s*[\"']?((?:19|20)\d\d)\b", re.MULTILINE)
TERM = re.compile(
    r"^(?:title|term|semester|quarter|season):(?=.{0,200}(?:spring|summer|fall|autumn|winter|term))(.{0,200})$",
    re.MULTILINE | re.IGNORECASE,
)
HEADING = re.compile(r"h([1-6])")
# Markdown ends a block of HTML at an empty line, but a table goes on to its end.
TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
EMPTY_LINE = re.compile(r"^[ \t]*$|^(?P<indent>[ \t]+)(?=<)", re.MULTILINE)
# Text that only looks like a list, and pictures by name, such as ":pizza:".
BULLET = re.compile(r"^[•▪‣●◦–—][ \t]+", re.MULTILINE)
SHORT_CODE = re.compile(r"(?<![\w:])(?::[a-z][a-z0-9_]{2,30}:)+(?![\w:])")
# Many type a link with a space in it: [Maps of towns] (https://example.org).
SPACE_IN_LINK = re.compile(r"(?<=\[)([^\[\]\n]{3,300})\][ \t]{1,3}(?=\(<?https?://)")
# What only the site's generator understands: {: .wide}, {:target="_blank"}, {% include x %}, {{ x }}.
OF_A_GENERATOR = re.compile(r"\{[:#][^{}\n]*\}|\{%[^%\n]*%\}|\{\{[^}\n]*\}\}")
LINE = re.compile(r"[-–—=]{3,}")  # drawn between the rows
BARE_HEADING = re.compile(r"^(#{2,6})(?=[^\W\d_])", re.MULTILINE)  # "##Schedule"
# "<h3>Past</h3>" right above a list, which Markdown would take for HTML too.
HTML_HEADING = re.compile(
    r"^<h([1-6])\b[^<>\n]*>(.*)</h\1>[ \t]*(?=\n(?:[*+-]|\d+[.)])[ \t])", re.MULTILINE | re.IGNORECASE
)
# In a whole page, unlike in HTML within Markdown, lines may be indented or empty.
WHOLE_PAGE = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
TIME = re.compile(r"\b(?:noon|midday|\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?|uhr\b|noon\b)?)", re.IGNORECASE)
FILLER = "<!-- -->"


def document_of(text: str) -> Document:
    """Return the blocks of a Markdown file. Tables need no leading bars; HTML is read for its links only."""
    year: int | SchoolYear | None = None
    sessions, alone = list[Block](), list[Block]()
    text = TOML_FRONT.sub(lambda front: "---\n" + TOML_KEY.sub(r"\1: ", front[1]) + "---", text)
    if front := FRONT_MATTER.match(text):
        found = YEAR.search(front[1])
        term = TERM.search(front[1])
        year = int(found[1]) if found else year_in(term[1]) if term else None
        alone = session_in_front(front[1], 2)
        sessions = blocks_of_data(front[1], 2)
        # The lines after it keep their numbers.
        text = "\n" * front[0].count("\n") + text[front.end() :]
    if WHOLE_PAGE.match(text):
        return Document((*sessions, *blocks_of_html(text, 1, 1)), year, tuple(alone))
    text = SPACE_IN_LINK.sub(r"\1]", OF_A_GENERATOR.sub("", SHORT_CODE.sub("", BULLET.sub("- ", text))))
    text = HTML_HEADING.sub(lambda heading: f"{'#' * int(heading[1])} {heading[2]}", BARE_HEADING.sub(r"\1 ", text))
    text = TABLE.sub(lambda table: EMPTY_LINE.sub(_filled, table[0]), text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return Document((*sessions, *with_comma_rows(list(_blocks(parser.parse(text))))), year, tuple(alone))


def _filled(line: re.Match[str]) -> str:
    return "" if line["indent"] else FILLER


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    table: _Table | None = None
    last: Block | None = None
    lists = group = 0
    for at, token in enumerate(tokens):
        found: list[Block] = []
        match token.type:
            case "table_open":
                table = _Table(group := group + 1)
            case "table_close":
                table = None
            case "bullet_list_open" | "ordered_list_open":
                group += lists == 0
                lists += 1
            case "bullet_list_close" | "ordered_list_close":
                lists -= 1
            case "inline" | "html_block" if table is None:
                found = list(_text_blocks(token, tokens[at - 1], lists, group, last))
                group = max([group, *(block.group for block in found)])
            case _ if table is not None:
                found = list(table.rows_at(token))
        last = [last, *found][-1]
        yield from found


def _text_blocks(token: Token, opening: Token, lists: int, group: int, last: Block | None) -> Iterator[Block]:
    """Yield a heading, item or paragraph; or, for a paragraph whose lines begin with dates, each of them."""
    children, line = token.children or (), _line(token)
    if token.type == "html_block":
        yield from blocks_of_html(token.content, line, group)
        return
    kind, depth = _kind(opening, lists)
    if kind is BlockKind.PARAGRAPH and (rows := rows_without_ruler(children, line, group + 1, last)):
        yield from rows
        return
    lines = list(_dated_lines(children)) if kind is BlockKind.PARAGRAPH else []
    if lines:
        yield from (Block(kind, line + at, (spans,), group=group) for at, spans in lines)
    else:
        yield Block(kind, line, (spans_of_inline(children),), depth, group=group)


def _dated_lines(children: Sequence[Token]) -> Iterator[tuple[int, Spans]]:
    """Yield the parts of a paragraph that begin with a date at the start of a line, and where each begins.

    A paragraph with one such line, which is not the first, has the date of the session that all of it is about.
    """
    lines = lines_of(children)
    dated = {at for at, line in enumerate(lines) if _begins_with_date(line)}
    if len(dated) == 1 and 0 not in dated and _is_only_date(lines[min(dated)]):
        yield 0, joined(span for line in lines for span in (*_spans_of(line), Span(LINE_BREAK)))
        return
    begun: list[tuple[int, list[Token]]] = []
    for at, line in enumerate(lines):
        if not begun or (at in dated and (len(dated) > 1 or 0 in dated)):
            begun.append((at, line[1:] if at else line))
        else:
            begun[-1][1].extend(line)
    if len(begun) > 1:
        yield from ((at, spans_of_inline(line)) for at, line in begun)


def _spans_of(line: Sequence[Token]) -> Spans:
    return spans_of_inline([token for token in line if not token.type.endswith("break")])


def _is_only_date(line: Sequence[Token]) -> bool:
    return is_only_date(Block(BlockKind.PARAGRAPH, 0, (_spans_of(line),)), DayOrder.DAY_FIRST)


def _begins_with_date(line: Sequence[Token]) -> bool:
    text = plain(spans_of_inline(line))
    found = first_date(text, DayOrder.DAY_FIRST)
    return found is not None and len(text[: found.start].split()) <= 1


class _Table:
    """Collects the cells of one row after another."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._header: tuple[str, ...] = ()
        self._cells: list[Spans] = []
        self._line = 0
        self._is_header = False

    def rows_at(self, token: Token) -> Iterator[Block]:
        """Take the next token; yields a row when it ends."""
        match token.type:
            case "thead_open" | "thead_close":
                self._is_header = token.type == "thead_open"
            case "tr_open":
                self._cells, self._line = [], _line(token)
            case "inline":
                self._cells.append(spans_of_inline(token.children or ()))
            case "tr_close" if self._is_header:
                self._header = tuple(map(plain, self._cells))
            case "tr_close":
                cells = tuple(self._cells)
                if all(LINE.fullmatch(plain(cell)) for cell in cells):
                    return
                yield Block(BlockKind.ROW, self._line, cells, header=self._header, group=self._group)


def _kind(opening: Token, lists: int) -> tuple[BlockKind, int]:
    if heading := HEADING.fullmatch(opening.tag):
        return BlockKind.HEADING, int(heading[1])
    return (BlockKind.ITEM, lists - 1) if lists else (BlockKind.PARAGRAPH, 0)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
