"""Paper logs: find their destination, write, change and withdraw them, and list what a member has written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import DraftKeptError, UnknownLogError
from bot.core.paper_logs.draft import newer_draft
from bot.core.paper_logs.paper_log import LogState
from bot.services.paper_logs.destinations import LogOutOfSightError, find_destination, stored_destination
from bot.services.paper_logs.forms import AT_ONCE, LogKept, LogSaved
from bot.services.paper_logs.messages import post_anew, take_back
from bot.services.paper_logs.own_words import OwnWords
from bot.services.paper_logs.refusals import (
    LogDraftChangedError,
    LogWithdrawnError,
    NoNewMessageNeededError,
    NoThreadForLogError,
    UnknownLogDraftError,
)
from bot.services.paper_logs.views import public_view_of, view_of, views_of
from bot.services.paper_logs.writing import LogWriting
from bot.services.visibility import hidden_channels, seen_clubs, seen_log
from bot.storage.paper_logs import drafts as draft_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import drafts as review_draft_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.draft import Draft
    from bot.core.paper_logs.paper_log import LogVersion, PaperLog
    from bot.core.reviews.draft import ReviewDraft
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.services.paper_logs.destinations import DestinationChoice, LogDestination, LogRequest
    from bot.services.paper_logs.forms import LogForm, LogNoticed
    from bot.services.paper_logs.views import LogView
    from bot.services.papers.catalogs import Catalogs
    from bot.services.papers.papers_read import PapersRead
    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class KeptReview:
    """What a member typed for a review of `log` and hasn't posted."""

    draft: ReviewDraft
    log: PaperLog
    is_out_of_sight: bool = False


@dataclass(frozen=True, slots=True)
class WrittenByMember:
    """What a member has written, each newest first, including withdrawn logs."""

    logs: tuple[LogView, ...]
    drafts: tuple[Draft, ...]
    reviews: tuple[KeptReview, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierTexts:
    """What a member has already written for a destination: their log, and a newer draft."""

    log: PaperLog | None
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class WeekOnPaper:
    """A week in which a club read a paper, and the number of logs the club has on it."""

    club: Club
    week: Week
    logs: int


class PaperLogService:
    """Every change is one transaction; a member who is told "saved" finds it on disk."""

    def __init__(
        self, database: Database, catalogs: Catalogs, papers_read: PapersRead, now: Callable[[], datetime]
    ) -> None:
        self._papers_read = papers_read
        self._database = database
        self._catalogs = catalogs
        self._now = now
        self._writing = LogWriting(catalogs, OwnWords())

    async def destination(self, asked: LogRequest) -> LogDestination | DestinationChoice:
        """Where a log written there belongs, in the form that a custom id needs. Raises ClubError."""
        async with self._database.read_transaction() as connection:
            catalog = await self._catalogs.of(connection, asked.viewer.own_server_id)
            return await find_destination(connection, asked, catalog)

    async def destination_of(self, draft: Draft, viewer: Viewer) -> LogDestination:
        """Where the draft would go if posted now. Raises ClubError."""
        async with self._database.read_transaction() as connection:
            return await self._writing.destination_of(connection, draft, viewer)

    async def earlier_texts(self, destination: LogDestination, viewer: Viewer) -> EarlierTexts:
        """The texts that a form for the destination starts with."""
        user_id, server_id = viewer.user_id, viewer.server_id
        club_id, week_id = (
            destination.club.id if destination.club else None,
            destination.week.id if destination.week else None,
        )
        async with self._database.read_transaction() as connection:
            log = await log_rows.log_at(connection, user_id, destination.paper_key, club_id, week_id)
            drafts = await draft_rows.drafts_of(connection, user_id, server_id)
        return EarlierTexts(log, newer_draft(drafts, destination.paper_key, club_id, week_id, log))

    async def submit(self, form: LogForm) -> LogSaved | LogNoticed:
        """Store a submitted form as a log, or, if something was noticed, as a draft for its author to decide about.

        The same form sent twice gets the same answer. Raises DraftKeptError if the text can't be accepted.
        """
        now = self._now()
        result = await self._database.grouped(partial(self._writing.take, form=form, now=now))
        if isinstance(result, LogKept):
            raise DraftKeptError(result.reason, result.draft_id)
        return result

    async def accept(self, draft_id: int, viewer: Viewer, hold: timedelta = AT_ONCE) -> LogSaved:
        """Post a draft unchanged, also if pressed twice. Raises NoSuchLogError, DraftKeptError."""
        now = self._now()
        change = partial(self._writing.accept, draft_id=draft_id, viewer=viewer, now=now, hold=hold)
        result = await self._database.grouped(change)
        if isinstance(result, LogKept):
            raise DraftKeptError(result.reason, result.draft_id)
        return result

    async def servers_of(self, user_id: int) -> list[int]:
        """The servers of a member's logs and drafts."""
        async with self._database.read_transaction() as connection:
            return await log_rows.servers_written_in(connection, user_id)

    async def own(self, log_id: int, viewer: Viewer) -> LogView:
        """A log to edit. Raises NoSuchLogError if it is another member's."""
        async with self._database.read_transaction() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != viewer.user_id:
                raise UnknownLogError
            return await view_of(connection, log, viewer)

    async def show(self, log_id: int, viewer: Viewer) -> LogView:
        """A log of the server, or one of the member's own from anywhere. Raises NoSuchLogError."""
        async with self._database.read_transaction() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or (log.author_id != viewer.user_id and log.is_withdrawn):
                raise UnknownLogError
            view = await view_of(connection, log, viewer)
        is_here = log.server_id is not None and log.server_id == viewer.server_id and not view.is_out_of_sight
        if log.author_id != viewer.user_id and not is_here:
            raise UnknownLogError
        return view

    async def answered(self, log_id: int, viewer: Viewer) -> PaperLog:
        """The log that somebody answers with their own, even a withdrawn one. Raises NoSuchLogError."""
        async with self._database.read_transaction() as connection:
            log = await seen_log(connection, viewer, log_id)
        if log is None or log.server_id != viewer.server_id:
            raise UnknownLogError
        return log

    async def versions(self, log_id: int, viewer: Viewer) -> list[LogVersion]:
        """All versions of the member's own log, oldest first. Raises NoSuchLogError."""
        await self.own(log_id, viewer)
        async with self._database.read_transaction() as connection:
            return await log_rows.versions_of(connection, log_id)

    async def mine(self, viewer: Viewer) -> WrittenByMember:
        """From the server's clubs, plus private logs; in direct messages, from everywhere."""
        user_id, server_id = viewer.user_id, viewer.server_id
        async with self._database.read_transaction() as connection:
            logs = await log_rows.logs_of_author(connection, user_id, server_id)
            views = await views_of(connection, logs, viewer)
            drafts = await draft_rows.drafts_of(connection, user_id, server_id)
            reviews = [
                KeptReview(draft, log, is_out_of_sight=await seen_log(connection, viewer, log.id) is None)
                for draft in await review_draft_rows.review_drafts_of(connection, user_id)
                if (log := await log_rows.log_by_id(connection, draft.log_id)) and server_id in {None, log.server_id}
            ]
            return WrittenByMember(tuple(views), tuple(drafts), tuple(reviews))

    async def troubled(self, viewer: Viewer, week_id: int) -> list[LogView]:
        """The member's logs of a week whose messages are blocked."""
        async with self._database.read_transaction() as connection:
            of_week = await log_rows.logs_of_week(connection, week_id)
            own = [log for log in of_week if log.author_id == viewer.user_id]
            return [view for view in await views_of(connection, own, viewer) if view.trouble]

    async def written_by(self, viewer: Viewer) -> list[PaperLog]:
        """The member's logs as in `mine`, without their destinations."""
        async with self._database.read_transaction() as connection:
            return await log_rows.logs_of_author(connection, viewer.user_id, viewer.server_id)

    async def newest_for(self, viewer: Viewer, limit: int) -> list[PaperLog]:
        """The server's logs that the viewer may see, newest first."""
        async with self._database.read_transaction() as connection:
            clubs = await seen_clubs(connection, viewer, with_closed=True)
            hidden = await hidden_channels(connection, viewer, clubs)
            return await log_rows.newest_logs(connection, [club.id for club in clubs], hidden, limit)

    async def draft(self, draft_id: int, user_id: int) -> Draft:
        """Raises NoSuchLogError if it is another member's or already accepted."""
        async with self._database.read_transaction() as connection:
            draft = await draft_rows.draft_by_id(connection, draft_id)
        if draft is None or draft.author_id != user_id:
            raise UnknownLogDraftError
        return draft

    async def discard(self, draft_id: int, user_id: int, revision: int | None = None) -> None:
        """Delete a draft. Raises NoSuchLogError, and NotNowError if its text has changed since `revision`."""
        async with self._database.write_transaction() as connection:
            draft = await draft_rows.draft_by_id(connection, draft_id)
            if draft is None or draft.author_id != user_id:
                raise UnknownLogDraftError
            if revision not in {None, draft.revision}:
                raise LogDraftChangedError
            await draft_rows.delete_draft(connection, draft_id)

    async def post_anew(self, log_id: int, viewer: Viewer) -> LogSaved:
        """Repost a log whose message somebody deleted. Raises NoSuchLogError, NotNowError, ClubError."""
        now = self._now()
        async with self._database.write_transaction() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != viewer.user_id:
                raise UnknownLogError
            view = await view_of(connection, log, viewer)
            if view.is_out_of_sight:
                raise LogOutOfSightError
            club = view.destination.club
            if club is None or log.is_withdrawn or not view.is_message_gone:
                raise NoNewMessageNeededError
            key = await post_anew(connection, club, view.destination.week, log, now)
            if key is None:
                raise NoThreadForLogError
            return LogSaved(log, view.destination, entry_key=key)

    async def withdraw(self, log_id: int, viewer: Viewer) -> LogSaved:
        """Withdraw a log: its message says so, its reviewers are freed, and reviews already written stay.

        `entry_key` is that of its message's edit; None if it has no message.

        Raises NoSuchLogError if it is another member's, NotNowError if it is already withdrawn.
        """
        now = self._now()
        async with self._database.write_transaction() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != viewer.user_id:
                raise UnknownLogError
            destination = await stored_destination(connection, log.club_id, log.week_id, log.paper_key)
            if destination.club and not viewer.may_see(destination.club, destination.week):
                raise LogOutOfSightError
            if log.is_withdrawn:
                raise LogWithdrawnError
            await log_rows.change_log(connection, log.id, state=LogState.WITHDRAWN)
            await review_rows.free_reviews_of_log(connection, log.id)
            withdrawn = await log_rows.log_by_id(connection, log.id) or log
            key = await take_back(connection, destination.club, withdrawn, now) if destination.club else None
            return LogSaved(withdrawn, destination, entry_key=key)

    async def to_send(self, log_id: int) -> LogView | None:
        """The log as its message has to show it now, even a withdrawn one; None if there is none.

        Doesn't say what blocks the message.
        """
        async with self._database.read_transaction() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            return await public_view_of(connection, log) if log else None

    async def weeks_on_paper(self, viewer: Viewer, paper_key: str, limit: int) -> list[WeekOnPaper]:
        """Where clubs in the server that the viewer can see have read a paper, newest first."""
        if viewer.server_id is None or not await self._papers_read.has(viewer.server_id, paper_key):
            return []
        found = []
        async with self._database.read_transaction() as connection:
            clubs = {club.id: club for club in await seen_clubs(connection, viewer, with_closed=True)}
            weeks = await week_rows.weeks_on(connection, clubs, paper_key)
            seen = [week for week in weeks if viewer.may_see(clubs[week.club_id], week)]
            for week in seen[:limit]:
                count = await log_rows.count_logs(connection, week.club_id, paper_key)
                found.append(WeekOnPaper(clubs[week.club_id], week, count))
        return found
