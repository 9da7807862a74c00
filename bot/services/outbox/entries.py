"""New outbox entries, and their permanent keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox import keys
from bot.core.outbox.entry import Entry
from bot.core.outbox.kinds import Kind
from bot.storage.outbox import rows as outbox_rows

if TYPE_CHECKING:
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.reviews.review import Review
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

# In the keys of edits of a poll's message, after the key of that message.
POLL_EDITED = "-moved"


def entry_key(club: Club, week: Week, kind: Kind) -> str:
    """The outbox key of a message about a week; it never changes."""
    return session_key(club, week.slot, kind)


def session_key(club: Club, slot: date, kind: Kind) -> str:
    """The outbox key of a message about one session of a week, which is known by the date of its slot."""
    return f"{club.token}-{slot:%y%m%d}-{kind}"


def poll_key(club: Club, poll_id: int) -> str:
    """The outbox key of a poll's message, and the prefix of the keys of messages about it."""
    return f"{club.token}-poll-{poll_id}"


def poll_edit_key(club: Club, poll_id: int) -> str:
    """The beginning of the keys of all edits of a poll's message."""
    return f"{poll_key(club, poll_id)}{POLL_EDITED}"


def key_of_edited_poll(entry: Entry) -> str:
    """The key of the message that such an edit changes: its buttons end with it."""
    return entry.key.partition(POLL_EDITED)[0]


def log_key(club: Club, log_id: int) -> str:
    """The outbox key of a log's message, and the prefix of the keys of messages about it."""
    return keys.log_key(club.token, log_id)


def repost_key(club: Club, log_id: int, version: int) -> str:
    """The key of a log's message if the first one was given up before it was sent."""
    return f"{log_key(club, log_id)}-v{version}"


def anew_key(club: Club, log_id: int, version: int) -> str:
    """The key of a log's message if somebody deleted the first one."""
    return f"{log_key(club, log_id)}-n{version}"


def change_key(club: Club, log_id: int, version: int, *, is_withdrawn: bool) -> str:
    """The key of the edit that makes a log's message show this version, or that the log is withdrawn."""
    return f"{log_key(club, log_id)}-{'x' if is_withdrawn else 'v'}{version}"


def review_key(club: Club, review: Review) -> str:
    """The outbox key of a review's message. It is visible in the message, so it contains no revealing number."""
    return keys.review_key(club.token, review.token)


def post_key(club: Club, review: Review) -> str:
    """The key of the entry that brings the review, or its newest version, to the thread."""
    key = review_key(club, review)
    return key if review.message_id is None or review.version == 1 else f"{key}-v{review.version}"


async def free_key(connection: AsyncConnection, key: str) -> str:
    """The key, or the first of `key-2`, `key-3`, … that no entry has."""
    number, free = 1, key
    while await outbox_rows.entry_by_key(connection, free):
        number += 1
        free = f"{key}-{number}"
    return free


def new_entry(club: Club, kind: Kind, key: str, channel_id: int, week_id: int | None) -> Entry:
    """An entry that waits to be sent; only a weekly post opens a thread."""
    is_post = kind is Kind.POST
    return Entry(
        id=0,
        key=key,
        kind=kind,
        club_id=club.id,
        week_id=week_id,
        server_id=club.server_id,
        channel_id=channel_id,
        is_forum=is_post and club.settings.is_forum,
        wants_thread=is_post and not club.settings.is_forum,
    )
