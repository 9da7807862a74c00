"""Removes the authors of linked titles: in front, as in "Berg, Ito and Lind: Maps of towns", or behind the links."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span
from bot.core.schedules.words import CAPITALIZED, FIELD, PARTICLE

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Block, Spans

# One such title proves nothing: "Maps and Towns: Walks in both" looks the same.
FEWEST, AT_LEAST = 3, 1 / 4
SURNAMES = rf"{CAPITALIZED}(?: {CAPITALIZED})?"
AUTHORS = re.compile(
    rf"^\W{{0,3}}(?:{SURNAMES}(?:, {SURNAMES}){{0,9}},? (?:and|&) {SURNAMES}|{SURNAMES},? et\.? al\.?)"
    r"\s?[:.]\s+(?=[^\W\d_]{2}|[“\"])"
)


NAME = rf"{CAPITALIZED}(?: (?:{CAPITALIZED}|{PARTICLE})){{1,3}}"
BEHIND_A_LINK = re.compile(
    rf"\s*[,–—-]\s*(?P<names>{NAME}(?:, {NAME}){{0,30}}(?:,? (?:and|&) {NAME})?)(?P<others>,? et\.? al\b\.?)?\W*"
)
MANY, MOSTLY = 3, 0.7


def without_authors(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return _without_names_behind(_without_names_in_front(blocks))


def _without_names_behind(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks without names after links, if several links have three or more, and few of these come again."""
    found = [match for block in blocks for one, other in pairwise(block.spans) if (match := _behind(one, other))]
    names = [re.split(r", | and | & ", match["names"]) for match in found]
    many = [each for each, match in zip(names, found, strict=True) if len(each) >= MANY or match["others"]]
    all_names = [name for each in many for name in each]
    if len(many) < FEWEST or len(set(all_names)) < MOSTLY * len(all_names):
        return blocks
    return tuple(replace(block, cells=tuple(map(_cut_behind, block.cells))) for block in blocks)


def _behind(one: Span, other: Span) -> re.Match[str] | None:
    return BEHIND_A_LINK.fullmatch(other.text) if one.url and other.url is None else None


def _cut_behind(cell: Spans) -> Spans:
    return tuple(
        replace(span, text=" ") if _behind(before, span) else span for before, span in pairwise((Span(""), *cell))
    )


def _without_names_in_front(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks without authors before linked titles, if a quarter of the links begin with several authors."""
    links = [span.text for block in blocks for span in block.spans if span.url and " " in span.text.strip()]
    with_authors = [text for text in links if _authors_of(text)]
    if len(with_authors) < max(FEWEST, AT_LEAST * len(links)):
        return blocks
    return tuple(replace(block, cells=tuple(tuple(map(_without, cell)) for cell in block.cells)) for block in blocks)


def _authors_of(text: str) -> re.Match[str] | None:
    """Return the authors that a text begins with. Names of fields are no authors: "Vision and Learning: ..."."""
    found = AUTHORS.match(text)
    return None if found is None or FIELD.search(found[0]) else found


def _without(span: Span) -> Span:
    found = _authors_of(span.text) if span.url else None
    return replace(span, text=span.text[found.end() :]) if found else span
