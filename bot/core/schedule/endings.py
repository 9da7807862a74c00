"""Reads the end of an item in a list of papers: "(2023-02-01, Ada)"."""

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

ENDING = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{4,80})[)\]](?=\s*[:.,;]?\s*$)")
NAMES = re.compile(rf"\W*(?P<names>{CAPITALIZED}(?:(?: |, | & | and ){CAPITALIZED}){{0,5}})\W*")
# Elsewhere, a date in brackets may be the day on which the paper was published.
OF_SESSIONS = re.compile(
    r"\b(?:read|discussed|covered|past|previous|sessions?|meetings?|history|schedule)\b", re.IGNORECASE
)


def without_ending(spans: Spans, order: DayOrder) -> tuple[Spans, FoundDate | None, list[str]]:
    """Return the spans without a date in brackets at the end of the title, the date, and who is named after it."""
    for at in reversed(range(len(spans))):
        ending = ENDING.search(spans[at].text) if spans[at].url is None else None
        found = first_date(ending["inside"], order) if ending else None
        if ending is None or found is None or found.start > 0:
            continue
        named = NAMES.fullmatch(ending["inside"], found.end)
        text = spans[at].text[: ending.start()] + spans[at].text[ending.end() :]
        return (
            (*spans[:at], replace(spans[at], text=text), *spans[at + 1 :]),
            replace(found, start=0, end=0),
            names_in(named["names"]) if named else [],
        )
    return spans, None, []
