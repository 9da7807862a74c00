"""Tells titles from links and texts within a sentence."""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.links import identifier_of
from bot.core.schedules.person_names import is_full_name
from bot.core.schedules.titles import FEWEST_WORDS_OF_A_TITLE, QUOTED, clean_title
from bot.core.schedules.words import FIELD, PRESENTS

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Spans

IN_PROSE = re.compile(r"\b(?:from|at|via|with|by|of) $", re.IGNORECASE)
# What a line leaves without its links: "Deep maps: , and", "Deep maps, , ", "reading more about towns from".
REMAINS = re.compile(
    r"[,，、]\s{0,3}[,，、]|\b(?:and|also|or|an?|the|of|see|from|with|using|und|et)\W*$", re.IGNORECASE
)
# A sentence that goes on with a link.
GOES_ON = re.compile(r":\s*$|\b(?:and|also|or|an?|the|of|see|from|with|using|reads?|und|et)\s*$", re.IGNORECASE)
PART_OF_IT = re.compile(
    r"\b(?:sections?|chapters?|parts?|pages?|claims?|half|rest|remainder|beginning|introduction|appendix|weeks?)\b"
    r".{0,20} of $",
    re.IGNORECASE,
)
# "Ada Berg presented *Maps of towns*" and "the paper *Maps of towns*": the title is in bold, in italics or quoted.
A_PAPER = r"(?:papers?|articles?|preprints?|work)(?:\s(?:titled|entitled|called|named))?\s?"
CALLED_A_PAPER = re.compile(rf"\b{A_PAPER}[,:]?\s*[“\"«]?$", re.IGNORECASE)
READS = re.compile(
    r"\b(?:present(?:s|ed|ing)?|discuss(?:es|ed|ing)?|read(?:ing)?|cover(?:s|ed|ing)?|le(?:a)?ds?|chose)\s+"
    r"(?:(?:on|about|us|through)\s+){0,2}"
    rf"(?:(?:the|this|an?|his|her|their|our)\s+(?:[\w-]+\s+){{0,3}}{A_PAPER})?[,:]?\s*[“\"«]?$",
    re.IGNORECASE,
)
TITLE_AND_STOP = re.compile(r"(?P<title>[A-Z0-9][^.!?]{10,200}[^.!?\s])[.!?]?")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
MOSTLY = 0.7
LABELED = re.compile(r"[:(\[]\W*$")


def without_remains(spans: Spans) -> Spans:
    """Return the text without its links, which are spaces, or only what is in front of them if the rest is no title.

    Nothing if a sentence goes on with the link.
    """
    if not REMAINS.search(plain(spans)):
        return spans
    front = tuple(takewhile(lambda span: span.text != " ", spans))
    return () if GOES_ON.search(plain(front)) else front


def is_word_of_title(spans: Spans, link: Span) -> bool:
    """Return whether the only link is one word after others of a title, as in "Walls, chapter 3 of [Maps](…)"."""
    before = plain(spans[: spans.index(link)])
    return (
        len(before) > 1 and len(link.text.split()) == 1 and not identifier_of(link.url) and not LABELED.search(before)
    )


def is_in_prose(before: Span, span: Span) -> bool:
    """Return whether a link to an unknown site is no title: in small letters, a person, or after "from"."""
    if QUOTED.search(span.text) or PART_OF_IT.search(before.text):
        return False
    is_small = span.text.islower() and bool(before.text.strip())
    is_of_it = is_small or is_full_name(span.text) or IN_PROSE.search(before.text) is not None
    return identifier_of(span.url) is None and is_of_it and not FIELD.search(span.text)


def titles_read(spans: Spans, *, may_be_named: bool) -> list[str]:
    """Return the titles in a sentence such as "Ada presented *Maps of towns*".

    With `may_be_named`, nobody need read them, as in "the paper *Maps of towns*".
    """
    text = "".join(span.text for span in spans)
    starts = accumulate((len(span.text) for span in spans), initial=0)
    marked = [(at, span.text) for at, span in zip(starts, spans, strict=False) if span.is_strong and not span.url]
    marked += [(quoted.start(), str(quoted[1])) for quoted in QUOTED.finditer(text)]
    found = [
        clean_title(title) for at, title in sorted(marked) if _is_read(title, text[:at], may_be_named=may_be_named)
    ]
    return list(dict.fromkeys(found)) or _title_at_the_end(text)


def _is_read(title: str, before: str, *, may_be_named: bool) -> bool:
    is_called = CALLED_A_PAPER.search(before) is not None
    is_read = READS.search(before) is not None and (is_called or _is_capitalized(title))
    return (is_read or (may_be_named and is_called)) and len(title.split()) >= FEWEST_WORDS_OF_A_TITLE


def _title_at_the_end(text: str) -> list[str]:
    """Return what follows "Ada presents" at the beginning of a text if it is all, and written as a title."""
    told = PRESENTS.match(text)
    found = TITLE_AND_STOP.fullmatch(plain((Span(text[told.end() :]),))) if told else None
    is_title = found is not None and len(found["title"].split()) >= FEWEST_WORDS_OF_A_TITLE
    return [clean_title(found["title"])] if found and is_title and _is_capitalized(found["title"]) else []


def _is_capitalized(text: str) -> bool:
    begin_large = [found[0][0].isupper() for found in LONG_WORD.finditer(text)]
    return sum(begin_large) >= MOSTLY * max(len(begin_large), 1)
