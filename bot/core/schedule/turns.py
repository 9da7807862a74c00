"""Finds who takes turns in a list whose lines begin with a name, as in "March 1: Ada Berg: Maps of small towns"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import plain
from bot.core.schedule.given_names import GIVEN_NAMES
from bot.core.schedule.hosts import names_in
from bot.core.schedule.words import CANCELLED, CAPITALIZED, FIELD, NO_MEETING, NO_PAPER, NOT_A_PAPER, NUMBERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.schedule.blocks import Spans

TURN = re.compile(rf"(?P<name>{CAPITALIZED}(?: {CAPITALIZED}){{0,2}})(?:\s*:\s*|\s+[–—-]\s+|\s*$)")
FULL = rf"{CAPITALIZED}(?: {CAPITALIZED}){{0,2}}"
BEHIND = re.compile(rf"\[(?P<names>{FULL}(?:(?:, | and | & ){FULL}){{0,4}})\]\W*$")
# A field, such as "Computer Vision", may stand in front of many titles too, so one full name is not enough.
FEWEST_NAMES, FEWEST_TURNS, AT_LEAST = 3, 2, 1 / 3
FEWEST_GIVEN = 2
FEWEST_OF_A_ROTA, MOSTLY = 5, 2 / 3


def turn_takers(lines: Iterable[str]) -> frozenset[str]:
    """Return the names that stand in front of several lines, and the full names in front of one; none if unsure.

    If many of them begin with a given name, all of them are names.
    """
    texts = [line for line in lines if line]
    counts = Counter(match["name"] for line in texts if (match := TURN.match(line)) and _may_be_name(match["name"]))
    often = {name: count for name, count in counts.items() if count >= FEWEST_TURNS}
    full = [name for name in often if " " in name]
    found = _given(counts, len(texts))
    if len(full) >= FEWEST_NAMES and sum(often.values()) >= AT_LEAST * len(texts):
        found |= {*often, *(name for name in counts if " " in name)}
    return frozenset(found)


def _given(counts: Counter[str], lines: int) -> set[str]:
    """Return all names if most of them begin with a given name, or only those that do if some do."""
    given = {name for name in counts if name.split()[0] in GIVEN_NAMES}
    # A rota: each line begins with a full name.
    is_rota = (
        len(counts) >= FEWEST_OF_A_ROTA and all(" " in name for name in counts) and counts.total() > lines * MOSTLY
    )
    fewest = FEWEST_GIVEN if is_rota else max(FEWEST_GIVEN, AT_LEAST * len(counts))
    if len(given) < fewest or counts.total() < AT_LEAST * lines:
        return set()
    return set(counts) if is_rota or len(given) > len(counts) / 2 else given


def names_behind(lines: Iterable[str]) -> frozenset[str]:
    """Return the names in square brackets at the ends of several lines, if some of them are given names."""
    found = [match["names"] for line in lines if (match := BEHIND.search(line))]
    names = {name for text in found for name in names_in(text)}
    given = {name for name in names if name.split()[0] in GIVEN_NAMES}
    are_names = len(found) >= FEWEST_NAMES and len(given) >= max(FEWEST_GIVEN, AT_LEAST * len(names))
    return frozenset(names) if are_names else frozenset()


def without_names_behind(spans: Spans, names: frozenset[str]) -> tuple[Spans, list[str]]:
    """Return the spans without the names in brackets at the end, and the names."""
    match = BEHIND.search(plain(spans)) if names else None
    found = names_in(match["names"]) if match else []
    if not found or not set(found) <= names:
        return spans, []
    left = list(spans)
    while left and not (left[-1].url is None and "[" in left[-1].text):
        left.pop()
    return (*left[:-1], replace(left[-1], text=left[-1].text.rpartition("[")[0])), found


def without_turn(spans: Spans, takers: frozenset[str]) -> tuple[Spans, list[str]]:
    """Return the spans without the name of whose turn it is, and the name."""
    match = TURN.match(plain(spans)) if spans and spans[0].url is None else None
    if match is None or match["name"] not in takers:
        return spans, []
    rest = re.sub(rf"^\W*{re.escape(match['name'])}\s*[:–—-]?\s*", "", spans[0].text, count=1)
    return ((replace(spans[0], text=rest), *spans[1:]) if rest else spans[1:]), [match["name"]]


def _may_be_name(text: str) -> bool:
    is_other = any(words.search(text) for words in (FIELD, NOT_A_PAPER, NUMBERED, NO_MEETING, CANCELLED))
    return not (is_other or NO_PAPER.match(text))
