"""Reads what stands behind an item of a list of papers: "(2023-02-01, Ada)"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedule.dates import first_date
from bot.core.schedule.hosts import names_in
from bot.core.schedule.words import CAPITALIZED

if TYPE_CHECKING:
    from bot.core.schedule.blocks import Spans
    from bot.core.schedule.dates import DayOrder, FoundDate

ENDING = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{6,80})[)\]]\s*$")
NAMES = re.compile(rf"\W*(?P<names>{CAPITALIZED}(?:(?: |, | & | and ){CAPITALIZED}){{0,5}})\W*")
# Elsewhere, a date in brackets may be the day on which the paper was published.
OF_SESSIONS = re.compile(
    r"\b(?:read|discussed|covered|past|previous|sessions?|meetings?|history|schedule)\b", re.IGNORECASE
)


def without_ending(spans: Spans, order: DayOrder) -> tuple[Spans, FoundDate | None, list[str]]:
    """Return the spans without a whole date in brackets at their end, the date, and who is named behind it."""
    ending = ENDING.search(spans[-1].text) if spans and spans[-1].url is None else None
    found = first_date(ending["inside"], order) if ending else None
    if ending is None or found is None or found.start > 0 or found.year is None:
        return spans, None, []
    named = NAMES.fullmatch(ending["inside"], found.end)
    return (
        (*spans[:-1], replace(spans[-1], text=spans[-1].text[: ending.start()])),
        replace(found, start=0, end=0),
        names_in(named["names"]) if named else [],
    )
