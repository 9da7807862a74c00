"""A week as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.hosts.roles import NOBODY, Cast
from bot.core.weeks.attendance import who_is_in, who_is_out
from bot.core.weeks.week import Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.clubs.club import Club
    from bot.core.meetings.session import SessionMeeting
    from bot.core.polls.poll import Poll
    from bot.core.takeaways.takeaway import Takeaway
    from bot.core.week_links.link import WeekLink
    from bot.core.weeks.week import Week


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `key` marks its post.

    `newer` is a later week of the club. Without one, `next_key` is the next week's paper as of now (None if all are
    read). `logged` are those who have written a log, `gone` those known to have left the server. `poll` is the club's
    running poll; `chosen_by` is the one that decided this week's paper. `has_guide` says whether the reading guide is
    the thread's first message; if not, it is part of the post. `takeaways` and `links` are in the order of writing.
    `meeting` may have been cancelled; `present` said that they were there. `cast` are its host and roles.
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
    meeting: SessionMeeting | None = None
    links: Sequence[WeekLink] = ()
    present: int = 0
    cast: Cast = NOBODY

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
