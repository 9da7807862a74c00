"""`python -m bot schedule FILE`: the sessions that a reading group's schedule names, and the lines that it can't read.

It needs no settings, database or network, and starts without loading them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.schedules.files import LONGEST_LINE, MOST_BYTES, MOST_LINES, read_schedule
from bot.core.schedules.session import ScheduleFault, SessionKind, UnreadableScheduleError
from bot.operations.console import say, sized

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bot.core.schedules.session import Schedule, Session

NAME = "schedule"
HELP = "Read the sessions of a reading group from its schedule: Markdown, CSV, YAML, JSON or a calendar."
EXIT_OK, EXIT_UNREADABLE = 0, 2
FAULTS = {
    ScheduleFault.MISSING: "{file} can't be opened.",
    ScheduleFault.NOT_TEXT: "{file} is not a text in UTF-8. Save it as Markdown, CSV or .ics in UTF-8.",
    ScheduleFault.TOO_LARGE: (
        f"{{file}} is larger than {sized(MOST_BYTES)} or {MOST_LINES:,} lines, so it can't be a schedule."
    ),
    ScheduleFault.LONG_LINE: f"{{file}} has a line of more than {LONGEST_LINE:,} characters; no schedule has.",
    ScheduleFault.BAD_CALENDAR: "{file} is a damaged calendar. Export it again.",
    ScheduleFault.TOO_COMPLEX: "{file} takes too long to read. Leave out what is no part of the schedule.",
    ScheduleFault.NO_SESSIONS: "{file} has no sessions: no table, list or heading with a date, a week or a paper.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the schedule")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(arguments: argparse.Namespace, _settings: object = None) -> int:
    try:
        schedule = _read(arguments.file)
    except UnreadableScheduleError as error:
        sys.stderr.write(FAULTS[error.fault].format(file=arguments.file.name) + "\n")
        return EXIT_UNREADABLE
    if arguments.json:
        say(json.dumps(as_json(schedule), ensure_ascii=False, indent=2))
    else:
        say(*as_text(schedule))
    return EXIT_OK


def _read(file: Path) -> Schedule:
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableScheduleError(ScheduleFault.MISSING) from error
    return read_schedule(file.name, content)


def as_json(schedule: Schedule) -> dict[str, Any]:
    """Return the reading in the form for programs. `host` is a name, a list of names, or null."""
    return {
        "sessions": [_session(session) for session in schedule.sessions],
        "unread": [{"line": each.line, "text": each.text} for each in schedule.unread],
    }


def _session(session: Session) -> dict[str, Any]:
    hosts = session.hosts
    return {
        "line": session.line,
        "date": session.date.isoformat() if session.date else None,
        "papers": [{"title": paper.title, "arxiv_id": paper.arxiv_id, "url": paper.url} for paper in session.papers],
        "host": None if not hosts else hosts[0] if len(hosts) == 1 else list(hosts),
        "links": [{"what": link.what, "url": link.url} for link in session.links],
        "kind": session.kind.value,
        "topic": session.topic,
    }


def as_text(schedule: Schedule) -> Iterator[str]:
    """Yield the reading as lines."""
    papers = sum(len(session.papers) for session in schedule.sessions)
    yield f"{len(schedule.sessions)} sessions with {papers} papers; {len(schedule.unread)} lines not understood"
    for session in schedule.sessions:
        date = session.date.isoformat() if session.date else "no date   "
        about = "; ".join(paper.title for paper in session.papers) or session.topic or "no paper"
        kind = "" if session.kind is SessionKind.SESSION else f" [{session.kind}]"
        host = f" ({', '.join(session.hosts)})" if session.hosts else ""
        yield f"{session.line:>5}  {date}{kind}  {about}{host}"
    for unread in schedule.unread:
        yield f"{unread.line:>5}  not understood: {unread.text}"
