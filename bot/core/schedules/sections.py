"""Finds headings that are titles of papers: with a line that is only a date below, or a heading that is one above."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, plain
from bot.core.schedules.dates import MONTHS, dates_in, first_date
from bot.core.schedules.endings import without_ending
from bot.core.schedules.fields import fields_of
from bot.core.schedules.hosts import labeled_hosts
from bot.core.schedules.links import is_paper
from bot.core.schedules.openings import byline, date_of, days_said, is_only_date, labeled_date, without_number
from bot.core.schedules.people import are_people
from bot.core.schedules.words import BACKLOG, NAME_OF_A_GROUP, NEWS, NUMBERED, READINGS, TO_DO
from bot.core.schedules.years import year_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bot.core.schedules.blocks import Block
    from bot.core.schedules.dates import DayOrder, FoundDate

FEWEST_ALIKE, FEWEST_DATED = 2, 3
PAST_OR_TO_COME = re.compile(
    r"\b(?:past|previous|archived?|upcoming|next|future|history|vergangene|kommende|passées?|pasadas|próximas)\b",
    re.IGNORECASE,
)
LOWEST_LEVEL = 6
SHORTEST_ALIKE, ALIKE = 5, 0.8  # letters, and how much of them is right
SEASON = re.compile(
    r"spring|summer|autumn|fall|winter|frühling|sommer|herbst|printemps|été|automne|hiver|primavera|verano|otoño"
    r"|invierno",
    re.IGNORECASE,
)
LONGEST_TERM = 6  # words of a paragraph such as "Spring 2017", which is used as a heading
# A longer one may say so too: "For the Fall 2024 semester, we meet on Fridays".
FOR_A_TERM = re.compile(
    r"(?:^|\b(?=.{,40} (?:semester|term|quarter)\b))(?:for|in|during) (?:the )?(?:spring|summer|fall|autumn|winter)"
    r" (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# "Next meeting" is no title.
OF_THE_GROUP = re.compile(
    r"\b(?:next|last|upcoming|past|previous|first|coming|current) (?:\w+ )?(?:meeting|session|paper|talk|seminar"
    r"|event)s?\b",
    re.IGNORECASE,
)


def is_term(block: Block, order: DayOrder) -> bool:
    """Return whether a paragraph, or an item of a list, is used as a heading for a term's sessions."""
    if year_in(block.text) is None or date_of(block, order) is not None:
        return False
    is_above = block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.ITEM and block.depth == 0)
    is_short = is_above and len(block.text.split()) <= LONGEST_TERM and "(" not in block.text
    return is_short or (block.kind is BlockKind.PARAGRAPH and FOR_A_TERM.search(block.text) is not None)


def begins_a_list(heading: str) -> bool:
    """Return whether the dates below a heading need not follow those above it: it names a year, or past sessions."""
    return year_in(heading) is not None or PAST_OR_TO_COME.search(heading) is not None


def with_months_below_years(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, with headings such as "March" below one such as "2024" that is of the same level."""
    found: list[Block] = []
    level = 0  # of the last heading that names a year
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.depth <= level and _is_part_of_year(block.text):
            found.append(replace(block, depth=level + 1))
            continue
        if block.kind is BlockKind.HEADING and (block.depth <= level or year_in(block.text) is not None):
            level = block.depth if year_in(block.text) is not None and block.depth < LOWEST_LEVEL else 0
        found.append(block)
    return found


def _is_part_of_year(text: str) -> bool:
    """Return whether a heading is only the name of a season or a month, which may be misspelled."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    word = words[0] if len(words) == 1 and not re.search(r"\d", text) else ""
    return (
        word in MONTHS
        or SEASON.fullmatch(word) is not None
        or bool(len(word) >= SHORTEST_ALIKE and get_close_matches(word, MONTHS, 1, ALIKE))
    )


def titled_sections(blocks: Sequence[Block], order: DayOrder) -> dict[int, FoundDate]:
    """Return, by the position of each heading that is a title, the date on which that paper was read."""
    found = {at: date for at, date in _sections(blocks, order) if not OF_THE_GROUP.search(blocks[at].text)}
    alike = Counter(blocks[at].depth for at in found)
    are_alike = {depth for depth, count in alike.items() if count >= FEWEST_ALIKE}
    return {at: date for at, date in found.items() if is_numbered(blocks[at]) or blocks[at].depth in are_alike}


def undated_sections(blocks: Sequence[Block], dated: Collection[int]) -> frozenset[int]:
    """Return the headings without a date that otherwise are like those of the sessions that are `dated`.

    They are of the same level, and a line below says "Paper: …" or who presents.
    """
    often = Counter(blocks[at].depth for at in dated)
    return frozenset(
        at
        for at, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
        and at not in dated
        and often[block.depth] >= FEWEST_DATED
        and any(map(_says_what, _below(blocks, at)))
    )


def _says_what(block: Block) -> bool:
    labels = [label for label, part in fields_of(block.spans) if plain(part)]
    return block.kind is not BlockKind.HEADING and ("paper" in labels or bool(labeled_hosts(block.spans)))


def is_numbered(heading: Block) -> bool:
    """Return whether a heading is like "Week 3", with or without a topic."""
    return NUMBERED.match(heading.text) is not None


def ending_with_dates(blocks: Sequence[Block], order: DayOrder) -> frozenset[int]:
    """Return which headings have the date of the session in brackets at the end, if several of one level have."""
    found = {
        at: block.depth
        for at, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING and without_ending(block.spans, order)[1] is not None
    }
    alike = Counter(found.values())
    return frozenset(at for at, depth in found.items() if alike[depth] >= FEWEST_ALIKE)


def titles_below(blocks: Sequence[Block], order: DayOrder) -> dict[int, int]:
    """Return which headings are the titles of sessions whose own heading, above the title, is only a date."""
    found = {
        at: at + 1
        for at, (date, title) in enumerate(pairwise(blocks))
        if date.kind is title.kind is BlockKind.HEADING
        and title.depth >= date.depth
        and is_only_date(date, order)
        and first_date(title.text, order) is None
        and not (is_numbered(title) or READINGS.fullmatch(title.text))
    }
    titles = Counter(blocks[at].text.casefold() for at in found.values())
    if len(found) < FEWEST_ALIKE or max(titles.values()) > 1 or are_people([blocks[at].text for at in found.values()]):
        return {}
    return found


def titled_items(blocks: Sequence[Block], order: DayOrder) -> dict[int, FoundDate]:
    """Return the date of each item that has one below it such as "when: 5 October" or "By Ada, 5 October"."""
    found: dict[int, FoundDate] = {}
    at = 0
    for here, block in enumerate(blocks):
        if block.kind is not BlockKind.ITEM or block.depth == 0:
            at = here
        elif blocks[at].kind is BlockKind.ITEM and blocks[at].group == block.group and at not in found:
            date = labeled_date(block, order) or byline(block, order)[0]
            found |= {at: date} if date else {}
    return found if len(found) >= FEWEST_ALIKE else {}


def numbered_items(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the items such as "Session 3" of lists that have several, if half of them lead to a paper.

    The paper may be in an item below. Only the outermost items count.
    """
    found = [at for at, block in enumerate(blocks) if _is_outer(block) and is_numbered(block)]
    outer = [at for at, block in enumerate(blocks) if _is_outer(block)]
    ends = dict(pairwise([*outer, len(blocks)]))
    linked = [at for at in found if any(map(_has_paper, _items_in(blocks[at : ends[at]], blocks[at].group)))]
    often, read = Counter(blocks[at].group for at in found), Counter(blocks[at].group for at in linked)
    return frozenset(
        at
        for at in found
        if often[blocks[at].group] >= FEWEST_DATED and read[blocks[at].group] >= often[blocks[at].group] / 2
    )


def _is_outer(block: Block) -> bool:
    return block.kind is BlockKind.ITEM and block.depth == 0 and not is_contents(block)


def _items_in(blocks: Sequence[Block], group: int) -> Iterator[Block]:
    return (block for block in blocks if block.group == group)


def _has_paper(block: Block) -> bool:
    return any(map(is_paper, without_number(block.spans)))


def is_backlog(headings: Iterable[str]) -> bool:
    """Return whether a heading above says that the papers below are only listed, to be read some day."""
    return any(BACKLOG.search(text) and not NAME_OF_A_GROUP.fullmatch(text) for text in headings)


def is_contents(block: Block) -> bool:
    """Return whether the block is a line of a table of contents."""
    urls = [span.url for span in block.spans if span.url]
    return bool(urls) and all(url.startswith("#") for url in urls)


def is_news(block: Block, above: Sequence[str]) -> bool:
    """Return whether an item or a paragraph is below a heading such as "News"."""
    is_line = block.kind is not BlockKind.HEADING
    return is_line and (TO_DO.search(" ".join([*above, block.text])) or NEWS.search("".join(above[-1:]))) is not None


def only_year(blocks: Sequence[Block], order: DayOrder) -> int | None:
    """Return the only year that headings and dates of the file name, if a heading or a line of contents does."""
    named = {
        year
        for block in blocks
        if (block.kind is BlockKind.HEADING or is_contents(block)) and isinstance(year := year_in(block.text), int)
    }
    dated = {found.year for block in blocks for found in dates_in(block.text, order) if found.year}
    return named.pop() if len(named) == 1 and dated <= named else None


def _sections(blocks: Sequence[Block], order: DayOrder) -> Iterator[tuple[int, FoundDate]]:
    """Yield each heading without a date that has exactly one below it, in a line that says when the session is."""
    for at, heading in enumerate(blocks):
        if heading.kind is not BlockKind.HEADING or first_date(heading.text, order):
            continue
        dates = [date for block in _below(blocks, at) for date in days_said(block, order)]
        if len({(date.month, date.day) for date in dates}) == 1:
            yield at, dates[0]


def _below(blocks: Sequence[Block], at: int) -> Iterator[Block]:
    for block in blocks[at + 1 :]:
        if block.kind is BlockKind.ROW or (block.kind is BlockKind.HEADING and block.depth <= blocks[at].depth):
            return
        yield block
