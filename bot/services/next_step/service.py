"""A member's next step: what the rule needs to know is looked up in one transaction, and nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.next_step.next_step import MemberWeek, NextPost, NextStep, OfferedReview, next_step, urgency
from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.draft import newer_draft
from bot.core.weeks.week import Answer, WeekState
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError, NoClubToMeanError
from bot.services.outbox.entries import entry_key
from bot.services.reviews.assignments import OfferReason, next_in
from bot.services.reviews.secrets import is_secret
from bot.services.visibility import clubs_meant_at, marked_entry, seen_club
from bot.services.weeks.assignments import assignments_of, is_released
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.members import leavers as leaver_rows
from bot.storage.paper_logs import drafts as draft_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.takeaways import rows as takeaway_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.draft import Draft
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.services.papers.catalogs import Catalogs
    from bot.services.reviews.assignments import OfferedLog
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class ClubStep:
    """A member's next step, and the club that it is in."""

    club: Club
    step: NextStep


class NextStepService:
    """Sees only clubs and weeks that the viewer may see."""

    def __init__(self, database: Database, catalogs: Catalogs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogs = catalogs
        self._now = now

    async def at(self, viewer: Viewer, channel_ids: Sequence[int]) -> ClubStep:
        """The most urgent step in the clubs of the channel, or else in all of the server's. Raises NoClubYetError."""
        async with self._database.read_transaction() as connection:
            clubs = await clubs_meant_at(connection, viewer, channel_ids)
            found = await self._in_clubs(connection, viewer, clubs)
        if not found:
            raise NoClubToMeanError
        return min(found, key=lambda one: urgency(one.step))

    async def in_club(self, viewer: Viewer, club_id: int) -> ClubStep:
        """Raises ClubGoneError."""
        async with self._database.read_transaction() as connection:
            club = await seen_club(connection, viewer, club_id)
            if club is None or club.server_id != viewer.server_id or club.state is ClubState.CLOSED:
                raise ClubGoneError
            (found,) = await self._in_clubs(connection, viewer, [club])
        return found

    async def marked(self, viewer: Viewer, key: str) -> ClubStep:
        """The step in the club whose message has this key. Raises ClubError if there is none in this server."""
        async with self._database.read_transaction() as connection:
            entry = await marked_entry(connection, viewer, key)
            club = await seen_club(connection, viewer, entry.club_id) if entry else None
            if club is None:
                raise NoSuchWeekError
            if club.state is ClubState.CLOSED:
                raise ClubClosedError
            (found,) = await self._in_clubs(connection, viewer, [club])
        return found

    async def _in_clubs(self, connection: AsyncConnection, viewer: Viewer, clubs: Sequence[Club]) -> list[ClubStep]:
        """The step in each of these clubs of one server."""
        # What a member said before they left and came back does not count any more.
        leavers = await leaver_rows.leavers_of(connection, clubs[0].server_id) if clubs else ()
        drafts = await draft_rows.drafts_of(connection, viewer.user_id, viewer.server_id)
        is_back = viewer.user_id in leavers
        return [await self._in_club(connection, viewer, club, drafts, is_back=is_back) for club in clubs]

    async def _in_club(
        self, connection: AsyncConnection, viewer: Viewer, club: Club, drafts: Sequence[Draft], *, is_back: bool
    ) -> ClubStep:
        newest = await week_rows.latest_week(connection, club.id)
        found = [*await week_rows.open_weeks(connection, club.id), *([newest] if newest else [])]
        weeks = {week.id: week for week in found if week.state is not WeekState.PLANNED and viewer.may_see(club, week)}
        facts = [await self._facts(connection, club, week, viewer.user_id, drafts) for week in weeks.values()]
        offer = await self._offer(connection, weeks.values(), viewer)
        review = await self._offered(connection, club, weeks[offer.review.week_id], offer) if offer else None
        concerned = [
            replace(
                one,
                is_newest=newest is not None and one.id == newest.id,
                answer=None if is_back else one.answer,
                review=review if offer and offer.review.week_id == one.id else None,
            )
            for one in facts
        ]
        is_on_its_way = newest is not None and newest.state is WeekState.PLANNED
        signed_up = None if is_back else await sign_up_rows.sign_up_of(connection, club.id, viewer.user_id)
        has_joined = signed_up is not None and signed_up.answer is Answer.IN
        then = NextPost(is_on_its_way=True) if is_on_its_way else NextPost(club.next_due, has_joined=has_joined)
        return ClubStep(club, next_step(concerned, then))

    async def _facts(
        self, connection: AsyncConnection, club: Club, week: Week, user_id: int, drafts: Sequence[Draft]
    ) -> MemberWeek:
        key = week.paper_key or ""
        given = await week_rows.given_by(connection, week.id, user_id)
        own = [log for log in await log_rows.logs_of_week(connection, week.id) if log.author_id == user_id]
        on_paper = await log_rows.log_at(connection, user_id, key, club.id, week.id)
        takeaway = await takeaway_rows.own_takeaway(connection, week.id, user_id)
        # A log on another paper of the week counts too, but the week's own is the one to edit.
        best = min(own, key=lambda log: log.paper_key != key, default=None)
        return MemberWeek(
            id=week.id,
            number=week.number,
            key=entry_key(club, week, Kind.POST),
            paper_key=week.paper_key,
            state=week.state,
            logs_due=week.logs_due,
            reviews_due=week.reviews_due,
            is_readable=key in await self._catalogs.of(connection, club.server_id),
            answer=given.answer if given else None,
            log_id=best.id if best else None,
            has_draft=newer_draft(drafts, key, club.id, week.id, on_paper) is not None,
            has_takeaway=takeaway is not None and takeaway.text is not None,
        )

    async def _offer(self, connection: AsyncConnection, weeks: Iterable[Week], viewer: Viewer) -> OfferedLog | None:
        in_review = [week for week in weeks if week.state is WeekState.REVIEWING]
        oldest_first = sorted(in_review, key=lambda week: (week.due_at, week.id))
        return await next_in(connection, oldest_first, viewer.user_id, self._now()) if in_review else None

    async def _offered(self, connection: AsyncConnection, club: Club, week: Week, offer: OfferedLog) -> OfferedReview:
        author, is_theirs = offer.log.author_id, offer.review.id != 0 or offer.reason is not OfferReason.MORE
        if is_theirs:
            return OfferedReview(offer.log.id, author, is_theirs=True, is_needed=True)
        now = self._now()
        assignments = await assignments_of(connection, week, now)
        (log,) = (log for log in assignments.pool if log.author == author)
        # If reviewers are secret, only what everybody sees may decide: the log has no review, and it is free for all.
        is_free = is_released(week, now) or len(assignments.logs) == 1
        is_bare = not log.reviewers and is_free
        if not is_secret(club, assignments.reviews.values()):
            is_bare = is_bare or log.has_nobody
        return OfferedReview(offer.log.id, author, is_theirs=False, is_needed=is_bare)
