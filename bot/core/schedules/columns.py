"""Finds out what the columns of a table hold, by their headings or else by their contents."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import plain
from bot.core.schedules.dates import DayOrder, first_date
from bot.core.schedules.headings import PATTERNS, Column, column_named
from bot.core.schedules.links import identifier_of, is_kept, is_of_meeting, is_paper
from bot.core.schedules.people import are_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Spans


ONE_OF_SEVERAL = re.compile(
    r"(?:papers?|titles?|readings?|articles?) ?#?[2-9]"
    r"|(?:extra|further|additional|more|other|second) (?:papers?|readings?)",
    re.IGNORECASE,
)
MOSTLY, NEARLY_ALL = 0.6, 0.75
ADDRESS = re.compile(r"https?://\S+")
ONLY_PAPERS = re.compile(r"(?:papers?|articles?|readings?)(?: titles?)?", re.IGNORECASE)
FEWEST_LINKED, FEWEST_WORDS, FEWEST_KNOWN = 2, 3, 3
LONGEST_TITLES = 28  # words on average; a column of longer texts has summaries
LONGEST_NAME = 4  # words of a heading
HAS_DIGIT = re.compile(r"\d")
WORD = re.compile(r"[^\W\d_]{3}|[^\W\d_a-zA-Z]{2}")
# Lists of what accepts papers, such as conferences.
OF_ELSEWHERE = re.compile(r"\bdeadlines?\b", re.IGNORECASE)


def columns_of(header: Sequence[str], rows: Sequence[Sequence[Spans]], order: DayOrder) -> tuple[Column, ...]:
    """Return what each column holds. At most one each holds dates, papers and topics."""
    named = tuple(map(column_named, header))
    if Column.KEYS in named:
        return named  # we wrote it
    width = max([len(header), *map(len, rows)], default=0)
    found: list[Column] = []
    for at in range(width):
        column = column_named(header[at] if at < len(header) else "")
        if column is Column.PAPER and not _has_words(rows, at):
            column = Column.OTHER
        is_taken = column in found and column in {Column.DATE, Column.PAPER, Column.TOPIC, Column.NUMBER}
        is_taken = is_taken and not (column is Column.PAPER and ONE_OF_SEVERAL.fullmatch(header[at].strip()))
        found.append(Column.OTHER if is_taken else column)
    _name_papers(found, header)
    _prefer_links(found, header, rows)
    _prefer_names(found, header, rows)
    if Column.DATE not in found:
        _find_dates(found, rows, order)
    else:
        _prefer_whole_dates(found, header, rows, order)
    if Column.HOST not in found:
        _find_hosts(found, header, rows)
    if Column.PAPER not in found:
        _find_papers(found, header, rows)
    elif not {Column.HOST, Column.PAPER_LINK} & set(found) and _are_like_names(rows, found.index(Column.PAPER)):
        # Most likely, this is who presents the paper, but nothing says so.
        found[found.index(Column.PAPER)] = Column.OTHER
    return tuple(found)


def _are_like_names(rows: Sequence[Sequence[Spans]], at: int) -> bool:
    """Return whether nearly all cells of a column are one word without a link, and most are names, unlike "BERT"."""
    filled = [row[at] for row in rows if at < len(row) and plain(row[at])]
    single = [plain(cell) for cell in filled if not any(span.url for span in cell) and len(plain(cell).split()) == 1]
    named = [word for word in single if word.istitle() and word.isalpha()]
    return len(single) >= max(FEWEST_WORDS, NEARLY_ALL * len(filled)) and len(named) > len(single) / 2


def _prefer_names(found: list[Column], header: Sequence[str], rows: Sequence[Sequence[Spans]]) -> None:
    """Beside "Speaker" or "Speaker name", a column such as "Speaker title" has no names; nor has one of numbers."""
    names = {at: header[at].casefold().split() for at, column in enumerate(found) if column is Column.HOST}
    whole = {words[0] for words in names.values() if len(words) == 1 or words[1:] in (["name"], ["names"])}
    for at, words in names.items():
        is_name = len(words) == 1 or words[1:] in (["name"], ["names"]) or words[-1].isdigit()
        texts = [text for row in rows if at < len(row) and (text := plain(row[at]))]
        are_numbers = len(names) > 1 and sum(map(bool, map(HAS_DIGIT.search, texts))) > len(texts) / 2
        if (words[0] in whole and not is_name) or are_numbers:
            found[at] = Column.OTHER


def _prefer_links(found: list[Column], header: Sequence[str], rows: Sequence[Sequence[Spans]]) -> None:
    """Where "Title" has no links, and "Readings" leads to papers or "Paper" has titles, the first is the topic.

    If the title's paper has a column for its address too, both are papers.
    """
    named = [at for at, name in enumerate(header) if column_named(name) is Column.PAPER and found[at] is Column.OTHER]
    first = found.index(Column.PAPER) if Column.PAPER in found else None
    better = [at for at in named if _has_links(rows, at) or _has_titles(header[at], rows, at)]
    own = [at for at, column in enumerate(found) if column is Column.PAPER_LINK and _leads_to_papers(rows, at)]
    if own and better and _has_links(rows, better[0]):
        found[better[0]] = Column.PAPER  # the title has a link of its own
    elif first is not None and better and not _has_links(rows, first):
        found[:] = [Column.OTHER if column is Column.TOPIC else column for column in found]
        found[first], found[better[0]] = Column.TOPIC, Column.PAPER


def _leads_to_papers(rows: Sequence[Sequence[Spans]], at: int) -> bool:
    urls = [span.url for row in rows for cell in row[at : at + 1] for span in cell if span.url]
    return bool(urls) and all(map(is_kept, urls))


def _has_titles(name: str, rows: Sequence[Sequence[Spans]], at: int) -> bool:
    """Return whether a column called "Paper" has titles in most cells, and not only "pdf"."""
    texts = [text for row in rows if at < len(row) and (text := plain(row[at]))]
    long = [text for text in texts if len(text.split()) >= FEWEST_WORDS and not ADDRESS.match(text)]
    return ONLY_PAPERS.fullmatch(name.strip()) is not None and len(long) > len(texts) / 2


def _has_links(rows: Sequence[Sequence[Spans]], at: int) -> bool:
    """Return whether half of the cells that are not empty have links to more than slides and the like."""
    filled = [row[at] for row in rows if at < len(row) and plain(row[at])]
    return sum(any(span.url and not is_of_meeting(span) for span in cell) for cell in filled) > len(filled) / 2


def is_header(cells: Sequence[str]) -> bool:
    """Return whether a first row of a CSV file names the columns."""
    columns = [column_named(cell) if cell.strip() else Column.OTHER for cell in cells]
    _name_papers(columns, cells)
    names = set(columns)
    has_papers = bool(names & {Column.PAPER, Column.TOPIC}) and bool(names & {Column.DATE, Column.HOST, Column.NUMBER})
    # A list of papers that says neither when nor who; the longer texts of a row below may have these words too.
    known = sum(any(pattern.search(cell) for _, pattern in PATTERNS) for cell in cells)
    is_list = names >= {Column.PAPER, Column.PAPER_LINK} or (Column.PAPER in names and known >= FEWEST_KNOWN)
    is_list = is_list and not any(_is_long(cell) for cell in cells)
    return has_papers or names >= {Column.DATE, Column.HOST} or is_list


def _is_long(cell: str) -> bool:
    return "://" in cell or len(cell.split()) > LONGEST_NAME


def _name_papers(found: list[Column], header: Sequence[str]) -> None:
    """Beside a column of hosts, "Name" is that of each page, as Notion calls it: the paper's title."""
    named = [at for at, name in enumerate(header) if name.strip().casefold() == "name"]
    if named and found.count(Column.HOST) > 1 and not {Column.PAPER, Column.TOPIC} & set(found):
        found[named[0]] = Column.PAPER


def _has_words(rows: Sequence[Sequence[Spans]], at: int) -> bool:
    """Return whether a column has more in it than numbers of chapters. An empty column counts as if it had."""
    filled = [row[at] for row in rows if at < len(row) and plain(row[at])]
    has_papers = any(identifier_of(span.url) for cell in filled for span in cell)
    return not filled or has_papers or any(WORD.search(plain(cell)) for cell in filled)


def _find_hosts(found: list[Column], header: Sequence[str], rows: Sequence[Sequence[Spans]]) -> None:
    """Take the only column whose heading says nothing and whose cells name people."""
    free = [at for at, column in enumerate(found) if column is Column.OTHER and not _is_named(header, at)]
    people = [at for at in free if are_people([plain(row[at]) for row in rows if at < len(row)])]
    if len(people) == 1:
        found[people[0]] = Column.HOST


def _find_dates(found: list[Column], rows: Sequence[Sequence[Spans]], order: DayOrder) -> None:
    for at in range(len(found)):
        texts = [plain(row[at]) for row in rows if at < len(row)]
        if texts and sum(_is_dated(text, order) for text in texts) >= MOSTLY * len(texts):
            found[at] = Column.DATE
            return


def _is_dated(text: str, order: DayOrder, *, is_whole: bool = False) -> bool:
    found = first_date(text, order)
    return found is not None and (found.year is not None or not is_whole)


def _prefer_whole_dates(
    found: list[Column], header: Sequence[str], rows: Sequence[Sequence[Spans]], order: DayOrder
) -> None:
    """Where the column of dates lacks the years, take an unnamed one in which each date has its year."""
    dates = found.index(Column.DATE)
    if any(_is_dated(plain(row[dates]), order, is_whole=True) for row in rows if dates < len(row)):
        return
    for at, column in enumerate(found):
        texts = [plain(row[at]) for row in rows if at < len(row)]
        is_like = column is Column.OTHER and (at >= len(header) or _is_like_date(header, at))
        if is_like and texts and all(_is_dated(text, order, is_whole=True) for text in texts):
            found[at], found[dates] = Column.DATE, Column.OTHER
            return


def _is_like_date(header: Sequence[str], at: int) -> bool:
    """Return whether a heading is such as "Date 2", but not "Date added"."""
    is_named = _is_named(header, at) and column_named(header[at]) is not Column.DATE
    return header[at].casefold().startswith("date") and not is_named


def _find_papers(found: list[Column], header: Sequence[str], rows: Sequence[Sequence[Spans]]) -> None:
    """Find the papers: in the column of their links or of topics, or else in the one with the longest texts."""
    links = [at for at, column in enumerate(found) if column is Column.PAPER_LINK and "paper" in header[at].casefold()]
    linked = [at for at, column in enumerate(found) if column is Column.LINKS and _are_linked_papers(rows, at)]
    if Column.TOPIC in found and _are_alike(rows, found.index(Column.TOPIC)):
        found[found.index(Column.TOPIC)] = Column.LINKS
    if links or linked:
        found[(links or linked)[0]] = Column.PAPER
    elif Column.TOPIC in found:
        found[found.index(Column.TOPIC)] = Column.PAPER
    else:
        _find_longest(found, header, rows)


def _are_alike(rows: Sequence[Sequence[Spans]], at: int) -> bool:
    """Return whether most cells of a column have a link that says one or two things, such as "Read the summary"."""
    filled = [row[at] for row in rows if at < len(row) and plain(row[at])]
    linked = Counter(plain(cell) for cell in filled if any(span.url for span in cell))
    often = sum(count for _, count in linked.most_common(2))
    return len(linked) < often and often >= max(FEWEST_WORDS, NEARLY_ALL * len(filled))


def _are_linked_papers(rows: Sequence[Sequence[Spans]], at: int) -> bool:
    """Return whether most cells with links have one to a paper, with the paper's title as its text."""
    linked = [[span for span in row[at] if span.url] for row in rows if at < len(row)]
    filled = [spans for spans in linked if spans]
    titled = [spans for spans in filled if any(is_paper(span) and identifier_of(span.url) for span in spans)]
    return len(titled) >= FEWEST_LINKED and len(titled) >= MOSTLY * len(filled)


def _find_longest(found: list[Column], header: Sequence[str], rows: Sequence[Sequence[Spans]]) -> None:
    """Find the longest texts. A column whose heading names something else, such as rooms, has no papers."""
    free = [at for at, column in enumerate(found) if column is Column.OTHER and not _is_named(header, at)]
    texts = {at: [text for row in rows if at < len(row) and (text := plain(row[at]))] for at in free}
    short = [at for at in free if sum(len(text.split()) for text in texts[at]) <= LONGEST_TITLES * len(texts[at])]
    # A column of mere addresses has no titles.
    titled = [at for at in short if not all(ADDRESS.fullmatch(text) for text in texts[at])] or short
    if titled and rows:
        longest = max(titled, key=lambda at: sum(map(len, texts[at])))
        words = sum(len(text.split()) for text in texts[longest])
        are_topics = any(header) and words < FEWEST_WORDS * len(texts[longest]) and not _has_links(rows, longest)
        found[longest] = Column.TOPIC if are_topics else Column.PAPER


def _is_named(header: Sequence[str], at: int) -> bool:
    """Return whether a heading is known, and does not speak of papers, as "Paper (Year)" does."""
    known = {column for column, pattern in PATTERNS if at < len(header) and pattern.search(header[at])}
    return bool(known) and Column.PAPER not in known
