"""Who is in a week. Writing a log counts as being in, whatever was pressed. Members who left the server do not count.

`logged` are the members with a log or a takeaway in the week that is not withdrawn, `gone` those who have left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.week import Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.core.weeks.week import GivenAnswer


def who_is_in(answers: Mapping[int, Answer], logged: Collection[int], gone: Collection[int] = ()) -> list[int]:
    """Return who is in, in the order of their answers, followed by those who wrote a log and did not answer."""
    said = [user for user, answer in answers.items() if answer is Answer.IN or user in logged]
    return [user for user in dict.fromkeys([*said, *logged]) if user not in gone]


def who_is_out(answers: Mapping[int, Answer], logged: Collection[int], gone: Collection[int] = ()) -> list[int]:
    """Return who is out, in the order of their answers.

    A member who pressed *Can't this week* and wrote a log counts as in.
    """
    said = [user for user, answer in answers.items() if answer is Answer.OUT]
    return [user for user in said if user not in logged and user not in gone]


def cannot_review(given: GivenAnswer | None, logged_at: datetime | None) -> bool:
    """Return whether the member last said that they can't. A log written after the answer overrules it."""
    if given is None or given.answer is not Answer.OUT:
        return False
    return logged_at is None or logged_at <= given.at
