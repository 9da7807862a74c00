"""Reads the sessions of a table: one for each row, or several rows for one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from bot.core.schedules.below import name_papers
from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.columns import OF_ELSEWHERE, columns_of
from bot.core.schedules.content import Content, read_into, without_named_hosts
from bot.core.schedules.dates import dates_in, first_date
from bot.core.schedules.headings import Column
from bot.core.schedules.host_naming import HostNaming
from bot.core.schedules.hosts import labeled_hosts, names_in
from bot.core.schedules.months import with_whole_dates
from bot.core.schedules.notices import LONGEST_NOTICE, is_off_within, kind_of
from bot.core.schedules.other_rows import of_other_kinds, undescribed
from bot.core.schedules.own_tables import content_of
from bot.core.schedules.people import are_people, are_surnames_first
from bot.core.schedules.prefixes import common_prefix, without_prefix
from bot.core.schedules.row_links import read_links
from bot.core.schedules.sections import is_backlog
from bot.core.schedules.session import SessionKind, SessionLink
from bot.core.schedules.spans import LINE_BREAK, joined, lines_in
from bot.core.schedules.topics import take_papers_elsewhere, without_notices
from bot.core.schedules.words import COMMA_IN_NAME, NO_MEETING, OF_A_TOPIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.core.schedules.blocks import Block, Spans
    from bot.core.schedules.dates import DayOrder, FoundDate
    from bot.core.schedules.years import SchoolYear


HOUR = re.compile(r"\d{1,2}[:h][0-5]\d(?:\s?[-–]\s?\d{1,2}[:h][0-5]\d)?(?:\s?[ap]m)?", re.IGNORECASE)
# After the name of a room, for example: "Room 5 (CANCELED)".
OFF_IN_BRACKETS = re.compile(r"^.{0,60}[(\[](?:cancell?ed|postponed)[)\]]$", re.IGNORECASE)
MOSTLY = 0.6
SPECIAL = re.compile(r"(?:special|opening|closing) sessions?", re.IGNORECASE)  # in place of a name
Cells: TypeAlias = "dict[Column, list[Spans]]"


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A session whose year may not be known yet. `year` is that of the headings above."""

    line: int
    found: FoundDate | None
    content: Content
    year: int | SchoolYear | None = None


def days_of(draft: RowDraft) -> Iterator[RowDraft]:
    """Yield a session for each of its days, which share what is read of it."""
    yield draft
    yield from (replace(draft, found=day) for day in (draft.found.also if draft.found else ()))


def table_drafts(
    blocks: Sequence[Block], order: DayOrder, year: int | SchoolYear | None, headings: Iterable[str] = ()
) -> Iterator[RowDraft]:
    """Yield the sessions of one table; none if it has no dates, numbers or hosts, or lists suggestions.

    Without papers, its headings must name hosts and dates.
    """
    blocks = with_whole_dates(blocks)
    columns = columns_of(blocks[0].header, [block.cells for block in blocks], order)
    if not set(columns) & {Column.DATE, Column.NUMBER, Column.HOST}:
        return
    blocks = _with_whole_names(blocks, columns)
    if Column.PAPER in columns:
        blocks = _without_prefixes(blocks, columns)
    elif not set(columns) >= {Column.DATE, Column.HOST}:
        return
    blocks, columns = _with_names_apart(blocks, columns)
    if _is_something_else(blocks, columns) or _are_suggestions(blocks, headings, order):
        return
    drafts = list(_drafts(blocks, columns, order, year))
    others = undescribed(blocks, columns) | of_other_kinds(blocks, columns)
    take_papers_elsewhere([draft.content for draft in drafts])
    without_notices([draft.content for draft in drafts], [draft.content for draft in drafts if draft.line in others])
    yield from drafts


def _drafts(
    blocks: Sequence[Block], columns: Sequence[Column], order: DayOrder, year: int | SchoolYear | None
) -> Iterator[RowDraft]:
    last: RowDraft | None = None
    first_to_come = _first_undated(blocks, columns)
    for at, block in enumerate(blocks):
        draft = _row(block, columns, order, year)
        if draft is None:
            continue
        if last is not None and at < first_to_come and _goes_on(block, columns):
            last.content.papers += draft.content.papers
            last.content.links += draft.content.links
            last.content.add_hosts(draft.content.hosts)
        else:
            last = draft
            yield from days_of(draft)


def _are_suggestions(blocks: Sequence[Block], headings: Iterable[str], order: DayOrder) -> bool:
    """Return whether a table is below a heading such as "Suggestions", and has no dates."""
    return is_backlog(headings) and not any(dates_in(block.text, order) for block in blocks)


def _is_something_else(blocks: Sequence[Block], columns: Sequence[Column]) -> bool:
    """Return whether a table lists conferences and the like, or the program of one meeting.

    A program has times below "When", and no dates.
    """
    if Column.HOST not in columns and any(OF_ELSEWHERE.search(name) for name in blocks[0].header):
        return True
    at = columns.index(Column.DATE) if Column.DATE in columns else len(columns)
    texts = [plain(block.cells[at]) for block in blocks if at < len(block.cells)]
    return all(HOUR.fullmatch(text) for text in texts if text) and any(texts)


def _with_whole_names(blocks: Sequence[Block], columns: Sequence[Column]) -> Sequence[Block]:
    """Return the rows with names such as "Berg, Ada" marked, so that they are not taken for two."""
    at = columns.index(Column.HOST) if columns.count(Column.HOST) == 1 and Column.KEYS not in columns else -1
    if at < 0 or not are_surnames_first([plain(block.cells[at]) for block in blocks if at < len(block.cells)]):
        return blocks
    return [
        replace(block, cells=tuple(_marked(cell) if n == at else cell for n, cell in enumerate(block.cells)))
        for block in blocks
    ]


def _marked(cell: Spans) -> Spans:
    return tuple(replace(span, text=re.sub(r"\s*,\s*", COMMA_IN_NAME, span.text)) for span in cell)


def _with_names_apart(
    blocks: Sequence[Block], columns: tuple[Column, ...]
) -> tuple[Sequence[Block], tuple[Column, ...]]:
    """Return the rows with a column of hosts if the cells with papers name them in front of titles or above them.

    As in "Ada: Maps of towns", where the names are those of members, or in a first line that is only a name.
    """
    if Column.PAPER not in columns or {Column.HOST, Column.KEYS} & set(columns):
        return blocks, columns
    at = columns.index(Column.PAPER)
    lines = {block.line: [joined(line) for line in lines_in(block.cells[at : at + 1])] for block in blocks}
    first = [plain(found[0]) for found in lines.values() if len(found) > 1 and not found[0][0].url]
    are_above = len(first) >= MOSTLY * len(blocks) and are_people(first)
    naming = HostNaming((line for found in lines.values() for line in found), ())
    parted = {
        line: [
            ((), names_in(plain(each))) if are_above and not n and len(found) > 1 else naming.cut(each)
            for n, each in enumerate(found)
        ]
        for line, found in lines.items()
    }
    if not any(hosts for found in parted.values() for _, hosts in found):
        return blocks, columns
    return [_with_hosts(block, at, parted[block.line], len(columns)) for block in blocks], (*columns, Column.HOST)


def _with_hosts(block: Block, at: int, lines: Sequence[tuple[Spans, list[str]]], width: int) -> Block:
    """Return the row with these lines in a cell, and with the hosts as one more cell at its end."""
    cell = joined(span for line, _ in lines if line for span in (*line, Span(LINE_BREAK)))
    cells = [cell if n == at else each for n, each in enumerate(block.cells)]
    hosts = Span(LINE_BREAK.join(name for _, names in lines for name in names))
    return replace(block, cells=(*cells, *((),) * (width - len(cells)), (hosts,)))


def _without_prefixes(blocks: Sequence[Block], columns: Sequence[Column]) -> Sequence[Block]:
    """Return the rows without the group's name in front of each paper, as calendars have it."""
    at = columns.index(Column.PAPER)
    prefix = common_prefix(plain(block.cells[at]) for block in blocks if at < len(block.cells))
    if not prefix or Column.KEYS in columns:
        return blocks
    return [
        replace(block, cells=tuple(_cut(cell, prefix, is_it=at == n) for n, cell in enumerate(block.cells)))
        for block in blocks
    ]


def _cut(cell: Spans, prefix: str, *, is_it: bool) -> Spans:
    if not is_it or not cell or cell[0].url:
        return cell
    left = without_prefix(cell[0].text, prefix)
    return (replace(cell[0], text=left), *cell[1:]) if left else cell


def _row(block: Block, columns: Sequence[Column], order: DayOrder, year: int | SchoolYear | None) -> RowDraft | None:
    cells = {column: _cells(block, columns, column) for column in Column}
    dated = " ".join(plain(cell) for cell in cells[Column.DATE])
    if Column.KEYS in columns:
        return RowDraft(block.line, first_date(dated, order, is_cell=True), content_of(cells), year)
    content = Content(topic=plain(cells[Column.TOPIC][0]) if cells[Column.TOPIC] else "")
    named = any(names_in(plain(cell)) for cell in cells[Column.HOST])
    for cell in cells[Column.PAPER]:
        read_into(content, cell, may_be_plain=True, may_be_short=True, has_hosts=not named)
    if any(OF_A_TOPIC.search(plain(cell)) for cell in cells[Column.PAPER]):
        name_papers([content])
    _read_topics(content, cells)
    read_links(content, cells[Column.PAPER_LINK], (*cells[Column.LINKS], *cells[Column.OTHER]))
    _read_hosts(content, cells)
    _read_kind(content, cells[Column.KIND], cells[Column.OTHER], dated)
    if not dated and not content.papers and not content.hosts and not content.topic:
        return None
    return RowDraft(block.line, first_date(dated, order, is_cell=True), content, year)


def _read_topics(content: Content, cells: Cells) -> None:
    for cell in cells[Column.TOPIC]:
        topic = Content()
        read_into(topic, cell, may_be_plain=False)
        content.papers += [] if content.papers else topic.papers
        content.links += topic.links
        content.topic = content.topic or plain(cell)
        is_off = topic.kind is SessionKind.CANCELLED and not (_are_linked(content) and is_off_within(content.topic))
        if is_off or (not content.papers and topic.kind is SessionKind.BREAK):
            content.kind = topic.kind


def _are_linked(content: Content) -> bool:
    return any(paper.url for paper in content.papers)


def _read_hosts(content: Content, cells: Cells) -> None:
    turn = " ".join(plain(cell) for cell in cells[Column.HOST]).strip()
    is_struck = bool(turn) and all(span.is_struck for cell in cells[Column.HOST] for span in cell if plain((span,)))
    # The notice may be in the column of names.
    noted = SessionKind.CANCELLED if is_struck else kind_of(turn)
    has_papers = _are_linked(content) or len(content.papers) > 1
    is_off = not has_papers or NO_MEETING.fullmatch(turn)
    if SPECIAL.fullmatch(turn):
        content.topic = content.topic or " · ".join(paper.title for paper in content.papers)
        content.links += [SessionLink(paper.title, paper.url) for paper in content.papers if paper.url]
        content.papers = []
    if is_off and noted is not SessionKind.SESSION and len(turn.split()) <= LONGEST_NOTICE:
        content.kind, content.papers = noted, []
        return
    for cell in cells[Column.HOST]:
        written = [span for span in cell if not span.is_struck]
        content.add_hosts(names_in("".join(f"\n{span.text}\n" if span.url else span.text for span in written)))
    if not content.hosts:
        # A column of descriptions or notes may say it: "Presenter: Ada".
        for cell in (*cells[Column.LINKS], *cells[Column.OTHER]):
            content.add_hosts(labeled_hosts(cell))
    without_named_hosts(content)


def _read_kind(content: Content, cells: Sequence[Spans], elsewhere: Sequence[Spans], dated: str) -> None:
    written = " ".join(plain(cell) for cell in cells).casefold()
    if written in set(SessionKind):
        content.kind = SessionKind(written)
    elif written or not content.papers:
        noted = kind_of(f"{written} {dated}")
        content.kind = noted if noted is not SessionKind.SESSION else content.kind
    if any(OFF_IN_BRACKETS.search(plain(cell)) for cell in elsewhere):
        content.kind = SessionKind.CANCELLED


def _first_undated(blocks: Sequence[Block], columns: Sequence[Column]) -> int:
    """Return the first row of papers that are only listed below the sessions, to be read some day.

    They are two rows or more at the end of a table that otherwise has one row for each session.
    """
    goes_on = [_goes_on(block, columns) for block in blocks]
    first = max((at for at, is_further in enumerate(goes_on, 1) if not is_further), default=0)
    are_listed = len(blocks) - first > 1 and not any(goes_on[:first])
    return first if are_listed else len(blocks)


def _goes_on(block: Block, columns: Sequence[Column]) -> bool:
    """Return whether a row belongs to the session above: it has only papers and links.

    Below a column of dates, it may have a host: two present on one day.
    """
    filled = {column for cell, column in zip(block.cells, columns, strict=False) if plain(cell)}
    has_both = Column.DATE in columns and {Column.HOST, Column.PAPER} <= filled
    return not filled & ({Column.DATE, Column.NUMBER, Column.KIND} | (set() if has_both else {Column.HOST}))


def _cells(block: Block, columns: Sequence[Column], wanted: Column) -> list[Spans]:
    return [cell for cell, column in zip(block.cells, columns, strict=False) if column is wanted]
