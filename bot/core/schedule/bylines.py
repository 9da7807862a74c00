"""Reads the line below a title that says who presented it, and when: "By Ada, July 28, 2026 - [Slides] [Paper]"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import plain
from bot.core.schedule.dates import first_date
from bot.core.schedule.hosts import names_in
from bot.core.schedule.words import PERSONS

if TYPE_CHECKING:
    from bot.core.schedule.blocks import Block
    from bot.core.schedule.dates import DayOrder, FoundDate

BY = re.compile(rf"\W{{0,3}}(?:presented |led |hosted )?by\s(?P<names>{PERSONS})[\s,(–—-]*(?:on\s)?", re.IGNORECASE)


def byline(block: Block, order: DayOrder) -> tuple[FoundDate, list[str]] | None:
    """Return the date and the names, if a line has nothing else but links."""
    found = first_date(block.text, order)
    said = BY.fullmatch(block.text[: found.start]) if found else None
    if found is None or said is None:
        return None
    rest = block.text[found.end :]
    for span in block.spans:
        rest = rest.replace(plain((span,)), "", 1) if span.url else rest
    return None if re.search(r"\w", rest) else (found, names_in(said["names"]))
