"""Reads lists without dates if they record what a group read. Other lists of links are ignored."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.core.schedules.below import is_own_file
from bot.core.schedules.blocks import BlockKind
from bot.core.schedules.content import Content, read_into
from bot.core.schedules.dates import year_in
from bot.core.schedules.endings import OF_SESSIONS, without_ending
from bot.core.schedules.links import identifier_of
from bot.core.schedules.rows import RowDraft
from bot.core.schedules.sections import is_backlog, is_contents
from bot.core.schedules.words import OF_A_TITLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.core.schedules.blocks import Block, Span
    from bot.core.schedules.dates import DayOrder

ENOUGH = 0.5
OF_PAPERS = re.compile(r"\b(?:papers?|readings?|articles?|publications?|topics?)\b", re.IGNORECASE)
OF_A_MEETING = re.compile(r"\b(?:slides?|recordings?|videos?|notes?|summary|presentations?)\b", re.IGNORECASE)
# A text with a number in its name, such as the year; "docs/START.md" is of the project.
OWN_FILE = re.compile(r"(?!\w+:|#|//).*\d.*|.*\.(?:pdf|pptx?|key|odp)$", re.IGNORECASE)


def papers_listed(
    blocks: Sequence[Block], above: Mapping[int, str], read: Collection[int], order: DayOrder
) -> Iterator[tuple[int, RowDraft]]:
    """Yield the items of such lists that have links of their own, each with its position.

    `above` are the headings above each block. Items that were `read` already are left out.
    """
    records = _records_in(blocks)
    for at, block in enumerate(blocks):
        is_item = block.kind is BlockKind.ITEM and block.depth == 0 and block.group in records
        if not is_item or is_backlog(above[at].split("\n")) or is_contents(block) or at in read:
            continue
        content, spans, found = Content(), block.spans, None
        if OF_SESSIONS.search(above[at]):
            spans, found, hosts = without_ending(spans, order)
            content.add_hosts(hosts)
        has_links = any(span.url for span in block.spans)
        read_into(content, spans, may_be_plain=has_links or found is not None, may_be_short=is_own_file(block))
        if content.papers or found:
            years = [year for heading in above[at].split("\n") if (year := year_in(heading))]
            yield at, RowDraft(block.line, found, content, years[-1] if years else None)


def _records_in(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the groups of the lists in which half of the items link to a paper, or to slides and the like.

    A list also counts if the heading right above it says that there are papers below.
    """
    lists: dict[int, list[bool]] = defaultdict(list)
    is_named = True  # without any heading
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            is_named = (OF_PAPERS.search(block.text) or OF_SESSIONS.search(block.text)) is not None
        if block.kind is BlockKind.ITEM and block.depth == 0:
            lists[block.group].append(is_named or any(map(_is_of_a_session, block.spans)))
    return frozenset(group for group, items in lists.items() if sum(items) >= ENOUGH * len(items))


def _is_of_a_session(span: Span) -> bool:
    if not span.url:
        return False
    is_file = identifier_of(span.url) is not None or OWN_FILE.match(span.url) is not None
    return is_file or OF_A_TITLE.fullmatch(span.text) is not None or OF_A_MEETING.search(span.text) is not None
