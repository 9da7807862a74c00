"""What happens by itself before and at a meeting: reminders in the week's thread. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.clubs.club import ClubState
from bot.core.meetings.details import EventDetails, MeetingReminderDetails
from bot.core.meetings.session import MeetingStep, after_step, is_pointless
from bot.core.outbox.entry import CANCELLABLE, cancelled
from bot.core.outbox.kinds import EVENTS, Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.attendance import who_is_in
from bot.core.weeks.week import Answer, reminded_in, reminder_parts
from bot.services.meetings.events import recheck_event
from bot.services.outbox.entries import free_key, new_entry, session_key
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.takeaways import rows as takeaway_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.session import SessionMeeting
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

# In place of a step, in the keys of messages that say what was changed: the time, that there is no meeting, or that
# there is one after all.
MOVED, OFF, BACK = "moved", "off", "back"


async def take_meeting_step(
    connection: AsyncConnection, meeting_id: int, now: datetime, gone: Collection[int] = ()
) -> bool:
    """Take the step that is due, and schedule the next; False if none is. `gone` have left the server.

    Nobody is reminded inside a break.
    """
    session = await meeting_rows.meeting_by_id(connection, meeting_id)
    if session is None or session.next_step is None or session.next_step_at is None or session.next_step_at > now:
        return False
    club = await club_rows.club_by_id(connection, session.club_id)
    week = await week_rows.week_by_id(connection, session.week_id) if session.week_id else None
    if club is None:
        return False
    step = session.next_step
    await meeting_rows.save_meeting(connection, after_step(session, step))
    if week is None or club.state is ClubState.CLOSED or not session.is_planned:
        return True
    if step is MeetingStep.BEGIN:
        await _give_up_event(connection, club, session)
        return True
    await recheck_event(connection, club, session, now)
    is_quiet = break_at(now, club.breaks, club.settings.slot.zone) is not None
    if week.thread_id and not is_quiet and not is_pointless(step, session.meeting.starts_at, now):
        await _remind(connection, club, week, session, about=step, now=now, gone=gone)
    return True


async def tell_of_change(
    connection: AsyncConnection, club: Club, week: Week, session: SessionMeeting, now: datetime, *, about: str = MOVED
) -> None:
    """Tell those who are in, in the week's thread: the meeting has another time, is off, or takes place after all."""
    if week.thread_id:
        gone = await leaver_rows.leavers_of(connection, club.server_id)
        await _remind(connection, club, week, session, about=about, now=now, gone=gone)


async def _remind(
    connection: AsyncConnection,
    club: Club,
    week: Week,
    session: SessionMeeting,
    *,
    about: str,
    now: datetime,
    gone: Collection[int],
) -> None:
    """Call those who are in. If nobody is, the thread still gets its reminder.

    The key contains the meeting's time, so that a step reminds of each time once. What changed is told each time.
    """
    starts_at, members = session.meeting.starts_at, await _attending(connection, week, session.slot, gone)
    key = f"{session_key(club, session.slot, Kind.MEETING_REMINDER)}-{about}-{starts_at:%y%m%d%H%M}"
    if about in {MOVED, OFF, BACK}:
        key = await free_key(connection, key)
    for part in range(max(1, reminder_parts(len(members)))):
        part_key = f"{key}-{part + 1}" if part else key
        if await outbox_rows.entry_by_key(connection, part_key):
            continue
        named = list(reminded_in(part, members))
        news = (about == one or None for one in (MOVED, OFF, BACK))
        details = MeetingReminderDetails(session.id, starts_at.isoformat(), part, named, *news).stored()
        entry = new_entry(club, Kind.MEETING_REMINDER, part_key, week.thread_id or 0, week.id)
        await outbox_rows.add_entry(connection, replace(entry, details=details), now)


async def _attending(connection: AsyncConnection, week: Week, day: date, gone: Collection[int]) -> list[int]:
    """Who is in, in the order of their answers. Whoever wrote something is in too, and so is the session's host."""
    answers = await week_rows.attendance_of(connection, week.id)
    host = await cast_rows.host_of(connection, week.club_id, day)
    wrote = [log.author_id for log in await log_rows.logs_of_week(connection, week.id)]
    wrote += [takeaway.author_id for takeaway in await takeaway_rows.takeaways_of_week(connection, week.id)]
    wrote += [host] if host and answers.get(host) is not Answer.OUT else []
    return who_is_in(answers, wrote, gone)


async def _give_up_event(connection: AsyncConnection, club: Club, session: SessionMeeting) -> None:
    """An event can't be made or moved once it has begun, so nobody needs to fix what held it up."""
    for kind in EVENTS - {Kind.EVENT_END}:
        for entry in await outbox_rows.entries_of_kind(connection, club.id, session.week_id or 0, kind):
            if entry.state in CANCELLABLE and EventDetails.of(entry).meeting_id == session.id:
                await outbox_rows.save_entry(connection, cancelled(entry, Trouble(TroubleCode.NOTHING_TO_SAY)))
