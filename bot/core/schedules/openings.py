"""How a line opens a session: with a date at its beginning or after "Date:", or with "Week 3"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, Span, plain
from bot.core.schedules.dates import DayOrder, FoundDate, first_date
from bot.core.schedules.fields import fields_of
from bot.core.schedules.hosts import labeled_hosts, names_in
from bot.core.schedules.links import identifier_of
from bot.core.schedules.spans import joined, lines_in
from bot.core.schedules.weekdays import NAME_OF_WEEKDAY
from bot.core.schedules.words import DATE_LABEL, NAMES_OR_HANDLES, NUMBERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.schedules.blocks import Block, Spans

LONGEST_PROSE = 25  # words of a paragraph without links that can still be a line of a schedule
FURTHEST_DATE = 40  # characters before the date that begins a line
# What may come before the date that begins a line: the day of the week, or which session it is.
BEFORE_A_DATE = re.compile(
    rf"\b(?:(?:{NAME_OF_WEEKDAY})s?\b"
    r"|now|(?:read|presented|discussed|covered|held) on"
    r"|(?:re-?scheduled|moved|postponed) to|weeks?|sessions?|meetings?|lectures?|date|events?"
    r"|talks?|seminars?|meetups?|upcoming|past|previous)\b",
    re.IGNORECASE,
)
# "We began on March 5" and "Last updated: March 5" say nothing about a session.
OF_PROSE = re.compile(
    r"\b(?:we|i|since|until|began|founded|started|updated|created|edited|modified|due|deadline)\b", re.IGNORECASE
)
MORE_THAN_A_DAY = re.compile(r"\w{3,}.*\w{3,}")
# 14:00, 2 pm, 18.00 or 13:00-14:30 CET; not the number with which a title begins.
CLOCK = (
    r"(?:\d{1,2}(?:(?:[:.]|h)[0-5]\d(?!\d)(?:\s?[ap]\.?m\b\.?)?|\s?(?:[ap]\.?m\b\.?|uhr\b|h\b)|[ap]\b)|noon|midnight)"
)
ZONE = r"\(?(?-i:[A-Z]{2,4}T|UTC|GMT)\b(?:\s?[+-]\s?\d{1,2})?\)?"
TIME = (
    rf"(?:(?:at|um|from|von|à)\s|@\s?)?(?:\d{{1,2}}\s?[-–]\s?)?{CLOCK}(?:\s?(?:[-–]|to|bis)\s?{CLOCK})?(?:\s?{ZONE})?"
)
IN_BRACKETS = re.compile(r"\([^()]*\)")
BARE = re.compile(r"\W{0,3}\d{1,2}[-.]\d{1,2}\.?\W{0,3}")
# The group's own count, as in "PWL #12: …".
# In small letters: "On maps of towns" may be a title.
PLACE = re.compile(r"\W*(?:at|in|on|via|@)\s+(?=\S)")
PLACE_OF_A_LINK = re.compile(r"\W*(?:at|in|via|@)\s+(?:the\s+)?")
OF_A_FILE = re.compile(r"\.pdf$", re.IGNORECASE)
QUOTED_OR_COLON = re.compile(r"[:\"“«]")
COUNT = re.compile(r"^\W*[A-Z]{2,6} ?#\s?\d+(?:\.\d+)?\b[\s:.=>–—-]*")
NUMBER = re.compile(r"\W*\d{1,3}\s?[:.)]\s+(?=\S)")  # as in: 12: Maps of towns
# On the line below a title, with the date: who presented it.
BY = re.compile(
    rf"\W{{0,3}}(?:presented |led |hosted )?by\s(?P<names>(?-i:{NAMES_OR_HANDLES}))[\s,(–—-]*(?:on\s)?", re.IGNORECASE
)
MARKS = r"[\s\])}*_:,.–—-]*"
# After the date: the time, and in brackets the time with the place.
BEHIND_A_DATE = re.compile(
    rf"^{MARKS}(?:\(?(?:{NAME_OF_WEEKDAY})\b\)?{MARKS})?(?:\([^()]*\d[^()]*\)(?=\s*:)|\(?{TIME}\)?)?{MARKS}",
    re.IGNORECASE,
)


def labeled_date(block: Block, order: DayOrder) -> FoundDate | None:
    """Return the date after "Date:", wherever it is in an item or a paragraph."""
    text = "".join(span.text for span in block.spans)
    for label in DATE_LABEL.finditer(text):
        line = text[label.end() :].split("\n", 1)[0]
        found = first_date(line, order)
        if found and not MORE_THAN_A_DAY.search(BEFORE_A_DATE.sub("", line[: found.start])):
            return found
    return None


def byline(block: Block, order: DayOrder) -> tuple[FoundDate | None, list[str]]:
    """Return the date and the names of a line that says no more than "By Ada, July 28, 2026", but for its links.

    The date may come first, as in "[July 28, 2026] Presented by Ada".
    """
    found = first_date(block.text, order)
    if found is None:
        return None, []
    before, rest = block.text[: found.start], block.text[found.end :]
    for span in block.spans:
        rest = rest.replace(plain((span,)), "", 1) if span.url else rest
    said = BY.fullmatch(before)
    if said is None and not re.search(r"\w", before):
        said, rest = BY.fullmatch(rest.rstrip(" .")), ""
    return (found, names_in(said["names"])) if said and not re.search(r"\w", rest) else (None, [])


def only_names(spans: Spans) -> list[str]:
    """Return the names if a text says no more than "by Ada"."""
    said = BY.fullmatch(plain(spans).strip(" ,.;"))
    return names_in(said["names"]) if said else []


def date_of(block: Block, order: DayOrder) -> FoundDate | None:
    """Return the first date; 04-29 alone is one too."""
    return first_date(block.text, order, is_cell=BARE.fullmatch(block.text) is not None)


def says_all(block: Block) -> bool:
    """Return whether an item without a date is still a session: it names the paper and the host, each after a label."""
    labels = {label for label, _ in fields_of(block.spans)} if block.kind is BlockKind.ITEM else set()
    return "paper" in labels and bool(labeled_hosts(block.spans))


def begins_with_date(text: str, found: FoundDate | None) -> bool:
    is_near = found is not None and found.start <= FURTHEST_DATE and not OF_PROSE.search(text[: found.start])
    return is_near and not MORE_THAN_A_DAY.search(BEFORE_A_DATE.sub("", text[: found.start])) if found else False


def is_dated_line(block: Block, order: DayOrder) -> bool:
    """Return whether an item or a paragraph begins with a date, and is no prose."""
    is_text = block.kind is BlockKind.PARAGRAPH and not any(span.url for span in block.spans)
    is_line = block.kind is BlockKind.ITEM or (
        block.kind is BlockKind.PARAGRAPH and not (is_text and len(block.text.split()) >= LONGEST_PROSE)
    )
    return is_line and begins_with_date(block.text, date_of(block, order))


def is_dated_within(block: Block, order: DayOrder) -> bool:
    """Return whether a line of a paragraph, but not its first, says when the session is."""
    is_text = block.kind is BlockKind.PARAGRAPH and not is_dated_line(block, order)
    return is_text and any(days_said(block, order))


def is_dated_heading(block: Block, order: DayOrder) -> bool:
    return block.kind is BlockKind.HEADING and begins_with_date(block.text, date_of(block, order))


def is_only_date(block: Block, order: DayOrder) -> bool:
    """Return whether a block has only a day, and perhaps the time."""
    found = date_of(block, order)
    if found is None or re.search(r"\w{4,}", BEFORE_A_DATE.sub("", block.text[: found.start])):
        return False
    rest = IN_BRACKETS.sub("", BEHIND_A_DATE.sub("", block.text[found.end :]))
    return not re.search(r"\w", rest)


def days_said(block: Block, order: DayOrder) -> Iterator[FoundDate]:
    """Yield the dates of lines that are only a date, or say "Date: …" or "By Ada, March 5"."""
    for line in lines_in([block.spans]):
        alone = replace(block, cells=(joined(line),))
        found = labeled_date(alone, order) or byline(alone, order)[0]
        found = found or (first_date(alone.text, order) if is_only_date(alone, order) else None)
        if found:
            yield found


def without_date(spans: Spans, order: DayOrder) -> Spans:
    """Return the spans without the first date and the text before it."""
    is_bare = BARE.fullmatch("".join(span.text for span in spans)) is not None
    for at, span in enumerate(spans):
        if found := first_date(span.text, order, is_cell=is_bare):
            rest = BEHIND_A_DATE.sub("", span.text[found.end :])
            first = Span(rest, span.url, is_strong=False if not rest else span.is_strong, is_struck=span.is_struck)
            following = spans[at + 1 :]
            if not rest.strip() and following and following[0].url is None:
                # The date may be in bold although the time after it is not.
                cut = BEHIND_A_DATE.sub("", following[0].text)
                following = (Span(cut, None, following[0].is_strong, following[0].is_struck), *following[1:])
            return joined([first, *following])
    return spans


def is_place(spans: Spans) -> bool:
    """Return whether the text after a date says where the group meets, as in "at the old mill; second floor".

    With a link to a paper, it says more than that.
    """
    text = "".join(span.text for span in spans)
    has_paper = any(identifier_of(span.url) or OF_A_FILE.search(span.url or "") for span in spans)
    return PLACE.match(text) is not None and not (QUOTED_OR_COLON.search(text) or has_paper)


def without_place(spans: Spans) -> Spans:
    """Return the spans without the link of a place, as in "in [Room 5](its map) we read …"."""
    is_place = len(spans) > 2 and PLACE_OF_A_LINK.fullmatch(spans[0].text) and not identifier_of(spans[1].url)  # noqa: PLR2004
    return joined([spans[0], *spans[2:]]) if is_place else spans


def without_number(spans: Spans) -> Spans:
    if spans and (
        found := re.match(
            rf"{NUMBERED.pattern}(?:\s*(?:&|and|[-–/])\s*\d+)?\s*[:.)–-]*\s*", spans[0].text, re.IGNORECASE
        )
        or COUNT.match(spans[0].text)
        or NUMBER.match(spans[0].text)
    ):
        return joined([Span(spans[0].text[found.end() :], spans[0].url, spans[0].is_strong), *spans[1:]])
    return spans
