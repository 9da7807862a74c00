"""Finds titles by what is next to them: a link such as "pdf", an address, or the author."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, plain
from bot.core.schedules.citations import is_reference
from bot.core.schedules.links import is_kept, site_of
from bot.core.schedules.spans import joined, lines_in
from bot.core.schedules.titles import QUOTED, clean_title
from bot.core.schedules.words import LABEL, NOT_A_PAPER, OF_A_TITLE, OTHER_SITES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Block, Span, Spans

# What may be between a link and the next title.
BETWEEN = re.compile(r"^[\s)\],;.:|&+–—-]*(?:\b(?:and|und|et|y)\b)?[\s(\[]*")
# "*Maps of towns*, Ada Berg, Small Press" as books are listed.
BEHIND_A_TITLE = re.compile(r"\s{0,3}(?:,\s{0,3}|(?:by|par|von|de|di)\s)(?=[^\W\d_a-z])")
FEWEST_WORDS = 3
# These words begin a remark about a paper, and no title.
OF_A_REMARK = re.compile(
    r"[^\w\"“«]*(?:see|also|related|based on|optional\w*|further|more|published|presented|from|with|by|in|at|for)\b",
    re.IGNORECASE,
)
BEGINS_A_TITLE = re.compile(r"[\"“‘«(\[]?(?:[^\W\d_a-zà-ÿ]|\d)")


def titled_parts(spans: Spans) -> list[Spans]:
    """Return the lines of a cell, or the parts of a line, if each is a title with one link after it."""
    return _titled_lines(spans) or _titles_in_a_row(spans)


def _titled_lines(spans: Spans) -> list[Spans]:
    lines = [joined(line) for line in lines_in([spans])]
    linked = [[span for span in line if span.url] for line in lines]
    are_titled = all(
        len(links) == 1 and is_of_title(links[0]) and before_link(line, links)
        for line, links in zip(lines, linked, strict=True)
    )
    return lines if len(lines) > 1 and are_titled else []


def _titles_in_a_row(spans: Spans) -> list[Spans]:
    """Return the parts of a line such as "Maps of many towns [pdf], Rivers that turn back [pdf] [slides]"."""
    parts: list[list[Span]] = [[]]
    for span in spans:
        is_titled = any(each.url for each in parts[-1])
        if span.url is None and is_titled and BETWEEN.sub("", span.text):
            parts.append([replace(span, text=BETWEEN.sub("", span.text))])
        elif span.url is None or is_titled or is_of_title(span):
            parts[-1].append(span)
        else:
            return []  # a link with a text of its own
    if not any(span.url for span in parts[-1]):
        parts.pop()  # what follows the last link
    are_alone = all(sum(bool(span.url and is_of_title(span)) for span in part) == 1 for part in parts)
    are_titles = all(map(_is_title, (plain(part) for part in map(_front, parts))))
    return list(map(tuple, parts)) if len(parts) > 1 and are_alone and are_titles else []


def _front(part: Sequence[Span]) -> Spans:
    return tuple(takewhile(lambda span: span.url is None, part))


def _is_title(text: str) -> bool:
    is_long = len(text.split()) >= FEWEST_WORDS and BEGINS_A_TITLE.match(text) is not None
    return is_long and not (OF_A_REMARK.match(text) or is_reference(text))


def before_link(spans: Spans, of_title: Sequence[Span]) -> Spans:
    """Return the text before the link of a title if it has several words; nothing if the title comes after the link."""
    before = spans[: spans.index(of_title[0])] if of_title else ()
    is_title = len(plain(before).split()) > 1 and not any(span.url for span in before)
    return before if is_title else ()


def is_of_title(span: Span) -> bool:
    """Return whether a link belongs to the title beside it: "pdf", or a paper's bare address."""
    is_bare = span.text == span.url and is_kept(span.url)
    return is_bare or is_reference(span.text) or OF_A_TITLE.fullmatch(span.text) is not None


def quoted_with_link(spans: Spans) -> tuple[str, str] | None:
    """Return the only quoted title of a line, and the only address after it, which is written out."""
    links = [span for span in spans if span.url]
    quoted = QUOTED.findall("".join(span.text for span in spans if span.url is None))
    if len(links) != 1 or len(quoted) != 1 or links[0].text != links[0].url or spans[0].url:
        return None
    is_title = len(quoted[0].split()) >= FEWEST_WORDS and not OTHER_SITES.search(site_of(links[0]))
    return (clean_title(quoted[0]), links[0].url) if is_title else None


def title_in_front(block: Block) -> str:
    """Return the title in bold or italics before its author; empty if there is none."""
    has_other_links = any(span.url and not NOT_A_PAPER.search(span.text) for span in block.spans)
    if block.kind is not BlockKind.ITEM or len(block.spans) < 2 or has_other_links:  # noqa: PLR2004
        return ""
    first, second, *_ = block.spans
    is_title = first.is_strong and not second.is_strong and BEHIND_A_TITLE.match(second.text)
    return first.text.strip() if is_title and not LABEL.match(first.text + ":") else ""
