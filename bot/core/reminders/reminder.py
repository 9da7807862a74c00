"""Reminders by direct message: who gets one, and whether it still helps when it is sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.weeks.week import WeekState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.weeks.week import Week


class Due(StrEnum):
    """What is due soon."""

    LOG = "log"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A member's wish to be reminded of what is due in a server. `channel_id` is their direct messages with the bot.

    `is_refused` if they accept no direct messages: then they are reminded in the thread, like everybody else.
    """

    server_id: int
    user_id: int
    channel_id: int
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class ReminderSplit:
    """Who is reminded where. Nobody is reminded twice."""

    directly: tuple[int, ...]
    in_thread: tuple[int, ...]


def split(owing: Collection[int], called: Sequence[int], asked: Collection[int]) -> ReminderSplit:
    """Return who gets a direct message, and who is called in the thread.

    `owing` have something to write, `called` are those whom the thread would call. In an anonymous club these are all
    authors alike, so whoever asked is left out of the thread whether they owe a review or not.
    """
    wanted = set(asked)
    return ReminderSplit(
        tuple(member for member in dict.fromkeys(owing) if member in wanted),
        tuple(member for member in called if member not in wanted),
    )


def still_helps(due: Due, week: Week, now: datetime) -> bool:
    """Return whether there is time left to do what the reminder is about."""
    match due:
        case Due.LOG:
            return week.state is WeekState.READING and week.logs_due is not None and now < week.logs_due
        case Due.REVIEWS:
            return week.state is WeekState.REVIEWING and week.reviews_due is not None and now < week.reviews_due
