"""Joins sessions that a file tells twice, for example in a table and again in a section for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.session import SessionKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from bot.core.schedules.session import ScheduledPaper, Session

LETTERS = re.compile(r"[^\W_]+")


def with_same_joined(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions; those on one date that share a paper become one, at the line of the first.

    Not in tables that we wrote: there, each row is a session.
    """
    found: dict[int, Session] = {}
    places: dict[Hashable, int] = {}
    for number, session in enumerate(sessions):
        first, *same = sorted({number, *(places[name] for name in _names(session) if name in places)})
        found[number] = session
        for other in same:
            found[first] = _joined(found[first], found.pop(other))
        places |= dict.fromkeys(_names(found[first]), first)
    return tuple(found[number] for number in sorted(found))


def _names(session: Session) -> Iterator[Hashable]:
    """Yield what identifies a session: its date with each of its papers."""
    if session.date is None or session.kind is not SessionKind.SESSION or session.keys:
        return
    yield from ((session.date, _plain(paper)) for paper in session.papers)


def _plain(paper: ScheduledPaper) -> str:
    return "".join(LETTERS.findall(paper.title)).casefold()


def _joined(one: Session, other: Session) -> Session:
    papers = {_plain(paper): paper for paper in one.papers}
    for paper in other.papers:
        known = papers.setdefault(_plain(paper), paper)
        if known.url is None:
            papers[_plain(paper)] = replace(known, url=paper.url, arxiv_id=paper.arxiv_id)
    known_hosts = {name for host in one.hosts for name in (host, host.split()[0])}
    return replace(
        one,
        papers=tuple(papers.values()),
        hosts=(*one.hosts, *(host for host in other.hosts if host not in known_hosts)),
        links=tuple(dict.fromkeys((*one.links, *other.links))),
        topic=one.topic or other.topic,
    )
