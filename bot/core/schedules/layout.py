"""What a whole file shows about how its sessions begin, so that each block need not be judged alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.schedules.openings import is_dated_heading
from bot.core.schedules.sections import (
    ending_with_dates,
    numbered_items,
    titled_items,
    titled_sections,
    titles_below,
    undated_sections,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.schedules.blocks import Block
    from bot.core.schedules.dates import DayOrder, FoundDate


@dataclass(frozen=True, slots=True)
class FileLayout:
    """Which blocks begin sessions, by their positions, other than by a date at their beginning.

    `titled` headings and `titled_items` have their date below, `ended` headings at their end. `titles_below` are the
    headings with the title, by the heading above that is only a date. `alike` are headings without a date that are like
    those of the other sessions, and `numbered` are items such as "Session 3".
    """

    titled: Mapping[int, FoundDate]
    titled_items: Mapping[int, FoundDate]
    ended: frozenset[int]
    titles_below: Mapping[int, int]
    alike: frozenset[int]
    numbered: frozenset[int]

    @classmethod
    def of(cls, blocks: Sequence[Block], order: DayOrder) -> FileLayout:
        titled, ended = titled_sections(blocks, order), ending_with_dates(blocks, order)
        begun = {at for at, block in enumerate(blocks) if is_dated_heading(block, order)}
        return cls(
            titled,
            titled_items(blocks, order),
            ended,
            titles_below(blocks, order),
            undated_sections(blocks, {*titled, *ended, *begun}),
            numbered_items(blocks),
        )
