"""Paper logs: where one belongs, writing it, changing it, withdrawing it, and what a member has written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import DraftKeptError, NoSuchLogError, NotNowError
from bot.services.log_places import find_place, stored_place
from bot.services.log_posts import take_back
from bot.services.log_views import letter_view_of, view_of, views_of
from bot.services.log_writing import NO_SUCH_LOG, Kept, LogWriting
from bot.services.own_words import OwnWords
from bot.storage import clubs as club_rows
from bot.storage import log_drafts as draft_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.paper_logs import LogState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.weeks import Week
    from bot.services.log_places import Asked, LogPlace
    from bot.services.log_views import LogView
    from bot.services.log_writing import LogForm, Noticed, Saved
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

    def __init__(self, database: Database, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now
        self._writing = LogWriting(catalogue, OwnWords(catalogue))

    async def place(self, asked: Asked) -> LogPlace:
        """Where a log written there belongs, as a form has to name it. Raises ClubError."""
        async with self._database.reading() as connection:
            return await find_place(connection, asked, self._catalogue)

    async def begun(self, place: LogPlace, server_id: int | None, user_id: int) -> Begun:
        """What a form for the place is to be filled with."""
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

    async def accept(self, draft_id: int, user_id: int) -> Saved:
        """Post a draft as it stands, also when pressed twice. Raises NoSuchLogError, DraftKeptError."""
        now = self._now()
        change = partial(self._writing.accept, draft_id=draft_id, user_id=user_id, now=now)
        result = await self._database.grouped(change)
        if isinstance(result, Kept):
            raise DraftKeptError(result.reason, result.draft_id)
        return result

    async def own(self, log_id: int, user_id: int) -> LogView:
        """A log to edit. Raises NoSuchLogError for another's."""
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != user_id:
                raise NoSuchLogError(NO_SUCH_LOG)
            return await view_of(connection, log)

    async def show(self, log_id: int, server_id: int | None, user_id: int) -> LogView:
        """A log of the server, or of one's own wherever it is. Raises NoSuchLogError."""
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or not _may_see(log, server_id, user_id):
                raise NoSuchLogError(NO_SUCH_LOG)
            return await view_of(connection, log)

    async def versions(self, log_id: int, user_id: int) -> list[LogVersion]:
        """All of one's own log's, oldest first. Raises NoSuchLogError."""
        await self.own(log_id, user_id)
        async with self._database.reading() as connection:
            return await log_rows.versions_of(connection, log_id)

    async def mine(self, user_id: int, server_id: int | None) -> Mine:
        """Of the server's clubs and what is kept alone; in direct messages (None) of everywhere."""
        async with self._database.reading() as connection:
            logs = await log_rows.logs_of_author(connection, user_id, server_id)
            views = await views_of(connection, logs)
            drafts = await draft_rows.drafts_of(connection, user_id, server_id)
            reviews = [
                KeptReview(draft, log)
                for draft in await review_rows.review_drafts_of(connection, user_id)
                if (log := await log_rows.log_by_id(connection, draft.log_id)) and server_id in {None, log.server_id}
            ]
            return Mine(tuple(views), tuple(drafts), tuple(reviews))

    async def troubled(self, user_id: int, week_id: int) -> list[LogView]:
        """The member's logs of a week whose messages are held up."""
        async with self._database.reading() as connection:
            logs = [log for log in await log_rows.logs_of_week(connection, week_id) if log.author_id == user_id]
            return [view for view in await views_of(connection, logs) if view.trouble]

    async def written_by(self, user_id: int, server_id: int | None) -> list[PaperLog]:
        """The member's logs as in `mine`, without their places."""
        async with self._database.reading() as connection:
            return await log_rows.logs_of_author(connection, user_id, server_id)

    async def newest_in(self, server_id: int, limit: int) -> list[PaperLog]:
        """What everybody in the server may see, newest first."""
        async with self._database.reading() as connection:
            return await log_rows.newest_logs(connection, server_id, limit)

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

    async def withdraw(self, log_id: int, user_id: int) -> PaperLog:
        """Take a log back: its message says so, its reviewers are free, reviews already written stay.

        Raises NoSuchLogError for another's, NotNowError for one that is withdrawn already.
        """
        now = self._now()
        async with self._database.writing() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.author_id != user_id:
                raise NoSuchLogError(NO_SUCH_LOG)
            if log.is_withdrawn:
                raise NotNowError("That log is withdrawn already. `/log edit` brings it back.")
            await log_rows.change_log(connection, log.id, state=LogState.WITHDRAWN)
            await review_rows.free_reviews_of_log(connection, log.id)
            withdrawn = await log_rows.log_by_id(connection, log.id) or log
            place = await stored_place(connection, log.club_id, log.week_id, log.paper_key)
            if place.club:
                await take_back(connection, place.club, withdrawn, now)
            return withdrawn

    async def to_send(self, log_id: int) -> LogView | None:
        """The log as its message has to show it now, a withdrawn one too; None where there is none.

        What stands in the message's way is left out.
        """
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            return await letter_view_of(connection, log) if log else None

    async def readings(self, server_id: int, paper_key: str, limit: int) -> list[Reading]:
        """Where the server's clubs have read a paper, the newest first."""
        found = []
        async with self._database.reading() as connection:
            for week in await week_rows.weeks_on(connection, server_id, paper_key, limit):
                if club := await club_rows.club_by_id(connection, week.club_id):
                    count = await log_rows.count_logs(connection, club.id, paper_key)
                    found.append(Reading(club, week, count))
        return found


def _may_see(log: PaperLog, server_id: int | None, user_id: int) -> bool:
    if log.author_id == user_id:
        return True
    return log.server_id is not None and log.server_id == server_id and not log.is_withdrawn
