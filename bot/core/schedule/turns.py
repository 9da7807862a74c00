"""Finds who takes turns in a list whose lines begin with a name, as in "March 1: Ada Berg: Maps of small towns"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import plain
from bot.core.schedule.words import CAPITALIZED, FIELD, NO_MEETING, NO_PAPER, NOT_A_PAPER, NUMBERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.schedule.blocks import Spans

TURN = re.compile(rf"(?P<name>{CAPITALIZED}(?: {CAPITALIZED}){{0,2}})(?:\s*:\s*|\s+[–—-]\s+|\s*$)")
# A field, such as "Computer Vision", may stand in front of many titles too, so one full name is not enough.
FEWEST_NAMES, FEWEST_TURNS, AT_LEAST = 3, 2, 1 / 3


def turn_takers(lines: Iterable[str]) -> frozenset[str]:
    """Return the names that stand in front of several lines, and the full names in front of one; none if unsure."""
    texts = [line for line in lines if line]
    counts = Counter(match["name"] for line in texts if (match := TURN.match(line)) and _may_be_name(match["name"]))
    often = {name: count for name, count in counts.items() if count >= FEWEST_TURNS}
    full = [name for name in often if " " in name]
    if len(full) < FEWEST_NAMES or sum(often.values()) < AT_LEAST * len(texts):
        return frozenset()
    return frozenset(often) | {name for name in counts if " " in name}


def without_turn(spans: Spans, takers: frozenset[str]) -> tuple[Spans, list[str]]:
    """Return the spans without the name of whose turn it is, and the name."""
    match = TURN.match(plain(spans)) if spans and spans[0].url is None else None
    if match is None or match["name"] not in takers:
        return spans, []
    rest = re.sub(rf"^\W*{re.escape(match['name'])}\s*[:–—-]?\s*", "", spans[0].text, count=1)
    return ((replace(spans[0], text=rest), *spans[1:]) if rest else spans[1:]), [match["name"]]


def _may_be_name(text: str) -> bool:
    is_other = any(words.search(text) for words in (FIELD, NOT_A_PAPER, NUMBERED, NO_MEETING))
    return not (is_other or NO_PAPER.match(text))
