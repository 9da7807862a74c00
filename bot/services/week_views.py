"""What is known of a week, for pages about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.attendance import who_is_in, who_is_out
from bot.core.weeks import Answer

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.clubs import Club
    from bot.core.weeks import Week
    from bot.storage.polls import Poll


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `key` marks its post.

    `newer` is a week of the club that came after it. Without one, `next_key` is the paper of the next week as things
    stand (None where all are read), and `is_next_queued` says whether the syllabus decided so. `logged` are those who
    have written a log, `gone` those who are known to have left the server. `poll` is under way in the club; `chosen_by`
    is the one that decided on this week's paper.
    """

    club: Club
    week: Week
    key: str
    answers: dict[int, Answer]
    newer: Week | None
    next_key: str | None
    is_next_queued: bool
    logged: Collection[int] = ()
    gone: frozenset[int] = frozenset()
    poll: Poll | None = None
    chosen_by: Poll | None = None

    @property
    def is_next_voted_on(self) -> bool:
        """Whether the poll that is under way decides on the next week, and not on a later one."""
        return bool(self.poll and self.club.next_due and self.poll.closes_at <= self.club.next_due)

    @property
    def waited_for(self) -> list[int]:
        """Who is in and has not written a log yet, in the order of answering."""
        return [user for user in self.members(Answer.IN) if user not in self.logged]

    def count(self, answer: Answer) -> int:
        return len(self.members(answer))

    def members(self, answer: Answer) -> list[int]:
        """Who is in, or out, in the order of answering. Whoever has written a log is in."""
        who = who_is_in if answer is Answer.IN else who_is_out
        return who(self.answers, self.logged, self.gone)
