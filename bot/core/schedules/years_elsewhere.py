"""Finds the year of a schedule whose dates and headings have none: in its text, or in names of files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind
from bot.core.schedules.dates import MONTHS, NAME
from bot.core.schedules.years import with_years

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.core.schedules.blocks import Block
    from bot.core.schedules.dates import FoundDate
    from bot.core.schedules.rows import RowDraft

MONTHS_OF_SEASONS = {
    "winter": {12, 1, 2, 3},
    "spring": {1, 2, 3, 4, 5, 6},
    "summer": {5, 6, 7, 8, 9},
    "fall": {8, 9, 10, 11, 12},
    "autumn": {8, 9, 10, 11, 12},
}
# "in spring 2021, we began to meet", "since the summer of 2023", "started in May 2022"; not the year of a paper.
TOLD = re.compile(
    r"\b(?:in|since|from|during|for|of|this)\s(?:the\s)?(?:(?:early|late)\s)?"
    rf"(?P<part>{'|'.join(MONTHS_OF_SEASONS)}|{NAME})(?:\s(?:of|term|semester|quarter))?,?\s(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
# What a sentence about the group itself has, unlike "In March 2019, Berg wrote a book".
OF_THE_GROUP = re.compile(
    r"\b(?:we|our|us|clubs?|groups?|seminars?|meet\w*|readings?|sessions?|schedules?|semester|term|quarter|papers)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
# "slides_2021-05-07.pdf", "talks/20210507.pdf", "5_7_2021.pdf".
YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)([-_./]?)(\d\d)\2(\d\d)(?!\d)")
YEAR_LAST = re.compile(r"(?<!\d)(\d\d?)([-_.])(\d\d?)\2(20\d\d)(?!\d)")


def days_of_drafts(drafts: Sequence[RowDraft], terms: Sequence[str], blocks: Sequence[Block]) -> list[date | None]:
    """Return the day of each session. `terms` are the headings above them."""
    found = [_with_year_of_files(draft) for draft in drafts]
    years = [draft.year for draft in drafts]
    if any(years) or any(one.year for one in found if one) or (told := _year_told(blocks, found)) is None:
        return with_years(found, years, terms)
    days = with_years(found, [told] * len(found), terms)
    return days if _are_on_their_weekdays(found, days) else [None] * len(found)


def _with_year_of_files(draft: RowDraft) -> FoundDate | None:
    """Return the date with the year that the address of its slides has next to the same day and month."""
    found = draft.found
    if found is None or found.year:
        return found
    years = set[int]()
    links = [*(paper.url for paper in draft.content.papers), *(link.url for link in draft.content.links)]
    for url in filter(None, links):
        years |= {int(y) for y, _, m, d in YEAR_FIRST.findall(url) if (int(m), int(d)) == (found.month, found.day)}
        years |= {int(y) for a, _, b, y in YEAR_LAST.findall(url) if {int(a), int(b)} == {found.month, found.day}}
    return replace(found, year=years.pop()) if len(years) == 1 else found


def _year_told(blocks: Sequence[Block], found: Sequence[FoundDate | None]) -> int | None:
    """Return the year in the text, if it is the only one there, and the first or last session is in that season."""
    told = [
        match
        for block in blocks
        if block.kind is BlockKind.PARAGRAPH
        for sentence in SENTENCE.split("".join(span.text for span in block.spans if span.url is None))
        if OF_THE_GROUP.search(sentence)
        for match in TOLD.finditer(sentence)
    ]
    months = [one.month for one in found if one]
    parts = {match["part"].casefold() for match in told}
    years = {int(match["year"]) for match in told}
    if len(years) != 1 or len(parts) != 1 or not months:
        return None
    part = parts.pop()
    begins = MONTHS_OF_SEASONS.get(part) or {MONTHS[part]}
    return years.pop() if {months[0], months[-1]} & begins else None


def _are_on_their_weekdays(found: Sequence[FoundDate | None], days: Sequence[date | None]) -> bool:
    """Return whether each day is on the day of the week that stands next to it."""
    return all(
        one is None or one.weekday is None or (day is not None and day.weekday() == one.weekday)
        for one, day in zip(found, days, strict=True)
    )
