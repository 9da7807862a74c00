"""What pages about hosts show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.hosts.roles import NOBODY, Cast
from bot.core.hosts.rotation import AnswerState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.hosts.details import HostNews
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.takeaways.takeaway import Takeaway
    from bot.core.weeks.week import Week
    from bot.services.hosts.sessions import ClubSession
    from bot.storage.hosts.rows import PastHosting


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as a member sees it. `answer` is the state of their own answer, None without one.

    `paper_key` is its week's paper, or the one that would be read by then as of now. `can_accept` until this time.
    `is_untold` if its host was assigned, and there is no place yet to tell them.
    """

    club: Club
    day: date
    starts_at: datetime
    cast: Cast = NOBODY
    answer: AnswerState | None = None
    paper_key: str | None = None
    can_accept: datetime | None = None
    number: int | None = None
    is_untold: bool = False

    @property
    def host(self) -> int | None:
        return self.cast.host


@dataclass(frozen=True, slots=True)
class Overview:
    """The content of `/host list`. `willing` and `asked` are only for organizers; members get the number."""

    club: Club
    sessions: Sequence[SessionView]
    past: Sequence[PastHosting]
    is_willing: bool
    count: int
    willing: Sequence[int] = ()
    asked: dict[date, int] = field(default_factory=dict)

    @property
    def has_hosts(self) -> bool:
        """Whether hosting is on in the club: somebody is willing, or hosts."""
        return bool(self.count or self.past or any(one.cast for one in self.sessions))


@dataclass(frozen=True, slots=True)
class Volunteered:
    """The member takes turns from now on; `is_new` if they did not yet."""

    club: Club
    is_new: bool


@dataclass(frozen=True, slots=True)
class HostCard:
    """What a host needs for their session. The logs and takeaways are those that they may read."""

    session: SessionView
    minutes: int
    logs: Sequence[PaperLog] = ()
    takeaways: Sequence[Takeaway] = ()


@dataclass(frozen=True, slots=True)
class HostMessage:
    """What a message to a member says now."""

    news: HostNews
    member: int
    club: Club
    week: Week | None
    session: SessionView


def view_of(
    club: Club, one: ClubSession, cast: Cast, member_id: int | None = None, paper_key: str | None = None
) -> SessionView:
    """Return the session as this member sees it."""
    answer = one.session.answer_of(member_id) if member_id else None
    state = answer.state if answer else None
    until = one.session.until(answer) if answer and state is AnswerState.ASKED and one.host is None else None
    number = one.week.number if one.week else None
    key = one.week.paper_key if one.week else paper_key
    return SessionView(club, one.day, one.session.starts_at, cast, state, key, until, number)
