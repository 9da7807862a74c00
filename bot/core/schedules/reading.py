"""Reads the sessions of a schedule. It never guesses: anything uncertain is left out, or listed as unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedules.authors import without_authors
from bot.core.schedules.below import Below, name_papers
from bot.core.schedules.blocks import BlockKind, plain
from bot.core.schedules.content import Content, read_into
from bot.core.schedules.crossed_out import with_done
from bot.core.schedules.dates import dates_in, day_order
from bot.core.schedules.endings import without_ending
from bot.core.schedules.host_naming import HostNaming
from bot.core.schedules.layout import FileLayout
from bot.core.schedules.linked import linked_papers
from bot.core.schedules.links import identifier_of, is_paper
from bot.core.schedules.lone_links import use_lone_links
from bot.core.schedules.notices import days_off, kind_of
from bot.core.schedules.numbered import numbered_papers
from bot.core.schedules.openings import (
    begins_with_date,
    date_of,
    days_said,
    is_dated_heading,
    is_dated_line,
    is_dated_within,
    is_only_date,
    is_place,
    labeled_date,
    only_names,
    says_all,
    without_date,
    without_number,
    without_place,
)
from bot.core.schedules.records import ListedPapers
from bot.core.schedules.rows import RowDraft, days_of, table_drafts
from bot.core.schedules.same_sessions import with_same_joined
from bot.core.schedules.sections import (
    begins_a_list,
    is_backlog,
    is_contents,
    is_news,
    is_numbered,
    is_term,
    only_year,
    with_months_below_years,
)
from bot.core.schedules.session import (
    Schedule,
    ScheduledPaper,
    ScheduleFault,
    SessionKind,
    UnreadableScheduleError,
    UnreadLine,
)
from bot.core.schedules.titles import has_quoted_title
from bot.core.schedules.topics import take_topics, without_repeated
from bot.core.schedules.words import OF_A_TOPIC
from bot.core.schedules.years import SchoolYear, year_in
from bot.core.schedules.years_elsewhere import days_of_drafts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.core.schedules.blocks import Block, Document, Spans
    from bot.core.schedules.dates import DayOrder

NO_HEADING = 7  # below all headings, which go from 1 to 6
LONGEST_UNREAD = 200
LONGEST_NOTICE = 8  # words of a heading that says that there is no session


def schedule_of(document: Document) -> Schedule:
    """Return what a document says. Raises UnreadableScheduleError if it has no session at all."""
    reader = _Reader(document)
    drafts = reader.drafts()
    days = days_of_drafts(drafts, list(map(reader.term_of, drafts)), document.blocks)
    sessions = tuple(draft.content.session(draft.line, day) for draft, day in zip(drafts, days, strict=True))
    if not sessions:
        raise UnreadableScheduleError(ScheduleFault.NO_SESSIONS)
    return Schedule(with_same_joined(sessions), tuple(reader.unread()))


class _Reader:
    """Goes through the blocks once. A session collects the blocks below it until the next one begins."""

    def __init__(self, document: Document) -> None:
        self._order = day_order(block.text for block in document.blocks)
        self._blocks = with_done(with_months_below_years(without_authors(document.blocks)), self._order)
        # One search in all texts together is much faster than one in each.
        self._texts = "".join(f"{span.text}\0" for block in self._blocks for span in block.spans)
        self._page_year = document.year or only_year(self._blocks, self._order)
        self._read: set[int] = set()
        self._terms: set[tuple[int, int]] = set()  # the lists, by group and depth, that have items such as "2022"
        self._layout = FileLayout.of(self._blocks, self._order)
        # The sessions whose heading is a title if nothing below names a paper.
        self._named_above: list[Content] = []
        self._openings: list[tuple[Content, tuple[ScheduledPaper, ...]]] = []
        self._places: dict[int, Content] = {}
        self._below = Below(self._order, self._blocks)
        self._naming = self._naming_in(is_dated_line)
        self._naming_in_headings = self._naming_in(is_dated_heading)
        # Above the line with the date, or after "Week 3".
        self._naming_above = HostNaming(block.spans for block in self._blocks if is_dated_within(block, self._order))
        self._naming_numbered = HostNaming(without_number(self._blocks[at].spans) for at in self._layout.numbered)
        self._headings: dict[int, str] = {}
        self._terms_of: dict[int, str] = {}  # the same with a year, by the line of each session
        self._above: dict[int, str] = {}  # the headings above each block, one a line

    def _naming_in(self, is_line: Callable[[Block, DayOrder], bool]) -> HostNaming:
        return HostNaming(without_date(each.spans, self._order) for each in self._blocks if is_line(each, self._order))

    def drafts(self) -> list[RowDraft]:
        found = []
        for draft in self._dated():
            found.append(draft)
            self._terms_of[draft.line] = " ".join(filter(begins_a_list, self._headings.values()))
        name_papers(self._named_above)
        take_topics(self._openings)
        without_repeated([draft.content for draft in found])
        use_lone_links(draft.content for draft in found)
        listed = ListedPapers(self._blocks, self._above, self._read, self._order)
        more = listed.dated if any(draft.content.papers for draft in found) else listed.drafts
        self._read |= {at for draft in more for at in listed.lines[draft.line]}
        if not (more or any(draft.content.papers for draft in found)):
            undated = list(numbered_papers(self._blocks)) or list(linked_papers(self._blocks, self._above))
            more = [draft for _, draft in undated]
            self._read |= {at for at, _ in undated}
        found += more
        # Without a paper, what looked like a place may be the title: the line is unread.
        self._read -= {at for at, content in self._places.items() if not content.papers}
        self._terms_of = dict.fromkeys((draft.line for draft in found), "") | self._terms_of
        return sorted(found, key=lambda draft: draft.line)

    def term_of(self, draft: RowDraft) -> str:
        """Return the headings above a session that begin a list. Below the same ones, dates are in order."""
        return self._terms_of[draft.line]

    def unread(self) -> Iterator[UnreadLine]:
        """Yield lines with a date or a paper that no session took, and rows of tables."""
        for at, block in enumerate(self._blocks):
            if at not in self._read and self._looks_relevant(at):
                yield UnreadLine(block.line, block.text[:LONGEST_UNREAD])

    def _looks_relevant(self, at: int) -> bool:
        block = self._blocks[at]
        if block.kind is BlockKind.HEADING or is_contents(block):
            return False
        has_paper = any(is_paper(span) and identifier_of(span.url) for span in block.spans)
        return (
            has_paper or block.kind is BlockKind.ROW or bool(dates_in(block.text, self._order)) or self._is_listed(at)
        )

    def _is_listed(self, at: int) -> bool:
        return self._blocks[at].kind is BlockKind.ITEM and is_backlog(self._above[at].split("\n"))

    def _year(self) -> int | SchoolYear | None:
        for depth in sorted(self._headings, reverse=True):
            if year := year_in(self._headings[depth]):
                return year
        return self._page_year

    def _dated(self) -> Iterator[RowDraft]:
        current: tuple[RowDraft, Block] | None = None
        at = 0
        while at < len(self._blocks):
            block = self._blocks[at]
            if block.kind is BlockKind.ROW:
                rows = [each for each in self._blocks[at:] if each.kind is BlockKind.ROW and each.group == block.group]
                drafts = list(table_drafts(rows, self._order, self._year(), self._headings.values()))
                self._read |= set(range(at, at + len(rows))) if drafts else set()
                self._above |= dict.fromkeys(range(at, at + len(rows)), "")
                yield from drafts
                at, current = at + len(rows), None
                continue
            if at in self._layout.titles_below.values():
                self._read.add(at)
                at += 1
                continue
            self._note_heading(at, block)
            if current and (not self._belongs(block, current[1]) or self._opens_another(at, current[1])):
                current = None
            if current:
                self._below.add(current[0].content, block)
                self._read.add(at)
            elif days := days_off(block, self._order):
                yield from (RowDraft(block.line, day, Content(kind=SessionKind.BREAK), self._year()) for day in days)
                self._read.add(at)
            elif draft := self._opened(at):
                current = draft, block
                self._read.add(at)
                self._below.begin(draft.content, draft.found)
                yield from days_of(draft)
            at += 1

    def _note_heading(self, at: int, block: Block) -> None:
        if block.kind is BlockKind.HEADING:
            self._headings = {depth: text for depth, text in self._headings.items() if depth < block.depth}
            self._headings[block.depth] = block.text
        elif is_term(block, self._order) and at not in self._layout.titled_items:
            self._headings[NO_HEADING] = block.text
            self._terms |= {(block.group, block.depth)} if block.kind is BlockKind.ITEM else set()
        self._above[at] = "\n".join(self._headings.values())

    def _belongs(self, block: Block, opening: Block) -> bool:
        """Return whether a block is below the one that opened the session."""
        if opening.kind is BlockKind.HEADING:
            return block.kind is not BlockKind.HEADING or block.depth > opening.depth
        if opening.kind is BlockKind.ITEM:
            # A list of links may follow directly, outside of the numbered list.
            is_below = (
                block.depth > opening.depth if block.group == opening.group else not is_dated_line(block, self._order)
            )
            return block.kind is BlockKind.ITEM and is_below
        return block.kind is BlockKind.ITEM or (block.kind is BlockKind.PARAGRAPH and not date_of(block, self._order))

    def _opens_another(self, at: int, opening: Block) -> bool:
        """Return whether a heading has sessions below it with dates of their own, as items or headings."""
        block = self._blocks[at]
        if block.kind is BlockKind.ITEM:
            may_open = not (is_only_date(block, self._order) or self._says_when(block, opening))
        else:
            found = date_of(opening, self._order)
            may_open = block.kind is BlockKind.HEADING and begins_with_date(opening.text, found)
        return opening.kind is BlockKind.HEADING and may_open and self._opened(at) is not None

    def _says_when(self, block: Block, heading: Block) -> bool:
        """Return whether a line below a heading says "Date: …", and so is no session of its own."""
        said, above = labeled_date(block, self._order), date_of(heading, self._order)
        return said is not None and (above is None or (above.month, above.day) == (said.month, said.day))

    def _opened(self, at: int) -> RowDraft | None:
        """Return the session that a heading, item or paragraph opens: by its date, or by "Week 3"."""
        block = self._blocks[at]
        above = [text for depth, text in sorted(self._headings.items()) if depth < NO_HEADING]
        if is_contents(block) or self._is_below_an_item(block) or is_news(block, above):
            return None
        if block.kind is BlockKind.HEADING:
            return self._opened_by_heading(at)
        found, spans = date_of(block, self._order), without_date(block.spans, self._order)
        if not is_dated_line(block, self._order):
            found, spans = next(days_said(block, self._order), None) or self._layout.titled_items.get(at), block.spans
        if found is None and at in self._layout.numbered:
            spans = without_number(spans)
        elif found is None and not (says_all(block) and not is_backlog(self._above[at].split("\n"))):
            return None
        other = self._naming_numbered if at in self._layout.numbered else self._naming_above
        naming = self._naming if is_dated_line(block, self._order) else other
        spans, hosts = ((), names) if (names := only_names(spans)) else naming.cut(spans)
        draft = RowDraft(block.line, found, Content(hosts=hosts), self._year())
        if is_place(spans):
            self._places[at] = draft.content
            return draft
        # In a list such as "Week 3: Maps" without dates, a text without a link is a topic.
        is_plain = found is not None or at not in self._layout.numbered
        read_into(draft.content, without_place(spans), may_be_plain=is_plain, may_be_short=self._is_own(spans))
        self._openings.append((draft.content, tuple(draft.content.papers)))
        if OF_A_TOPIC.search("".join(span.text for span in block.spans)):
            self._named_above.append(draft.content)
        return draft

    def _is_own(self, spans: Spans) -> bool:
        """Return whether a line is one link that no other line has, so that one word of it may be a title."""
        return len(spans) == 1 and self._texts.count(f"{spans[0].text}\0") == 1

    def _opened_by_heading(self, at: int) -> RowDraft | None:
        """Return the session of a heading: by its date, a number, or the date below it."""
        block, below = self._blocks[at], self._layout.titled.get(at)
        found = date_of(block, self._order)
        is_dated, left = is_dated_heading(block, self._order), without_date(block.spans, self._order)
        if not is_dated and at in self._layout.ended:
            left, found, _ = without_ending(block.spans, self._order)
            is_dated = True
        if not (is_dated or below or is_numbered(block) or at in self._layout.alike):
            return None
        draft = RowDraft(block.line, found if is_dated else below, Content(), self._year())
        spans, hosts = self._naming_in_headings.cut(without_number(left))
        title = Content(hosts=hosts)
        read_into(title, spans, may_be_plain=has_quoted_title(spans))
        if at in self._layout.titles_below:
            spans = self._blocks[at + 1].spans
            read_into(title, spans, may_be_plain=True, may_be_short=True)
        draft.content.papers, draft.content.links = title.papers, title.links
        draft.content.topic = plain(spans).strip(" :–—-.")
        if not title.papers and len(draft.content.topic.split()) <= LONGEST_NOTICE:
            draft.content.kind = kind_of(draft.content.topic)
        draft.content.add_hosts(title.hosts)
        self._openings.append((draft.content, tuple(title.papers)))
        if draft.content.topic and (is_dated or (below and not is_numbered(block))):
            self._named_above.append(draft.content)
        return draft

    def _is_below_an_item(self, block: Block) -> bool:
        """Return whether an item belongs to the one above it, which is more than a term's name."""
        return block.kind is BlockKind.ITEM and block.depth > int((block.group, 0) in self._terms)
