"""Which messages about reviews go into a week's thread, each in as many parts as it takes. Part of a transaction.

The names are stored with each part, so that nobody is left out because a list has changed between two parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox import Kind
from bot.services.entries import entry_key, free_key, new_entry
from bot.services.review_secrets import mark_of
from bot.storage import outbox as outbox_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.weeks import Week

# A line for each reviewer, with up to three names: so many fit into one message of 4,000 characters.
NAMED_AT_ONCE = 30
# The same for what a reminder holds beside each other: who is called, whose logs wait, who is asked.
CALLED_AT_ONCE, ASKED_AT_ONCE = 50, 12


@dataclass(frozen=True, slots=True)
class ReviewReminder:
    """Members with a review left to write, logs that wait for one, and who is asked for which (member, log id).

    Where it `is_secret` who reviews, the members are all authors alike, and nobody is asked by name.
    """

    members: Sequence[int]
    log_ids: Sequence[int] = ()
    asked: Sequence[tuple[int, int]] = ()
    is_secret: bool = False


async def announce_reviewers(
    connection: AsyncConnection, club: Club, week: Week, reviewers: Sequence[int], now: datetime, *, is_secret: bool
) -> None:
    """Who reviews whom, or where that `is_secret` that all may look; with nobody to name, an open call."""
    key = entry_key(club, week, Kind.ASSIGNMENTS)
    if not reviewers:
        await _say(connection, club, week, _Said(Kind.ASSIGNMENTS, key, {"is_open_call": True}), now)
    for part in range(_count(reviewers, NAMED_AT_ONCE)):
        details = {"reviewers": _part(reviewers, part, NAMED_AT_ONCE), "part": part, **_marked(is_secret=is_secret)}
        await _say(connection, club, week, _Said(Kind.ASSIGNMENTS, _part_key(key, part), details), now)


async def say_given(
    connection: AsyncConnection, club: Club, week: Week, given: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Who is to review one more log, as (member, log id)."""
    for part in range(_count(given, NAMED_AT_ONCE)):
        key = await free_key(connection, f"{entry_key(club, week, Kind.ASSIGNMENTS)}-more")
        details = {"given": [list(pair) for pair in _part(given, part, NAMED_AT_ONCE)]}
        await _say(connection, club, week, _Said(Kind.ASSIGNMENTS, key, details), now)


async def say_changed_hands(
    connection: AsyncConnection, club: Club, week: Week, authors: Sequence[int], now: datetime, *, who: int
) -> None:
    """In an anonymous club `who` dropped out: all authors are called alike. Once a member, however often they press."""
    mark = await mark_of(connection, club, week, who)
    key = f"{entry_key(club, week, Kind.ASSIGNMENTS)}-more-{mark}"
    if await outbox_rows.entry_by_key(connection, key):
        return
    for part in range(_count(authors, CALLED_AT_ONCE)):
        details = {"given": [], "members": _part(authors, part, CALLED_AT_ONCE), **_marked(is_secret=True)}
        await _say(connection, club, week, _Said(Kind.ASSIGNMENTS, _part_key(key, part), details), now)


async def say_reminder(
    connection: AsyncConnection, club: Club, week: Week, reminder: ReviewReminder, now: datetime
) -> None:
    """Where there is nobody to remind and no log waits, nothing is said."""
    sizes = ((reminder.members, CALLED_AT_ONCE), (reminder.log_ids, CALLED_AT_ONCE), (reminder.asked, ASKED_AT_ONCE))
    key = entry_key(club, week, Kind.REVIEW_REMINDER)
    for part in range(max(_count(names, most) for names, most in sizes)):
        details = {
            "members": _part(reminder.members, part, CALLED_AT_ONCE),
            "log_ids": _part(reminder.log_ids, part, CALLED_AT_ONCE),
            "asked": [list(pair) for pair in _part(reminder.asked, part, ASKED_AT_ONCE)],
            "part": part,
            **_marked(is_secret=reminder.is_secret),
        }
        await _say(connection, club, week, _Said(Kind.REVIEW_REMINDER, _part_key(key, part), details), now)


@dataclass(frozen=True, slots=True)
class _Said:
    kind: Kind
    key: str
    details: dict[str, Any]


async def _say(connection: AsyncConnection, club: Club, week: Week, said: _Said, now: datetime) -> None:
    """In the week's thread; where it has none yet, this is made up for when it opens."""
    if week.thread_id:
        entry = replace(new_entry(club, said.kind, said.key, week.thread_id, week.id), details=said.details)
        await outbox_rows.add_entry(connection, entry, now)


def _count(names: Sequence[object], most: int) -> int:
    return -(-len(names) // most)


def _part(names: Sequence[Any], part: int, most: int) -> list[Any]:
    return list(names[part * most : (part + 1) * most])


def _marked(*, is_secret: bool) -> dict[str, Any]:
    return {"is_anonymous": True} if is_secret else {}


def _part_key(key: str, part: int) -> str:
    return f"{key}-{part + 1}" if part else key
