"""Reads papers that are numbered in bold type or as headings, each above what a group wrote about it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import BlockKind
from bot.core.schedule.content import Content, read_into
from bot.core.schedule.links import identifier_of
from bot.core.schedule.rows import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.schedule.blocks import Block, Spans

NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.):]\s+(?=\S)")
FEWEST = 3
MOSTLY = 0.5


def numbered_papers(blocks: Sequence[Block]) -> Iterator[tuple[int, Draft]]:
    """Yield each with where it stands; none unless below most of them a link leads to a paper."""
    found = list(_counted(blocks))
    parts = [blocks[at:end] for at, end in pairwise([*found, len(blocks)])]
    cited = [part for part in parts if any(identifier_of(span.url) for block in part for span in block.spans)]
    if len(found) < FEWEST or len(cited) < MOSTLY * len(found):
        return
    for at in found:
        content = Content()
        read_into(content, _without_number(blocks[at]), may_be_plain=True)
        if content.papers:
            yield at, Draft(blocks[at].line, None, content)


def _counted(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield where the numbers stand that count from 1 upwards."""
    following = 1
    for at, block in enumerate(blocks):
        number = _number(block)
        if number == following:
            yield at
            following += 1


def _number(block: Block) -> int:
    if block.kind is BlockKind.ITEM or not block.spans:
        return 0
    first = block.spans[0]
    found = NUMBER.match(first.text) if block.kind is BlockKind.HEADING or first.is_strong else None
    return int(found["number"]) if found else 0


def _without_number(block: Block) -> Spans:
    """Return the title; in a paragraph, only what is set in bold."""
    first, *others = block.spans
    first = replace(first, text=NUMBER.sub("", first.text, count=1))
    return (first, *others) if block.kind is BlockKind.HEADING else (first, *(span for span in others if span.url))
