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
    struck = [block for block in linked if is_struck(block.spans)]
    dated = [block for block in linked if first_date(block.text, order)]
    # Elsewhere a line may have a date of publication.
    around = linked[linked.index(struck[0]) : linked.index(struck[-1])] if struck else []
    is_open = any(block not in dated for block in around)
    if len(struck) < FEWEST or not is_open or [block for block in around if block in dated and block not in struck]:
        return tuple(blocks)
    if not all(block in dated for block in struck):
        return tuple(blocks)
    return tuple(_plain(block) if is_struck(block.spans) else block for block in blocks)


def _plain(block: Block) -> Block:
    return replace(block, cells=tuple(tuple(replace(span, is_struck=False) for span in cell) for cell in block.cells))
