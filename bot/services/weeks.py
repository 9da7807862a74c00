"""The club's week as it goes by: planned, posted, read, closed. Nothing is sent from here; it goes to the outbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.calendar import WEEK
from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NotNowError
from bot.core.outbox import Kind
from bot.core.weeks import (
    Answer,
    Dates,
    Step,
    Week,
    WeekState,
    choose_paper,
    dates_from,
    due_slots,
    is_pointless,
    next_step,
)
from bot.services.outbox import new_entry
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.storage.database import Database

ALL_READ = "every paper of the list has been read; queue one with /syllabus add"
SKIPPED_BY_HAND = "skipped by an organiser"
MISSED = "skipped: the bot was away, and a newer week was due"


@dataclass(frozen=True, slots=True)
class Plan:
    """The next week as it would be posted; `is_last` where the queue ends with it and another week follows."""

    slot: date
    due_at: datetime
    paper_key: str | None
    dates: Dates
    number: int
    after_queue: str | None


@dataclass(frozen=True, slots=True)
class Advanced:
    """How much was done, and what failed on the way."""

    done: int
    faults: tuple[Exception, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `next_key` follows when the queue has run dry, else None."""

    club: Club
    week: Week
    answers: dict[int, Answer]
    next_key: str | None
    next_due: datetime | None

    def count(self, answer: Answer) -> int:
        return sum(given is answer for given in self.answers.values())


class WeekService:
    """Each change is one transaction that checks again what it relies on."""

    def __init__(self, database: Database, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now

    # By itself, at every tick

    async def advance(self) -> Advanced:
        """Do what has become due, up to a few hundred clubs and steps at a time; call again while something was done.

        One club's fault holds up no other.
        """
        now = self._now()
        async with self._database.reading() as connection:
            clubs = await club_rows.due_clubs(connection, now)
            weeks = await week_rows.weeks_with_due_step(connection, now)
        due = [self._plan_due(club.id, now) for club in clubs] + [self._take_step(week.id, now) for week in weeks]
        results = [result for work in due for result in await asyncio.gather(work, return_exceptions=True)]
        faults = [result for result in results if isinstance(result, Exception)]
        return Advanced(len(due) - len(faults), tuple(faults))

    async def _plan_due(self, club_id: int, now: datetime) -> None:
        async with self._database.writing() as connection:
            club = await club_rows.club_by_id(connection, club_id)
            if club is None or club.state is not ClubState.ACTIVE or club.next_slot is None:
                return
            due = due_slots(club.settings.slot, club.next_slot, now)
            if due is None:
                return
            for day in due.skip:
                await self._skip_slot(connection, club, day, MISSED)
            await self._post_slot(connection, club, due.post, now, is_late=due.is_late)
            await _set_next(connection, club, due.post + WEEK)

    async def _post_slot(
        self, connection: AsyncConnection, club: Club, day: date, now: datetime, *, is_late: bool
    ) -> Week | None:
        if await week_rows.week_of_slot(connection, club.id, day):
            return None
        queue = await syllabus_rows.queue_of(connection, club.id)
        key = choose_paper(queue, await week_rows.papers_read(connection, club.id), self._catalogue)
        if key is None:
            await self._skip_slot(connection, club, day, ALL_READ)
            return None
        await syllabus_rows.replace_queue(connection, club.id, queue[queue.index(key) + 1 :] if key in queue else [])
        dates = dates_from(now, club.settings)
        step = next_step(dates, now)
        week = await week_rows.add_week(
            connection,
            club.id,
            day,
            number=await week_rows.last_number(connection, club.id) + 1,
            paper_key=key,
            state=WeekState.PLANNED,
            is_late=is_late,
            due_at=club.settings.slot.instant_on(day),
            logs_due=dates.logs_due,
            reviews_due=dates.reviews_due,
            channel_id=club.settings.channel_id,
            next_step=step[0] if step else None,
            next_step_at=step[1] if step else None,
        )
        await _enqueue(connection, club, week, Kind.POST, now)
        return week

    async def _skip_slot(self, connection: AsyncConnection, club: Club, day: date, note: str) -> None:
        if await week_rows.week_of_slot(connection, club.id, day) is None:
            due = club.settings.slot.instant_on(day)
            await week_rows.add_week(connection, club.id, day, state=WeekState.SKIPPED, due_at=due, note=note)

    async def _take_step(self, week_id: int, now: datetime) -> None:
        async with self._database.writing() as connection:
            week = await week_rows.week_by_id(connection, week_id)
            if week is None or week.next_step is None or week.next_step_at is None or week.next_step_at > now:
                return
            club = await club_rows.club_by_id(connection, week.club_id)
            if club is None or week.logs_due is None or week.reviews_due is None:
                return
            await self._step(connection, club, week, now)

    async def _step(self, connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
        step, dates = week.next_step, Dates(week.logs_due or now, week.reviews_due or now)
        if step is None:
            return
        changes: dict[str, object] = {}
        if step is Step.CLOSE_LOGS:
            changes["state"] = WeekState.REVIEWING
        elif step is Step.CLOSE_REVIEWS:
            changes["state"] = WeekState.CLOSED
        following = next_step(dates, week.due_at, step)
        changes["next_step"], changes["next_step_at"] = following or (None, None)
        await week_rows.change_week(connection, week.id, **changes)
        await self._announce(connection, club, week, step, now)

    async def _announce(self, connection: AsyncConnection, club: Club, week: Week, step: Step, now: datetime) -> None:
        """What a step says in the week's thread, if there is one."""
        if week.thread_id is None:
            return
        dates = Dates(week.logs_due or now, week.reviews_due or now)
        if step is Step.REMIND_LOGS and not is_pointless(step, dates, now):
            answers = await week_rows.attendance_of(connection, week.id)
            if Answer.IN in answers.values():
                await _enqueue(connection, club, week, Kind.REMINDER, now)
        elif step is Step.CLOSE_REVIEWS:
            await _enqueue(connection, club, week, Kind.DIGEST, now)

    # By hand

    async def preview(self, club: Club) -> Plan:
        """Raises NotNowError for a club that is not running."""
        async with self._database.reading() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            read = await week_rows.papers_read(connection, club.id)
            number = await week_rows.last_number(connection, club.id) + 1
        if club.next_slot is None or club.next_due is None:
            raise NotNowError("The club is paused, so no week is planned. `/club resume` starts it again.")
        key = choose_paper(queue, read, self._catalogue)
        rest = [other for other in queue if other != key]
        after = None if rest or key is None else choose_paper([], [*read, key], self._catalogue)
        return Plan(club.next_slot, club.next_due, key, dates_from(club.next_due, club.settings), number, after)

    async def post_now(self, club: Club) -> Week:
        """Post at once, in place of the next slot. Raises NotNowError."""
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            slot = club.next_slot
            if slot is None:
                raise NotNowError("The club is paused. `/club resume` starts it again.")
            week = await self._post_slot(connection, club, slot, self._now(), is_late=False)
            if week is None:
                raise NotNowError("Every paper of the list has been read. Queue one with `/syllabus add`.")
            await _set_next(connection, club, slot + WEEK)
            return week

    async def skip(self, club: Club) -> date:
        """Leave the next slot out; the queue stays. Returns the slot that was left out."""
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            slot = club.next_slot
            if slot is None:
                raise NotNowError("The club is paused, so there is nothing to skip.")
            await self._skip_slot(connection, club, slot, SKIPPED_BY_HAND)
            await _set_next(connection, club, slot + WEEK)
            return slot

    async def close_early(self, club: Club, what: str) -> Week:
        """End `logs` or `reviews` of the week under way before their time. Raises NotNowError."""
        step = Step.CLOSE_LOGS if what == "logs" else Step.CLOSE_REVIEWS
        now = self._now()
        async with self._database.writing() as connection:
            week = await week_rows.latest_week(connection, club.id)
            wanted = WeekState.REVIEWING if step is Step.CLOSE_REVIEWS else WeekState.READING
            if week is None or week.state is not wanted:
                raise NotNowError(f"No week of this club has its {what} open.")
            due = {"logs_due": now} if step is Step.CLOSE_LOGS else {"reviews_due": now}
            await week_rows.change_week(connection, week.id, next_step=step, next_step_at=now, **due)
            changed = replace(week, next_step=step, next_step_at=now)
            club_now = await _running(connection, club.id)
            await self._step(connection, club_now, changed, now)
            return week

    async def answer(self, server_id: int, week_id: int, user_id: int, answer: Answer) -> WeekView:
        """Note that a member is in or out; the same answer again takes it back. Raises ClubError."""
        async with self._database.writing() as connection:
            view = await self._view(connection, week_id)
            if view is None or view.club.server_id != server_id:
                raise ClubError("That week is not one of this server's clubs.")
            if view.week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
                raise NotNowError("That week is over. `/week status` shows the present one.")
            given = None if view.answers.get(user_id) is answer else answer
            await week_rows.answer_attendance(connection, week_id, user_id, given, self._now())
            return replace(view, answers=await week_rows.attendance_of(connection, week_id))

    async def view(self, week_id: int) -> WeekView | None:
        async with self._database.reading() as connection:
            return await self._view(connection, week_id)

    async def current(self, club: Club) -> WeekView | None:
        """The club's newest week that was not skipped."""
        async with self._database.reading() as connection:
            week = await week_rows.latest_week(connection, club.id)
            return await self._view(connection, week.id) if week else None

    async def _view(self, connection: AsyncConnection, week_id: int) -> WeekView | None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        if week is None or club is None:
            return None
        answers = await week_rows.attendance_of(connection, week_id)
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        following = None if queue else choose_paper([], read, self._catalogue)
        return WeekView(club, week, answers, following, club.next_due)


async def _running(connection: AsyncConnection, club_id: int) -> Club:
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        raise NotNowError("That club has been closed.")
    return club


async def _set_next(connection: AsyncConnection, club: Club, slot: date) -> None:
    due = club.settings.slot.instant_on(slot)
    await club_rows.save_club(connection, replace(club, next_slot=slot, next_due=due))


async def _enqueue(connection: AsyncConnection, club: Club, week: Week, kind: Kind, now: datetime) -> None:
    key = f"{club.token}-{week.slot:%y%m%d}-{kind}"
    place = club.settings.channel_id if kind is Kind.POST else week.thread_id
    entry = new_entry(club, kind, key, place or club.settings.channel_id, week.id)
    await outbox_rows.add_entry(connection, entry, now)
