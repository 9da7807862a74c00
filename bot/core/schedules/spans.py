"""Puts spans together: joins neighbors, finds bare addresses, leaves out what is crossed out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.dates import first_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.core.schedules.blocks import Spans

ADDRESS = re.compile(
    r"<?((?:https?://|(?<![\w./@-])(?=(?:www\.[\w-]+\.|arxiv\.org/|doi\.org/|youtu\.be/)))[^\s<>|]+[^\s<>|.,;:!?)\]])>?",
    re.IGNORECASE,
)
LINE_BREAK = "\n"
LONGEST_TEXT = 8_000  # characters of a paragraph or a cell; no line of a schedule is longer
FEWEST_LETTERS = re.compile(r"\w{3}")


def with_addresses(text: str, *, is_strong: bool = False, is_struck: bool = False) -> Iterator[Span]:
    """Yield the text, with each bare address in it as a link."""
    end = 0
    for found in ADDRESS.finditer(text):
        yield Span(text[end : found.start()], None, is_strong, is_struck)
        url = found[1] if "://" in found[1] else f"https://{found[1]}"
        yield Span(url, url, is_strong, is_struck)
        end = found.end()
    yield Span(text[end:], None, is_strong, is_struck)


def spans_of(text: str) -> Spans:
    """Return a plain text, such as a cell of a CSV file, with its addresses as links."""
    return joined(with_addresses(text))


def joined(spans: Iterable[Span]) -> Spans:
    """Join neighbors that are alike, and leave out empty ones and whatever exceeds the longest text."""
    found: list[Span] = []
    room = LONGEST_TEXT
    for span in spans:
        if not span.text:
            continue
        room -= len(span.text)
        if room < 0:
            break
        if found and span.text != LINE_BREAK and _are_alike(found[-1], span):
            found[-1] = Span(found[-1].text + span.text, None, span.is_strong, span.is_struck)
        else:
            found.append(span)
    return tuple(found)


def _are_alike(one: Span, other: Span) -> bool:
    are_texts = one.url is None is other.url
    return are_texts and one.is_strong is other.is_strong and one.is_struck is other.is_struck


def lines_in(cells: Iterable[Spans]) -> Iterator[list[Span]]:
    """Yield the lines of the cells that are not empty."""
    line: list[Span] = []
    for span in (span for cell in cells for span in cell):
        first, *others = [span.text] if span.url else span.text.split(LINE_BREAK)
        line.append(replace(span, text=first))
        for text in others:
            yield from [line] if plain(tuple(line)) else []
            line = [replace(span, text=text)]
    yield from [line] if plain(tuple(line)) else []


def without_struck(spans: Spans) -> Spans:
    """Return the spans without those that are crossed out, unless they are what the line is about."""
    left = tuple(span for span in spans if not span.is_struck)
    if len(left) == len(spans) or not FEWEST_LETTERS.search(plain(left)):
        return spans
    is_date_struck = first_date(plain(left)) is None and first_date(_struck_text(spans)) is not None
    return spans if is_date_struck else joined(left)


def _struck_text(spans: Sequence[Span]) -> str:
    return " ".join(span.text for span in spans if span.is_struck)
