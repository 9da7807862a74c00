"""Who is in a week. Writing a log is being in, whatever was pressed; a member who left the server is neither.

`logged` are the members with a log in the week that is not withdrawn, `gone` those who have left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks import Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.core.weeks import Given


def who_is_in(answers: Mapping[int, Answer], logged: Collection[int], gone: Collection[int] = ()) -> list[int]:
    """In the order of answering; then those who wrote a log and answered nothing."""
    said = [user for user, answer in answers.items() if answer is Answer.IN or user in logged]
    return [user for user in dict.fromkeys([*said, *logged]) if user not in gone]


def who_is_out(answers: Mapping[int, Answer], logged: Collection[int], gone: Collection[int] = ()) -> list[int]:
    """In the order of answering. A member who pressed *Can't this week* and has written a log is in."""
    said = [user for user, answer in answers.items() if answer is Answer.OUT]
    return [user for user in said if user not in logged and user not in gone]


def cannot_review(given: Given | None, logged_at: datetime | None) -> bool:
    """Whether the member's last word is that they can't: a log that was written after the answer overrules it."""
    if given is None or given.answer is not Answer.OUT:
        return False
    return logged_at is None or logged_at <= given.at
