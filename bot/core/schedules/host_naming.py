"""Finds the hosts in a list that names them at the same position in each line.

As in "March 1: Ada Berg: Maps of small towns" or "March 1 (Ada): Maps of small towns".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import plain
from bot.core.schedules.hosts import names_in
from bot.core.schedules.known_names import is_common_given_name
from bot.core.schedules.people import are_people
from bot.core.schedules.words import (
    CANCELLED,
    CAPITALIZED,
    FIELD,
    NO_MEETING,
    NO_PAPER,
    NOT_A_PAPER,
    NUMBERED,
    OF_PEOPLE,
    UP_TO_FOUR_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.schedules.blocks import Span, Spans

NAME_IN_FRONT = re.compile(rf"(?P<name>{CAPITALIZED}(?: {CAPITALIZED}){{0,2}})(?:\s*[:;]\s*|\s+[–—-]\s+|\s*\n|\s*$)")
NAMES = rf"(?P<names>{UP_TO_FOUR_WORDS}(?:(?:, | and | & |/){UP_TO_FOUR_WORDS}){{0,4}})"
# Next to a name in brackets, as in: (Ada, 2B13), (Ada) in 2B13.
ROOM = r"\d{0,2}[A-Z]{1,3}[.-]?\d{1,4}[a-z]?"
SQUARE_BEHIND = re.compile(rf"\s{{0,3}}\[{NAMES}\]\W{{0,9}}$")
# Nothing but a guest: "Ada Berg (Smallville) — Seminar".
GUEST = re.compile(
    rf"^\W{{0,3}}(?P<names>{CAPITALIZED}(?: {CAPITALIZED}){{1,2}})\s{{1,3}}\([^()]{{2,60}}\)\s{{0,3}}"
    r"(?:[–—-]\s{1,3}(?:(?i:seminar|talk|guest lecture))|)\W{0,3}$"
)
# "Maps of many towns by Ada", maybe with the time in brackets.
BY = re.compile(
    r"(?<=\S)(?:,?\s{1,3}(?:led|presented|given|hosted|chaired|moderated))?\s{1,3}(?:by|von|par|por)\s{1,3}"
    rf"{NAMES}(?:\s{{1,3}}\([^()]{{2,20}}\))?\W{{0,9}}$",
    re.MULTILINE,
)
# Where a line may have names, besides its beginning: after the date, or at the end.
PLACES = (
    GUEST,
    BY,
    re.compile(rf"^\W{{0,3}}\({NAMES}\)[^\S\n]{{0,3}}[:–—-]{{0,3}}[^\S\n]{{0,3}}"),  # a link begins with line ends
    SQUARE_BEHIND,
    re.compile(rf"\s{{0,3}}\({NAMES}(?:, {ROOM})?\)(?: (?:in|at) (?:room )?{ROOM})?\W{{0,9}}$"),
    re.compile(rf"\s{{1,3}}[–—|-]\s{{1,3}}{NAMES}\W{{0,9}}$"),
)
# A field, such as "Computer Vision", may also come before many titles, so one full name is not enough.
FEWEST_NAMES, FEWEST_TIMES, AT_LEAST = 3, 2, 1 / 3
FEWEST_GIVEN, A_SIXTH = 2, 1 / 6
FEWEST_OF_A_ROTA, MOSTLY, COMING_AGAIN, FEWEST_CALLED = 5, 2 / 3, 0.8, 1 / 4


class HostNaming:
    """Learns from all lines, without their dates, where they name hosts. Then it takes those out of each line."""

    def __init__(self, lines: Iterable[Spans], places: Sequence[re.Pattern[str]] = PLACES) -> None:
        written = [spans for spans in lines if plain(spans)]
        texts = [_with_line_ends(spans).strip() for spans in written]
        self._names_in_front = names_in_front(map(_front, written))
        found = {place: [match["names"] for text in texts if (match := place.search(text))] for place in places}
        self._places = [place for place in places if _are_members(place, found[place], len(texts))]

    def cut(self, spans: Spans) -> tuple[Spans, list[str]]:
        """Return the spans without hosts, and the hosts."""
        spans, hosts = _without_name_in_front(spans, self._names_in_front)
        for place in self._places:
            match = place.search(_with_line_ends(spans))
            if match and (names := names_in(match["names"])):
                spans, hosts = _without(spans, *match.span()), hosts + names
        return spans, hosts


def names_in_front(lines: Iterable[str]) -> frozenset[str]:
    """Return the names at the start of several lines, and full names at the start of one; none if that is uncertain.

    If names that occur again begin a third of the lines, a full name that occurs once is a name too. If they begin only
    a sixth, one of them must have a known given name, and a full name that occurs once must be alone on its line.
    """
    texts = [line for line in lines if not (NO_MEETING.search(line) or CANCELLED.search(line))]
    matches = [match for line in texts if (match := NAME_IN_FRONT.match(line)) and _may_be_name(match["name"])]
    counts = Counter(map(_name, matches))
    often = {name: count for name, count in counts.items() if count >= FEWEST_TIMES}
    full = [name for name in often if " " in name]
    found = _given(counts, len(texts))
    if len(full) >= FEWEST_NAMES and sum(often.values()) >= AT_LEAST * len(texts):
        found |= {*often, *(name for name in counts if " " in name)}
    elif len(full) >= FEWEST_NAMES and sum(often[name] for name in full) >= A_SIXTH * len(texts) and _any_given(full):
        alone = {_name(match) for match in matches if match[0].strip() == match["name"]}
        found |= {*full, *(name for name in alone if " " in name and not name.split()[0].isupper())}
    # Also those who are called by only a part of their name.
    parts = {part for name in found for part in name.split()}
    return frozenset(found | (parts & counts.keys()))


def _name(match: re.Match[str]) -> str:
    """Return the name without a dash or full stop after it; the stop of "Ada B." belongs to it."""
    name = match["name"].rstrip("-–—")
    return name if re.search(r"\b\w\.$", name) else name.rstrip(".")


def _any_given(names: Iterable[str]) -> bool:
    return any(is_common_given_name(name.split()[0]) for name in names)


def _given(counts: Counter[str], lines: int) -> set[str]:
    """Return all names if most of them begin with a given name, or only those that do if some do.

    Half of them are enough where nearly all lines begin with a name.
    """
    given = {name for name in counts if is_common_given_name(name.split()[0])}
    # A rota: each line begins with a full name.
    is_rota = (
        len(counts) >= FEWEST_OF_A_ROTA and all(" " in name for name in counts) and counts.total() > lines * MOSTLY
    )
    fewest = FEWEST_GIVEN if is_rota else max(FEWEST_GIVEN, AT_LEAST * len(counts))
    if len(given) < fewest or counts.total() < AT_LEAST * lines:
        return set()
    is_most = len(given) >= len(counts) / 2 and counts.total() > lines * MOSTLY
    return set(counts) if is_rota or is_most or len(given) > len(counts) / 2 else given


def _are_members(place: re.Pattern[str], found: Sequence[str], lines: int) -> bool:
    """Return whether the people named at one position in several lines are members, and not the papers' authors.

    Members occur again, or are called by their given names. Square brackets hold no authors.
    """
    if place is GUEST:
        return are_people(found)
    names = [name for text in found for name in names_in(text)]
    if len(found) < max(FEWEST_NAMES, AT_LEAST * lines) or not are_people(found):
        return False
    come_again = len(set(names)) <= COMING_AGAIN * len(names)
    called = [name for name in names if " " not in name]
    given = set(filter(is_common_given_name, called))
    are_called = len(called) > len(names) / 2 or len(given) >= max(FEWEST_NAMES, FEWEST_CALLED * len(names))
    return place is SQUARE_BEHIND or come_again or are_called


def _with_line_ends(spans: Spans) -> str:
    """Return the text, as long as before, with line ends and a mark for each link: names may end before a link."""
    return "".join(span.text if span.url is None else "\n" * (len(span.text) - 1) + "·" for span in spans)


def _without(spans: Spans, start: int, end: int) -> Spans:
    """Return the spans without a part of their text."""
    left: list[Span] = []
    at = 0
    for span in spans:
        first, last = max(start - at, 0), max(end - at, 0)
        left.append(replace(span, text=span.text[:first] + span.text[last:]))
        at += len(span.text)
    return tuple(span for span in left if span.text)


def _without_name_in_front(spans: Spans, names: frozenset[str]) -> tuple[Spans, list[str]]:
    """Return the spans without the host's name, and the name."""
    match = NAME_IN_FRONT.match(_front(spans))
    if match is None or _name(match) not in names:
        return spans, []
    rest = re.sub(rf"^\W*{re.escape(match['name'])}\s*[:;–—-]?\s*", "", spans[0].text, count=1)
    return ((replace(spans[0], text=rest), *spans[1:]) if rest else spans[1:]), names_in(match["name"])


def _front(spans: Spans) -> str:
    """Return what stands in front of the first link, with its lines."""
    texts = (span.text for span in takewhile(lambda span: span.url is None, spans))
    return re.sub(r"[^\S\n]+", " ", "".join(texts)).strip()


def _may_be_name(text: str) -> bool:
    is_other = any(words.search(text) for words in (FIELD, NOT_A_PAPER, NUMBERED, NO_MEETING, CANCELLED))
    return not (is_other or NO_PAPER.match(text) or OF_PEOPLE.fullmatch(text) or not names_in(text))
