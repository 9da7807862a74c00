"""Reads lists without dates if they record what a group read. Other lists of links are ignored."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.below import Below, is_own_file
from bot.core.schedules.blocks import BlockKind
from bot.core.schedules.content import Content, read_into
from bot.core.schedules.endings import OF_SESSIONS, without_ending
from bot.core.schedules.host_naming import HostNaming
from bot.core.schedules.links import identifier_of
from bot.core.schedules.openings import without_number
from bot.core.schedules.rows import RowDraft
from bot.core.schedules.sections import is_backlog, is_contents
from bot.core.schedules.spans import joined
from bot.core.schedules.title_ends import without_ends
from bot.core.schedules.topics import take_topics
from bot.core.schedules.words import NUMBERED, OF_A_TITLE
from bot.core.schedules.years import year_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.core.schedules.blocks import Block, Span, Spans
    from bot.core.schedules.dates import DayOrder

ENOUGH, TWO_THIRDS, NEARLY_ALL, A_THIRD, FEWEST_DATES = 0.5, 2 / 3, 0.8, 1 / 3, 4
DESCRIBED = re.compile(r"\s*(?::|\s[–—-])\s+(?=[^\W\d_a-z]\S*\s+(?:\S+\s+){4})")
OF_PAPERS = re.compile(r"\b(?:papers?|readings?|articles?|publications?|topics?)\b", re.IGNORECASE)
OF_A_MEETING = re.compile(r"\b(?:slides?|recordings?|videos?|notes?|summary|presentations?)\b", re.IGNORECASE)
# A text with a number in its name, such as the year; "docs/START.md" is of the project.
OWN_FILE = re.compile(r"(?!\w+:|#|//).*\d.*|.*\.(?:pdf|pptx?|key|odp)$", re.IGNORECASE)


class ListedPapers:
    """The items of such lists that have links of their own, or the date of a session at the end.

    `above` are the headings above each block. Items that were `read` already are left out.

    Of the `drafts`, those with a date are also in `dated`. `lines` are the blocks from which each draft was read.
    """

    def __init__(
        self, blocks: Sequence[Block], above: Mapping[int, str], read: Collection[int], order: DayOrder
    ) -> None:
        self._blocks, self._above, self._order = blocks, above, order
        self._regular = _regular_in(blocks, order)
        self._described = _described_in(blocks)
        self._cited = _cited_in(blocks)
        self._below = Below(order, blocks)
        # Hosts, as in: Week 3 (Ada), Maps of towns.
        numbered = (block.spans for block in blocks if block.kind is BlockKind.ITEM and NUMBERED.match(block.text))
        self._naming = HostNaming(map(without_number, numbered))
        self.drafts: list[RowDraft] = []
        self.dated: list[RowDraft] = []
        self.lines: dict[int, set[int]] = {}  # by the line in which the draft begins
        openings = []
        records = _records_in(blocks) | self._described
        for at, block in enumerate(blocks):
            is_item = block.kind is BlockKind.ITEM and block.depth == 0 and block.group in (records | self._regular)
            if not is_item or at in read or is_backlog(above[at].split("\n")) or is_contents(block):
                continue
            if draft := self._draft_of(at):
                openings.append((draft.content, tuple(draft.content.papers)))
                self._keep(at, draft)
        take_topics(openings)

    def _draft_of(self, at: int) -> RowDraft | None:
        block, above = self._blocks[at], self._above[at]
        content, spans, found = Content(), block.spans, None
        if block.group in self._regular or OF_SESSIONS.search(above):
            spans, found, hosts = without_ending(spans, self._order)
            content.add_hosts(hosts)
        if NUMBERED.match(block.text):
            spans, hosts = self._naming.cut(without_number(spans))
            content.add_hosts(hosts)
        has_links = any(map(_is_of_a_session, block.spans))
        is_described = block.group in self._described
        spans = _without_description(spans) if is_described else spans
        is_short = is_described or is_own_file(block)
        is_plain = is_described or has_links or found is not None or block.group in self._cited
        read_into(content, spans, may_be_plain=is_plain, may_be_short=is_short)
        years = [year for heading in above.split("\n") if (year := year_in(heading))]
        return RowDraft(block.line, found, content, years[-1] if years else None) if content.papers or found else None

    def _keep(self, at: int, draft: RowDraft) -> None:
        """Keep a draft. With a date, the items below it belong to it too."""
        block = self._blocks[at]
        self.drafts.append(draft)
        self.lines[draft.line] = {at}
        if draft.found is None:
            return
        self.dated.append(draft)
        self._below.begin(draft.content, draft.found)
        for line in range(at + 1, len(self._blocks)):
            each = self._blocks[line]
            if each.group != block.group or each.depth == 0:
                break
            self._below.add(draft.content, each)
            self.lines[draft.line].add(line)


def _regular_in(blocks: Sequence[Block], order: DayOrder) -> frozenset[int]:
    """Return the groups of the lists whose items end with whole dates, nearly all on the same day of the week."""
    lists: dict[int, list[int]] = defaultdict(list)
    for block in blocks:
        if block.kind is BlockKind.ITEM and block.depth == 0:
            found = without_ending(block.spans, order)[1]
            if day := found.in_year(None) if found else None:
                lists[block.group].append(day.weekday())
    return frozenset(
        group
        for group, days in lists.items()
        if len(days) >= FEWEST_DATES and max(Counter(days).values()) >= NEARLY_ALL * len(days)
    )


def _records_in(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the groups of the lists in which half of the items link to a paper, or to slides and the like.

    A list also counts if the heading right above it says that there are papers below.
    """
    lists: dict[int, list[bool]] = defaultdict(list)
    is_named = True  # without any heading
    for block in blocks:
        is_label = block.kind is BlockKind.PARAGRAPH and block.text.endswith(":")
        if block.kind is BlockKind.HEADING or (is_label and not is_named):
            is_named = (OF_PAPERS.search(block.text) or OF_SESSIONS.search(block.text)) is not None
        if block.kind is BlockKind.ITEM and block.depth == 0:
            lists[block.group].append(is_named or any(map(_is_of_a_session, block.spans)))
    return _groups_with(lists, ENOUGH)


def _described_in(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the groups of the lists in which titles, several of them links, come before a colon and a description.

    The heading or the paragraph right above must speak of what was read.
    """
    lists: dict[int, list[bool]] = defaultdict(list)
    above, said = "", ""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            above, said = block.text, ""
        elif block.kind is BlockKind.PARAGRAPH:
            said = block.text
        elif block.kind is BlockKind.ITEM and block.depth == 0 and OF_SESSIONS.search(f"{above} {said}"):
            is_linked = bool(block.spans and block.spans[0].url)
            lists[block.group].append(is_linked and _without_description(block.spans) != block.spans)
    return _groups_with(lists, A_THIRD, FEWEST_DATES)


def _cited_in(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the groups of the lists in which most items end with the authors of a paper, and the line above says that
    these were read.
    """
    lists: dict[int, list[bool]] = defaultdict(list)
    above = ""
    for block in blocks:
        if block.kind is not BlockKind.ITEM:
            above = block.text
        elif block.depth == 0 and OF_SESSIONS.search(above):
            lists[block.group].append(without_ends(block.text) != block.text)
    return _groups_with(lists, TWO_THIRDS, FEWEST_DATES)


def _groups_with(lists: Mapping[int, Sequence[bool]], share: float, fewest: int = 0) -> frozenset[int]:
    """Return the groups of the lists in which at least this share of the items are so, and at least `fewest`."""
    return frozenset(group for group, items in lists.items() if sum(items) >= max(fewest, share * len(items)))


def _without_description(spans: Spans) -> Spans:
    """Return what comes before a colon, or a dash, and a description of several words; all spans if nothing does."""
    for at, span in enumerate(spans):
        found = DESCRIBED.search(span.text) if span.url is None else None
        if found:
            return joined((*spans[:at], replace(span, text=span.text[: found.start()])))
    return spans


def _is_of_a_session(span: Span) -> bool:
    if not span.url:
        return False
    is_file = identifier_of(span.url) is not None or OWN_FILE.match(span.url) is not None
    return is_file or OF_A_TITLE.fullmatch(span.text) is not None or OF_A_MEETING.search(span.text) is not None
