"""The sessions that a club had before it moved here, and what importing a schedule would do. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NotNowError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from bot.core.schedules.session import Session, SessionLink, UnreadLine

MOST_SESSIONS = 1_000
LONGEST_HOST, LONGEST_TOPIC = 80, 200
MOST_HOSTS = 10  # of one session
# A session only moves within its period, and the longest period is a month.
MOVED_WITHIN = timedelta(days=31)


@dataclass(eq=False)
class NothingToMoveInError(ClubError):
    """The file has nothing that the club doesn't have already."""


@dataclass(eq=False)
class TooManySessionsError(ClubError):
    most: int
    count: int


@dataclass(eq=False)
class ScheduleGoneError(NotNowError):
    """The preview is too old, was dropped, or is another member's."""


@dataclass(eq=False)
class NothingToExportError(NotNowError):
    """The club has neither history nor a queue."""


@dataclass(frozen=True, slots=True)
class PastHost:
    """Who led a past session: the name in the file, and the member that an organizer matched it with, if any."""

    name: str
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session from before. `keys` are its papers in the catalog; one without any is only a date and a topic.

    `number` counts the sessions with papers. It is None if the club had weeks of its own before it was imported.
    """

    day: date
    keys: tuple[str, ...] = ()
    hosts: tuple[PastHost, ...] = ()
    links: tuple[SessionLink, ...] = ()
    topic: str = ""
    number: int | None = None
    id: int = 0

    def with_members(self, members: Mapping[str, int]) -> PastSession:
        """Return the session with these members for names that have none yet."""
        hosts = (
            host if host.user_id is not None else replace(host, user_id=members.get(host.name)) for host in self.hosts
        )
        return replace(self, hosts=tuple(hosts))

    def without_members(self, members: Collection[int]) -> PastSession:
        """Return the session without these members: its hosts have the names in the file again."""
        hosts = (replace(host, user_id=None) if host.user_id in members else host for host in self.hosts)
        return replace(self, hosts=tuple(hosts))


class Also(StrEnum):
    """What is only imported if the organizer says so.

    The papers of sessions without a date, dates without a paper, and links of past sessions with a password in them.
    """

    UNDATED = "undated"
    TOPICS = "topics"
    PASSCODES = "passcodes"


class Fate(StrEnum):
    """What becomes of a session of the file."""

    HISTORY = "history"
    COMING = "coming"
    GROWS = "grows"  # a past session that is known gets what is new about it
    KNOWN = "known"
    NO_DATE = "no-date"
    NO_PAPER = "no-paper"
    NO_TITLE = "no-title"  # its paper is only an address that the catalog does not know
    BREAK = "break"
    CANCELLED = "cancelled"


TAKEN = frozenset({Fate.HISTORY, Fate.COMING, Fate.GROWS})


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """A paper of a session as it was understood. `key` is None for one that no title names."""

    title: str
    key: str | None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session of the file, and what becomes of it. `links` are those that lead to a page of the web.

    Of these, `with_passcode` have a password in them, and are left out unless the organizer takes them too. `left_out`
    are those with a login, and links of papers with a password: nobody can take them.
    """

    line: int
    day: date | None
    fate: Fate
    papers: tuple[PlannedPaper, ...] = ()
    hosts: tuple[str, ...] = ()
    links: tuple[SessionLink, ...] = ()
    topic: str = ""
    with_passcode: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ClubRecord:
    """What the club has already: the days of its own weeks, its past sessions, what it has read and what is queued.

    `today` is the date in its zone. `own_papers` are the papers of its own weeks, with the days of their posts. `club`
    is its token.
    """

    today: date
    own_days: frozenset[date]
    past: Mapping[date, PastSession]
    read: frozenset[str]
    queue: tuple[str, ...]
    own_papers: frozenset[tuple[str, date]] = frozenset()
    club: str = ""

    def is_own(self, session: Session) -> bool:
        """Return whether the club had a week of its own in which the session was.

        A row that was exported for a week of this club names its paper by its key. Its date may be old, since meetings
        move. So a week with the same paper within a month counts too.
        """
        day, keys = session.date, session.keys
        if day is None or day in self.own_days or not self.club or session.club != self.club:
            return day in self.own_days
        return len(keys) == 1 and any(key in keys and abs(day - on) <= MOVED_WITHIN for key, on in self.own_papers)


@dataclass(frozen=True, slots=True)
class MovingIn:
    """What an import would do. `sessions` are in the file's order; `past` and `queue` are what would be stored.

    `past` are new sessions and known ones with something new; `queue` is only what would be added to it, in order.
    `to_match` are sessions that the club has, with hosts whom nobody has matched with members yet.
    """

    sessions: tuple[PlannedSession, ...]
    today: date
    unread: tuple[UnreadLine, ...] = ()
    past: tuple[PastSession, ...] = ()
    queue: tuple[str, ...] = ()
    new_papers: int = 0
    also: frozenset[Also] = field(default=frozenset())
    to_match: tuple[PastSession, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.past or self.queue)

    def count(self, *fates: Fate) -> int:
        return sum(session.fate in fates for session in self.sessions)

    @property
    def undated(self) -> int:
        """How many sessions have papers, but no date."""
        return sum(
            session.day is None and bool(session.papers)
            for session in self.sessions
            if session.fate in {*TAKEN, Fate.NO_DATE}
        )

    @property
    def topics(self) -> int:
        """How many past sessions have a date and a topic, but no paper."""
        return sum(
            session.day is not None and session.day < self.today and bool(session.topic) and not session.papers
            for session in self.sessions
            if session.fate in {Fate.NO_PAPER, Fate.HISTORY}
        )

    @property
    def passcodes(self) -> int:
        """How many links of past sessions have a password in them."""
        return sum(
            session.with_passcode for session in self.sessions if session.day is not None and session.day < self.today
        )

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of hosts whom an organizer can match with members, in the file's order, each once."""
        days = {session.day for session in self.to_match}
        taken = [one for one in self.sessions if one.fate in {Fate.HISTORY, Fate.GROWS} or one.day in days]
        return tuple(dict.fromkeys(name for session in taken for name in session.hosts))

    def matched(self, members: Mapping[str, int]) -> tuple[PastSession, ...]:
        """Return the sessions to store if these names are those members: new ones, and known ones with a new match."""
        found = {one.day: one.with_members(members) for one in self.to_match}
        known = tuple(found[one.day] for one in self.to_match if found[one.day] != one)
        return (*(one.with_members(members) for one in self.past), *known)


@dataclass(frozen=True, slots=True)
class MovedIn:
    """What an import did."""

    past: int
    queued: int
    papers: int
    matched: int = 0  # known sessions whose hosts are members now
