"""Store a form's text as a log, or as its next version. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.paper_logs.paper_log import LogState, PaperLog
from bot.services.paper_logs.destinations import is_late
from bot.storage.paper_logs import rows as log_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.paper_logs.destinations import LogDestination
    from bot.services.paper_logs.forms import LogForm
    from bot.storage.connections import AsyncConnection


async def added_or_changed(
    connection: AsyncConnection, form: LogForm, destination: LogDestination, earlier: PaperLog | None, now: datetime
) -> PaperLog:
    """The log as stored. A withdrawn one counts as newly written, because its reviewers were freed."""
    if earlier is None:
        return await log_rows.add_log(connection, _new_log(form, destination, now))
    late = is_late(destination.week) if earlier.is_withdrawn else earlier.is_late
    changed = replace(
        earlier, version=earlier.version + 1, state=LogState.KEPT, is_late=late, text=form.text, revised_at=now
    )
    facts: dict[str, Any] = {"version": changed.version, "state": changed.state, "is_late": changed.is_late}
    if earlier.is_withdrawn:
        facts["written_at"] = now
    await log_rows.change_log(connection, earlier.id, **facts)
    return changed


def _new_log(form: LogForm, destination: LogDestination, now: datetime) -> PaperLog:
    club, week = destination.club, destination.week
    return PaperLog(
        id=0,
        author_id=form.user_id,
        paper_key=destination.paper_key,
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
