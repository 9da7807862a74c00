"""Reads the sessions of a schedule. Nothing is invented: what is not certain is left out, or listed as unread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import BlockKind, plain
from bot.core.schedule.content import Content, identifier_of, is_paper, is_topic, kind_of, paper_of, read_into
from bot.core.schedule.dates import SchoolYear, dates_in, day_order, first_date, with_years, year_in
from bot.core.schedule.endings import OF_SESSIONS, without_ending
from bot.core.schedule.openings import begins_with_date, is_only_date, labeled_date, without_date, without_number
from bot.core.schedule.rows import Draft, table_drafts
from bot.core.schedule.sections import titled_sections
from bot.core.schedule.session import Schedule, ScheduleFault, Session, SessionKind, UnreadableScheduleError, UnreadLine
from bot.core.schedule.words import BACKLOG, FIELD, NO_MEETING, NUMBERED, OF_A_TITLE, READINGS, SPEAKER_ON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.schedule.blocks import Block, Document
    from bot.core.schedule.dates import FoundDate

NO_HEADING = 7  # below all headings, which go from 1 to 6
LONGEST_TERM = 6  # words of a paragraph such as "Spring 2017", which stands like a heading
LONGEST_UNREAD = 200
FURTHEST_DATE_OF_A_NOTICE = 10
LONGEST_NOTICE = 8  # words of a heading that says that there is no session
LONGEST_PROSE = 25  # words of a paragraph without links that still is a line of a schedule


def schedule_of(document: Document) -> Schedule:
    """Return what a document says. Raises UnreadableScheduleError if it has no session at all."""
    reader = _Reader(document)
    drafts = reader.drafts()
    days = with_years([draft.found for draft in drafts], [draft.year for draft in drafts])
    sessions = tuple(
        Session(
            draft.line,
            draft.content.kind,
            day,
            tuple(draft.content.papers),
            tuple(draft.content.hosts),
            tuple(dict.fromkeys(draft.content.links)),
            draft.content.topic,
            draft.content.keys,
        )
        for draft, day in zip(drafts, days, strict=True)
    )
    if not sessions:
        raise UnreadableScheduleError(ScheduleFault.NO_SESSIONS)
    return Schedule(sessions, tuple(reader.unread()))


class _Reader:
    """Goes through the blocks once. A session collects what stands below it until the next one begins."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._order = day_order(block.text for block in self._blocks)
        self._front_year = document.year
        self._read: set[int] = set()
        self._terms: set[tuple[int, int]] = set()  # the lists, by group and depth, that have items such as "2022"
        self._titled = titled_sections(self._blocks, self._order)
        self._lines_of_titles = {self._blocks[at].line for at in self._titled}
        self._headings: dict[int, str] = {}
        self._above: dict[int, str] = {}  # the headings above each block

    def drafts(self) -> list[Draft]:
        found = list(self._dated())
        _name_papers([draft for draft in found if draft.line in self._lines_of_titles])
        if not any(draft.content.papers for draft in found):
            found += self._undated()
        return sorted(found, key=lambda draft: draft.line)

    def unread(self) -> Iterator[UnreadLine]:
        """Yield lines with a date or a paper that no session took, and rows of tables."""
        for at, block in enumerate(self._blocks):
            if at not in self._read and self._looks_relevant(at):
                yield UnreadLine(block.line, block.text[:LONGEST_UNREAD])

    def _looks_relevant(self, at: int) -> bool:
        block = self._blocks[at]
        if block.kind is BlockKind.HEADING or _is_contents(block):
            return False
        has_paper = any(is_paper(span) and identifier_of(span.url) for span in block.spans)
        return (
            has_paper or block.kind is BlockKind.ROW or bool(dates_in(block.text, self._order)) or self._is_listed(at)
        )

    def _is_listed(self, at: int) -> bool:
        return self._blocks[at].kind is BlockKind.ITEM and bool(BACKLOG.search(self._above[at]))

    def _year(self) -> int | SchoolYear | None:
        for depth in sorted(self._headings, reverse=True):
            if year := year_in(self._headings[depth]):
                return year
        return self._front_year

    def _dated(self) -> Iterator[Draft]:
        current: tuple[Draft, Block] | None = None
        at = 0
        while at < len(self._blocks):
            block = self._blocks[at]
            if block.kind is BlockKind.ROW:
                rows = [each for each in self._blocks[at:] if each.kind is BlockKind.ROW and each.group == block.group]
                drafts = list(table_drafts(rows, self._order, self._year()))
                self._read |= set(range(at, at + len(rows))) if drafts else set()
                self._above |= dict.fromkeys(range(at, at + len(rows)), "")
                yield from drafts
                at, current = at + len(rows), None
                continue
            self._note_heading(at, block)
            if current and (not self._belongs(block, current[1]) or self._opens_another(at, current[1])):
                current = None
            if current:
                self._add(current[0], block)
                self._read.add(at)
            elif breaks := list(self._breaks(block)):
                yield from breaks
                self._read.add(at)
            elif draft := self._opened(at):
                current = draft, block
                self._read.add(at)
                yield draft
            at += 1

    def _note_heading(self, at: int, block: Block) -> None:
        if block.kind is BlockKind.HEADING:
            self._headings = {depth: text for depth, text in self._headings.items() if depth < block.depth}
            self._headings[block.depth] = block.text
        elif self._is_term(block):
            self._headings[NO_HEADING] = block.text
            self._terms |= {(block.group, block.depth)} if block.kind is BlockKind.ITEM else set()
        self._above[at] = " ".join(self._headings.values())

    def _is_term(self, block: Block) -> bool:
        """Return whether a paragraph, or an item of a list, stands like a heading above a term's sessions."""
        is_above = block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.ITEM and block.depth == 0)
        is_short = is_above and len(block.text.split()) <= LONGEST_TERM
        return is_short and year_in(block.text) is not None and first_date(block.text, self._order) is None

    def _belongs(self, block: Block, opening: Block) -> bool:
        """Return whether a block stands below the one that opened the session."""
        if opening.kind is BlockKind.HEADING:
            return block.kind is not BlockKind.HEADING or block.depth > opening.depth
        if opening.kind is BlockKind.ITEM:
            return block.kind is BlockKind.ITEM and block.group == opening.group and block.depth > opening.depth
        return block.kind is BlockKind.ITEM or (
            block.kind is BlockKind.PARAGRAPH and not first_date(block.text, self._order)
        )

    def _opens_another(self, at: int, opening: Block) -> bool:
        """Return whether below a heading stands a list of sessions with dates of their own."""
        is_item = self._blocks[at].kind is BlockKind.ITEM and not is_only_date(self._blocks[at], self._order)
        return opening.kind is BlockKind.HEADING and is_item and self._opened(at) is not None

    def _breaks(self, block: Block) -> Iterator[Draft]:
        """Yield a break for each day of "No meeting on August 23 and October 11"."""
        notice = NO_MEETING.search(block.text)
        if block.kind is BlockKind.HEADING or notice is None:
            return
        found = dates_in(re.split(r"[.!?]\s+(?=[A-Z])", block.text[notice.start() :], maxsplit=1)[0], self._order)
        if len(found) == 1 and found[0].start < FURTHEST_DATE_OF_A_NOTICE:
            return
        for each in found:
            yield Draft(block.line, each, Content(kind=SessionKind.BREAK), self._year())

    def _opened(self, at: int) -> Draft | None:
        """Return the session that a heading, item or paragraph opens: by its date, or by "Week 3"."""
        block = self._blocks[at]
        if _is_contents(block) or self._is_below_an_item(block):
            return None
        if block.kind is BlockKind.HEADING:
            return self._opened_by_heading(block, self._titled.get(at))
        found = first_date(block.text, self._order)
        is_dated = begins_with_date(block.text, found)
        if block.kind is BlockKind.PARAGRAPH and not any(span.url for span in block.spans):
            is_dated = is_dated and len(block.text.split()) < LONGEST_PROSE
        spans = without_date(block.spans, self._order)
        if not is_dated:
            found, spans = labeled_date(block, self._order), block.spans
        if found is None:
            return None
        draft = Draft(block.line, found, Content(), self._year())
        read_into(draft.content, spans, may_be_plain=True)
        return draft

    def _opened_by_heading(self, block: Block, below: FoundDate | None) -> Draft | None:
        """Return the session of a heading. `below` is the date under a heading that is a title."""
        found = first_date(block.text, self._order)
        is_dated = begins_with_date(block.text, found)
        if not (is_dated or below or NUMBERED.match(block.text)):
            return None
        draft = Draft(block.line, found if is_dated else below, Content(), self._year())
        title, spans = Content(), without_number(without_date(block.spans, self._order))
        read_into(title, spans, may_be_plain=False)
        draft.content.papers, draft.content.links = title.papers, title.links
        draft.content.topic = plain(spans).strip(" :–—-.")
        if not title.papers and len(draft.content.topic.split()) <= LONGEST_NOTICE:
            draft.content.kind = kind_of(draft.content.topic)
        draft.content.add_hosts(title.hosts)
        return draft

    def _is_below_an_item(self, block: Block) -> bool:
        """Return whether an item belongs to the one above it, which is more than a term's name."""
        return block.kind is BlockKind.ITEM and block.depth > int((block.group, 0) in self._terms)

    def _add(self, draft: Draft, block: Block) -> None:
        if is_only_date(block, self._order):
            return
        if READINGS.fullmatch(block.text) and not any(span.url for span in block.spans):
            return
        topic = draft.content.topic
        linked = next(
            (span.url for span in block.spans if OF_A_TITLE.fullmatch(span.text) and identifier_of(span.url)), None
        )
        if linked and topic and not draft.content.papers:
            draft.content.papers.append(paper_of(topic, linked))
            return
        read_into(draft.content, block.spans, may_be_plain=False)
        if topic:
            draft.content.topic = topic

    def _undated(self) -> Iterator[Draft]:
        """Yield the items of a list without any dates that have links of their own, as a record of sessions."""
        backlog = ""
        for at, block in enumerate(self._blocks):
            if block.kind is BlockKind.HEADING:
                backlog = block.text if BACKLOG.search(block.text) else ""
            if block.kind is not BlockKind.ITEM or block.depth or backlog or _is_contents(block) or at in self._read:
                continue
            content, spans, found = Content(), block.spans, None
            if OF_SESSIONS.search(self._above[at]):
                spans, found, hosts = without_ending(spans, self._order)
                content.add_hosts(hosts)
            read_into(content, spans, may_be_plain=found is not None or any(span.url for span in block.spans))
            if content.papers or found:
                self._read.add(at)
                yield Draft(block.line, found, content, None)


def _name_papers(drafts: Sequence[Draft]) -> None:
    """Take the headings of these sessions for titles, where nothing else names a paper.

    If several are like "Ada Berg on Maps of towns", she is the host.
    """
    spoken = [SPEAKER_ON.match(draft.content.topic) for draft in drafts]
    speakers = {match["name"] for match in spoken if match and not FIELD.search(match["name"])}
    for draft, match in zip(drafts, spoken, strict=True):
        content = draft.content
        if match and len(speakers) > 1 and match["name"] in speakers:
            content.add_hosts([match["name"]])
            content.topic = content.topic[match.end() :]
        if content.kind is SessionKind.SESSION and not content.papers and not is_topic(content.topic):
            content.papers.append(paper_of(content.topic, None))


def _is_contents(block: Block) -> bool:
    """Return whether the block is a line of a table of contents."""
    urls = [span.url for span in block.spans if span.url]
    return bool(urls) and all(url.startswith("#") for url in urls)
