"""Reads papers as HTML pages: those of arXiv and ar5iv, and others with headings and a reference list."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from bot.core.fulltext.blocks import TextBlock, read_blocks
from bot.core.fulltext.reference_entries import parse_entry
from bot.core.fulltext.unreadable import PaperFault, UnreadableError

if TYPE_CHECKING:
    from bot.core.fulltext.manuscript import Manuscript

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset(
    {
        "p",
        "li",
        "div",
        "section",
        "article",
        "td",
        "th",
        "tr",
        "table",
        "figcaption",
        "blockquote",
        "dd",
        "dt",
        "br",
        "ul",
        "ol",
    }
)
SMALL = frozenset({"figcaption", "table"})
SKIPPED = frozenset({"script", "style", "nav", "head", "svg", "math", "button", "footer", "noscript", "template"})
VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "source", "wbr"})
DEEPEST = 2000
NOTE, ENTRY, TAG = "ltx_note_outer", "ltx_bibitem", "ltx_tag_bibitem"
NUMBER = re.compile(r"\W*(\d{1,3}|[A-Z][\w+]{1,8}\d\d[a-z]?)\W*")


def read_html(text: str) -> Manuscript:
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    return read_blocks(page.title, page.blocks, [parse_entry(entry) for entry in page.entries])


class _Page(HTMLParser):
    """Collects headings, paragraphs and entries of the reference list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.blocks: list[TextBlock] = []
        self.entries: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._skipping = self._small = 0
        self._words: list[str] = []
        self._heading = ""
        self._is_entry = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > DEEPEST:
            raise UnreadableError(PaperFault.TOO_LARGE)
        given = dict(attrs)
        classes = given.get("class") or ""
        if tag == "math" and not self._skipping and (formula := given.get("alttext")):
            self._words.append(f" {formula} ")
        is_entry = ENTRY in classes.split() or (
            tag == "li" and (given.get("id") or "").startswith(("bib.", "cite.", "ref-"))
        )
        if tag in HEADINGS or is_entry or (tag in PARAGRAPHS and not self._is_entry):
            self.end_block()
            self._heading = tag if tag in HEADINGS else self._heading
        if tag in VOID:
            return
        role = ENTRY if is_entry else TAG if TAG in classes else NOTE if NOTE in classes else ""
        if tag in SKIPPED or role == NOTE:
            self._skipping += 1
        self._small += tag in SMALL
        self._is_entry = self._is_entry or is_entry
        if role == TAG:
            self._words.append("\x00")
        self._open.append((tag, role))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(tag == opened for opened, _ in self._open[-DEEPEST:]):
            return
        while self._open:
            opened, role = self._open.pop()
            self._close(opened, role)
            if opened == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._words.append(data)
        elif self._open and self._open[-1][0] == "title" and not self.title:
            self.title = " ".join(data.split())

    def end_block(self) -> None:
        """Keep what was collected since the last one."""
        text = " ".join("".join(self._words).replace("\x00", " ").split())
        self._words.clear()
        if text:
            if self._heading == "h1" and not self.blocks:
                self.title = text
            else:
                self.blocks.append(TextBlock(text, is_heading=bool(self._heading), is_small=self._small > 0))
        self._heading = ""

    def _close(self, tag: str, role: str) -> None:
        if tag in SKIPPED or role == NOTE:
            self._skipping -= 1
        if role == TAG:
            self._words.append("\x00")
        elif role == ENTRY:
            self.entries.append(_entry("".join(self._words)))
            self._words.clear()
            self._is_entry = False
        elif tag in HEADINGS or (tag in PARAGRAPHS and not self._is_entry):
            self.end_block()
        self._small -= tag in SMALL


def _entry(text: str) -> str:
    """Keep the tag before an entry only if it is a label: a tag with authors and year repeats what follows."""
    before, *tagged = text.split("\x00")
    if len(tagged) < 2:  # noqa: PLR2004
        return " ".join(text.replace("\x00", " ").split())
    label = NUMBER.fullmatch(tagged[0].strip())
    body = " ".join((before + " " + " ".join(tagged[1:])).split())
    return f"[{label[1]}] {body}" if label else body
