"""The club's week as it goes by: planned, posted, read, closed. Nothing is sent from here; it goes to the outbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.calendar import WEEK
from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NotNowError
from bot.core.outbox import Kind
from bot.core.weeks import Answer, Step, Week, WeekState, after_press, choose_paper, dates_from, queue_after
from bot.services.slots import (
    as_it_leaves,
    entry_key,
    fill_due_slots,
    post_slot,
    refuse_double_post,
    set_next,
    skip_slot,
)
from bot.services.steps import end_early, take_step
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.storage.database import Database

PART = 32
SKIPPED_BY_HAND = "skipped by an organiser"
PAUSED = "The club is paused, so no week is planned. `/club resume` starts it again."
NOTHING_LEFT = "Every paper of the list has been read. Queue one with `/syllabus add`."
# What `/week close` can end: the step that it takes, and the states in which there is something to end.
CLOSINGS = {
    "logs": (Step.CLOSE_LOGS, {WeekState.POSTED, WeekState.READING}),
    "reviews": (Step.CLOSE_REVIEWS, {WeekState.REVIEWING}),
}


@dataclass(frozen=True, slots=True)
class Advanced:
    """How much was done, and what failed on the way."""

    done: int
    faults: tuple[Exception, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `key` marks its post.

    `newer` is a week of the club that came after it. Without one, `next_key` is the paper of the next week as things
    stand (None where all are read), and `is_next_queued` says whether the syllabus decided so.
    """

    club: Club
    week: Week
    key: str
    answers: dict[int, Answer]
    newer: Week | None
    next_key: str | None
    is_next_queued: bool

    def count(self, answer: Answer) -> int:
        return sum(given is answer for given in self.answers.values())

    def members(self, answer: Answer) -> list[int]:
        """User ids, in the order of answering."""
        return [user for user, given in self.answers.items() if given is answer]


class WeekService:
    """Each change is one transaction that checks again what it relies on."""

    def __init__(self, database: Database, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now

    # By itself, at every tick

    async def advance(self) -> Advanced:
        """Do a part of what has become due; call again while something was done. One club's fault holds up no other.

        Parts are small, since commands and deliveries wait for the same writer.
        """
        now = self._now()
        async with self._database.reading() as connection:
            clubs = await club_rows.due_clubs(connection, now, PART)
            weeks = await week_rows.weeks_with_due_step(connection, now, PART)
        due = [partial(self._fill_slots, club_id=club.id, now=now) for club in clubs]
        due += [partial(self._take_step, week_id=week.id, now=now) for week in weeks]
        results = await asyncio.gather(*map(self._database.grouped, due), return_exceptions=True)
        faults = [result for result in results if isinstance(result, Exception)]
        return Advanced(results.count(True), tuple(faults))

    async def _fill_slots(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        club = await club_rows.club_by_id(connection, club_id)
        # Another tick, or an organiser, may have been here meanwhile.
        if club is None or club.next_due is None or club.next_due > now:
            return False
        await fill_due_slots(connection, club, now, self._catalogue)
        return True

    async def _take_step(self, connection: AsyncConnection, week_id: int, now: datetime) -> bool:
        week = await week_rows.week_by_id(connection, week_id)
        if week is None or week.next_step is None or week.next_step_at is None or week.next_step_at > now:
            return False
        club = await club_rows.club_by_id(connection, week.club_id)
        if club is None or week.dates is None:
            return False
        await take_step(connection, club, week, week.next_step, now)
        return True

    # By hand

    async def preview(self, club: Club) -> WeekView:
        """The next week as it would be posted, which is stored nowhere. Raises NotNowError."""
        async with self._database.reading() as connection:
            club = await _running(connection, club.id)
            queue = await syllabus_rows.queue_of(connection, club.id)
            history = await week_rows.history_of(connection, club.id)
        if club.next_slot is None or club.next_due is None:
            raise NotNowError(PAUSED)
        key = choose_paper(queue, history.read, self._catalogue)
        if key is None:
            raise NotNowError(NOTHING_LEFT)
        dates = dates_from(club.next_due, club.settings)
        week = Week(
            id=0,
            club_id=club.id,
            slot=club.next_slot,
            number=history.next_number,
            paper_key=key,
            state=WeekState.PLANNED,
            is_late=False,
            due_at=club.next_due,
            logs_due=dates.logs_due,
            reviews_due=dates.reviews_due,
            channel_id=club.settings.channel_id,
            message_id=None,
            thread_id=None,
            note="",
            next_step=None,
            next_step_at=None,
        )
        return self._viewed(club, week, queue=queue_after(queue, key), read=[*history.read, key])

    async def post_now(self, club: Club) -> Week:
        """Post at once, in place of the next slot. Raises NotNowError."""
        now = self._now()
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            if club.next_slot is None:
                raise NotNowError(PAUSED)
            await refuse_double_post(connection, club, now)
            history = await week_rows.history_of(connection, club.id)
            week = await post_slot(
                connection, club, club.next_slot, history, start=now, now=now, catalogue=self._catalogue
            )
            if week is None:
                raise NotNowError(NOTHING_LEFT)
            await set_next(connection, club, club.next_slot + WEEK)
            return week

    async def skip(self, club: Club) -> date:
        """Leave the next slot out; the queue stays. Returns the slot that was left out."""
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            slot = club.next_slot
            if slot is None:
                raise NotNowError("The club is paused, so there is nothing to skip.")
            history = await week_rows.history_of(connection, club.id)
            await skip_slot(connection, club, slot, SKIPPED_BY_HAND, history)
            await set_next(connection, club, slot + WEEK)
            return slot

    async def close_early(self, club: Club, what: str) -> WeekView:
        """End `logs` or `reviews` before their time: of the week that has them open, the oldest where several have.

        Raises NotNowError.
        """
        step, states = CLOSINGS[what]
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            weeks = [week for week in await week_rows.open_weeks(connection, club.id) if week.state in states]
            if not weeks:
                raise NotNowError(f"No week of this club has its {what} open. `/week status` shows where it stands.")
            await end_early(connection, club, weeks[0], step, self._now())
            ended = await week_rows.week_by_id(connection, weeks[0].id) or weeks[0]
            return await self._view(connection, club, ended)

    async def answer(self, server_id: int, key: str, user_id: int, answer: Answer, pressed_at: datetime) -> WeekView:
        """Note that a member is in or out of the week whose post has the key; the same answer again takes it back.

        A press that is delivered twice counts once. Raises ClubError.
        """
        async with self._database.writing() as connection:
            view = await self._marked(connection, server_id, key)
            if view.week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
                raise NotNowError("That week is over. `/week status` shows the present one.")
            given = after_press(await week_rows.given_by(connection, view.week.id, user_id), answer, pressed_at)
            await week_rows.save_given(connection, view.week.id, user_id, given)
            return replace(view, answers=await week_rows.attendance_of(connection, view.week.id))

    # To look at

    async def marked(self, server_id: int, key: str) -> WeekView:
        """The week that a message with this key is about. Raises ClubError for a key of another server, or of none."""
        async with self._database.reading() as connection:
            return await self._marked(connection, server_id, key)

    async def to_send(self, week_id: int) -> WeekView | None:
        """The week as its post must show it if it leaves now; None where it must not leave any more."""
        return await self._database.grouped(partial(self._to_send, week_id=week_id))

    async def _to_send(self, connection: AsyncConnection, week_id: int) -> WeekView | None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        leaving = await as_it_leaves(connection, week, club, self._now()) if week and club else None
        return await self._view(connection, club, leaving) if club and leaving else None

    async def view(self, week_id: int) -> WeekView | None:
        async with self._database.reading() as connection:
            week = await week_rows.week_by_id(connection, week_id)
            club = await club_rows.club_by_id(connection, week.club_id) if week else None
            return await self._view(connection, club, week) if week and club else None

    async def current(self, club: Club) -> WeekView | None:
        """The club's newest week that was not skipped."""
        async with self._database.reading() as connection:
            week = await week_rows.latest_week(connection, club.id)
            return await self._view(connection, club, week) if week else None

    async def _marked(self, connection: AsyncConnection, server_id: int, key: str) -> WeekView:
        entry = await outbox_rows.entry_by_key(connection, key)
        club = await club_rows.club_by_id(connection, entry.club_id) if entry else None
        week = await week_rows.week_by_id(connection, entry.week_id) if entry and entry.week_id else None
        if week is None or club is None or club.server_id != server_id:
            raise ClubError("That week is not one of this server's clubs. `/week status` shows the present one.")
        return await self._view(connection, club, week)

    async def _view(self, connection: AsyncConnection, club: Club, week: Week) -> WeekView:
        newest = await week_rows.latest_week(connection, club.id)
        answers = await week_rows.attendance_of(connection, week.id)
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        newer = newest if newest and newest.slot > week.slot else None
        return self._viewed(club, week, queue=queue, read=read, answers=answers, newer=newer)

    def _viewed(
        self,
        club: Club,
        week: Week,
        *,
        queue: Sequence[str],
        read: Collection[str],
        answers: dict[int, Answer] | None = None,
        newer: Week | None = None,
    ) -> WeekView:
        following = choose_paper(queue, read, self._catalogue)
        key = entry_key(club, week, Kind.POST)
        return WeekView(club, week, key, answers or {}, newer, following, following in queue)


async def _running(connection: AsyncConnection, club_id: int) -> Club:
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        raise NotNowError("That club has been closed.")
    return club
