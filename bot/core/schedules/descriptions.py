"""What the further columns of a table say about its rows: that some are no papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import plain
from bot.core.schedules.headings import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Block

OF_A_PAPER = re.compile(r"(?:paper )?(?:authors?|venue|conference|journal|published(?: in)?|doi|year)", re.IGNORECASE)
KIND = re.compile(r"source|(?:session )?(?:type|kind|format)|category|art|typ|tipo|类型|类别|種類|종류", re.IGNORECASE)
# Not "discussion", which may be one of a paper.
OTHER_KIND = re.compile(
    r"(?:(?:\w{1,10}[ -])?tutorials?|(?:guest |invited |practice |lightning |student |research )?talks?|lectures?"
    r"|free discuss(?:ion)?|workshops?|demos?|socials?|hands[- ]on|courses?|topics?|vortrag|exposé|taller|教程|讲座)",
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


def of_other_kinds(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the lines of the rows that a column such as "Type" or "Source" calls tutorials, talks and the like."""
    kinds = [at for at, name in enumerate(blocks[0].header) if KIND.fullmatch(name.strip())]
    return frozenset(
        block.line
        for block in blocks
        if any(OTHER_KIND.fullmatch(plain(block.cells[at])) for at in kinds if at < len(block.cells))
    )
