"""*I was there*: who was at a meeting of a week. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.meetings.session import MeetingState
from bot.core.presences.details import QuestionDetails
from bot.core.weeks.week import Answer, after_press
from bot.services.visibility import marked_entry, seen_week
from bot.services.weeks.parts import part_in
from bot.services.weeks.post_edits import refresh_digest
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.presences import rows as presence_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.visibility import Viewer
    from bot.core.weeks.note import Part
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

# Many answer in the same minute, and each answer changes a digest that is out.
DIGESTS_APART = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MeetingPresence:
    """A week after a meeting: how many were there, and whether the member who asks is one of them.

    `part` is None if the week has only this meeting.
    """

    club: Club
    week: Week
    count: int
    is_there: bool = False
    part: Part | None = None


class PresenceService:
    """Voice channels are not read: only members themselves say that they were there."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def to_ask(self, entry: Entry) -> MeetingPresence | None:
        """The week as the question shows it; None if its meeting was cancelled or moved meanwhile."""
        async with self._database.read_transaction() as connection:
            week = await week_rows.week_by_id(connection, entry.week_id or 0)
            club = await club_rows.club_by_id(connection, week.club_id) if week else None
            if week is None or club is None:
                return None
            day = QuestionDetails.of(entry).slot_in(week)
            held = await meeting_rows.meeting_of_session(connection, club.id, day)
            is_over = held and held.state is MeetingState.PLANNED and held.meeting.ends_at <= self._now()
            return await _presence(connection, club, week, day) if is_over else None

    async def press(self, viewer: Viewer, key: str, pressed_at: datetime) -> MeetingPresence:
        """The member was there, or takes that back. A press that arrives twice counts once. Raises NoSuchWeekError."""
        taking = partial(_take, viewer=viewer, key=key, pressed_at=pressed_at, now=self._now())
        return await self._database.grouped(taking)


async def _take(
    connection: AsyncConnection, *, viewer: Viewer, key: str, pressed_at: datetime, now: datetime
) -> MeetingPresence:
    entry = await marked_entry(connection, viewer, key)
    found = await seen_week(connection, viewer, entry.week_id) if entry else None
    if entry is None or found is None:
        raise NoSuchWeekError
    club, week = found
    day = QuestionDetails.of(entry).slot_in(week)
    before = await presence_rows.presence_of(connection, week.id, day, viewer.user_id)
    await leaver_rows.forget_leavers(connection, club.server_id, [viewer.user_id])
    given = after_press(before, Answer.IN, pressed_at)
    if given != before:
        await presence_rows.save_presence(connection, week.id, day, viewer.user_id, given)
        await refresh_digest(connection, club, week, now, least_apart=DIGESTS_APART)
    return await _presence(connection, club, week, day, is_there=given.answer is not None)


async def _presence(
    connection: AsyncConnection, club: Club, week: Week, day: date, *, is_there: bool = False
) -> MeetingPresence:
    there = await presence_rows.present_in(connection, week.id)
    return MeetingPresence(club, week, there.get(day, 0), is_there, await part_in(connection, week, day))
