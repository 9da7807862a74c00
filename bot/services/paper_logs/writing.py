"""Process a log's form: what becomes a draft or a version, and what follows. One transaction per form."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, UnknownLogError, UnknownPaperError
from bot.core.pace import WINDOW, require_pace
from bot.core.paper_logs.draft import Draft
from bot.core.paper_logs.log_text import check
from bot.core.paper_logs.paper_log import LogVersion, PaperLog
from bot.services.paper_logs.destinations import (
    LogDestination,
    alone,
    destination_of_log,
    given_destination,
    stored_destination,
)
from bot.services.paper_logs.forms import LogForm, LogKept, LogNoticed, LogSaved, form_of, is_about
from bot.services.paper_logs.messages import announce_again, announce_first, announce_log, tell_reviewers_once
from bot.services.paper_logs.refusals import LogFormCameBeforeError, UnknownLogDraftError
from bot.services.paper_logs.versions import added_or_changed
from bot.services.reviews.allocations import give_late_duty
from bot.services.visibility import seen_club
from bot.storage.members import leavers as leaver_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import drafts as draft_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.paper_logs.forms import known_form

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog
    from bot.core.visibility import Viewer
    from bot.services.paper_logs.own_words import OwnWords
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection

LONGEST_KEY = 60  # of a paper's key, as drafts store it


class LogWriting:
    """Part of a caller's transaction. A refusal is a result, not an error, because the draft must be committed."""

    def __init__(self, catalogs: Catalogs, own_words: OwnWords) -> None:
        self._catalogs = catalogs
        self._own_words = own_words

    async def take(self, connection: AsyncConnection, form: LogForm, now: datetime) -> LogSaved | LogNoticed | LogKept:
        """Process a form, which may arrive twice."""
        known = await known_form(connection, form.interaction_id, form.user_id, now - WINDOW)
        if known.log_id and (saved := await log_rows.log_by_id(connection, known.log_id)):
            return await self._known(connection, saved, form.viewer)
        if known.draft_id and (draft := await draft_rows.draft_by_id(connection, known.draft_id)):
            return await self._judged_again(connection, draft, form)
        try:
            require_pace(known.earlier, now, "logs")
            destination, log = await self._destination(connection, form)
            check(form.text)
        except ClubError as refusal:
            kept = await self._keep(connection, form, now)
            return LogKept(kept.id, refusal)
        if log and not log.is_withdrawn and log.text == form.text:
            return await self._unchanged(connection, form, destination, log, now)
        catalog = await self._catalog_of(connection, destination.club, form.viewer)
        if found := await self._own_words.noticed(connection, form.text, destination, form.user_id, catalog):
            kept = await self._keep(connection, form, now)
            return LogNoticed(kept.id, found)
        return await _held(connection, await self._store(connection, form, destination, log, now), now, form.hold)

    async def accept(
        self, connection: AsyncConnection, draft_id: int, viewer: Viewer, now: datetime, hold: timedelta
    ) -> LogSaved | LogKept:
        """Post a draft as it is, whatever was noticed. Raises NoSuchLogError if it isn't the member's."""
        draft = await draft_rows.draft_by_id(connection, draft_id)
        if draft is None:
            saved = await log_rows.log_of_draft(connection, draft_id)
            if saved is not None and saved.author_id == viewer.user_id:
                return await self._known(connection, saved, viewer)
        if draft is None or draft.author_id != viewer.user_id:
            raise UnknownLogDraftError
        form = form_of(draft, viewer)
        try:
            destination, log = await self._destination(connection, form)
            check(form.text)
        except ClubError as refusal:
            return LogKept(draft.id, refusal)
        return await _held(connection, await self._store(connection, form, destination, log, now), now, hold)

    async def _known(self, connection: AsyncConnection, log: PaperLog, viewer: Viewer) -> LogSaved:
        destination = await stored_destination(connection, log.club_id, log.week_id, log.paper_key)
        if destination.club and not viewer.may_see(destination.club, destination.week):
            return LogSaved(log, alone(log.paper_key), already=True)
        return LogSaved(log, replace(destination, is_late=log.is_late), already=True)

    async def _unchanged(
        self, connection: AsyncConnection, form: LogForm, destination: LogDestination, log: PaperLog, now: datetime
    ) -> LogSaved:
        """Sent again by somebody who wasn't told that it is saved. Retries a blocked message."""
        await _drop_draft(connection, form)
        key = (
            await announce_again(connection, destination.club, destination.week, log, now) if destination.club else None
        )
        return LogSaved(log, replace(destination, is_late=log.is_late), already=True, entry_key=key)

    async def _judged_again(self, connection: AsyncConnection, draft: Draft, form: LogForm) -> LogNoticed | LogKept:
        try:
            # The text may contain what no database accepts; the draft then has a replacement.
            check(form.text)
            destination, _ = await self._destination(connection, form_of(draft, form.viewer))
        except ClubError as refusal:
            return LogKept(draft.id, refusal)
        catalog = await self._catalog_of(connection, destination.club, form.viewer)
        noticed = await self._own_words.noticed(connection, draft.text, destination, draft.author_id, catalog)
        return LogNoticed(draft.id, noticed) if noticed else LogKept(draft.id, LogFormCameBeforeError())

    async def _destination(self, connection: AsyncConnection, form: LogForm) -> tuple[LogDestination, PaperLog | None]:
        """Where it belongs, and what the author already has there. Raises ClubError."""
        if form.log_id is not None:
            log = await log_rows.log_by_id(connection, form.log_id)
            if log is None or not is_about(form, log):
                raise UnknownLogError
            return await destination_of_log(connection, form.viewer, log), log
        club = await seen_club(connection, form.viewer, form.club_id) if form.club_id else None
        catalog = await self._catalog_of(connection, club, form.viewer)
        if form.paper_key not in catalog:
            raise UnknownPaperError
        destination = await given_destination(
            connection, form.viewer, form.club_id, form.week_id, form.paper_key, catalog=catalog
        )
        week_id = destination.week.id if destination.week else None
        return destination, await log_rows.log_at(connection, form.user_id, form.paper_key, form.club_id, week_id)

    async def _catalog_of(self, connection: AsyncConnection, club: Club | None, viewer: Viewer) -> Catalog:
        """The catalog of the club's server, also in a direct message; without a club, that of here."""
        return await self._catalogs.of(connection, club.server_id if club else viewer.own_server_id)

    async def _keep(self, connection: AsyncConnection, form: LogForm, now: datetime) -> Draft:
        """Keep as a draft: replace the text that filled the form, or add a new draft if that has changed since.

        References in a forged form are left out.
        """
        old = await _filled_from(connection, form)
        log = await log_rows.log_by_id(connection, form.log_id) if form.log_id else None
        is_edit = log is not None and is_about(form, log)
        destination = alone(form.paper_key)
        if not form.log_id:
            with suppress(ClubError):
                destination, _ = await self._destination(connection, form)
        draft = Draft(
            id=old.id if old else 0,
            author_id=form.user_id,
            server_id=form.viewer.server_id,
            paper_key=form.paper_key[:LONGEST_KEY],
            club_id=destination.club.id if destination.club else None,
            week_id=destination.week.id if destination.week else None,
            log_id=log.id if log and is_edit else None,
            text=form.text,
            interaction_id=form.interaction_id,
            written_at=now,
        )
        if not draft.id:
            return await draft_rows.add_draft(connection, draft)
        await draft_rows.save_draft(connection, draft)
        return draft

    async def destination_of(self, connection: AsyncConnection, draft: Draft, viewer: Viewer) -> LogDestination:
        """Where the draft would go if posted now. Raises ClubError."""
        return (await self._destination(connection, form_of(draft, viewer)))[0]

    async def _store(
        self,
        connection: AsyncConnection,
        form: LogForm,
        destination: LogDestination,
        earlier: PaperLog | None,
        now: datetime,
    ) -> LogSaved:
        log = await added_or_changed(connection, form, destination, earlier, now)
        version = LogVersion(log.id, log.version, form.text, now)
        await log_rows.add_version(connection, version, form.interaction_id, form.draft_id)
        await _drop_draft(connection, form)
        key = told = None
        if destination.club and earlier is None:
            key = await announce_first(connection, destination.club, destination.week, log, now)
        elif destination.club:
            key = await announce_log(connection, destination.club, destination.week, log, now)
            told = await tell_reviewers_once(connection, destination.club, log, now)
        if destination.week:
            await give_late_duty(connection, destination.week, log, now)
        if destination.club and form.viewer.server_id == destination.club.server_id:
            await leaver_rows.forget_leavers(connection, destination.club.server_id, [form.user_id])
        self._own_words.keep(form.interaction_id, form.text)
        return LogSaved(
            log, replace(destination, is_late=log.is_late), entry_key=key, held=tuple(filter(None, (key, told)))
        )


async def _held(connection: AsyncConnection, saved: LogSaved, now: datetime, hold: timedelta) -> LogSaved:
    if saved.held and hold:
        await outbox_rows.hold_entries(connection, saved.held, now + hold)
    return saved


async def _drop_draft(connection: AsyncConnection, form: LogForm) -> None:
    """A form from before drafts had revisions replaces no draft: the draft keeps the text it was opened with."""
    draft = await _filled_from(connection, form, also=None)
    if draft:
        await draft_rows.delete_draft(connection, draft.id)


async def _filled_from(connection: AsyncConnection, form: LogForm, also: int | None = 0) -> Draft | None:
    """The draft that filled the form; None if it has another text by now, from another device."""
    draft = await draft_rows.draft_by_id(connection, form.draft_id) if form.draft_id else None
    if draft is None or draft.author_id != form.user_id:
        return None
    return draft if form.draft_revision in {draft.revision, also} else None
