"""What a vote does when the post that it decides on moves. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails
from bot.core.polls.poll import PollKind
from bot.core.syllabus.syllabus import ballots_end
from bot.services.outbox.entries import free_key, new_entry, poll_edit_key
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from bot.storage.connections import AsyncConnection


async def vote_before(connection: AsyncConnection, club: Club, now: datetime) -> Poll | None:
    """The vote that runs now and decides on the club's next post. In a paused club, that is any vote."""
    poll = await poll_rows.open_poll_of(connection, club.id)
    if poll is None or poll.closes_at <= now:
        return None
    return poll if club.next_due is None or poll.closes_at <= club.next_due else None


async def move_vote(connection: AsyncConnection, before: Club, after: Club, now: datetime) -> None:
    """The next post has another time: a vote with ranked ballots still ends before it, and its message says when.

    After a pause, it keeps its end if that is before the post. Discord's own polls can't be changed.
    """
    poll = await vote_before(connection, before, now)
    if poll is None or poll.kind is not PollKind.RANKED or after.next_due is None or after.next_due == before.next_due:
        return
    if before.next_due is None and poll.closes_at <= after.next_due:
        return
    await poll_rows.change_poll(connection, poll.id, closes_at=ballots_end(now, after.next_due))
    await show_end(connection, after, poll, now)


async def show_end(connection: AsyncConnection, club: Club, poll: Poll, now: datetime) -> None:
    """The message of a vote with ranked ballots says when it ends now."""
    key = await free_key(connection, poll_edit_key(club, poll.id))
    details = PollDetails(poll.id, club.settings.name).stored()
    entry = new_entry(club, Kind.POLL_EDIT, key, poll.channel_id, None)
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)
