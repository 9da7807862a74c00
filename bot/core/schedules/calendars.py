"""Reads the sessions of a calendar file (.ics, RFC 5545)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.content import Content, paper_of, read_into, without_named_hosts
from bot.core.schedules.host_naming import HostNaming
from bot.core.schedules.hosts import without_hosts
from bot.core.schedules.html import blocks_of_html
from bot.core.schedules.links import identifier_of
from bot.core.schedules.markdown import document_of
from bot.core.schedules.notices import kind_of
from bot.core.schedules.prefixes import common_prefix, without_prefix
from bot.core.schedules.repeats import changed_days, days_of, repeats, zone_of_calendar
from bot.core.schedules.session import (
    Schedule,
    ScheduledPaper,
    ScheduleFault,
    Session,
    SessionKind,
    SessionLink,
    UnreadableScheduleError,
    UnreadLine,
)
from bot.core.schedules.spans import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.core.schedules.blocks import Spans

MOST_SESSIONS = 1_000
BEGIN = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
PREFIX = re.compile(
    r"^\W*(?:[\w &'’]{0,30}(?:reading|paper|journal|study) (?:group|club)|reading|paper)(?: ?#?\d{1,4})?\s*[:–—-]\s*",
    re.IGNORECASE,
)
CALLED_OFF = re.compile(r"\W*(?:cancell?ed|abgesagt|annulé|cancelado)\W*[:–—-]\s*", re.IGNORECASE)
ONLY_THE_GROUP = re.compile(
    r"[\w &'’]{0,30}\b(?:reading|paper|journal|study) (?:group|club)(?: meeting)?", re.IGNORECASE
)
# By their names, a calendar that may hold talks, and an event of it that is about a paper.
OF_TALKS = re.compile(r"\b(?:seminars?|colloqui(?:um|a)|talks?|lectures?)\b", re.IGNORECASE)
OF_A_READING = re.compile(r"\b(?:papers?|read(?:ing)?|journal|book|club|article)\b", re.IGNORECASE)
OF_A_SENTENCE = re.compile(r"\b(?:we|you|hi|hello|please|here|this week|today|papers?|our)\b", re.IGNORECASE)
FEW_WORDS = 3
IS_HTML = re.compile(r"<(?:a|p|br|div|ul|ol|b|span)\b[^<>]*/?>", re.IGNORECASE)


def schedule_of_calendar(text: str) -> Schedule:
    """Return the sessions in the order of the file. An event that repeats has a session on each of its days.

    An event that repeats forever is listed as unread. Raises UnreadableScheduleError.
    """
    try:
        calendar: Any = Calendar.from_ical(text)
        events = calendar.walk("VEVENT")
        zone = zone_of_calendar(calendar)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise UnreadableScheduleError(ScheduleFault.BAD_CALENDAR) from error
    lines = [text.count("\n", 0, found.start()) + 1 for found in BEGIN.finditer(text)]
    lines += [0] * (len(events) - len(lines))
    sessions: list[Session] = []
    unread: list[UnreadLine] = []
    changed = changed_days(events, zone)
    names = [str(event.get("SUMMARY", "")) for event in events]
    prefix = common_prefix(names)
    naming = HostNaming(spans_of(_summary(name, prefix)) for name in names)
    for line, event in zip(lines, events, strict=False):
        days = days_of(event, zone, changed) if len(sessions) < MOST_SESSIONS else []
        sessions += [_session(line, event, day, prefix, naming) for day in days]
        if not days and (event.get("RRULE") is None or not repeats(event)):
            unread.append(UnreadLine(line, str(event.get("SUMMARY", ""))[:200]))
    if not sessions:
        raise UnreadableScheduleError(ScheduleFault.NO_SESSIONS)
    if OF_TALKS.search(f"{calendar.get('X-WR-CALNAME', '')} {prefix}") and not _are_readings(sessions, names):
        sessions = [replace(each, papers=(), topic=each.topic or _titles(each)) for each in sessions]
    return Schedule(tuple(sorted(sessions, key=lambda each: each.line)), tuple(unread))


def _are_readings(sessions: Sequence[Session], names: Sequence[str]) -> bool:
    """Return whether an event leads to a paper, or is called a reading: the others of a seminar may be talks."""
    urls = [paper.url for session in sessions for paper in session.papers]
    urls += [link.url for session in sessions for link in session.links]
    return any(map(OF_A_READING.search, names)) or any(map(identifier_of, urls))


def _titles(session: Session) -> str:
    return " · ".join(paper.title for paper in session.papers)


def _summary(name: str, prefix: str) -> str:
    """Return the name of an event without the group's."""
    notice = CALLED_OFF.match(name)
    return PREFIX.sub("", name[notice.end() :] if notice else without_prefix(name, prefix))


def _session(line: int, event: Any, day: date, prefix: str, naming: HostNaming) -> Session:
    written = str(event.get("SUMMARY", ""))
    summary = _summary(written, prefix)
    spans, hosts = naming.cut(spans_of(summary))
    content = Content(hosts=hosts)
    if spans and summary != prefix and not ONLY_THE_GROUP.fullmatch(summary):
        read_into(content, spans, may_be_plain=True)
    else:
        content.add_hosts(without_hosts(spans)[1])
    topic = content.topic
    described = Content(topic=topic)
    for spans in _described(str(event.get("DESCRIPTION", ""))):
        read_into(described, spans, may_be_plain=False)
    topic = _with_described(content, described, topic)
    if url := str(event.get("URL", "")):
        content.links.append(SessionLink("link", url))
    is_off = CALLED_OFF.match(written) is not None or str(event.get("STATUS", "")).upper() == "CANCELLED"
    content.kind = SessionKind.CANCELLED if is_off else content.kind
    if content.kind is SessionKind.SESSION and not content.papers:
        content.kind = kind_of(summary)
    without_named_hosts(content)
    content.papers, content.topic = _with_links(content), topic
    return content.session(line, day)


def _with_described(content: Content, described: Content, topic: str) -> str:
    """Add what the description says, and return the topic.

    A word or two as the event's name, such as "DQN", is the topic if the description names the paper.
    """
    short = [each for each in content.papers if each.url is None and len(each.title.split()) <= FEW_WORDS]
    if short and any(each.url and each.url != each.title for each in described.papers):
        topic = topic or short[0].title
        content.papers = [each for each in content.papers if each not in short]
    for paper in described.papers:
        if content.papers and paper.title == paper.url:
            described.links.append(SessionLink(paper.title, paper.url))
        else:
            content.add_paper(paper)
    content.add_hosts(described.hosts)
    content.links += described.links
    content.kind = described.kind if content.kind is SessionKind.SESSION else content.kind
    return topic


def _described(text: str) -> Iterator[Spans]:
    blocks = blocks_of_html(text, 1, 0) if IS_HTML.search(text) else document_of(text.replace("\n", "\n\n")).blocks
    above: Spans = ()
    for spans in (block.spans for block in blocks):
        if above and _is_bare_address(spans) and _may_be_title(plain(above)):
            yield (*above, Span(" "), *spans)
            above = ()
            continue
        if above:
            yield above
        above = spans
    if above:
        yield above


def _is_bare_address(spans: Spans) -> bool:
    return len(spans) == 1 and spans[0].text == spans[0].url and identifier_of(spans[0].url) is not None


def _may_be_title(text: str) -> bool:
    """Return whether a line above a paper's address is its title, and not a sentence about it."""
    return len(text.split()) > FEW_WORDS and not (text.endswith((":", ".", "!")) or OF_A_SENTENCE.search(text))


def _with_links(content: Content) -> list[ScheduledPaper]:
    """Return the papers. If one has no link, and there is one bare link to a paper, they belong together."""
    papers = content.papers
    links = [link for link in content.links if identifier_of(link.url)]
    if len(papers) == 1 and papers[0].url is None and len(links) == 1:
        content.links.remove(links[0])
        papers = [paper_of(papers[0].title, links[0].url)]
    return papers
