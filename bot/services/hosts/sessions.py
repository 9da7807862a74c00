"""The sessions of a club that are still ahead, with what members answered. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.core.calendar.rhythm import DAY
from bot.core.errors import NotNowError
from bot.core.hosts.rotation import MOST_MISSED, OUT_OF_SIGHT, HostedSession, Hosting, Willing, missed_in_a_row
from bot.core.hosts.timing import begins_at, days_ahead, opens_at
from bot.core.meetings.held import held_in
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import WeekState
from bot.services.weeks.post_edits import LEAST_APART, refresh_post
from bot.storage.hosts import rows as host_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.meetings.session import SessionMeeting
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

# Sessions that members may volunteer for. No session after these has answers.
OFFERED = 12
LOOKED_BACK = 8


@dataclass(eq=False)
class NoSuchSessionError(NotNowError):
    """The club has no session ahead on that day: it was moved, skipped, or never planned."""


@dataclass(frozen=True, slots=True)
class ClubSession:
    """A session of the slot on `day`. It may have no week yet. A week of several periods may have several sessions."""

    day: date
    session: HostedSession
    week: Week | None = None
    meeting: Meeting | None = None

    @property
    def host(self) -> int | None:
        return self.session.host

    def after(self, session: HostedSession) -> ClubSession:
        return replace(self, session=session)


async def sessions_ahead(
    connection: AsyncConnection, club: Club, now: datetime, most: int = OFFERED
) -> list[ClubSession]:
    """The sessions that have not begun, earliest first: those with a week, and at most so many later ones."""
    newest = await week_rows.latest_slots(connection, club.id, LOOKED_BACK)
    decided = {row.slot: row for row in newest}
    ahead = {day for day in islice(days_ahead(club), most) if day not in decided}
    stored = await _meetings(connection, club, min([now, *map(club.timetable.instant_on, decided)]))
    held = {day: held_in(club, day, decided.get(day), stored) for day in {*decided, *ahead}}
    weeks = {row.slot: week for row in newest if (week := await _week_read_in(connection, row, held[row.slot]))}
    days = sorted({*weeks, *ahead})
    begins = {day: begins_at(club, day, weeks.get(day), held[day]) for day in days}
    answers = await host_rows.answers_at(connection, club.id, days)
    return [
        ClubSession(
            day,
            HostedSession(min(opens_at(club, day), begins[day]), begins[day], answers.get(day, ())),
            weeks.get(day),
            held[day],
        )
        for day in days
        if begins[day] > now
    ]


async def session_at(connection: AsyncConnection, club: Club, day: date) -> ClubSession:
    """The session on that day, also one that has begun or is over."""
    row = await part_rows.slot_row(connection, club.id, day)
    meeting = held_in(club, day, row, await _meetings(connection, club, club.timetable.instant_on(day)))
    week = await _week_read_in(connection, row, meeting) if row else None
    starts_at = begins_at(club, day, week, meeting)
    answers = await host_rows.answers_at(connection, club.id, [day])
    session = HostedSession(min(opens_at(club, day), starts_at), starts_at, answers.get(day, ()))
    return ClubSession(day, session, week, meeting)


async def _week_read_in(connection: AsyncConnection, row: Week, held: Meeting | None) -> Week | None:
    """The week that a session in the row's slot is about; None if there is no session.

    A paper of several periods has a session in its further slots only where it has a meeting.
    """
    if is_part(row):
        return await part_rows.week_read_in(connection, row) if held else None
    return None if row.state is WeekState.SKIPPED else row


async def _meetings(connection: AsyncConnection, club: Club, since: datetime) -> dict[date, SessionMeeting]:
    """The stored meetings that end after `since`, by the days of their slots: organizers may have moved them."""
    if club.settings.meeting is None:
        return {}
    # The time of day of posts may have changed since.
    return {one.slot: one for one in await meeting_rows.meetings_of(connection, club.id, since - DAY)}


async def move_hosts(connection: AsyncConnection, club: Club, old_day: date, new_day: date, _now: datetime) -> None:
    """The slot has another date now: its session's host, answers and roles move along."""
    await host_rows.move_session(connection, club.id, old_day, new_day)


def session_on(sessions: Sequence[ClubSession], day: date | None) -> ClubSession:
    """The session on that day, or by default the next one without a host. Raises NoSuchSessionError."""
    for one in sessions:
        if one.day == day or (day is None and one.host is None):
            return one
    raise NoSuchSessionError


async def hostings_of(connection: AsyncConnection, club: Club, sessions: Sequence[ClubSession]) -> list[Hosting]:
    """Who hosted when, as far as it decides who is next."""
    first = club.next_slot or max((one.day for one in sessions), default=None)
    return await host_rows.last_hostings(connection, club.id, first) if first else []


async def roster_of(
    connection: AsyncConnection, club: Club, sessions: Sequence[ClubSession], gone: frozenset[int]
) -> list[Willing]:
    """The members who take turns, without those who are `gone`."""
    willing = [one for one in await host_rows.willing_in(connection, club.id) if one.member_id not in gone]
    if not willing or not sessions:
        return []
    members = [one.member_id for one in willing]
    past = await host_rows.past_answers(connection, club.id, sessions[0].day, members, MOST_MISSED)
    return [
        Willing(
            one.member_id,
            one.since,
            missed_in_a_row(answer for answer in past.get(one.member_id, ()) if answer.at >= one.since),
        )
        for one in willing
    ]


def hidden_members(club: Club, sessions: Sequence[ClubSession]) -> frozenset[int]:
    """The members who may not see the club, as far as its coming sessions tell. An ask would not reach them.

    A week in a former channel of the club says nothing about its present channel.
    """
    here = {None, club.settings.channel_id}
    answers = (
        answer for one in sessions if one.week is None or one.week.channel_id in here for answer in one.session.answers
    )
    return frozenset(answer.member_id for answer in answers if answer.state in OUT_OF_SIGHT)


async def store(
    connection: AsyncConnection, club: Club, before: ClubSession, after: HostedSession, now: datetime
) -> None:
    """Store what changed in a session, and show its host in the weekly post."""
    if after == before.session:
        return
    await host_rows.save_answers(connection, club.id, before.day, before.session.answers, after.answers)
    if after.host != before.session.host and before.week is not None:
        await refresh_post(connection, club, before.week, now, least_apart=LEAST_APART)


async def leavers_of(connection: AsyncConnection, club: Club) -> frozenset[int]:
    return await leaver_rows.leavers_of(connection, club.server_id)
