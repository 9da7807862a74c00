"""A form's text as a log, or as its next version. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.services.log_places import is_late
from bot.storage import paper_logs as log_rows
from bot.storage.paper_logs import LogState, PaperLog

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.services.log_places import LogPlace
    from bot.services.log_writing import LogForm


async def added_or_changed(
    connection: AsyncConnection, form: LogForm, place: LogPlace, earlier: PaperLog | None, now: datetime
) -> PaperLog:
    """As it is stored. One that was withdrawn counts as written now, since its reviewers were let go."""
    if earlier is None:
        return await log_rows.add_log(connection, _new_log(form, place, now))
    late = is_late(place.week) if earlier.is_withdrawn else earlier.is_late
    changed = replace(
        earlier, version=earlier.version + 1, state=LogState.KEPT, is_late=late, text=form.text, revised_at=now
    )
    facts = {"version": changed.version, "state": changed.state, "is_late": changed.is_late}
    await log_rows.change_log(connection, earlier.id, **facts)
    return changed


def _new_log(form: LogForm, place: LogPlace, now: datetime) -> PaperLog:
    club, week = place.club, place.week
    return PaperLog(
        id=0,
        author_id=form.user_id,
        paper_key=place.paper_key,
        club_id=club.id if club else None,
        server_id=club.server_id if club else None,
        week_id=week.id if week else None,
        state=LogState.KEPT,
        is_late=is_late(week),
        version=1,
        channel_id=None,
        message_id=None,
        written_at=now,
        revised_at=now,
        text=form.text,
    )
