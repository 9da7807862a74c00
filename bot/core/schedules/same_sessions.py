"""Joins sessions that a file tells twice, for example in a table and again in a section for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.session import SessionKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from bot.core.schedules.session import ScheduledPaper, Session

# Of "C++" and "C#", the marks count.
LETTERS = re.compile(r"[^\W_]+|[+#]")


def with_same_joined(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions; those on one date that share a paper become one, at the line of the first.

    Not in tables that we wrote: there, each row is a session.
    """
    told: dict[int, list[Session]] = {}  # each session with those that tell it again
    firsts: dict[Hashable, int] = {}
    names: dict[int, list[Hashable]] = {}
    for number, session in enumerate(sessions):
        told[number], names[number] = [session], list(_names(session))
        first, *same = sorted({number, *(firsts[name] for name in names[number] if name in firsts)})
        for other in same:
            told[first] += told.pop(other)
            names[first] += names[other]
            firsts |= dict.fromkeys(names.pop(other), first)
        firsts |= dict.fromkeys(names[first] if first == number else (), first)
    return tuple(_joined(told[number]) for number in sorted(told))


def _names(session: Session) -> Iterator[Hashable]:
    """Yield what identifies a session: its date with each of its papers."""
    if session.date is None or session.kind is not SessionKind.SESSION or session.keys:
        return
    yield from ((session.date, _plain(paper)) for paper in session.papers)


def _plain(paper: ScheduledPaper) -> str:
    return "".join(LETTERS.findall(paper.title)).casefold() or paper.title


def _joined(sessions: Sequence[Session]) -> Session:
    """Return one session for all, with the first address of each paper and the longer names of hosts."""
    if len(sessions) == 1:
        return sessions[0]
    papers: dict[str, ScheduledPaper] = {}
    for paper in (paper for session in sessions for paper in session.papers):
        known = papers.setdefault(_plain(paper), paper)
        if known.url is None and paper.url:
            papers[_plain(paper)] = replace(known, url=paper.url, arxiv_id=paper.arxiv_id)
    hosts = dict.fromkeys(host for session in sessions for host in session.hosts)
    first_words = {host.split()[0] for host in hosts if " " in host}
    return replace(
        sessions[0],
        papers=tuple(papers.values()),
        hosts=tuple(host for host in hosts if host not in first_words),
        links=tuple(dict.fromkeys(link for session in sessions for link in session.links)),
        topic=next((session.topic for session in sessions if session.topic), sessions[0].topic),
    )
