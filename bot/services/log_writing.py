"""Taking a log's text in: what is kept as a draft, what becomes a version, what follows. One transaction a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NoSuchLogError, UnknownPaperError
from bot.core.outbox import Kind
from bot.core.pace import WINDOW, require_pace
from bot.core.paper_logs import check, refusals
from bot.services.allocations import give_late_duty
from bot.services.entries import log_key, new_entry
from bot.services.log_places import NO_PAPER, LogPlace, alone, given_place, place_of_log, stored_place
from bot.services.log_posts import announce_again, announce_first, announce_log
from bot.services.log_versions import added_or_changed
from bot.storage import log_drafts as draft_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage.log_drafts import Draft
from bot.storage.log_forms import known_form
from bot.storage.paper_logs import LogVersion, PaperLog

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.paper_logs import LogText, Notice
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.services.own_words import OwnWords

NO_SUCH_LOG = "There is no such log here. `/log mine` lists yours."
CAME_BEFORE = "That form arrived before, and was not accepted."
LONGEST_KEY, SHORTENED_KEY = 60, 40  # of a paper, as drafts keep it, and as a form's custom id has room for it
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class LogForm:
    """A form as its viewer sent it. `club_id`, `week_id` and `paper_key` say where it belongs, as its custom id has
    them. `log_id` is the log that it edits, `draft_id` the draft that it was filled from, `draft_revision` the
    revision of that draft whose text it was filled with.

    What follows from it leaves `hold` later, or once it is released: its author is told first.
    """

    viewer: Viewer
    interaction_id: int
    paper_key: str
    text: LogText
    club_id: int | None = None
    week_id: int | None = None
    log_id: int | None = None
    draft_id: int | None = None
    draft_revision: int | None = None
    hold: timedelta = AT_ONCE

    @property
    def user_id(self) -> int:
        return self.viewer.user_id


@dataclass(frozen=True, slots=True)
class Saved:
    """The log is stored, and on its way where it has a place. `already` for a form that came a second time.

    `log.version` counts from 1: more than 1 says that an earlier text was replaced. `entry_key` is that of the outbox
    entry which shows it to everybody, where there is one already; `held` are those that wait for the author to be told.
    """

    log: PaperLog
    place: LogPlace
    already: bool = False
    entry_key: str | None = None
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noticed:
    """Not stored as a log yet: its author decides, having seen the notices. The text is kept as the draft."""

    draft_id: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Refused, for `reason`, and kept as a draft."""

    draft_id: int
    reason: str


class LogWriting:
    """In a caller's transaction. What is refused is an answer, not an error, since the draft must be committed."""

    def __init__(self, catalogue: Catalogue, own_words: OwnWords) -> None:
        self._catalogue = catalogue
        self._own_words = own_words

    async def take(self, connection: AsyncConnection, form: LogForm, now: datetime) -> Saved | Noticed | Kept:
        """A form, which may come twice."""
        known = await known_form(connection, form.interaction_id, form.user_id, now - WINDOW)
        if known.log_id and (saved := await log_rows.log_by_id(connection, known.log_id)):
            return await self._known(connection, saved, form.viewer)
        if known.draft_id and (draft := await draft_rows.draft_by_id(connection, known.draft_id)):
            return await self._judged_again(connection, draft, form)
        try:
            require_pace(known.earlier, now, "logs")
            place, log = await self._place(connection, form)
            check(form.text)
        except ClubError as refusal:
            kept = await self._keep(connection, form, now)
            return Kept(kept.id, str(refusal))
        if log and not log.is_withdrawn and log.text == form.text:
            return await self._unchanged(connection, form, place, log, now)
        if found := await self._own_words.noticed(connection, form.text, place, form.user_id):
            kept = await self._keep(connection, form, now)
            return Noticed(kept.id, found)
        return await _held(connection, await self._store(connection, form, place, log, now), now, form.hold)

    async def accept(
        self, connection: AsyncConnection, draft_id: int, viewer: Viewer, now: datetime, hold: timedelta
    ) -> Saved | Kept:
        """Post a draft as it is, whatever was noticed. Raises NoSuchLogError for one that is not the member's."""
        user_id = viewer.user_id
        draft = await draft_rows.draft_by_id(connection, draft_id)
        if draft is None:
            saved = await log_rows.log_of_draft(connection, draft_id)
            if saved is not None and saved.author_id == user_id:
                return await self._known(connection, saved, viewer)
        if draft is None or draft.author_id != user_id:
            raise NoSuchLogError("There is no such draft of yours. `/log mine` lists what is kept.")
        form = _form_of(draft, viewer)
        try:
            place, log = await self._place(connection, form)
            check(form.text)
        except ClubError as refusal:
            return Kept(draft.id, str(refusal))
        return await _held(connection, await self._store(connection, form, place, log, now), now, hold)

    async def _known(self, connection: AsyncConnection, log: PaperLog, viewer: Viewer) -> Saved:
        place = await stored_place(connection, log.club_id, log.week_id, log.paper_key)
        if place.club and not viewer.may_see(place.club, place.week):
            return Saved(log, alone(log.paper_key), already=True)
        return Saved(log, replace(place, is_late=log.is_late), already=True)

    async def _unchanged(
        self, connection: AsyncConnection, form: LogForm, place: LogPlace, log: PaperLog, now: datetime
    ) -> Saved:
        """Sent again by somebody who was not told that it is saved. A message that was held up is tried anew."""
        await _drop_draft(connection, form)
        key = await announce_again(connection, place.club, place.week, log, now) if place.club else None
        return Saved(log, replace(place, is_late=log.is_late), already=True, entry_key=key)

    async def _judged_again(self, connection: AsyncConnection, draft: Draft, form: LogForm) -> Noticed | Kept:
        # What was typed may hold what no database takes; the draft then has something else in its place.
        if found := refusals(form.text):
            return Kept(draft.id, "\n".join(refusal.sentence for refusal in found))
        try:
            place, _ = await self._place(connection, _form_of(draft, form.viewer))
        except ClubError as refusal:
            return Kept(draft.id, str(refusal))
        noticed = await self._own_words.noticed(connection, draft.text, place, draft.author_id)
        return Noticed(draft.id, noticed) if noticed else Kept(draft.id, CAME_BEFORE)

    async def _place(self, connection: AsyncConnection, form: LogForm) -> tuple[LogPlace, PaperLog | None]:
        """Where it belongs, and what stands there of the author's already. Raises ClubError."""
        if form.log_id is not None:
            log = await log_rows.log_by_id(connection, form.log_id)
            if log is None or not _is_about(form, log):
                raise NoSuchLogError(NO_SUCH_LOG)
            return await place_of_log(connection, form.viewer, log), log
        if form.paper_key not in self._catalogue:
            raise UnknownPaperError(NO_PAPER)
        place = await given_place(
            connection, form.viewer, form.club_id, form.week_id, form.paper_key, catalogue=self._catalogue
        )
        week_id = place.week.id if place.week else None
        return place, await log_rows.log_at(connection, form.user_id, form.paper_key, form.club_id, week_id)

    async def _keep(self, connection: AsyncConnection, form: LogForm, now: datetime) -> Draft:
        """As a draft: in place of the text that the form was filled with, or as a new one where that has changed since.

        What a forged form points to is left out.
        """
        old = await _filled_from(connection, form)
        log = await log_rows.log_by_id(connection, form.log_id) if form.log_id else None
        is_edit = log is not None and _is_about(form, log)
        place = alone(form.paper_key) if form.log_id else await self._place_or_alone(connection, form)
        draft = Draft(
            id=old.id if old else 0,
            author_id=form.user_id,
            server_id=form.viewer.server_id,
            paper_key=form.paper_key[:LONGEST_KEY],
            club_id=place.club.id if place.club else None,
            week_id=place.week.id if place.week else None,
            log_id=log.id if log and is_edit else None,
            text=form.text,
            interaction_id=form.interaction_id,
            written_at=now,
        )
        if not draft.id:
            return await draft_rows.add_draft(connection, draft)
        await draft_rows.save_draft(connection, draft)
        return draft

    async def _place_or_alone(self, connection: AsyncConnection, form: LogForm) -> LogPlace:
        try:
            return (await self._place(connection, form))[0]
        except ClubError:
            return alone(form.paper_key)

    async def place_of(self, connection: AsyncConnection, draft: Draft, viewer: Viewer) -> LogPlace:
        """Where the draft would go if it were posted now. Raises ClubError."""
        return (await self._place(connection, _form_of(draft, viewer)))[0]

    async def _store(
        self, connection: AsyncConnection, form: LogForm, place: LogPlace, earlier: PaperLog | None, now: datetime
    ) -> Saved:
        log = await added_or_changed(connection, form, place, earlier, now)
        version = LogVersion(log.id, log.version, form.text, now)
        await log_rows.add_version(connection, version, form.interaction_id, form.draft_id)
        await _drop_draft(connection, form)
        key = told = None
        if place.club and earlier is None:
            key = await announce_first(connection, place.club, place.week, log, now)
        elif place.club:
            key = await announce_log(connection, place.club, place.week, log, now)
            told = await _tell_reviewers_once(connection, place.club, log, now)
        if place.week:
            await give_late_duty(connection, place.week, log, now)
        self._own_words.keep(form.interaction_id, form.text)
        return Saved(log, replace(place, is_late=log.is_late), entry_key=key, held=tuple(filter(None, (key, told))))


async def _held(connection: AsyncConnection, saved: Saved, now: datetime, hold: timedelta) -> Saved:
    if saved.held and hold:
        await outbox_rows.hold_entries(connection, saved.held, now + hold)
    return saved


async def _drop_draft(connection: AsyncConnection, form: LogForm) -> None:
    """A form of before drafts had revisions replaces none, so its draft holds what it was opened with."""
    draft = await _filled_from(connection, form, also=None)
    if draft:
        await draft_rows.delete_draft(connection, draft.id)


async def _filled_from(connection: AsyncConnection, form: LogForm, also: int | None = 0) -> Draft | None:
    """The draft whose text the form was opened with; None where it holds another text by now, from another device."""
    draft = await draft_rows.draft_by_id(connection, form.draft_id) if form.draft_id else None
    if draft is None or draft.author_id != form.user_id:
        return None
    return draft if form.draft_revision in {draft.revision, also} else None


async def _tell_reviewers_once(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str | None:
    """A log has one revision round: after the first change that follows a review, nobody is told of another."""
    reviewed = [review for review in await review_rows.reviews_of_log(connection, log.id) if review.is_written]
    key = f"{log_key(club, log.id)}-{Kind.REVISED}"
    if not reviewed or log.channel_id is None or await outbox_rows.entry_by_key(connection, key):
        return None
    details = {"log_id": log.id, "version": log.version}
    entry = new_entry(club, Kind.REVISED, key, log.channel_id, log.week_id)
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)
    return key


def _is_about(form: LogForm, log: PaperLog) -> bool:
    """Whether the log is the sender's own, and the one that all of the form's custom id means."""
    place = (form.club_id or log.club_id, form.week_id or log.week_id)
    is_same_paper = log.paper_key[:SHORTENED_KEY] == form.paper_key[:SHORTENED_KEY]
    return log.author_id == form.user_id and is_same_paper and place == (log.club_id, log.week_id)


def _form_of(draft: Draft, viewer: Viewer) -> LogForm:
    """The form as it was sent, so that a repeat of it is known once the draft is accepted."""
    return LogForm(
        viewer,
        draft.interaction_id,
        draft.paper_key,
        draft.text,
        draft.club_id,
        draft.week_id,
        draft.log_id,
        draft.id,
        draft.revision,
    )
