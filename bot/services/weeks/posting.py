"""What happens to a week after its post is sent or given up. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.outbox.entry import EntryState, Sent
from bot.core.outbox.kinds import Kind
from bot.core.weeks.details import PostDetails
from bot.core.weeks.note import NoteCode, not_posted
from bot.core.weeks.week import WeekState
from bot.services.meetings.planning import announce_meeting, cancel_meeting_of_week
from bot.services.outbox.entries import entry_key, new_entry
from bot.services.paper_logs.messages import post_waiting_logs
from bot.services.reviews.posts import post_waiting_reviews
from bot.services.weeks.late_threads import post_missed_messages
from bot.services.weeks.slots import adopt_paper
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def follow_post(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
    """Start the week once its post is sent, or end it if the post was given up."""
    week_id = entry.week_id
    if week_id is None:
        return
    if isinstance(outcome, Sent):
        await adopt_paper(connection, week_id, outcome.pictures)
    if entry.state is EntryState.CANCELLED:
        await week_rows.give_up_post(connection, week_id, not_posted(NoteCode.NOT_POSTED, entry.trouble))
        if entry.message_id is None:
            await sign_up_rows.move_back_from_week(connection, entry.club_id, week_id)
        await _cancel_meeting(connection, week_id, now)
    elif entry.message_id is not None:
        is_open = entry.state is EntryState.DONE
        facts = {"is_threaded": is_open, "is_forum": entry.is_forum}
        await week_rows.note_post(connection, week_id, entry.channel_id, entry.message_id, **facts)
        await _announce_meeting(connection, week_id, now)
        if is_open:
            await _fill_thread(connection, entry, week_id, now)
    elif entry.trouble:
        await week_rows.change_week(connection, week_id, note=not_posted(NoteCode.NOT_POSTED_YET, entry.trouble))


async def _announce_meeting(connection: AsyncConnection, week_id: int, now: datetime) -> None:
    week = await week_rows.week_by_id(connection, week_id)
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    if week and club and club.state is ClubState.ACTIVE:
        await announce_meeting(connection, club, week, now)


async def _cancel_meeting(connection: AsyncConnection, week_id: int, now: datetime) -> None:
    week = await week_rows.week_by_id(connection, week_id)
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    if week and club:
        await cancel_meeting_of_week(connection, club, week, now)


async def _fill_thread(connection: AsyncConnection, post: Entry, week_id: int, now: datetime) -> None:
    """Post the reading guide, and below it everything that waited for the thread."""
    week = await week_rows.week_by_id(connection, week_id)
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    if week and club and club.state is not ClubState.CLOSED:
        if PostDetails.of(post).is_guided and week.state is not WeekState.CLOSED:
            await _post_guide(connection, club, week, now)
        await post_waiting_logs(connection, club, week, now)
        if week.state is not WeekState.CLOSED:
            await post_missed_messages(connection, club, week, now)
        if week.state in {WeekState.REVIEWING, WeekState.CLOSED}:
            await post_waiting_reviews(connection, club, week, now)
        if week.state is WeekState.CLOSED:
            await post_missed_messages(connection, club, week, now)


async def _post_guide(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    key = entry_key(club, week, Kind.GUIDE)
    if week.thread_id and await outbox_rows.entry_by_key(connection, key) is None:
        await outbox_rows.add_entry(connection, new_entry(club, Kind.GUIDE, key, week.thread_id, week.id), now)
