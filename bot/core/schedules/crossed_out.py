"""Tells what a group crossed out because it has read it from what it called off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, is_struck
from bot.core.schedules.dates import first_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Block
    from bot.core.schedules.dates import DayOrder

FEWEST = 2


def with_done(blocks: Sequence[Block], order: DayOrder) -> tuple[Block, ...]:
    """Return the blocks; what is crossed out is written plainly if the group has read it.

    It has if all such lines with links have dates, and the other lines with links still have none.
    """
    linked = [block for block in blocks if block.kind is not BlockKind.HEADING and any(s.url for s in block.spans)]
    are_struck = [is_struck(block.spans) for block in linked]
    if sum(are_struck) < FEWEST:
        return tuple(blocks)
    are_dated = [first_date(block.text, order) is not None for block in linked]
    # Elsewhere a line may have a date of publication.
    first, last = are_struck.index(True), len(linked) - 1 - are_struck[::-1].index(True)
    around = list(zip(are_struck, are_dated, strict=True))[first : last + 1]
    if all(is_dated for _, is_dated in around) or any(is_off != is_dated for is_off, is_dated in around):
        return tuple(blocks)
    return tuple(_plain(block) if is_struck(block.spans) else block for block in blocks)


def _plain(block: Block) -> Block:
    return replace(block, cells=tuple(tuple(replace(span, is_struck=False) for span in cell) for cell in block.cells))
