"""The club's week as it goes by: planned, posted, read, closed. Nothing is sent from here; it goes to the outbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NotNowError
from bot.core.outbox import Kind
from bot.core.weeks import Answer, Week, WeekState, after_press, choose_paper, dates_from, queue_after
from bot.services.allocations import let_go
from bot.services.by_hand import (
    NOTHING_LEFT,
    PAUSED,
    post_by_hand,
    seen_open_weeks,
    skip_by_hand,
    take_back_skip,
    week_to_close,
)
from bot.services.entries import entry_key
from bot.services.leavers import Leavers
from bot.services.mending import mended
from bot.services.post_edits import LEAST_APART, refresh_post
from bot.services.sight import marked_week
from bot.services.slots import as_it_leaves
from bot.services.steps import CLOSINGS, end_early, reviewers_hear
from bot.storage import clubs as club_rows
from bot.storage import paper_logs as log_rows
from bot.storage import polls as poll_rows
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
    from bot.storage.polls import Poll


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything that a page about a week shows. `key` marks its post.

    `newer` is a week of the club that came after it. Without one, `next_key` is the paper of the next week as things
    stand (None where all are read), and `is_next_queued` says whether the syllabus decided so. `logged` are those who
    have written a log. `poll` is under way in the club; `chosen_by` is the one that decided on this week's paper.
    """

    club: Club
    week: Week
    key: str
    answers: dict[int, Answer]
    newer: Week | None
    next_key: str | None
    is_next_queued: bool
    logged: frozenset[int] = frozenset()
    poll: Poll | None = None
    chosen_by: Poll | None = None

    @property
    def is_next_voted_on(self) -> bool:
        """Whether the poll that is under way decides on the next week, and not on a later one."""
        return bool(self.poll and self.club.next_due and self.poll.closes_at <= self.club.next_due)

    @property
    def waited_for(self) -> list[int]:
        """Who is in and has not written a log yet, in the order of answering."""
        return [user for user in self.members(Answer.IN) if user not in self.logged]

    def count(self, answer: Answer) -> int:
        return sum(given is answer for given in self.answers.values())

    def members(self, answer: Answer) -> list[int]:
        """User ids, in the order of answering."""
        return [user for user, given in self.answers.items() if given is answer]


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
            poll = await poll_rows.open_poll_of(connection, club.id)
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
        view = self._viewed(club, week, queue=queue_after(queue, key), read=[*history.read, key])
        async with self._database.reading() as connection:
            return replace(view, poll=poll, chosen_by=await self._chosen_by(connection, club, week))

    async def post_now(self, club: Club, confirmed: date | None = None) -> Week:
        """Post at once, in place of the next slot or of one that was left out. Raises NotNowError."""
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            club = await mended(connection, club, self._now())
            return await post_by_hand(connection, club, self._now(), self._catalogue, confirmed)

    async def skip(self, club: Club, confirmed: date | None = None) -> date:
        """Leave the next slot out; the queue stays. Returns the slot that was left out. Raises NotNowError."""
        async with self._database.writing() as connection:
            club = await mended(connection, await _running(connection, club.id), self._now())
            return await skip_by_hand(connection, club, self._now(), confirmed)

    async def unskip(self, club: Club, slot: date | None = None) -> date:
        """The slot takes place after all; without one, that which was left out last. Raises NotNowError."""
        async with self._database.writing() as connection:
            return await take_back_skip(connection, await _running(connection, club.id), self._now(), slot)

    async def closable(self, viewer: Viewer, club: Club, what: str, places: Collection[int]) -> list[WeekView]:
        """The weeks that have their `logs` or `reviews` open; in a week's own thread that week alone.

        Raises NotNowError where there is none.
        """
        async with self._database.reading() as connection:
            here = await week_rows.week_of_thread(connection, club.id, places)
            meant = await week_to_close(connection, viewer, club, what, here.id if here else None)
            weeks = [meant] if here else await seen_open_weeks(connection, viewer, club, what)
            return [await self._view(connection, club, week) for week in weeks]

    async def close_early(self, viewer: Viewer, club: Club, what: str, week_id: int | None = None) -> WeekView:
        """End `logs` or `reviews` before their time: of this week, or of the oldest that has them open.

        Raises NotNowError.
        """
        step = CLOSINGS[what][0]
        async with self._database.reading() as connection:
            week = await week_to_close(connection, viewer, club, what, week_id)
        gone = await self._leavers.among_authors(replace(week, next_step=step))
        async with self._database.writing() as connection:
            club = await _running(connection, club.id)
            week = await week_to_close(connection, viewer, club, what, week.id)
            await end_early(connection, club, week, step, self._now(), gone=gone)
            ended = await week_rows.week_by_id(connection, week.id) or week
            return await self._view(connection, club, ended)

    async def answer(
        self, viewer: Viewer, key: str, answer: Answer, pressed_at: datetime, *, elsewhere: bool = False
    ) -> WeekView:
        """Note that a member is in or out of the week whose post has the key; the same answer again takes it back.

        Given `elsewhere` than under the post, the post follows by itself.

        A press that is delivered twice counts once. Who is out gives reviews that they have not begun to others, once
        reviewers are named. Raises ClubError.
        """
        week, user_id = (await self.marked(viewer, key)).week, viewer.user_id
        # Refused here already, as a rule: in a group, a refusal has everybody's changes made again, one by one.
        _require_going_on(week)
        # Asked for only where reviews may have to be given on: it takes a request for each author.
        gone = await self._leavers.among_reviewers(week) if answer is Answer.OUT else frozenset()

        async def take(connection: AsyncConnection) -> WeekView:
            view = await self._marked(connection, viewer, key)
            _require_going_on(view.week)
            given = after_press(await week_rows.given_by(connection, view.week.id, user_id), answer, pressed_at)
            await week_rows.save_given(connection, view.week.id, user_id, given)
            if given.answer is Answer.OUT:
                await let_go(connection, view.club, view.week, user_id, self._now(), gone=gone)
            if elsewhere:
                await refresh_post(connection, view.club, view.week, self._now(), least_apart=LEAST_APART)
            return replace(view, answers=await week_rows.attendance_of(connection, view.week.id))

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

    async def telling_reviewers(self, week_id: int) -> WeekView | None:
        """The week as it is when its reviewers are told now, under the dates that leave them the full days."""
        return await self._database.grouped(partial(self._telling_reviewers, week_id=week_id))

    async def _telling_reviewers(self, connection: AsyncConnection, week_id: int) -> WeekView | None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        if week is None or club is None:
            return None
        return await self._view(connection, club, await reviewers_hear(connection, club, week, self._now()))

    async def current(self, club: Club, places: Collection[int] = ()) -> WeekView | None:
        """The week whose thread is one of these places, or else the club's newest that was not skipped."""
        async with self._database.reading() as connection:
            here = await week_rows.week_of_thread(connection, club.id, places)
            week = here or await week_rows.latest_week(connection, club.id)
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
        newer = newest if newest and newest.id > week.id else None
        view = self._viewed(club, week, queue=queue, read=read, answers=answers, newer=newer)
        logged = frozenset(log.author_id for log in await log_rows.logs_of_week(connection, week.id))
        poll = await poll_rows.open_poll_of(connection, club.id)
        return replace(view, logged=logged, poll=poll, chosen_by=await self._chosen_by(connection, club, week))

    async def _chosen_by(self, connection: AsyncConnection, club: Club, week: Week) -> Poll | None:
        """The poll that decided on the week's paper; of a week that is stored nowhere, as things stand."""
        if week.id:
            return await poll_rows.poll_read_in(connection, club.id, week.id)
        poll = await poll_rows.unread_winner(connection, club.id)
        return poll if poll and poll.winner == week.paper_key else None

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
