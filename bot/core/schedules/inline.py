"""Turns the Markdown within a line into spans."""

from __future__ import annotations

import re
from html import unescape
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span
from bot.core.schedules.citations import LIST_OF_AUTHORS
from bot.core.schedules.spans import LINE_BREAK, joined, with_addresses, without_struck
from bot.core.schedules.words import LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from bot.core.schedules.blocks import Spans

LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
FEW_TOKENS = 4  # a label, set in bold or not, and what follows it
BOLD_LABEL = re.compile(r"\w[\w ]{1,24}:")
BOLD = re.compile(r"</?(?:b|strong|i|em)>", re.IGNORECASE)
STRIKES = re.compile(r"</?(?:s|del|strike)>", re.IGNORECASE)
ADDRESS = re.compile(r"\(?https?://\S+$")  # after the names


def spans_of_inline(children: Sequence[Token]) -> Spans:
    """Return the spans of the tokens within a paragraph, heading or cell, without what is crossed out."""
    line = _Line()
    for at, child in enumerate(children):
        following = children[at + 1 :] if child.type == "softbreak" else ()
        is_new_line = _begins_with_label(following[:FEW_TOKENS]) or _are_authors(following)
        line.take(child, is_new_line=is_new_line)
    return without_struck(joined(line.spans))


class _Line:
    """The spans so far, and what earlier tokens mean for the next ones."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._url: str | None = None
        self._strong = self._struck = 0
        self._is_new = False  # nothing of the link's text has been read yet

    def take(self, token: Token, *, is_new_line: bool = False) -> None:
        """Take the next token. A line that begins with a label stays one, as most sites show it."""
        if nesting := _strong_nesting(token):
            self._strong += nesting
        elif token.type in {"s_open", "s_close"} or _is_tag(STRIKES, token):
            self._struck += token.nesting or (-1 if "/" in token.content else 1)
        elif token.type in {"softbreak", "hardbreak"}:
            self._add(" " if token.type == "softbreak" and not is_new_line else LINE_BREAK)
        elif _is_tag(BREAK, token):
            self.spans.append(Span(LINE_BREAK))
        elif token.type == "image" and self._url is None:
            self._add(" ")  # the texts on both sides of a picture are not one word
        elif token.type in {"link_open", "link_close", "html_inline"}:
            before, self._url = self._url, _address(token, self._url)
            self._is_new = self._is_new or self._url not in {None, before}
        elif token.type in {"text", "code_inline"}:
            self._read_text(token.content if token.type == "text" else unescape(token.content))

    def _read_text(self, text: str) -> None:
        if self._url is None:
            self.spans += with_addresses(text, is_strong=self._strong > 0, is_struck=self._struck > 0)
        else:
            self._add(text)
            self._is_new = False

    def _add(self, text: str) -> None:
        """Add text, which belongs to the link that is open."""
        before = self.spans.pop().text if self._url and self.spans and not self._is_new else ""
        self.spans.append(Span(before + text, self._url, self._strong > 0, self._struck > 0))


def _begins_with_label(tokens: Sequence[Token]) -> bool:
    """Return whether a line begins with "Slides:" or "**Anything:**"."""
    text = "".join(token.content for token in tokens)
    is_bold = bool(tokens) and tokens[0].type == "strong_open" and BOLD_LABEL.match(text) is not None
    return is_bold or LABEL.match(text) is not None


def _are_authors(tokens: Sequence[Token]) -> bool:
    """Return whether a line is a list of names, as below a title."""
    line = takewhile(lambda token: token.type == "text", tokens)
    return LIST_OF_AUTHORS.fullmatch(ADDRESS.sub("", "".join(token.content for token in line))) is not None


def _strong_nesting(token: Token) -> int:
    """Return 1 where bold or italics begin, -1 where they end, also in HTML; otherwise 0."""
    if token.type.endswith(("strong_open", "em_open", "strong_close", "em_close")):
        return token.nesting
    return (-1 if "/" in token.content else 1) if _is_tag(BOLD, token) else 0


def _is_tag(tag: re.Pattern[str], token: Token) -> bool:
    return token.type == "html_inline" and tag.fullmatch(token.content) is not None


def _address(token: Token, before: str | None) -> str | None:
    """Return the link's target for the text after a token. An HTML tag that is no link changes nothing."""
    if token.type == "link_open":
        return str(token.attrGet("href") or "") or None
    if token.type == "link_close" or token.content.casefold().startswith("</a"):
        return None
    link = LINK.match(token.content)
    return unescape(link[1]) if link else before
