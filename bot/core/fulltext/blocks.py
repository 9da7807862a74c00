"""Turns the headings and paragraphs of a marked-up file into a manuscript: LaTeX, HTML and Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.fulltext.headings import begins_references, named_part, part_of
from bot.core.fulltext.joining import joined, plain, vocabulary
from bot.core.fulltext.manuscript import Manuscript, PaperPart, Passage, Reference
from bot.core.fulltext.reference_entries import parse_entry
from bot.core.fulltext.years import year_of_paper

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

SHORTEST_ENTRY = 15  # characters
NEXT_ENTRY = re.compile(r"\n(?=\[[^\[\]]{1,40}\]\s)")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading or a paragraph. `is_small`: a caption, a table or a footnote."""

    text: str
    is_heading: bool = False
    is_small: bool = False


def read_blocks(title: str, blocks: Sequence[TextBlock], references: Sequence[Reference] = ()) -> Manuscript:
    """Return the manuscript. Without `references`, they are the paragraphs under the heading of the reference list."""
    known = vocabulary(block.text for block in blocks)
    front: list[str] = []
    passages: list[Passage] = []
    entries: list[str] = []
    heading, part = "", PaperPart.END_MATTER
    is_list = is_behind = False
    for block in blocks:
        text = joined(plain(block.text).split("\n"), known)
        if block.is_heading:
            is_behind = is_behind or is_list
            is_list = begins_references(text)
            if not is_list and text != title:
                heading, part = text, part_of(text, part, is_behind_references=is_behind)
        elif is_list:
            entries += _entries(block.text, known)
        elif text and not heading and not passages and named_part(text) is not PaperPart.ABSTRACT:
            front.append(text)
        elif text:
            passages.append(Passage(heading, part, text, block.is_small))
    found = [*references] or [parse_entry(entry) for entry in entries]
    year, is_stated = year_of_paper(front, [reference.year for reference in found if reference.year])
    return Manuscript(
        title=title,
        year=year,
        byline=" ".join(front),
        passages=_merged(passages),
        references=tuple(reference for reference in found if reference.title or reference.label),
        is_year_stated=is_stated,
    )


def _entries(paragraph: str, known: Counter[str]) -> list[str]:
    parts = [joined(part.split("\n"), known) for part in NEXT_ENTRY.split(plain(paragraph))]
    return [part for part in parts if len(part) >= SHORTEST_ENTRY]


def _merged(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Join the paragraphs of a section."""
    merged: list[Passage] = []
    for passage in passages:
        last = merged[-1] if merged else None
        if last and (last.heading, last.part, last.is_small) == (passage.heading, passage.part, passage.is_small):
            # A new line ends a sentence, so no sentence runs over from one paragraph to the next.
            merged[-1] = Passage(last.heading, last.part, f"{last.text}\n{passage.text}", last.is_small)
        else:
            merged.append(passage)
    return tuple(merged)
