"""Finds headings that are titles of papers: with a line that is only a date below, or a heading that is one above."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import BlockKind
from bot.core.schedule.dates import first_date
from bot.core.schedule.openings import is_only_date
from bot.core.schedule.words import NUMBERED, READINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.schedule.blocks import Block
    from bot.core.schedule.dates import DayOrder, FoundDate

FEWEST_ALIKE = 2
# "Next meeting" is no title.
OF_THE_GROUP = re.compile(
    r"\b(?:next|last|upcoming|past|previous|first|coming|current) (?:\w+ )?(?:meeting|session|paper|talk|seminar"
    r"|event)s?\b",
    re.IGNORECASE,
)


def titled_sections(blocks: Sequence[Block], order: DayOrder) -> dict[int, FoundDate]:
    """Return the date of each heading that is the title of what was read then, by where the heading stands."""
    found = {at: date for at, date in _sections(blocks, order) if not OF_THE_GROUP.search(blocks[at].text)}
    alike = Counter(blocks[at].depth for at in found)
    are_alike = {depth for depth, count in alike.items() if count >= FEWEST_ALIKE}
    return {at: date for at, date in found.items() if is_numbered(blocks[at]) or blocks[at].depth in are_alike}


def is_numbered(heading: Block) -> bool:
    """Return whether a heading is "Week 3" or so, with or without a topic."""
    return NUMBERED.match(heading.text) is not None


def titles_below(blocks: Sequence[Block], order: DayOrder) -> dict[int, int]:
    """Return which heading is the title of the session whose own heading above it is nothing but a date."""
    found = {
        at: at + 1
        for at, (date, title) in enumerate(pairwise(blocks))
        if date.kind is title.kind is BlockKind.HEADING
        and is_only_date(date, order)
        and first_date(title.text, order) is None
        and not (is_numbered(title) or READINGS.fullmatch(title.text))
    }
    titles = Counter(blocks[at].text.casefold() for at in found.values())
    return found if len(found) >= FEWEST_ALIKE and max(titles.values()) == 1 else {}


def _sections(blocks: Sequence[Block], order: DayOrder) -> Iterator[tuple[int, FoundDate]]:
    for at, heading in enumerate(blocks):
        if heading.kind is not BlockKind.HEADING or first_date(heading.text, order):
            continue
        below: list[Block] = []
        for block in blocks[at + 1 :]:
            if block.kind is BlockKind.ROW or (block.kind is BlockKind.HEADING and block.depth <= heading.depth):
                break
            below.append(block)
        dates = [date for block in below if is_only_date(block, order) and (date := first_date(block.text, order))]
        if len(dates) == 1:
            yield at, dates[0]
