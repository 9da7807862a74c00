"""Reads the end of an item in a list of papers: "(2023-02-01, Ada)"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.dates import dates_in, first_date
from bot.core.schedules.hosts import names_in
from bot.core.schedules.weekdays import NAME_OF_WEEKDAY
from bot.core.schedules.words import CAPITALIZED

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Spans
    from bot.core.schedules.dates import DayOrder, FoundDate

ENDING = re.compile(r"(?<!\s)\s*[(\[](?P<inside>[^()\[\]]{4,80})[)\]](?=\s*[:.,;]?\s*$)")
# Before the date in brackets: "(presented on March 3)".
SAID_WITH = re.compile(
    r"\W*(?:(?:presented|presentation|read|discussed|discussion|covered|held|given|session|meeting|date|when"
    r"|gelesen|vorgestellt)\W*)?(?:(?:on|at|am)\W*)?"
    rf"(?:(?:{NAME_OF_WEEKDAY})\W*)?",
    re.IGNORECASE,
)
NAMES = re.compile(rf"\W*(?P<names>{CAPITALIZED}(?:(?: |, | & | and ){CAPITALIZED}){{0,5}})\W*")
BEFORE_A_BAR = re.compile(rf"\|\s{{0,3}}(?P<names>{CAPITALIZED}(?: {CAPITALIZED}){{0,2}})\s{{0,3}}\|\s*$")
# Elsewhere, a date in brackets may be the day on which the paper was published.
OF_SESSIONS = re.compile(
    r"\b(?:read|discussed|covered|past|previous|sessions?|meetings?|history|schedule|agenda)\b", re.IGNORECASE
)


def without_ending(spans: Spans, order: DayOrder) -> tuple[Spans, FoundDate | None, list[str]]:
    """Return the spans without a date in brackets at the end of the title, the date, and who is named after it."""
    for at in reversed(range(len(spans))):
        ending = ENDING.search(spans[at].text) if spans[at].url is None else None
        found = first_date(ending["inside"], order) if ending else None
        if ending is None or found is None or not SAID_WITH.fullmatch(ending["inside"], 0, found.start):
            continue
        named = NAMES.fullmatch(ending["inside"], found.end)
        text = spans[at].text[: ending.start()] + spans[at].text[ending.end() :]
        return (
            (*spans[:at], replace(spans[at], text=text), *spans[at + 1 :]),
            replace(found, start=0, end=0),
            names_in(named["names"]) if named else [],
        )
    return _without_bare_date(spans, order)


def _without_bare_date(spans: Spans, order: DayOrder) -> tuple[Spans, FoundDate | None, list[str]]:
    """Do the same for a whole date at the end without brackets, and for any date after a name between two bars."""
    dates = dates_in(spans[-1].text, order) if spans and spans[-1].url is None else []
    if not dates or dates[-1].end < len(spans[-1].text.rstrip(" .;\n")):
        return spans, None, []
    text = spans[-1].text[: dates[-1].start]
    barred = BEFORE_A_BAR.search(text)
    if not (dates[-1].year or barred):
        return spans, None, []
    left = replace(spans[-1], text=(text[: barred.start()] if barred else text).rstrip(" ,|–—-"))
    names = names_in(barred["names"]) if barred else []
    return (*spans[:-1], left), replace(dates[-1], start=0, end=0), names
