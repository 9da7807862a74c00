"""Correct the times that a wrong clock has left in a club. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.calendar.misdated import FURTHEST_POLL, day_of, is_too_far, redated
from bot.core.clubs.rescheduling import kept_slot, moved_slot, next_slot
from bot.core.outbox.entry import CANCELLABLE
from bot.core.outbox.kinds import Kind
from bot.core.syllabus.syllabus import poll_end
from bot.core.weeks.note import NoteCode
from bot.core.weeks.week import WeekState
from bot.services.clubs.news import News, tell_club
from bot.services.outbox.entries import entry_key
from bot.services.weeks.parts import give_paper_back
from bot.services.weeks.post_edits import refresh_post
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks.misdated import forget_slots_to_come, misdated_weeks, slots_ahead

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

# Slots skipped for these reasons were due. If such a slot is in the future, the clock was wrong.
BY_ITSELF = (NoteCode.AWAY, NoteCode.ALL_READ, NoteCode.ON_BREAK)


async def repair_times(connection: AsyncConnection, club: Club, now: datetime) -> Club:
    """Correct impossible times of the club, its weeks and its poll. Returns the club as it is afterwards."""
    is_changed = await _repair_weeks(connection, club, now)
    settled = await slots_ahead(connection, club.id, now)
    if club.next_due is not None and (is_changed or is_too_far(club.next_due, now, settled, club.timetable)):
        club = await rescheduled(connection, club, now)
        await club_rows.save_club(connection, club)
    poll = await poll_rows.open_poll_of(connection, club.id)
    # The next post can be further ahead than any other poll ends, and ranked ballots end shortly before it.
    if poll and club.next_due and poll.closes_at > max(now + FURTHEST_POLL, club.next_due):
        await poll_rows.change_poll(connection, poll.id, closes_at=poll_end(now, club.next_due))
    return club


async def rescheduled(connection: AsyncConnection, club: Club, now: datetime) -> Club:
    """The club with the next future slot, not too close to its last week. Not stored yet."""
    await _repair_weeks(connection, club, now)
    last = await last_slot(connection, club)
    slot = next_slot(club, now, last)
    return replace(club, next_slot=slot, next_due=club.settings.slot.instant_on(slot))


async def rescheduled_by(connection: AsyncConnection, before: Club, after: Club, now: datetime) -> Club:
    """The club after an edit, with its next slot. One that was moved stays, or its channel is told. Not stored yet."""
    kept = kept_slot(before, after, now)
    if kept is not None:
        return replace(after, next_slot=kept, next_due=after.settings.slot.instant_on(kept))
    changed = await rescheduled(connection, after, now)
    moved = moved_slot(before)
    if moved is not None and changed.next_slot != moved:
        await tell_club(connection, changed, News.MOVED, now, (), day=changed.next_slot, before=moved)
    return changed


async def last_slot(connection: AsyncConnection, club: Club) -> date | None:
    """The day on which the club's last week began, or was skipped."""
    last = await week_rows.latest_slots(connection, club.id, 1)
    return day_of(last[0], club) if last else None


async def _repair_weeks(connection: AsyncConnection, club: Club, now: datetime) -> bool:
    """Correct the club's weeks. Returns whether anything was wrong with them."""
    is_changed = await forget_slots_to_come(connection, club.id, now, BY_ITSELF) > 0
    for week in await misdated_weeks(connection, club, now):
        if week.state is not WeekState.PLANNED or not await _is_taken_back(connection, club, week):
            await _redate(connection, club, week, now)
        is_changed = True
    return is_changed


async def _redate(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Change the week's dates. Its post shows the new ones."""
    facts = redated(week, club, now)
    await week_rows.change_week(connection, week.id, **facts)
    if week.state is not WeekState.CLOSED:
        await refresh_post(connection, club, replace(week, **facts), now)


async def _is_taken_back(connection: AsyncConnection, club: Club, week: Week) -> bool:
    """Undo a week that nobody has seen: it wasn't due, and its paper is next again."""
    entry = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
    is_unseen = entry is None or (entry.state in CANCELLABLE and entry.first_sent_at is None)
    if not is_unseen or await log_rows.logs_of_week(connection, week.id):
        return False
    await give_paper_back(connection, week)
    await week_rows.delete_week(connection, week.id)
    return True
