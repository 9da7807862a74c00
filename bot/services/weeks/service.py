"""The course of a club's week: planned, posted, read, closed. It sends nothing itself; messages go to the outbox."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.weeks.details import PostDetails
from bot.core.weeks.planned import planned_week
from bot.core.weeks.week import Answer, Week, WeekState, after_press, choose_paper, queue_after
from bot.services.clubs.open_clubs import open_club
from bot.services.clubs.repairs import repair_times
from bot.services.members.leavers import Leavers
from bot.services.outbox.entries import entry_key
from bot.services.polls.counting import count_ended_ballots
from bot.services.reviews.allocations import reassign_reviews_of
from bot.services.visibility import marked_week
from bot.services.weeks.by_hand import (
    post_by_hand,
    seen_open_weeks,
    skip_by_hand,
    take_back_skip,
    week_to_close,
)
from bot.services.weeks.catch_ups import CatchUp, catch_up_to_send
from bot.services.weeks.parts import second_slot_at
from bot.services.weeks.post_edits import LEAST_APART, refresh_post
from bot.services.weeks.refusals import EveryPaperReadError, NoSuchWeekError, NoWeekPlannedError, WeekOverError
from bot.services.weeks.sessions import sessions_of, sessions_to_come
from bot.services.weeks.slots import as_it_leaves
from bot.services.weeks.steps import CLOSINGS, end_early, reviewers_hear
from bot.services.weeks.views import WeekView
from bot.storage.clubs import rows as club_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.takeaways import rows as takeaway_rows
from bot.storage.week_links import rows as link_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from bot.core.visibility import Viewer
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


class WeekService:
    """Each change is one transaction that checks its assumptions again."""

    def __init__(
        self, database: Database, catalogs: Catalogs, now: Callable[[], datetime], leavers: Leavers | None = None
    ) -> None:
        self._database = database
        self._catalogs = catalogs
        self._now = now
        self._leavers = leavers or Leavers(database)

    # By hand

    async def preview(self, club: Club) -> WeekView:
        """The next week as it would be posted; stores nothing. Raises NotNowError."""
        async with self._database.read_transaction() as connection:
            club = await open_club(connection, club.id)
            queue = await syllabus_rows.queue_of(connection, club.id)
            periods = await syllabus_rows.periods_of(connection, club.id)
            history = await week_rows.history_of(connection, club.id)
            poll = await poll_rows.open_poll_of(connection, club.id)
            catalog = await self._catalogs.of(connection, club.server_id)
        if club.next_slot is None or club.next_due is None:
            raise NoWeekPlannedError
        key = choose_paper(queue, history.read, catalog)
        if key is None:
            raise EveryPaperReadError
        planned = (club.next_slot, club.next_due, history.next_number, key)
        decided = {week.slot for week in history.weeks}
        week = planned_week(club, *planned, periods=periods.get(key, 1), decided=decided)
        then = choose_paper(queue_after(queue, key), [*history.read, key], catalog)
        view = WeekView(club, week, entry_key(club, week, Kind.POST), {}, None, then)
        async with self._database.read_transaction() as connection:
            chosen_by = await self._chosen_by(connection, club, week)
            sessions = await sessions_to_come(connection, club, week, self._now())
            second_at = await second_slot_at(connection, club, week)
            return replace(view, poll=poll, chosen_by=chosen_by, sessions=sessions, second_at=second_at)

    async def post_now(self, club: Club, confirmed: date | None = None) -> Week:
        """Post now, in place of the next slot or of a skipped one. Raises NotNowError."""
        async with self._database.write_transaction() as connection:
            club = await open_club(connection, club.id)
            club = await repair_times(connection, club, self._now())
            await count_ended_ballots(connection, club, self._now())
            catalog = await self._catalogs.of(connection, club.server_id)
            return await post_by_hand(connection, club, self._now(), catalog, confirmed)

    async def skip(self, club: Club, confirmed: date | None = None) -> date:
        """Skip the next slot; the queue stays. Returns the skipped slot. Raises NotNowError."""
        async with self._database.write_transaction() as connection:
            club = await repair_times(connection, await open_club(connection, club.id), self._now())
            return await skip_by_hand(connection, club, self._now(), confirmed)

    async def catch_up(self, club: Club, confirmed: date | None = None) -> date:
        """Make the next slot a catch-up, without a new paper. Returns it. Raises NotNowError."""
        async with self._database.write_transaction() as connection:
            club = await repair_times(connection, await open_club(connection, club.id), self._now())
            return await skip_by_hand(connection, club, self._now(), confirmed, is_catch_up=True)

    async def catch_up_to_send(self, week_id: int) -> CatchUp | None:
        """What is open at a catch-up; None if there is nothing left to say."""
        async with self._database.read_transaction() as connection:
            return await catch_up_to_send(connection, week_id, self._now())

    async def unskip(self, club: Club, slot: date | None = None) -> date:
        """Undo the skip of the slot, or by default of the last skipped one. Raises NotNowError."""
        async with self._database.write_transaction() as connection:
            return await take_back_skip(connection, await open_club(connection, club.id), self._now(), slot)

    async def closable(self, viewer: Viewer, club: Club, what: str, channel_ids: Collection[int]) -> list[WeekView]:
        """The weeks with open `logs` or `reviews`; in a week's own thread, only that week.

        Raises NotNowError if there is none.
        """
        async with self._database.read_transaction() as connection:
            here = await week_rows.week_of_thread(connection, club.id, channel_ids)
            meant = await week_to_close(connection, viewer, club, what, here.id if here else None)
            weeks = [meant] if here else await seen_open_weeks(connection, viewer, club, what)
            return [await self._view(connection, club, week) for week in weeks]

    async def close_early(self, viewer: Viewer, club: Club, what: str, week_id: int | None = None) -> WeekView:
        """End `logs` or `reviews` early: of this week, or of the oldest that has them open.

        Raises NotNowError.
        """
        step = CLOSINGS[what][0]
        async with self._database.read_transaction() as connection:
            week = await week_to_close(connection, viewer, club, what, week_id)
        gone = await self._leavers.before_step(week)
        async with self._database.write_transaction() as connection:
            club = await open_club(connection, club.id)
            week = await week_to_close(connection, viewer, club, what, week.id)
            await end_early(connection, club, week, step, self._now(), gone=gone)
            ended = await week_rows.week_by_id(connection, week.id) or week
            return await self._view(connection, club, ended)

    async def answer(
        self, viewer: Viewer, key: str, answer: Answer, pressed_at: datetime, *, elsewhere: bool = False
    ) -> WeekView:
        """Record that a member is in or out of the week whose post has the key; the same answer again undoes it.

        If given `elsewhere` than under the post, the post is edited too. A press that arrives twice counts once. If
        reviewers are named, a member who drops out passes on reviews they haven't started. Raises ClubError.
        """
        user_id, gone = viewer.user_id, frozenset[int]()
        async with self._database.read_transaction() as connection:
            found = await marked_week(connection, viewer, key)
            before = await week_rows.given_by(connection, found[1].id, user_id) if found else None
        if found is None:
            raise NoSuchWeekError
        # Usually refused here already: in a group, a refusal repeats everyone's changes one by one.
        require_going_on(found[1])
        # Ask Discord only if reviews have to be reassigned: a press that changes nothing asks nothing.
        if answer is Answer.OUT and (before is None or before.answer is not Answer.OUT):
            gone = await self._leavers.before_giving_on(found[1], user_id)

        async def take(connection: AsyncConnection) -> WeekView:
            view = await self._marked(connection, viewer, key)
            require_going_on(view.week)
            before = await week_rows.given_by(connection, view.week.id, user_id)
            if await leaver_rows.forget_leavers(connection, view.club.server_id, [user_id]):
                # A returning member sees a page without their name, so their press gives an answer and undoes none.
                before = None
            given = after_press(before, answer, pressed_at)
            await week_rows.save_given(connection, view.week.id, user_id, given)
            if given.answer is Answer.OUT:
                await reassign_reviews_of(connection, view.club, view.week, user_id, self._now(), gone=gone - {user_id})
            if elsewhere:
                await refresh_post(connection, view.club, view.week, self._now(), least_apart=LEAST_APART)
            answers = await week_rows.attendance_of(connection, view.week.id)
            return replace(view, answers=answers, gone=view.gone - {user_id})

        # A press is identified by its time, so that it can be retried after a lost connection.
        return await self._database.grouped(take)

    # Reading

    async def marked(self, viewer: Viewer, key: str) -> WeekView:
        """The week of the message with this key. Raises ClubError if there is none in this server."""
        async with self._database.read_transaction() as connection:
            return await self._marked(connection, viewer, key)

    async def to_send(self, week_id: int) -> WeekView | None:
        """The week as its post must show it if sent now; None if it must no longer be sent."""
        return await self._database.grouped(partial(self._to_send, week_id=week_id))

    async def _to_send(self, connection: AsyncConnection, week_id: int) -> WeekView | None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        leaving = await as_it_leaves(connection, week, club, self._now()) if week and club else None
        return await self._view(connection, club, leaving) if club and leaving else None

    async def view(self, week_id: int, *, as_then: bool = False) -> WeekView | None:
        """The week as it is now; `as_then` if what follows is the week right after it, however many came later."""
        async with self._database.read_transaction() as connection:
            week = await week_rows.week_by_id(connection, week_id)
            club = await club_rows.club_by_id(connection, week.club_id) if week else None
            if week is None or club is None:
                return None
            view = await self._view(connection, club, week)
            following = await week_rows.week_after(connection, week) if as_then else None
            return replace(view, newer=following) if following else view

    async def telling_reviewers(self, week_id: int) -> WeekView | None:
        """The week as it is if its reviewers are told now, with dates that leave them the full days."""
        return await self._database.grouped(partial(self._telling_reviewers, week_id=week_id))

    async def _telling_reviewers(self, connection: AsyncConnection, week_id: int) -> WeekView | None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        if week is None or club is None:
            return None
        return await self._view(connection, club, await reviewers_hear(connection, club, week, self._now()))

    async def leavers_among(self, server_id: int, user_ids: Collection[int]) -> frozenset[int]:
        """Who of them has left the server, so that nobody pings them. Asks if the last answer is too old."""
        return await self._leavers.among(server_id, frozenset(user_ids))

    async def current(self, club: Club, channel_ids: Collection[int] = ()) -> WeekView | None:
        """The week whose thread is one of these channels, or else the club's newest that wasn't skipped."""
        async with self._database.read_transaction() as connection:
            here = await week_rows.week_of_thread(connection, club.id, channel_ids)
            week = here or await week_rows.latest_week(connection, club.id)
            return await self._view(connection, club, week) if week else None

    async def _marked(self, connection: AsyncConnection, viewer: Viewer, key: str) -> WeekView:
        found = await marked_week(connection, viewer, key)
        if found is None:
            raise NoSuchWeekError
        return await self._view(connection, *found)

    async def _view(self, connection: AsyncConnection, club: Club, week: Week) -> WeekView:
        newest = await week_rows.latest_week(connection, club.id)
        answers = await week_rows.attendance_of(connection, week.id)
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        newer = newest if newest and newest.id > week.id else None
        then = choose_paper(queue, read, await self._catalogs.of(connection, club.server_id))
        view = WeekView(club, week, entry_key(club, week, Kind.POST), answers, newer, then)
        logs = await log_rows.logs_of_week(connection, week.id)
        logged = tuple(dict.fromkeys(log.author_id for log in logs))
        gone = await leaver_rows.leavers_of(connection, club.server_id)
        poll = await poll_rows.open_poll_of(connection, club.id)
        chosen_by = await self._chosen_by(connection, club, week)
        post = await outbox_rows.entry_by_key(connection, view.key)
        has_guide = post is None or PostDetails.of(post).is_guided
        takeaways = await takeaway_rows.takeaways_of_week(connection, week.id)
        links = await link_rows.links_of_week(connection, week.id)
        sessions = await sessions_of(connection, club, week)
        view = replace(view, logged=logged, takeaways=takeaways, gone=gone, sessions=sessions, links=links)
        second_at = await second_slot_at(connection, club, week)
        return replace(view, poll=poll, chosen_by=chosen_by, has_guide=has_guide, second_at=second_at)

    async def _chosen_by(self, connection: AsyncConnection, club: Club, week: Week) -> Poll | None:
        """The poll that decided the week's paper; for a week that isn't stored, as of now."""
        if week.id:
            return await poll_rows.poll_read_in(connection, club.id, week.id)
        poll = await poll_rows.unread_winner(connection, club.id)
        return poll if poll and poll.winner == week.paper_key else None


def require_going_on(week: Week) -> None:
    """Raises NotNowError."""
    if week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
        raise WeekOverError
