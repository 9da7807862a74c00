"""Finds the rows of a table that are no papers, by the columns that say more about papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import plain
from bot.core.schedules.headings import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Block

OF_A_PAPER = re.compile(r"(?:paper )?(?:authors?|venue|conference|journal|published(?: in)?|doi|year)", re.IGNORECASE)
OF_KINDS = {Column.KIND, Column.OTHER, Column.NUMBER}  # the last also is "Session type"
# Where other rows have a venue, or "Paper". Not "discussion", which may be one of a paper.
OTHER_KIND = re.compile(
    r"(?:(?:\w{1,10}[ -])?tutorials?|(?:(?:own|guest|invited|practice|lightning|student|research) )?talks?|lectures?"
    r"|(?:free |open |group )(?:discuss(?:ion)?s?|chat)|workshops?|demos?|socials?|hands[- ]on|courses?|topics?"
    r"|overview|vortrag|diskussion|exposé|charla|taller|教程|讨论|报告|讲座|雑談|チュートリアル|세미나|튜토리얼)",
    re.IGNORECASE,
)


def undescribed(blocks: Sequence[Block], columns: Sequence[Column]) -> frozenset[int]:
    """Return the lines of the rows that leave two columns or more about papers empty, such as authors and link.

    At least two rows must fill all of these columns.
    """
    names = blocks[0].header
    about = [
        at
        for at, column in enumerate(columns)
        if column is Column.PAPER_LINK or (at < len(names) and OF_A_PAPER.fullmatch(names[at].strip()))
    ]
    filled = {block.line: [bool(plain(cell)) for at, cell in enumerate(block.cells) if at in about] for block in blocks}
    are_described = len(about) > 1 and sum(map(all, filled.values())) > 1
    return frozenset(line for line, cells in filled.items() if are_described and not any(cells))


def of_other_kinds(blocks: Sequence[Block], columns: Sequence[Column]) -> frozenset[int]:
    """Return the lines of the rows that a column such as "Type" or "Source" calls tutorials, talks and the like."""
    return frozenset(
        block.line
        for block in blocks
        for cell, column in zip(block.cells, columns, strict=False)
        if column in OF_KINDS and OTHER_KIND.fullmatch(plain(cell))
    )
