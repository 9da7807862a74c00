"""Reads the sessions of a calendar file (.ics, RFC 5545)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from bot.core.schedule.content import Content, identifier_of, kind_of, paper_of, read_into
from bot.core.schedule.markdown import document_of, spans_of
from bot.core.schedule.session import (
    Schedule,
    ScheduleFault,
    Session,
    SessionKind,
    SessionLink,
    UnreadableScheduleError,
    UnreadLine,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGIN = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
PREFIX = re.compile(
    r"^\W*(?:[\w &'’]{0,30}(?:reading|paper|journal|study) (?:group|club)|reading|paper)\s*[:–—-]\s*", re.IGNORECASE
)
TAGS = re.compile(r"<[^>]{0,500}>")


def schedule_of_calendar(text: str) -> Schedule:
    """Return the sessions in the order of the file.

    An event that repeats names no date for each paper, so it is listed as unread. Raises UnreadableScheduleError.
    """
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise UnreadableScheduleError(ScheduleFault.BAD_CALENDAR) from error
    lines = [text.count("\n", 0, found.start()) + 1 for found in BEGIN.finditer(text)]
    lines += [0] * (len(events) - len(lines))
    sessions, unread = [], []
    for line, event in zip(lines, events, strict=False):
        if event.get("RRULE") or _day(event) is None:
            unread.append(UnreadLine(line, str(event.get("SUMMARY", ""))[:200]))
        else:
            sessions.append(_session(line, event))
    if not sessions:
        raise UnreadableScheduleError(ScheduleFault.NO_SESSIONS)
    return Schedule(tuple(sessions), tuple(unread))


def _day(event: Any) -> date | None:
    """The event's own day, in the zone that the file gives it."""
    start = getattr(event.get("DTSTART"), "dt", None)
    if isinstance(start, datetime):
        return start.date()
    return start if isinstance(start, date) else None


def _session(line: int, event: Any) -> Session:
    content = Content()
    summary = PREFIX.sub("", str(event.get("SUMMARY", "")))
    read_into(content, spans_of(summary), may_be_plain=True)
    topic = content.topic
    for spans in _described(str(event.get("DESCRIPTION", ""))):
        read_into(content, spans, may_be_plain=False)
    if url := str(event.get("URL", "")):
        content.links.append(SessionLink("link", url))
    kind = SessionKind.CANCELLED if str(event.get("STATUS", "")).upper() == "CANCELLED" else content.kind
    if kind is SessionKind.SESSION and not content.papers:
        kind = kind_of(summary)
    return Session(
        line, kind, _day(event), _with_links(content), tuple(content.hosts), tuple(dict.fromkeys(content.links)), topic
    )


def _described(text: str) -> Iterator[Any]:
    for block in document_of(TAGS.sub(" ", text).replace("\n", "\n\n")).blocks:
        yield block.spans


def _with_links(content: Content) -> tuple[Any, ...]:
    """The papers; if there is one without a link, and one bare link to a paper, they belong together."""
    papers = content.papers
    links = [link for link in content.links if identifier_of(link.url)]
    if len(papers) == 1 and papers[0].url is None and len(links) == 1:
        content.links.remove(links[0])
        papers = [paper_of(papers[0].title, links[0].url)]
    return tuple(papers)
