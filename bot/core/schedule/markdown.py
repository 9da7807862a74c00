"""Turns Markdown into blocks: headings, list items, rows of tables and paragraphs, with their lines."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from bot.core.schedule.blocks import Block, BlockKind, Document, Span, Spans, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)
YEAR = re.compile(r"^\s*year:\s*[\"']?((?:19|20)\d\d)\b", re.MULTILINE)
LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
ADDRESS = re.compile(r"<?(https?://[^\s<>|]+[^\s<>|.,;:!?)\]])>?")
LINE_BREAK = "\n"
LONGEST_TEXT = 8_000  # characters of a paragraph or a cell; no line of a schedule is longer
HEADING = re.compile(r"h([1-6])")


def document_of(text: str) -> Document:
    """Return the blocks of a Markdown file. Tables need no leading bars; HTML is read for its links only."""
    year = None
    if front := FRONT_MATTER.match(text):
        found = YEAR.search(front[1])
        year = int(found[1]) if found else None
        # The lines after it keep their numbers.
        text = "\n" * front[0].count("\n") + text[front.end() :]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return Document(tuple(_blocks(parser.parse(text))), year)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    table: _Table | None = None
    lists = group = 0
    for at, token in enumerate(tokens):
        match token.type:
            case "table_open":
                group += 1
                table = _Table(group)
            case "table_close":
                table = None
            case "bullet_list_open" | "ordered_list_open":
                group += lists == 0
                lists += 1
            case "bullet_list_close" | "ordered_list_close":
                lists -= 1
            case "inline" if table is None:
                kind, depth = _kind(tokens[at - 1], lists)
                yield Block(kind, _line(token), (_spans(token.children or ()),), depth, group=group)
            case _ if table is not None:
                yield from table.rows_at(token)


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
                self._cells.append(_spans(token.children or ()))
            case "tr_close" if self._is_header:
                self._header = tuple(map(plain, self._cells))
            case "tr_close":
                cells = tuple(self._cells)
                yield Block(BlockKind.ROW, self._line, cells, header=self._header, group=self._group)


def _kind(opening: Token, lists: int) -> tuple[BlockKind, int]:
    if heading := HEADING.fullmatch(opening.tag):
        return BlockKind.HEADING, int(heading[1])
    return (BlockKind.ITEM, lists - 1) if lists else (BlockKind.PARAGRAPH, 0)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _spans(children: Sequence[Token]) -> Spans:
    found: list[Span] = []
    url: str | None = None
    strong, is_new = 0, False
    for child in children:
        if child.type.endswith(("strong_open", "em_open", "strong_close", "em_close")):
            strong += child.nesting
        elif child.type in {"softbreak", "hardbreak"}:
            mark = " " if child.type == "softbreak" else LINE_BREAK
            found.append(Span((found.pop().text if url and found and not is_new else "") + mark, url, strong > 0))
        elif BREAK.fullmatch(child.content):
            found.append(Span(LINE_BREAK))
        elif child.type in {"link_open", "link_close", "html_inline"}:
            url = _address(child, url)
            is_new = url is not None
        elif child.type in {"text", "code_inline"}:
            text = unescape(child.content)
            if url is None:
                found += _with_addresses(text, is_strong=strong > 0)
            else:
                before = "" if is_new or not found else found.pop().text
                found.append(Span(before + text, url, strong > 0))
                is_new = False
    return joined(found)


def _address(token: Token, before: str | None) -> str | None:
    """Return where the text behind a token leads to; an HTML tag other than a link changes nothing."""
    if token.type == "link_open":
        return str(token.attrGet("href") or "")
    if token.type == "link_close" or token.content.casefold().startswith("</a"):
        return None
    link = LINK.match(token.content)
    return unescape(link[1]) if link else before


def _with_addresses(text: str, *, is_strong: bool) -> Iterator[Span]:
    """Yield the text, with each bare address in it as a link."""
    end = 0
    for found in ADDRESS.finditer(text):
        yield Span(text[end : found.start()], None, is_strong)
        yield Span(found[1], found[1], is_strong)
        end = found.end()
    yield Span(text[end:], None, is_strong)


def spans_of(text: str) -> Spans:
    """Return a plain text, such as a cell of a CSV file, with its addresses as links."""
    return joined(_with_addresses(text, is_strong=False))


def joined(spans: Iterator[Span] | Sequence[Span]) -> Spans:
    """Join neighbors that are alike, and leave out empty ones and what is behind the longest text."""
    found: list[Span] = []
    room = LONGEST_TEXT
    for span in spans:
        if not span.text:
            continue
        room -= len(span.text)
        if room < 0:
            break
        is_alike = bool(found) and found[-1].url is None is span.url and found[-1].is_strong is span.is_strong
        if is_alike and span.text != LINE_BREAK:
            found[-1] = Span(found[-1].text + span.text, None, span.is_strong)
        else:
            found.append(span)
    return tuple(found)
