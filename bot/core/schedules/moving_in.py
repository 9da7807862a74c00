"""Works out what importing a schedule would do. Whatever the club has already stays."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING

from bot.core.catalog.adding import add
from bot.core.catalog.facts import usable_or_no_link
from bot.core.catalog.own_papers import NewPaper
from bot.core.catalog.refusals import NoTitleError
from bot.core.errors import ClubError
from bot.core.papers.identifiers import ArxivId, Doi
from bot.core.schedules.links import identifier_of
from bot.core.schedules.past import (
    LONGEST_HOST,
    LONGEST_TOPIC,
    MOST_HOSTS,
    MOST_SESSIONS,
    Also,
    Fate,
    MovingIn,
    PastHost,
    PastSession,
    PlannedPaper,
    PlannedSession,
    TooManySessionsError,
)
from bot.core.schedules.session import SessionKind, SessionLink
from bot.core.text.characters import storable
from bot.core.text.short_inputs import clipped, name_line
from bot.core.week_links.address import has_login, web_address
from bot.core.week_links.link import LONGEST_WHAT, MOST_LINKS
from bot.core.week_links.passcodes import passcodes_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from bot.core.catalog.adding import Additions
    from bot.core.catalog.links import Links
    from bot.core.schedules.past import ClubRecord
    from bot.core.schedules.session import Schedule, ScheduledPaper, Session

# Markdown writes a percent sign that begins no code as one, so it is stored so.
BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
LEFT_OUT = {SessionKind.BREAK: Fate.BREAK, SessionKind.CANCELLED: Fate.CANCELLED}


def work_out(
    links: Links, schedule: Schedule, record: ClubRecord, also: Collection[Also], additions: Additions
) -> MovingIn:
    """Return what the import would do, and note in `additions` which papers it adds to the catalog.

    Raises TooManySessionsError.
    """
    if len(schedule.sessions) > MOST_SESSIONS:
        raise TooManySessionsError(MOST_SESSIONS, len(schedule.sessions))
    work = _Work(links, record, frozenset(also), additions)
    sessions = tuple(map(work.plan, schedule.sessions))
    return MovingIn(
        sessions,
        record.today,
        schedule.unread,
        work.past(),
        work.queue(),
        len(additions.added) + len(additions.completed),
        work.also,
        work.to_match(),
    )


def host_names(schedule: Schedule) -> tuple[str, ...]:
    """Return the names of all hosts in the file's order, each once."""
    names = (_short(name, LONGEST_HOST) for session in schedule.sessions for name in session.hosts)
    return tuple(dict.fromkeys(filter(None, names)))


class _Work:
    """Goes through the sessions once. Two sessions on one day become one."""

    def __init__(self, links: Links, record: ClubRecord, also: frozenset[Also], additions: Additions) -> None:
        self.also = also
        self._links, self._record, self._today, self._additions = links, record, record.today, additions
        self._past: dict[date, PastSession] = {}
        self._known: dict[date, PastSession] = {}
        self._coming: list[tuple[bool, date, str]] = []
        self._added: set[str] = set()

    def past(self) -> tuple[PastSession, ...]:
        return tuple(self._past[day] for day in sorted(self._past))

    def to_match(self) -> tuple[PastSession, ...]:
        """Known sessions with a host whom nobody has matched with a member. What is new about others is in `past`."""
        known = (self._known[day] for day in sorted(self._known) if day not in self._past)
        return tuple(session for session in known if any(host.user_id is None for host in session.hosts))

    def queue(self) -> tuple[str, ...]:
        """What is added to the queue: by date, then papers without one in the file's order."""
        ordered = sorted(self._coming, key=lambda each: each[:2])
        return tuple(dict.fromkeys(key for _, _, key in ordered))

    def plan(self, session: Session) -> PlannedSession:
        links = tuple(usable_links(session.links))
        is_open = [not passcodes_in(link.url) for link in links]
        facts = PlannedSession(
            session.line,
            session.date,
            LEFT_OUT.get(session.kind, Fate.KNOWN),
            hosts=tuple(filter(None, (_short(name, LONGEST_HOST) for name in session.hosts)))[:MOST_HOSTS],
            links=links if Also.PASSCODES in self.also else tuple(compress(links, is_open)),
            topic=_short(session.topic, LONGEST_TOPIC),
            with_passcode=is_open.count(False),
            left_out=_left_out(session),
        )
        if facts.fate in LEFT_OUT.values():
            return replace(facts, papers=tuple(PlannedPaper(paper.title, None) for paper in session.papers))
        is_taken = self._is_taken(session)
        facts = replace(facts, papers=tuple(self._paper(each, is_taken=is_taken) for each in _papers(session, self)))
        return replace(facts, fate=self._fate(facts, is_own=self._record.is_own(session)))

    def _is_taken(self, session: Session) -> bool:
        """Return whether the session's papers go into history or the queue."""
        if session.date is None:
            return Also.UNDATED in self.also
        return session.date >= self._today or not self._record.is_own(session)

    def has(self, key: str) -> bool:
        return key in self._links.shelf

    def _paper(self, paper: ScheduledPaper, *, is_taken: bool) -> PlannedPaper:
        """Find the paper in the catalog, or add it if it is imported."""
        if paper.key:
            return PlannedPaper(paper.title, paper.key, paper.key in self._added)
        unnamed = PlannedPaper(paper.title, None)
        found = identifier_of(paper.url)
        arxiv = found.id if isinstance(found, ArxivId) else paper.arxiv_id
        doi = found.id if isinstance(found, Doi) else None
        if "://" in paper.title:
            known = self._links.shelf.identified(arxiv, doi)
            return PlannedPaper(paper.title, known.key, known.key in self._added) if known else unnamed
        address = "" if passcodes_in(paper.url or "") else paper.url or ""
        new = NewPaper(paper.title, usable_or_no_link(address), arxiv_id=arxiv, doi=doi)
        # A paper that is not imported is looked for, but not added.
        try:
            done = add(self._links, new, (), self._additions) if is_taken else None
        except NoTitleError:
            return unnamed
        if done is None:
            return unnamed
        self._added |= {done.key} if done.is_new else set()
        return PlannedPaper(paper.title, done.key, done.key in self._added)

    def _fate(self, session: PlannedSession, *, is_own: bool) -> Fate:
        keys = tuple(dict.fromkeys(paper.key for paper in session.papers if paper.key))
        if session.day is None:
            return self._undated(session, keys)
        if session.day < self._today and is_own:
            return Fate.KNOWN
        is_topic = bool(session.topic) and not session.papers and session.day < self._today
        if not keys and not (is_topic and Also.TOPICS in self.also):
            return Fate.NO_TITLE if session.papers else Fate.NO_PAPER
        if session.day >= self._today:
            return self._queued(keys, session.day)
        return self._remembered(session, session.day, keys)

    def _undated(self, session: PlannedSession, keys: tuple[str, ...]) -> Fate:
        if Also.UNDATED not in self.also or not session.papers:
            return Fate.NO_DATE
        return self._queued(keys, None) if keys else Fate.NO_TITLE

    def _queued(self, keys: tuple[str, ...], day: date | None) -> Fate:
        new = [key for key in keys if key not in self._record.read and key not in self._record.queue]
        self._coming += [(day is None, day or self._today, key) for key in new]
        return Fate.COMING if new else Fate.KNOWN

    def _remembered(self, session: PlannedSession, day: date, keys: tuple[str, ...]) -> Fate:
        """Add a past session, or to a known one what is new about it."""
        known = self._past.get(day) or self._record.past.get(day)
        before = known or PastSession(day, topic=session.topic)
        urls = {link.url for link in before.links}
        links = before.links + tuple(link for link in session.links if link.url not in urls)
        hosts = before.hosts or tuple(map(PastHost, session.hosts))
        if day in self._past and before.hosts:
            names = {host.name for host in before.hosts}
            hosts = before.hosts + tuple(PastHost(name) for name in session.hosts if name not in names)
        after = replace(
            before,
            keys=tuple(dict.fromkeys((*before.keys, *keys))),
            hosts=hosts[: max(MOST_HOSTS, len(before.hosts))],
            links=links[: max(MOST_LINKS, len(before.links))],
        )
        if after == known:
            self._known[day] = after
            return Fate.KNOWN
        self._past[day] = after
        return Fate.GROWS if day in self._record.past else Fate.HISTORY


def _papers(session: Session, work: _Work) -> Sequence[ScheduledPaper]:
    """The session's papers; in a file that we wrote, those that it names by key, if the catalog has them."""
    if len(session.keys) != len(session.papers) or not all(map(work.has, session.keys)):
        return session.papers
    return [replace(paper, key=key) for paper, key in zip(session.papers, session.keys, strict=True)]


def _left_out(session: Session) -> int:
    """Return how many links can't be kept, because they would let every reader log in."""
    of_papers = {paper.url for paper in session.papers if paper.url}
    urls = of_papers | {link.url for link in session.links}
    return sum(has_login(url) or (url in of_papers and bool(passcodes_in(url))) for url in urls)


def usable_links(links: Iterable[SessionLink]) -> Iterable[SessionLink]:
    """Yield the links to web pages, each address once and always spelled the same."""
    seen: set[str] = set()
    for link in links:
        try:
            url = web_address(BARE_PERCENT.sub("%25", web_address(link.url)))
        except ClubError:
            continue
        if url not in seen:
            seen.add(url)
            yield SessionLink("" if link.what == link.url else _short(link.what, LONGEST_WHAT), url)


def _short(text: str, longest: int) -> str:
    line = name_line(storable(text))
    return line if len(line) <= longest else clipped(line, longest)
