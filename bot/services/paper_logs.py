"""Paper logs: where one belongs, writing it, changing it, withdrawing it, and what a member has written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError, NotNowError
from bot.services.log_places import OUT_OF_SIGHT, find_place, stored_place
from bot.services.log_posts import post_anew, take_back
from bot.services.log_views import letter_view_of, view_of, views_of
from bot.services.log_writing import AT_ONCE, NO_SUCH_LOG, Kept, LogWriting, Saved
from bot.services.own_words import OwnWords
from bot.services.sight import hidden_channels, seen_clubs, seen_log
from bot.storage import log_drafts as draft_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.paper_logs import LogState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.services.log_places import Asked, LogPlace, PlaceChoice
    from bot.services.log_views import LogView
    from bot.services.log_writing import LogForm, Noticed
    from bot.services.papers_read import PapersRead
    from bot.storage.database import Database
    from bot.storage.log_drafts import Draft
    from bot.storage.paper_logs import LogVersion, PaperLog
    from bot.storage.reviews import ReviewDraft

NO_SUCH_DRAFT = "There is no such draft of yours. `/log mine` lists what is kept."
DRAFT_CHANGED = "That draft has newer text by now, so I kept it. `/log mine` shows it."


@dataclass(frozen=True, slots=True)
class KeptReview:
    """What a member typed of a review of `log` and has not posted."""

    draft: ReviewDraft
    log: PaperLog
    is_out_of_sight: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """What a member has written, each newest first; withdrawn logs are among them."""

    logs: tuple[LogView, ...]
    drafts: tuple[Draft, ...]
    reviews: tuple[KeptReview, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """What a member has written in a place already: their log, and a newer draft."""

    log: PaperLog | None
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A week in which a club has read a paper, with how many logs the club has on it."""

    club: Club
    week: Week
    logs: int


class PaperLogService:
    """Every change is one transaction; who is told "saved" finds it on the disk."""

    def __init__(
        self, database: Database, catalogue: Catalogue, papers_read: PapersRead, now: Callable[[], datetime]
    ) -> None:
        self._papers_read = papers_read
        self._database = database
        self._catalogue = catalogue
        self._now = now
        self._writing = LogWriting(catalogue, OwnWords(catalogue))

    async def place(self, asked: Asked) -> LogPlace | PlaceChoice:
        """Where a log written there belongs, as a form has to name it. Raises ClubError."""
        async with self._database.reading() as connection:
            return await find_place(connection, asked, self._catalogue)

    async def place_of(self, draft: Draft, viewer: Viewer) -> LogPlace:
        """Where the draft would go if it were posted now. Raises ClubError."""
        async with self._database.reading() as connection:
            return await self._writing.place_of(connection, draft, viewer)

    async def begun(self, place: LogPlace, viewer: Viewer) -> Begun:
        """What a form for the place is to be filled with."""
        user_id, server_id = viewer.user_id, viewer.server_id
        club_id, week_id = place.club.id if place.club else None, place.week.id if place.week else None
        async with self._database.reading() as connection:
            log = await log_rows.log_at(connection, user_id, place.paper_key, club_id, week_id)
            drafts = await draft_rows.drafts_of(connection, user_id, server_id)
        for draft in drafts:
            there = (draft.paper_key, draft.club_id, draft.week_id) == (place.paper_key, club_id, week_id)
            if (there or (log and draft.log_id == log.id)) and (log is None or draft.written_at >= log.revised_at):
                return Begun(log, draft)
        return Begun(log, None)

    async def submit(self, form: LogForm) -> Saved | Noticed:
        """Take a form in: a log, or, where something about it was noticed, a draft for its author to decide about.

        The same form twice is answered as the first time. Raises DraftKeptError for one that cannot be accepted.
        """
        now = self._now()
        result = await self._database.grouped(partial(self._writing.take, form=form, now=now))
        if isinstance(result, Kept):
            raise DraftKeptError(result.reason, result.draft_id)
        return result

    async def accept(self, draft_id: int, viewer: Viewer, hold: timedelta = AT_ONCE) -> Saved:
        """Post a draft as it stands, also when pressed twice. Raises NoSuchLogError, DraftKeptError."""
        now = self._now()
        change = partial(self._writing.accept, draft_id=draft_id, viewer=viewer, now=now, hold=hold)
        result = await self._database.grouped(change)
        if isinstance(result, Kept):
            raise DraftKeptError(result.reason, result.draft_id)
        return result

    async def servers_of(self, user_id: int) -> list[int]:
        """The servers that a member's logs and drafts are for."""
        async with self._database.reading() as connection:
            return await log_rows.servers_written_in(connection, user_id)

    async def own(self, log_id: int, viewer: Viewer) -> LogView:
        """A log to edit. Raises NoSuchLogError for another's."""
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != viewer.user_id:
                raise NoSuchLogError(NO_SUCH_LOG)
            return await view_of(connection, log, viewer)

    async def show(self, log_id: int, viewer: Viewer) -> LogView:
        """A log of the server, or of one's own wherever it is. Raises NoSuchLogError."""
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or (log.author_id != viewer.user_id and log.is_withdrawn):
                raise NoSuchLogError(NO_SUCH_LOG)
            view = await view_of(connection, log, viewer)
        is_here = log.server_id is not None and log.server_id == viewer.server_id and not view.is_out_of_sight
        if log.author_id != viewer.user_id and not is_here:
            raise NoSuchLogError(NO_SUCH_LOG)
        return view

    async def answered(self, log_id: int, viewer: Viewer) -> PaperLog:
        """The log under which somebody wants to write their own, a withdrawn one too. Raises NoSuchLogError."""
        async with self._database.reading() as connection:
            log = await seen_log(connection, viewer, log_id)
        if log is None or log.server_id != viewer.server_id:
            raise NoSuchLogError(NO_SUCH_LOG)
        return log

    async def versions(self, log_id: int, viewer: Viewer) -> list[LogVersion]:
        """All of one's own log's, oldest first. Raises NoSuchLogError."""
        await self.own(log_id, viewer)
        async with self._database.reading() as connection:
            return await log_rows.versions_of(connection, log_id)

    async def mine(self, viewer: Viewer) -> Mine:
        """Of the server's clubs and what is kept alone; in direct messages of everywhere."""
        user_id, server_id = viewer.user_id, viewer.server_id
        async with self._database.reading() as connection:
            logs = await log_rows.logs_of_author(connection, user_id, server_id)
            views = await views_of(connection, logs, viewer)
            drafts = await draft_rows.drafts_of(connection, user_id, server_id)
            reviews = [
                KeptReview(draft, log, is_out_of_sight=await seen_log(connection, viewer, log.id) is None)
                for draft in await review_rows.review_drafts_of(connection, user_id)
                if (log := await log_rows.log_by_id(connection, draft.log_id)) and server_id in {None, log.server_id}
            ]
            return Mine(tuple(views), tuple(drafts), tuple(reviews))

    async def troubled(self, viewer: Viewer, week_id: int) -> list[LogView]:
        """The member's logs of a week whose messages are held up."""
        async with self._database.reading() as connection:
            of_week = await log_rows.logs_of_week(connection, week_id)
            own = [log for log in of_week if log.author_id == viewer.user_id]
            return [view for view in await views_of(connection, own, viewer) if view.trouble]

    async def written_by(self, viewer: Viewer) -> list[PaperLog]:
        """The member's logs as in `mine`, without their places."""
        async with self._database.reading() as connection:
            return await log_rows.logs_of_author(connection, viewer.user_id, viewer.server_id)

    async def newest_for(self, viewer: Viewer, limit: int) -> list[PaperLog]:
        """What the viewer may see of the server's logs, newest first."""
        async with self._database.reading() as connection:
            clubs = await seen_clubs(connection, viewer, with_closed=True)
            hidden = await hidden_channels(connection, viewer, clubs)
            return await log_rows.newest_logs(connection, [club.id for club in clubs], hidden, limit)

    async def draft(self, draft_id: int, user_id: int) -> Draft:
        """Raises NoSuchLogError for another's, as for one that has been accepted."""
        async with self._database.reading() as connection:
            draft = await draft_rows.draft_by_id(connection, draft_id)
        if draft is None or draft.author_id != user_id:
            raise NoSuchLogError(NO_SUCH_DRAFT)
        return draft

    async def discard(self, draft_id: int, user_id: int, revision: int | None = None) -> None:
        """Throw a draft away. Raises NoSuchLogError, NotNowError where it has another text than at `revision`."""
        async with self._database.writing() as connection:
            draft = await draft_rows.draft_by_id(connection, draft_id)
            if draft is None or draft.author_id != user_id:
                raise NoSuchLogError(NO_SUCH_DRAFT)
            if revision not in {None, draft.revision}:
                raise NotNowError(DRAFT_CHANGED)
            await draft_rows.delete_draft(connection, draft_id)

    async def post_anew(self, log_id: int, viewer: Viewer) -> Saved:
        """Post a log again whose message somebody deleted. Raises NoSuchLogError, NotNowError, ClubError."""
        now = self._now()
        async with self._database.writing() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != viewer.user_id:
                raise NoSuchLogError(NO_SUCH_LOG)
            view = await view_of(connection, log, viewer)
            if view.is_out_of_sight:
                raise ClubError(OUT_OF_SIGHT)
            club = view.place.club
            if club is None or log.is_withdrawn or not view.is_message_gone:
                raise NotNowError("That log needs no new message. `/log mine` shows where yours are.")
            key = await post_anew(connection, club, view.place.week, log, now)
            if key is None:
                raise NotNowError("There is no thread yet in which the log could be posted.")
            return Saved(log, view.place, entry_key=key)

    async def withdraw(self, log_id: int, viewer: Viewer) -> Saved:
        """Take a log back: its message says so, its reviewers are free, reviews already written stay.

        `entry_key` is that of the change of its message; None where it has none.

        Raises NoSuchLogError for another's, NotNowError for one that is withdrawn already.
        """
        now = self._now()
        async with self._database.writing() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != viewer.user_id:
                raise NoSuchLogError(NO_SUCH_LOG)
            place = await stored_place(connection, log.club_id, log.week_id, log.paper_key)
            if place.club and not viewer.may_see(place.club, place.week):
                raise ClubError(OUT_OF_SIGHT)
            if log.is_withdrawn:
                raise NotNowError("That log is withdrawn already. `/log edit` brings it back.")
            await log_rows.change_log(connection, log.id, state=LogState.WITHDRAWN)
            await review_rows.free_reviews_of_log(connection, log.id)
            withdrawn = await log_rows.log_by_id(connection, log.id) or log
            key = await take_back(connection, place.club, withdrawn, now) if place.club else None
            return Saved(withdrawn, place, entry_key=key)

    async def to_send(self, log_id: int) -> LogView | None:
        """The log as its message has to show it now, a withdrawn one too; None where there is none.

        What stands in the message's way is left out.
        """
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            return await letter_view_of(connection, log) if log else None

    async def readings(self, viewer: Viewer, paper_key: str, limit: int) -> list[Reading]:
        """Where clubs that the viewer sees in the server have read a paper, the newest first."""
        if viewer.server_id is None or not await self._papers_read.has(viewer.server_id, paper_key):
            return []
        found = []
        async with self._database.reading() as connection:
            clubs = {club.id: club for club in await seen_clubs(connection, viewer, with_closed=True)}
            weeks = await week_rows.weeks_on(connection, clubs, paper_key)
            seen = [week for week in weeks if viewer.may_see(clubs[week.club_id], week)]
            for week in seen[:limit]:
                count = await log_rows.count_logs(connection, week.club_id, paper_key)
                found.append(Reading(clubs[week.club_id], week, count))
        return found
