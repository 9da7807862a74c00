"""The club's week as it goes by: planned, posted, read, closed. Nothing is sent from here; it goes to the outbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.attendance import who_is_in, who_is_out
from bot.core.calendar import WEEK
from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NotNowError
from bot.core.outbox import Kind
from bot.core.weeks import Answer, Week, WeekState, after_press, choose_paper, dates_from, queue_after
from bot.services.allocations import let_go
from bot.services.entries import entry_key
from bot.services.leavers import Leavers
from bot.services.sight import marked_week
from bot.services.slots import (
    as_it_leaves,
    post_slot,
    refuse_double_post,
    set_next,
    skip_slot,
)
from bot.services.steps import CLOSINGS, end_early, open_for
from bot.storage import clubs as club_rows
from bot.storage import leavers as leaver_rows
from bot.storage import paper_logs as log_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.storage.database import Database

SKIPPED_BY_HAND = "skipped by an organiser"
PAUSED = "The club is paused, so no week is planned. `/club resume` starts it again."
NOTHING_LEFT = "Every paper of the list has been read. Queue one with `/syllabus add`."


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `key` marks its post.

    `newer` is a week of the club that came after it. Without one, `next_key` is the paper of the next week as things
    stand (None where all are read), and `is_next_queued` says whether the syllabus decided so. `logged` are those who
    have written a log, `gone` those who are known to have left the server.
    """

    club: Club
    week: Week
    key: str
    answers: dict[int, Answer]
    newer: Week | None
    next_key: str | None
    is_next_queued: bool
    logged: Collection[int] = ()
    gone: frozenset[int] = frozenset()

    @property
    def waited_for(self) -> list[int]:
        """Who is in and has not written a log yet, in the order of answering."""
        return [user for user in self.members(Answer.IN) if user not in self.logged]

    def count(self, answer: Answer) -> int:
        return len(self.members(answer))

    def members(self, answer: Answer) -> list[int]:
        """Who is in, or out, in the order of answering. Whoever has written a log is in."""
        who = who_is_in if answer is Answer.IN else who_is_out
        return who(self.answers, self.logged, self.gone)


class WeekService:
    """Each change is one transaction that checks again what it relies on."""

    def __init__(
        self, database: Database, catalogue: Catalogue, now: Callable[[], datetime], leavers: Leavers | None = None
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now
        self._leavers = leavers or Leavers(database)

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
        step = CLOSINGS[what][0]
        async with self._database.reading() as connection:
            week = await open_for(connection, club, what)
        gone = await self._leavers.before_step(week)
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            week = await open_for(connection, club, what)
            await end_early(connection, club, week, step, self._now(), gone=gone)
            ended = await week_rows.week_by_id(connection, week.id) or week
            return await self._view(connection, club, ended)

    async def answer(self, viewer: Viewer, key: str, answer: Answer, pressed_at: datetime) -> WeekView:
        """Note that a member is in or out of the week whose post has the key; the same answer again takes it back.

        A press that is delivered twice counts once. Who is out gives reviews that they have not begun to others, once
        reviewers are named. Raises ClubError.
        """
        view, user_id = await self.marked(viewer, key), viewer.user_id
        # Refused here already, as a rule: in a group, a refusal has everybody's changes made again, one by one.
        _require_going_on(view.week)
        gone: frozenset[int] = frozenset()
        # Asked for only where reviews have to be given on: a press that changes nothing asks nothing.
        if answer is Answer.OUT and view.answers.get(user_id) is not Answer.OUT:
            gone = await self._leavers.before_giving_on(view.week, user_id)

        async def take(connection: AsyncConnection) -> WeekView:
            view = await self._marked(connection, viewer, key)
            _require_going_on(view.week)
            before = await week_rows.given_by(connection, view.week.id, user_id)
            if await leaver_rows.forget_leavers(connection, view.club.server_id, [user_id]):
                # Who comes back finds a page without their name: their press gives an answer, and takes none back.
                before = None
            given = after_press(before, answer, pressed_at)
            await week_rows.save_given(connection, view.week.id, user_id, given)
            if given.answer is Answer.OUT:
                await let_go(connection, view.club, view.week, user_id, self._now(), gone=gone - {user_id})
            answers = await week_rows.attendance_of(connection, view.week.id)
            return replace(view, answers=answers, gone=view.gone - {user_id})

        # A press is known by its time, so that it may be tried again where the connection broke.
        return await self._database.grouped(take)

    # To look at

    async def marked(self, viewer: Viewer, key: str) -> WeekView:
        """The week that a message with this key is about. Raises ClubError for a key of another server, or of none."""
        async with self._database.reading() as connection:
            return await self._marked(connection, viewer, key)

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

    async def known_leavers(self, server_id: int) -> frozenset[int]:
        """Who is known to have left the server: nobody calls them."""
        async with self._database.reading() as connection:
            return await leaver_rows.leavers_of(connection, server_id)

    async def current(self, club: Club) -> WeekView | None:
        """The club's newest week that was not skipped."""
        async with self._database.reading() as connection:
            week = await week_rows.latest_week(connection, club.id)
            return await self._view(connection, club, week) if week else None

    async def _marked(self, connection: AsyncConnection, viewer: Viewer, key: str) -> WeekView:
        found = await marked_week(connection, viewer, key)
        if found is None:
            raise ClubError("That week is not one of this server's clubs. `/week status` shows the present one.")
        return await self._view(connection, *found)

    async def _view(self, connection: AsyncConnection, club: Club, week: Week) -> WeekView:
        newest = await week_rows.latest_week(connection, club.id)
        answers = await week_rows.attendance_of(connection, week.id)
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        newer = newest if newest and newest.slot > week.slot else None
        view = self._viewed(club, week, queue=queue, read=read, answers=answers, newer=newer)
        logs = await log_rows.logs_of_week(connection, week.id)
        gone = await leaver_rows.leavers_of(connection, club.server_id)
        return replace(view, logged=tuple(dict.fromkeys(log.author_id for log in logs)), gone=gone)

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


def _require_going_on(week: Week) -> None:
    """Raises NotNowError."""
    if week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
        raise NotNowError("That week is over. `/week status` shows the present one.")


async def _running(connection: AsyncConnection, club_id: int) -> Club:
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        raise NotNowError("That club has been closed.")
    return club
