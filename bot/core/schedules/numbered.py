"""Reads papers that are numbered in bold type or as headings, each above what a group wrote about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind
from bot.core.schedules.content import Content, paper_of, read_into
from bot.core.schedules.links import arxiv_id_of, identifier_of
from bot.core.schedules.rows import RowDraft
from bot.core.schedules.words import OF_A_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.schedules.blocks import Block, Spans

NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.):]\s+(?=\S)")
FEWEST = 3
MOSTLY, NEARLY_ALL = 0.5, 2 / 3


def numbered_papers(blocks: Sequence[Block]) -> Iterator[tuple[int, RowDraft]]:
    """Yield each paper with its position; none unless most parts link to one paper each that no other part names.

    Chapters of a text, and the steps and rules of a group, are numbered too.
    """
    found = list(_counted(blocks))
    linked = [_linked(blocks[at:end]) for at, end in pairwise([*found, len(blocks)])]
    if len(found) < FEWEST or not _are_papers([blocks[at] for at in found], linked):
        return
    times = Counter(url for urls in linked for url in urls)
    for at, urls in zip(found, linked, strict=True):
        if OF_A_TEXT.match(_title(blocks[at])) or (urls and not _are_of_one(urls)):
            continue
        content = Content()
        read_into(content, _without_number(blocks[at]), may_be_plain=True)
        own = sorted((url for url in urls if times[url] == 1), key=lambda url: arxiv_id_of(url) is None)
        if len(content.papers) == 1 and content.papers[0].url is None and own:
            content.papers = [paper_of(content.papers[0].title, own[0])]
        if content.papers:
            yield at, RowDraft(blocks[at].line, None, content)


def _are_papers(numbered: Sequence[Block], linked: Sequence[Sequence[str]]) -> bool:
    """Return whether the titles look like those of papers, and most have a paper below that no other title has."""
    times = Counter(url for urls in linked for url in urls)
    cited = [urls for urls in linked if _are_of_one(urls)]
    alone = [urls for urls in cited if all(times[url] == 1 for url in urls)]
    titled = [block for block in numbered if not OF_A_TEXT.match(_title(block))]
    return (
        len(cited) >= MOSTLY * len(numbered)
        and len(alone) > NEARLY_ALL * len(cited)
        and len(titled) > NEARLY_ALL * len(numbered)
    )


def _title(block: Block) -> str:
    return NUMBER.sub("", block.text, count=1)


def _linked(part: Sequence[Block]) -> list[str]:
    """Return the addresses of papers in the first block that has any."""
    linked = ([span.url for span in block.spans if span.url and identifier_of(span.url)] for block in part)
    return list(dict.fromkeys(next(filter(None, linked), [])))


def _are_of_one(urls: Sequence[str]) -> bool:
    """Return whether the addresses may all be those of one paper: its preprint, and its publisher's page."""
    preprints = sum(arxiv_id_of(url) is not None for url in urls)
    return bool(urls) and preprints <= 1 and len(urls) - preprints <= 1


def _counted(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the positions of the numbers that count up from 1."""
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
