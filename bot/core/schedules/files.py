"""Reads a schedule from a file's bytes, whatever form it has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Document
from bot.core.schedules.calendars import schedule_of_calendar
from bot.core.schedules.data import blocks_of_data
from bot.core.schedules.markdown import document_of
from bot.core.schedules.pages import schedule_of_page
from bot.core.schedules.reading import schedule_of
from bot.core.schedules.session import ScheduleFault, UnreadableScheduleError
from bot.core.schedules.tables import document_of_table
from bot.core.schedules.years import SchoolYear, year_in

if TYPE_CHECKING:
    from bot.core.schedules.session import Schedule

MOST_BYTES = 256 * 1024
# These bound the work. A schedule of ten years has about 500 lines.
MOST_LINES, LONGEST_LINE = 5_000, 8_000
CALENDAR = "BEGIN:VCALENDAR"
TABLES = (".csv", ".tsv")
DATA = (".yml", ".yaml", ".json")
SEASON = r"(?:spring|summer|fall|autumn|winter|lent|michaelmas|hilary|trinity)"
SHORT_SEASON = r"(?:sp|su|fa|wi|au|ss|ws|[fsw])"
ENDING = re.compile(r"\.\w+$")
# "fall-2024", "spring22", "readings-f16", "2024-winter".
OF_A_TERM = re.compile(
    rf"(?<![a-z0-9])(?:{SEASON}(?P<year>[ _-]?20\d\d|[0-3]\d)|{SHORT_SEASON}(?P<short>20\d\d|[0-3]\d)"
    rf"|(?P<first>20\d\d)[ _-]?{SEASON})(?![a-z0-9])"
)
# The day in "2024-06-18-maps" is that of a post.
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A year without a season counts only in the name of a list of sessions.
OF_A_LIST = frozenset(
    {"past", "previous", "our", "paper", "papers", "reading", "readings", "journal", "meetup", "meetups", "meeting"}
    | {"meetings", "session", "sessions", "schedule", "schedules", "seminar", "seminars", "club", "group", "archive"}
    | {"history", "year", "ay", "jc", "rg"}
)
# Without characters that Python takes for line ends, because line numbers depend on those.
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x1f\x7f]")
# Soft hyphens, zero-width spaces and joiners, and byte order marks.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def read_schedule(name: str, content: bytes) -> Schedule:
    """Return what the file says. Its name tells a table from Markdown. A calendar is recognized by its content.

    Raises UnreadableScheduleError.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableScheduleError(ScheduleFault.TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableScheduleError(ScheduleFault.NOT_TEXT) from error
    if "\0" in text:
        raise UnreadableScheduleError(ScheduleFault.NOT_TEXT)
    text = INVISIBLE.sub("", CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise UnreadableScheduleError(ScheduleFault.TOO_LARGE)
    if any(len(line) > LONGEST_LINE for line in lines):
        raise UnreadableScheduleError(ScheduleFault.LONG_LINE)
    if text.lstrip()[: len(CALENDAR)].upper() == CALENDAR:
        return schedule_of_calendar(text)
    ending = name.casefold()
    if ending.endswith(DATA):
        return schedule_of(Document(tuple(blocks_of_data(text.replace("\t", " "))), _year_of(ending)))
    document = document_of_table(text) if ending.endswith(TABLES) else document_of(text)
    return schedule_of_page(replace(document, year=document.year or _year_of(ending)))


def _year_of(name: str) -> int | SchoolYear | None:
    """Return the year of a file that is called by its term, such as "fall-2024.csv" or "papers-2024-25.md"."""
    stem = DAY.sub("", ENDING.sub("", name.rsplit("/", 1)[-1]))
    years = {int((term["year"] or term["short"] or term["first"])[-2:]) for term in OF_A_TERM.finditer(stem)}
    if years:
        return 2000 + years.pop() if len(years) == 1 else None
    words = re.sub(r"[^a-z]+", " ", stem).split()
    return year_in(re.sub(r"(?<=[a-z])-|_", " ", stem)) if OF_A_LIST.issuperset(words) else None
