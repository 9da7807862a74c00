"""Plan, move and cancel meetings, each with everything that follows. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.clubs.club import ClubState
from bot.core.meetings.plan import is_by_plan, lasting, meeting_by_plan, planned_with
from bot.core.meetings.session import MeetingState, SessionMeeting, cancelled_meeting, taken_times, told
from bot.core.weeks.week import NOT_POSTED, OPEN_STATES, WeekState
from bot.services.meetings.events import recheck_event, with_event, without_event
from bot.services.meetings.steps import BACK, MOVED, OFF, tell_of_change
from bot.services.weeks.parts import session_slots
from bot.services.weeks.post_edits import refresh_post
from bot.storage.hosts import rows as host_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def plan_meeting(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Store the meetings of a week that is planned, one for each session. One that would be over already is left out.

    For a week that is posted, those that it lacks are added.
    """
    if club.settings.meeting is None:
        return
    for day in await session_slots(connection, club, week):
        stored = await meeting_rows.meeting_of_session(connection, club.id, day)
        if stored is not None:
            await meeting_rows.save_meeting(connection, replace(stored, week_id=week.id))
        elif made := await _new_meeting(connection, club, week, day, now):
            await meeting_rows.add_meeting(connection, made)


async def _new_meeting(
    connection: AsyncConnection, club: Club, week: Week, day: date, now: datetime
) -> SessionMeeting | None:
    """The meeting of the slot on `day` by the club's plan, not stored. None without one, or if it would be over."""
    planned = await _planned(connection, club, week, day, None)
    return _new(week, day, planned, now) if planned and planned.starts_at > now else None


async def announce_meeting(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's post is there: its meetings get events and reminders. A second call changes nothing."""
    for session in await current_meetings(connection, club, week):
        if session.is_ahead(now) and session.next_step is None:
            await _announced(connection, club, week, session, now)


async def meeting_ahead(
    connection: AsyncConnection, club: Club, week: Week, day: date, now: datetime
) -> SessionMeeting | None:
    """The meeting of a slot whose week is not planned yet: one that was moved, or by the club's plan."""
    if club.settings.meeting is None:
        return None
    stored = await meeting_rows.meeting_of_session(connection, club.id, day)
    return stored or await _new_meeting(connection, club, week, day, now)


async def current_meetings(connection: AsyncConnection, club: Club, week: Week) -> list[SessionMeeting]:
    """The week's meetings in their order. A club without a plan has none, and costs no query."""
    return await meeting_rows.meetings_of_week(connection, week.id) if club.settings.meeting else []


async def drop_missed_meeting(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's post comes after its meeting would have been: there was none."""
    for session in await current_meetings(connection, club, week):
        if session.is_planned and not session.is_ahead(now):
            await meeting_rows.save_meeting(connection, cancelled_meeting(session))


async def cancel_meeting_of_week(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week does not take place."""
    for session in await current_meetings(connection, club, week):
        if session.is_ahead(now):
            await _cancel(connection, club, session, now)


async def cancel_meetings(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """The club's meetings ahead do not take place."""
    for session in await meeting_rows.meetings_of(connection, club.id, now):
        if session.is_ahead(now):
            await _cancel(connection, club, session, now)


async def recheck_events(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """The club has another channel: others may know of it now."""
    for session in await meeting_rows.meetings_of(connection, club.id, now):
        await recheck_event(connection, club, session, now)


async def replan_meetings(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """The plan, or what an event shows of the club, may have changed: bring the meetings ahead up to date.

    A meeting that has begun stays as it was.
    """
    weeks = {week.id: week for week in await week_rows.open_weeks(connection, club.id)}
    for session in await meeting_rows.meetings_of(connection, club.id, now):
        if session.week_id is None:
            await _replan_unposted(connection, club, session)
        elif session.week_id not in weeks and session.is_ahead(now):
            week = await week_rows.week_by_id(connection, session.week_id)
            weeks |= {week.id: week} if week else {}
    for week in weeks.values():
        await _replan(connection, club, week, now)


async def move_meeting(
    connection: AsyncConnection, club: Club, day: date, meeting: Meeting, now: datetime
) -> SessionMeeting:
    """The session's meeting takes place at this time, whatever the plan says. `day` is the date of its slot.

    A second call changes nothing.
    """
    session = await meeting_rows.meeting_of_session(connection, club.id, day)
    week = await week_rows.week_by_id(connection, session.week_id) if session and session.week_id else None
    week = week or await week_of_slot(connection, club, day)
    if session is None:
        made = SessionMeeting(0, club.id, day, week.id if week else None, meeting, True, MeetingState.PLANNED, now)
        session = await meeting_rows.add_meeting(connection, made)
    elif session.is_planned and session.meeting == meeting:
        return session
    await host_rows.forget_card(connection, club.id, day)
    moved = replace(session, meeting=meeting, is_moved=True, state=MeetingState.PLANNED)
    if week is None or week.state in NOT_POSTED:
        await meeting_rows.save_meeting(connection, moved)
        return moved
    announced = await _announced(connection, club, week, moved, now)
    await tell_of_change(connection, club, week, announced, now)
    return announced


async def follow_session(connection: AsyncConnection, club: Club, old_day: date, new_day: date, now: datetime) -> None:
    """The session's slot has another date now, and its meeting moves along, unless an organizer chose its time."""
    await meeting_rows.move_session(connection, club.id, old_day, new_day)
    week = await week_of_slot(connection, club, new_day)
    if week is not None:
        await _replan(connection, club, week, now)


async def move_slots(connection: AsyncConnection, club: Club, days: Sequence[tuple[date, date]]) -> None:
    """Further slots of a paper move from one date to the other, in their order, and their meetings follow the plan.

    `replan_meetings` tells of it. A meeting that an organizer moved was moved for the former slot. So was one of
    the next post, whose date a slot takes: its session comes later.
    """
    for old_day, new_day in reversed(days):
        await meeting_rows.forget_meeting(connection, club.id, new_day)
        session = await meeting_rows.meeting_of_session(connection, club.id, old_day)
        if session is not None:
            await meeting_rows.save_meeting(connection, replace(session, slot=new_day, is_moved=False))


async def week_of_slot(connection: AsyncConnection, club: Club, day: date) -> Week | None:
    """The open week whose paper is read in the slot on `day`."""
    row = await part_rows.slot_row(connection, club.id, day)
    week = await part_rows.week_read_in(connection, row) if row else None
    return week if week and week.state in OPEN_STATES else None


async def _replan(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Bring the meetings of all the week's sessions up to date, also of one that a break now leaves out."""
    stored = {session.slot: session for session in await meeting_rows.meetings_of_week(connection, week.id)}
    for day in sorted({*stored, *await session_slots(connection, club, week)}):
        await _replan_session(connection, club, week, day, stored.get(day), now=now)


async def _replan_session(
    connection: AsyncConnection, club: Club, week: Week, day: date, session: SessionMeeting | None, *, now: datetime
) -> None:
    planned = _still(club, session, await _planned(connection, club, week, day, session), now)
    if session and session.is_planned and not session.is_ahead(now):
        return
    if planned is None or planned.starts_at <= now:
        if session and session.is_planned:
            await _cancel(connection, club, session, now)
        return
    if session is None:
        session = await meeting_rows.add_meeting(connection, _new(week, day, planned, now))
    is_same = session.is_planned and session.meeting.starts_at == planned.starts_at and session.next_step is not None
    # In another place, an event that somebody removed, perhaps with its channel, is made again. So is one of a meeting
    # that was off and takes place after all.
    is_gone = session.is_event_gone and session.is_planned and session.meeting.place == planned.place
    changed = replace(session, meeting=planned, state=MeetingState.PLANNED, is_event_gone=is_gone)
    if week.state in NOT_POSTED:
        await meeting_rows.save_meeting(connection, changed)
    elif is_same:
        await meeting_rows.save_meeting(connection, await with_event(connection, club, week, changed, now))
        await refresh_post(connection, club, week, now)
    else:
        await _announced_anew(connection, club, week, session, changed, now=now)


async def _announced_anew(
    connection: AsyncConnection, club: Club, week: Week, before: SessionMeeting, after: SessionMeeting, *, now: datetime
) -> None:
    announced = await _announced(connection, club, week, after, now)
    if before.meeting.starts_at != announced.meeting.starts_at:
        await host_rows.forget_card(connection, club.id, before.slot)
    else:
        await host_rows.look_sooner(connection, club.id, now)
    if about := _news(before, announced):
        await tell_of_change(connection, club, week, announced, now, about=about)


def _news(before: SessionMeeting, after: SessionMeeting) -> str | None:
    """What a thread that was told of the meeting `before` has to know; None if that is nothing new."""
    if not before.is_planned:
        return BACK
    is_other_time = before.next_step is not None and before.meeting.starts_at != after.meeting.starts_at
    return MOVED if is_other_time else None


async def _announced(
    connection: AsyncConnection, club: Club, week: Week, session: SessionMeeting, now: datetime
) -> SessionMeeting:
    """Members can read of the meeting's time from now on."""
    announced = await with_event(connection, club, week, told(session, now), now)
    await meeting_rows.save_meeting(connection, announced)
    await refresh_post(connection, club, week, now)
    return announced


async def _cancel(connection: AsyncConnection, club: Club, session: SessionMeeting, now: datetime) -> None:
    ended = await without_event(connection, club, session, now)
    await meeting_rows.save_meeting(connection, cancelled_meeting(ended))
    week = await week_rows.week_by_id(connection, session.week_id) if session.week_id else None
    if week and week.state not in NOT_POSTED and club.state is not ClubState.CLOSED:
        await refresh_post(connection, club, week, now)
        await tell_of_change(connection, club, week, session, now, about=OFF)


async def _planned(
    connection: AsyncConnection, club: Club, week: Week, day: date, session: SessionMeeting | None
) -> Meeting | None:
    """The meeting of the week's session on `day` by the club's plan; one that was moved keeps its time.

    One that is planned doesn't move because posts come on another day now, since members may have read of it.
    """
    plan = club.settings.meeting
    if plan is None or club.state is not ClubState.ACTIVE or week.state is WeekState.SKIPPED:
        return None
    if session and session.is_moved:
        # A break takes it away, and gives it back if it is removed in time.
        return None if _is_in_break(club, session) else lasting(plan, session.meeting.starts_at)
    table, goes_on = club.timetable, day != week.slot
    table = planned_with(table, day, session.meeting.starts_at) if session else table
    taken = taken_times(await meeting_rows.meetings_of(connection, club.id, table.instant_on(day)), day)
    planned = meeting_by_plan(plan, day, table, goes_on=goes_on, taken=taken)
    if session is None or not session.is_planned or (goes_on and not table.is_free(day)):
        return planned
    row = await part_rows.slot_row(connection, club.id, day) if goes_on else week
    before, posted_at = session.meeting.starts_at, row.due_at if row else table.instant_on(day)
    if not is_by_plan(plan, session.meeting, table) or before <= posted_at or before in taken:
        return planned
    return lasting(plan, before) if planned is None or planned.starts_at > before else planned


def _still(club: Club, session: SessionMeeting | None, planned: Meeting | None, now: datetime) -> Meeting | None:
    """The planned meeting. If a new plan puts it in the past, one that members know of stays, unless in a break."""
    plan = club.settings.meeting
    if plan is None or planned is None or planned.starts_at > now or session is None or session.next_step is None:
        return planned
    return planned if _is_in_break(club, session) else lasting(plan, session.meeting.starts_at)


def _is_in_break(club: Club, session: SessionMeeting) -> bool:
    return break_at(session.meeting.starts_at, club.breaks, club.settings.slot.zone) is not None


async def _replan_unposted(connection: AsyncConnection, club: Club, session: SessionMeeting) -> None:
    """Members have not read of this meeting yet, which an organizer moved."""
    is_on = club.settings.meeting is not None and not _is_in_break(club, session)
    if is_on is not session.is_planned:
        state = MeetingState.PLANNED if is_on else MeetingState.CANCELLED
        await meeting_rows.save_meeting(connection, replace(session, state=state))


def _new(week: Week, day: date, meeting: Meeting, now: datetime) -> SessionMeeting:
    return SessionMeeting(0, week.club_id, day, week.id or None, meeting, False, MeetingState.PLANNED, now)
