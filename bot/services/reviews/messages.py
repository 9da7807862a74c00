"""Messages about reviews in a week's thread, each in as many parts as needed. Part of a transaction.

The names are stored with each part, so that nobody is left out because a list has changed between two parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.reviews.details import AssignmentsDetails, ReviewReminderDetails
from bot.services.outbox.entries import entry_key, free_key, new_entry
from bot.services.reviews.secrets import mark_of
from bot.storage.outbox import rows as outbox_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from bot.core.clubs.club import Club
    from bot.core.outbox.details import Details
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

# One line for each reviewer, with up to three names: this many fit into one message of 4,000 characters.
NAMED_AT_ONCE = 30
# The same for a reminder's three lists: members to ping, waiting logs, members to ask.
CALLED_AT_ONCE, ASKED_AT_ONCE = 50, 12


@dataclass(frozen=True, slots=True)
class ReviewReminder:
    """Members with a review left to write, logs that need one, and who is asked for which (member, log id).

    If it `is_secret` who reviews, the members are all authors, and nobody is asked by name.
    """

    members: Sequence[int]
    log_ids: Sequence[int] = ()
    asked: Sequence[tuple[int, int]] = ()
    is_secret: bool = False


async def announce_reviewers(
    connection: AsyncConnection, club: Club, week: Week, reviewers: Sequence[int], now: datetime, *, is_secret: bool
) -> None:
    """Who reviews whom, or if that `is_secret`, that everyone may look; with nobody to name, an open call."""
    key = entry_key(club, week, Kind.ASSIGNMENTS)
    if not reviewers:
        await _say(
            connection, club, week, _NewMessage(Kind.ASSIGNMENTS, key, AssignmentsDetails(is_open_call=True)), now
        )
    for part in range(_count(reviewers, NAMED_AT_ONCE)):
        named = _part(reviewers, part, NAMED_AT_ONCE)
        details = AssignmentsDetails(reviewers=named, part=part, is_anonymous=is_secret or None)
        await _say(connection, club, week, _NewMessage(Kind.ASSIGNMENTS, _part_key(key, part), details), now)


async def say_given(
    connection: AsyncConnection, club: Club, week: Week, given: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Who is assigned one more log, as (member, log id)."""
    for part in range(_count(given, NAMED_AT_ONCE)):
        key = await free_key(connection, f"{entry_key(club, week, Kind.ASSIGNMENTS)}-more")
        details = AssignmentsDetails(given=[list(pair) for pair in _part(given, part, NAMED_AT_ONCE)])
        await _say(connection, club, week, _NewMessage(Kind.ASSIGNMENTS, key, details), now)


async def say_reassigned(
    connection: AsyncConnection, club: Club, week: Week, authors: Sequence[int], now: datetime, *, who: int
) -> None:
    """An anonymous club is told that `who` dropped out: all authors are pinged alike. Once per member, however often
    they press.
    """
    mark = await mark_of(connection, club, week, who)
    key = f"{entry_key(club, week, Kind.ASSIGNMENTS)}-more-{mark}"
    if await outbox_rows.entry_by_key(connection, key):
        return
    for part in range(_count(authors, CALLED_AT_ONCE)):
        details = AssignmentsDetails(given=[], members=_part(authors, part, CALLED_AT_ONCE), is_anonymous=True)
        await _say(connection, club, week, _NewMessage(Kind.ASSIGNMENTS, _part_key(key, part), details), now)


async def say_reminder(
    connection: AsyncConnection, club: Club, week: Week, reminder: ReviewReminder, now: datetime
) -> None:
    """Says nothing if there is nobody to remind and no log waits."""
    sizes = ((reminder.members, CALLED_AT_ONCE), (reminder.log_ids, CALLED_AT_ONCE), (reminder.asked, ASKED_AT_ONCE))
    key = entry_key(club, week, Kind.REVIEW_REMINDER)
    for part in range(max(_count(names, most) for names, most in sizes)):
        details = ReviewReminderDetails(
            members=_part(reminder.members, part, CALLED_AT_ONCE),
            log_ids=_part(reminder.log_ids, part, CALLED_AT_ONCE),
            asked=[list(pair) for pair in _part(reminder.asked, part, ASKED_AT_ONCE)],
            part=part,
            is_anonymous=reminder.is_secret or None,
        )
        await _say(connection, club, week, _NewMessage(Kind.REVIEW_REMINDER, _part_key(key, part), details), now)


@dataclass(frozen=True, slots=True)
class _NewMessage:
    kind: Kind
    key: str
    details: Details


async def _say(connection: AsyncConnection, club: Club, week: Week, said: _NewMessage, now: datetime) -> None:
    """Post in the week's thread; if it has none yet, the bot catches up when it opens."""
    if week.thread_id:
        entry = replace(new_entry(club, said.kind, said.key, week.thread_id, week.id), details=said.details.stored())
        await outbox_rows.add_entry(connection, entry, now)


def _count(names: Sequence[object], most: int) -> int:
    return -(-len(names) // most)


def _part(names: Sequence[Any], part: int, most: int) -> list[Any]:
    return list(names[part * most : (part + 1) * most])


def _part_key(key: str, part: int) -> str:
    return f"{key}-{part + 1}" if part else key
