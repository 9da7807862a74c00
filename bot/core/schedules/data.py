"""Turns the data of a site into blocks: lists of sessions in YAML or JSON, or the front matter of a Markdown page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import yaml

from bot.core.schedules.blocks import Block, BlockKind, Span, plain
from bot.core.schedules.columns import is_header
from bot.core.schedules.dates import DayOrder, first_date, is_only_dates
from bot.core.schedules.headings import Column, column_named
from bot.core.schedules.hosts import names_in
from bot.core.schedules.links import arxiv_address
from bot.core.schedules.spans import LINE_BREAK, joined
from bot.core.schedules.tables import spans_of_cell
from bot.core.schedules.words import NOT_A_PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.core.schedules.blocks import Spans

Record: TypeAlias = "dict[str, yaml.Node]"
# Where PyYAML was built without libyaml, its own is ten times slower.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST, MOST_COLUMNS = 12, 40
LONGEST_HEADING = 6  # words of a value that may name the term
MOSTLY = 0.6
WORDS_OF_A_KEY = re.compile(r"[\s_.-]+|(?<=[a-z])(?=[A-Z])")
ADDRESS = re.compile(r"https?://\S+")
OF_A_PERSON = re.compile(r"(?:job |academic )?titles?$|start", re.IGNORECASE)
# As in "title: Maps: a survey", for which YAML wants quotes.
WITH_COLON = re.compile(
    r"(?P<key>^[ \t]*(?:- +)?[\w -]{1,40}: +)(?P<value>(?![\"'\[{|>&*!#])[^\n]*?: [^\n]*)"
    r"|(?P<inner>[{,] ?[\w-]{1,40}: +)(?P<part>(?![\"'\[{])[^,\n{}\[\]]*: [^,\n{}\[\]]*)",
    re.MULTILINE,
)
LINK = "link"  # what links to the title next to it
OF_ARXIV = re.compile(r"arxiv\b", re.IGNORECASE)
TITLE = re.compile(r"title|paper|name|text|label", re.IGNORECASE)


def blocks_of_data(text: str, first_line: int = 1) -> list[Block]:
    """Return a row for each session, below headings from the names of the lists; nothing if there are no sessions."""
    reader = _ListReader(first_line)
    for document in _documents(text):
        reader.read(document, "", 1)
    return reader.blocks


def session_in_front(text: str, first_line: int = 1) -> list[Block]:
    """Return the row of the only session that a page's front matter is about: its title, date and host."""
    documents = _documents(text)
    is_record = len(documents) == 1 and isinstance(documents[0], yaml.MappingNode)
    record = _record(documents[0]) if is_record else {}
    columns = {column_named(name): _cell(value, name) for name, value in record.items() if name != "name"}
    day = plain(columns.get(Column.DATE, ()))
    if not (Column.PAPER in columns and first_date(day) and names_in(plain(columns.get(Column.HOST, ())))):
        return []
    return [_row(record, tuple(record), first_line, -1)]


def _documents(text: str) -> list[yaml.Node]:
    """Return what the text holds; nothing if it is invalid, and that not only because of a colon without quotes.

    A text that repeats a part of itself by an alias could mean very much in few bytes, so it holds nothing.
    """
    for written in (text, WITH_COLON.sub(_quoted, text)):
        try:
            if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(written, Loader=LOADER)):
                return []
            return [node for node in yaml.compose_all(written, Loader=LOADER) if node]
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
    return []


def _quoted(value: re.Match[str]) -> str:
    text = str(value["value"] or value["part"]).replace("'", "''")
    return f"{value['key'] or value['inner']}'{text}'"


class _ListReader:
    """Goes through the lists, however deeply they are nested."""

    def __init__(self, first_line: int) -> None:
        self.blocks: list[Block] = []
        self._first_line, self._group = first_line, 0  # below zero, unlike those of Markdown

    def read(self, node: yaml.Node, name: str, depth: int) -> None:
        if depth > DEEPEST:
            return
        if isinstance(node, yaml.MappingNode):
            if rows := _by_date(node):
                self._add_rows([(self._line(key), record) for key, record in rows])
            else:
                self._read_parts(_record(node), name, depth)
        elif isinstance(node, yaml.SequenceNode) and not self._read_table(node):
            for item in node.value:
                self.read(item, name, depth + 1)

    def _read_parts(self, record: Record, name: str, depth: int) -> None:
        """Read the lists in a record. The short values beside them are their heading, as in "term: Spring 2024"."""
        values = (_scalar(value) for value in record.values())
        short = [text for text in values if text and len(text.split()) <= LONGEST_HEADING]
        for key, value in record.items():
            if isinstance(value, yaml.ScalarNode):
                continue
            before = len(self.blocks)
            self.read(value, key, depth + 1)
            if len(self.blocks) > before:
                heading = (Span(" ".join([name, *short, key]).strip()),)
                self.blocks.insert(before, Block(BlockKind.HEADING, self._line(value), (heading,), depth=min(depth, 6)))

    def _read_table(self, node: yaml.SequenceNode) -> bool:
        """Add a list of sessions as the rows of a table; returns False for any other list."""
        records = [_record(item) for item in node.value if isinstance(item, yaml.MappingNode)]
        if records and not any(_has_sessions(record) for record in records):
            names = _common_names(records)
            if _are_of_sessions(names):
                self._add_rows(
                    [(self._line(item), _record(item)) for item in node.value if isinstance(item, yaml.MappingNode)]
                )
                return True
        return self._read_rows([item for item in node.value if isinstance(item, yaml.SequenceNode)])

    def _add_rows(self, rows: Sequence[tuple[int, Record]]) -> None:
        names = _common_names([record for _, record in rows])
        self._group -= 1
        self.blocks += [_row(record, names, line, self._group) for line, record in rows]

    def _read_rows(self, items: Sequence[yaml.SequenceNode]) -> bool:
        """Add lists of values without names, if most of them have a date."""
        rows = [(self._line(item), tuple(_cell(value, "") for value in item.value)) for item in items]
        dated = [any(first_date(plain(cell), DayOrder.DAY_FIRST) for cell in cells) for _, cells in rows]
        if not rows or sum(dated) < MOSTLY * len(rows):
            return False
        self._group -= 1
        self.blocks += [Block(BlockKind.ROW, line, cells, group=self._group) for line, cells in rows]
        return True

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self._first_line


def _record(node: yaml.MappingNode) -> Record:
    """Return the values by their names, written as headings are: "paper_url" as "paper url"."""
    return {
        " ".join(WORDS_OF_A_KEY.split(str(key.value))): value
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    }


def _by_date(node: yaml.MappingNode) -> list[tuple[yaml.Node, Record]]:
    """Return the sessions of a record whose names are their dates, as in "2024-03-05: A title"."""
    if not node.value or not all(is_only_dates(_scalar(key)) for key, _ in node.value):
        return []
    return [
        (key, {"date": key} | (_record(value) if isinstance(value, yaml.MappingNode) else {"paper": value}))
        for key, value in node.value
    ]


def _common_names(records: Sequence[Record]) -> tuple[str, ...]:
    """Return the names in the records, without the rarest of very many, so that the table stays narrow."""
    times = Counter(name for record in records for name in record)
    kept = {name for name, _ in times.most_common(MOST_COLUMNS)}
    return tuple(name for name in times if name in kept)


def _has_sessions(record: Record) -> bool:
    """Return whether a record, such as a term, has a list of sessions.

    A list inside a session, such as that of its papers, has no dates of its own. Inside a week, it has no hosts either.
    """
    lists = [value.value for value in record.values() if isinstance(value, yaml.SequenceNode)]
    inner = [tuple(_record(item)) for items in lists for item in items if isinstance(item, yaml.MappingNode)]
    outer = _columns(record)
    is_week = outer >= {Column.NUMBER, Column.HOST}
    needed = {Column.DATE} if Column.DATE in outer else {Column.DATE, Column.NUMBER, Column.HOST} if is_week else None
    return any(_are_of_sessions(names) and (needed is None or needed & _columns(names)) for names in inner)


def _columns(names: Iterable[str]) -> set[Column]:
    return set(map(column_named, names)) & {Column.DATE, Column.NUMBER, Column.HOST}


def _are_of_sessions(names: Sequence[str]) -> bool:
    """Return whether these are the names of what a session has, and not of a person, who has a name and a title too."""
    is_person = "name" in map(str.casefold, names) and not any(
        column_named(name) in {Column.DATE, Column.PAPER, Column.TOPIC} and not OF_A_PERSON.match(name)
        for name in names
    )
    return is_header(names) and not is_person


def _row(record: Record, names: Sequence[str], line: int, group: int) -> Block:
    cells = tuple(_cell(record[name], name) if name in record else () for name in names)
    return Block(BlockKind.ROW, line, cells, header=tuple(names), group=group)


def _cell(node: yaml.Node, name: str) -> Spans:
    if isinstance(node, yaml.MappingNode) and (day := _day_in_parts(_record(node))):
        return (Span(day),)
    parts = list(_parts(node, 0, is_of_people=column_named(name) is Column.HOST))
    return joined(span for at, part in enumerate(parts) for span in ([Span(LINE_BREAK)] if at else []) + list(part))


def _day_in_parts(record: Record) -> str:
    """Return "5 May 2024" or "2024-5-5" for a day, a month and perhaps a year, each with its name."""
    texts = {name.casefold(): _scalar(value) for name, value in record.items()}
    if not {"day", "month"} <= set(texts) <= {"day", "month", "year", "time", "weekday"}:
        return ""
    day, month, year = texts["day"], texts["month"], texts.get("year", "")
    return f"{year}-{month}-{day}".strip("-") if month.isdecimal() else f"{day} {month} {year}".strip()


def _parts(node: yaml.Node, depth: int, *, is_of_people: bool) -> Iterator[Spans]:
    """Yield the lines of a value: a text, each item of a list, or a title and the addresses beside it."""
    if isinstance(node, yaml.ScalarNode) and (text := _scalar(node)):
        yield spans_of_cell(text)
    elif isinstance(node, yaml.SequenceNode) and depth < DEEPEST:
        for item in node.value:
            yield from _parts(item, depth + 1, is_of_people=is_of_people)
    elif isinstance(node, yaml.MappingNode):
        spans = _linked({name: text for name, value in _record(node).items() if (text := _scalar(value))})
        yield from ((span,) for span in (spans[:1] if is_of_people else spans))


def _linked(values: Mapping[str, str]) -> list[Span]:
    """Return the title with the first address that leads to more than its slides, and the other addresses by their
    kind.
    """
    urls = {name: url for name, text in values.items() if (url := _address(name, text))}
    texts = {name: text for name, text in values.items() if name not in urls}
    title = next((text for name, text in texts.items() if TITLE.search(name)), next(iter(texts.values()), ""))
    own = next((name for name in urls if title and not NOT_A_PAPER.search(name)), None)
    titled = [Span(title, urls.get(own or ""))] if title else []
    others = {url: name if NOT_A_PAPER.search(name) else LINK for name, url in urls.items()}
    return titled + [Span(name, url) for url, name in others.items() if own is None or url != urls[own]]


def _address(name: str, text: str) -> str | None:
    is_id = OF_ARXIV.match(name) is not None
    return text if ADDRESS.fullmatch(text) else arxiv_address(text) if is_id else None


def _scalar(node: yaml.Node) -> str:
    """Return a text; nothing for "null" and the like."""
    is_text = isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null"
    return str(node.value).strip() if is_text else ""
