"""Finds title, sections and reference list in the lines of laid-out pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.fulltext.headings import (
    begins_references,
    is_named_alone,
    looks_like_heading,
    named_part,
    number_of,
    part_of,
    repaired,
)
from bot.core.fulltext.joining import joined, plain, vocabulary
from bot.core.fulltext.manuscript import GAP, Line, Manuscript, PaperPart, Passage
from bot.core.fulltext.reference_entries import parse_entry
from bot.core.fulltext.reference_list import end_of_list, entries_of
from bot.core.fulltext.stamps import stamped_id
from bot.core.fulltext.years import year_of_paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE_NUMBER = re.compile(r"(?:page )?(?!(?:19|20)\d\d)[\divxlc]{1,4}(?: of \d+)?|[–-] ?\d+ ?[–-]", re.IGNORECASE)
STAMP = re.compile(r"arXiv:\S+v\d+\s+\[[\w.-]+\]")
RUN_IN_ABSTRACT = re.compile(r"abstract\s*[—–.:-]\s*", re.IGNORECASE)
REPEATED_ON = 3  # pages
MARGIN = 25  # points
SMALL, LARGE = 0.9, 1.07  # of the size of the running text
LARGEST_TITLE = 40
SHORTEST_TITLE = 6
TITLE, CLOSE = 1.15, 0.85  # of the size of the running text, and of the title's first line
MOST_TITLE_LINES = 5
MOST_LISTS = 3
MOST_HEADING_WORDS = 6  # of one without a number


def read_pages(lines: Sequence[Line]) -> Manuscript:
    """Return the manuscript that the lines of all pages make up."""
    lines = [Line(plain(line.text), line.page, line.left, line.bottom, line.size, line.is_bold) for line in lines]
    first_page = [line.text for line in lines if line.page == 0]
    kept = _without_margins(lines)
    known = vocabulary(line.text for line in kept)
    spans = _reference_spans(kept)
    references = [
        parse_entry(joined(entry, known)) for start, end in spans for entry in entries_of(kept[start + 1 : end])
    ]
    in_lists = {at for start, end in spans for at in range(start, end)}
    body_size = _usual_size([line for at, line in enumerate(kept) if at not in in_lists])
    title, after_title = _title(kept, body_size, known)
    sections = list(_sections(kept, after_title, in_lists, body_size))
    passages = [passage for section in sections for passage in section.passages(body_size, known)]
    byline = joined((line.text for line in sections[0].lines), known) if sections else ""
    year, is_stated = year_of_paper(first_page, [reference.year for reference in references if reference.year])
    return Manuscript(
        title=title,
        year=year,
        byline=byline,
        passages=tuple(passages),
        references=tuple(reference for reference in references if reference.title or reference.label),
        arxiv_id=stamped_id(first_page),
        is_year_stated=is_stated,
    )


def _without_margins(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without page numbers, running heads and the stamp of arXiv."""
    edges: dict[int, tuple[float, float]] = {}
    for line in lines:
        lowest, highest = edges.get(line.page, (line.bottom, line.bottom))
        edges[line.page] = min(lowest, line.bottom), max(highest, line.bottom)
    pages: dict[str, set[int]] = {}
    for line in lines:
        if _is_at_edge(line, edges):
            pages.setdefault(_alike(line.text), set()).add(line.page)
    return [
        line
        for line in lines
        if not (PAGE_NUMBER.fullmatch(line.text.strip()) and _is_at_edge(line, edges))
        and not STAMP.search(line.text)
        and (line.page == 0 or len(pages.get(_alike(line.text), ())) < REPEATED_ON or not _is_at_edge(line, edges))
    ]


def _is_at_edge(line: Line, edges: dict[int, tuple[float, float]]) -> bool:
    lowest, highest = edges[line.page]
    return line.bottom - lowest < MARGIN or highest - line.bottom < MARGIN


def _alike(text: str) -> str:
    return re.sub(r"\d+", "0", text.strip())


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _reference_spans(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return where each reference list begins, at its heading, and ends."""
    spans: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if begins_references(line.text) and (not spans or at >= spans[-1][1]) and len(spans) < MOST_LISTS:
            end = end_of_list(lines, at + 1)
            if entries_of(lines[at + 1 : end]):
                spans.append((at, end))
    return spans


def _title(lines: Sequence[Line], body_size: float, known: Counter[str]) -> tuple[str, int]:
    """Return the title, which is the largest text above the abstract, and the index of the line after it."""
    top = []
    for at, line in enumerate(lines):
        if line.page or named_part(line.text) in {PaperPart.ABSTRACT, PaperPart.INTRODUCTION}:
            break
        top.append((at, line))
    large = [
        (at, line)
        for at, line in top
        if body_size * TITLE < line.size <= LARGEST_TITLE and sum(map(str.isalpha, line.text)) >= SHORTEST_TITLE
    ]
    if not large:
        return (joined([lines[0].text], known), 1) if lines else ("", 0)
    first, highest = max(large, key=lambda each: (round(each[1].bottom), each[1].size))
    run = [at for at, line in large if 0 <= at - first < MOST_TITLE_LINES and line.size > CLOSE * highest.size]
    return repaired(joined((lines[at].text for at in run), known)), run[-1] + 1


@dataclass(slots=True)
class _Section:
    heading: str
    part: PaperPart
    lines: list[Line]

    def passages(self, body_size: float, known: Counter[str]) -> Iterator[Passage]:
        """Running text and small print apart, so that no footnote interrupts a sentence."""
        for is_small in (False, True):
            chosen = [at for at, line in enumerate(self.lines) if (line.size < SMALL * body_size) == is_small]
            if text := joined(self._texts(chosen), known):
                yield Passage(self.heading, self.part, text, is_small)

    def _texts(self, chosen: Sequence[int]) -> Iterator[str]:
        last = None
        for at in chosen:
            if last is not None and (at > last + 1 or self.lines[at].page != self.lines[last].page):
                yield GAP
            yield self.lines[at].text
            last = at


def _sections(lines: Sequence[Line], start: int, in_lists: set[int], body_size: float) -> Iterator[_Section]:
    section = _Section("", PaperPart.END_MATTER, [])
    is_behind = False
    for at in range(start, len(lines)):
        line = lines[at]
        if at in in_lists:
            is_behind = True
            continue
        run_in = (
            RUN_IN_ABSTRACT.match(line.text) if section.part is PaperPart.END_MATTER and not section.heading else None
        )
        if run_in or _is_heading(line, body_size):
            yield section
            heading = repaired("Abstract" if run_in else line.text)
            section = _Section(heading, part_of(heading, section.part, is_behind_references=is_behind), [])
            if run_in:
                section.lines.append(Line(line.text[run_in.end() :], *_place(line)))
        else:
            section.lines.append(line)
    yield section


def _place(line: Line) -> tuple[int, float, float, float, bool]:
    return line.page, line.left, line.bottom, line.size, line.is_bold


def _is_heading(line: Line, body_size: float) -> bool:
    text = line.text.strip()
    if not looks_like_heading(text) or line.size < SMALL * body_size:
        return False
    stands_out = line.size > LARGE * body_size or line.is_bold
    if named_part(text) is PaperPart.ABSTRACT or is_named_alone(text):
        return True
    small_caps = text != repaired(text) or repaired(text).isupper()
    is_usual = named_part(text) is not None and ":" not in text and len(text.split()) <= MOST_HEADING_WORDS
    return (stands_out or small_caps) and (bool(number_of(text)) or is_usual)
