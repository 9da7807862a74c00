"""A week as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.hosts.roles import NOBODY, Cast
from bot.core.weeks.attendance import who_is_in, who_is_out
from bot.core.weeks.week import Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.session import SessionMeeting
    from bot.core.polls.poll import Poll
    from bot.core.takeaways.takeaway import Takeaway
    from bot.core.week_links.link import WeekLink
    from bot.core.weeks.note import Part
    from bot.core.weeks.week import Week


@dataclass(frozen=True, slots=True)
class WeekSession:
    """One session on a week's paper: that of the slot on `day`. `part` is None if the paper takes only one slot.

    `meeting` may have been cancelled; `cast` are its host and roles; `present` said that they were there.
    """

    day: date
    meeting: SessionMeeting | None = None
    cast: Cast = NOBODY
    present: int = 0
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `key` marks its post.

    `newer` is a later week of the club. Without one, `next_key` is the next week's paper as of now (None if all are
    read). `logged` are those who have written a log, `gone` those known to have left the server. `poll` is the club's
    running poll; `chosen_by` is the one that decided this week's paper. `has_guide` says whether the reading guide is
    the thread's first message; if not, it is part of the post. `takeaways` and `links` are in the order of writing.
    `sessions` are in their order: one, unless the paper takes several slots of a club with meetings. `second_at` is
    when the second of its paper's slots begins; None if it takes only one, or if a break takes the second.
    """

    club: Club
    week: Week
    key: str
    answers: dict[int, Answer]
    newer: Week | None
    next_key: str | None
    logged: Collection[int] = ()
    gone: frozenset[int] = frozenset()
    poll: Poll | None = None
    chosen_by: Poll | None = None
    has_guide: bool = True
    takeaways: Sequence[Takeaway] = ()
    sessions: Sequence[WeekSession] = ()
    links: Sequence[WeekLink] = ()
    second_at: datetime | None = None

    @property
    def meetings(self) -> list[SessionMeeting]:
        """The week's meetings that take place, in their order."""
        return [one.meeting for one in self.sessions if one.meeting and one.meeting.is_planned]

    @property
    def present(self) -> int:
        """How many were at its meetings, in all."""
        return sum(one.present for one in self.sessions)

    @property
    def is_next_voted_on(self) -> bool:
        """Whether the running poll decides the next week, and not a later one."""
        return bool(self.poll and self.club.next_due and self.poll.closes_at <= self.club.next_due)

    @property
    def waited_for(self) -> list[int]:
        """Members who are in and have written neither a log nor a takeaway, in the order of their answers."""
        return [user for user in self.members(Answer.IN) if user not in self.wrote]

    @property
    def wrote(self) -> list[int]:
        """Members with a log, followed by those with a takeaway only."""
        return list(dict.fromkeys([*self.logged, *(takeaway.author_id for takeaway in self.takeaways)]))

    @property
    def declined(self) -> list[int]:
        """Members who can't this week and wrote nothing."""
        return self.members(Answer.OUT)

    def has_takeaway(self, user_id: int) -> bool:
        return any(takeaway.author_id == user_id for takeaway in self.takeaways)

    def count(self, answer: Answer) -> int:
        return len(self.members(answer))

    def members(self, answer: Answer) -> list[int]:
        """Members who are in, or out, in the order of their answers. Anyone with a log or a takeaway is in."""
        who = who_is_in if answer is Answer.IN else who_is_out
        return who(self.answers, self.wrote, self.gone)
