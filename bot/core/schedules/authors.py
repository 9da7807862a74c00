"""Takes the authors away where many titles begin with them, as in "Berg, Ito and Lind: Maps of towns"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.words import CAPITALIZED, FIELD

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Block, Span

# One group of authors proves nothing: titles such as "Maps and Towns: Walks in both" begin so, too.
FEWEST, AT_LEAST = 3, 1 / 4
SURNAMES = rf"{CAPITALIZED}(?: {CAPITALIZED})?"
AUTHORS = re.compile(
    rf"^\W{{0,3}}(?:{SURNAMES}(?:, {SURNAMES}){{0,9}},? (?:and|&) {SURNAMES}|{SURNAMES},? et\.? al\.?)"
    r"\s?[:.]\s+(?=[^\W\d_]{2}|[“\"])"
)


def without_authors(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with links that begin with their titles, if a quarter of them have several authors in front."""
    links = [span.text for block in blocks for span in block.spans if span.url and " " in span.text.strip()]
    begun = [text for text in links if _authors_of(text)]
    if len(begun) < max(FEWEST, AT_LEAST * len(links)):
        return blocks
    return tuple(replace(block, cells=tuple(tuple(map(_without, cell)) for cell in block.cells)) for block in blocks)


def _authors_of(text: str) -> re.Match[str] | None:
    """Return the authors that a text begins with. Fields, as in "Vision and Learning: ...", are none."""
    found = AUTHORS.match(text)
    return None if found is None or FIELD.search(found[0]) else found


def _without(span: Span) -> Span:
    found = _authors_of(span.text) if span.url else None
    return replace(span, text=span.text[found.end() :]) if found else span
