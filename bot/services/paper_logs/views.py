"""Logs as pages show them: with their destination and any problem with their message."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox.entry import UNSETTLED, EntryState
from bot.core.outbox.kinds import CHANGES
from bot.core.outbox.trouble import WITH_ITS_MESSAGE
from bot.services.outbox.entries import anew_key, change_key, log_key, repost_key
from bot.services.paper_logs.destinations import LogDestination, alone, stored_destination
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class LogView:
    """A log with its destination. `key` marks its message (empty for a private one).

    `trouble` is a code of `bot/core/outbox/trouble.py`: why the message is missing or does not show the newest version.
    It is empty if there is no problem. `is_out_of_sight` is set if the author may not see the log's club now; then the
    page shows only what they wrote.
    """

    log: PaperLog
    destination: LogDestination
    key: str
    trouble: str
    is_out_of_sight: bool = False

    @property
    def is_message_gone(self) -> bool:
        """Whether somebody deleted the log's message, alone or with its thread."""
        return self.log.message_id is not None and self.trouble in WITH_ITS_MESSAGE


async def views_of(connection: AsyncConnection, logs: Sequence[PaperLog], viewer: Viewer) -> list[LogView]:
    """Return the views in the logs' order. The number of queries does not grow with the number of logs."""
    clubs = await club_rows.clubs_by_id(connection, {log.club_id for log in logs if log.club_id})
    weeks = await week_rows.weeks_by_id(connection, {log.week_id for log in logs if log.week_id})
    keys = {log.id: _keys(clubs[log.club_id], log) for log in logs if log.club_id in clubs}
    entries = await outbox_rows.entries_by_key(connection, [key for each in keys.values() for key in each])
    views = []
    for log in logs:
        club, week = clubs.get(log.club_id or 0), weeks.get(log.week_id or 0)
        if club and not viewer.may_see(club, week):
            views.append(LogView(log, alone(log.paper_key), "", "", is_out_of_sight=True))
            continue
        destination = LogDestination(club, week, log.paper_key, log.is_late)
        sent = [entries[key] for key in keys.get(log.id, ()) if key in entries]
        views.append(LogView(log, destination, log_key(club, log.id) if club else "", _trouble(log, sent)))
    return views


async def public_view_of(connection: AsyncConnection, log: PaperLog) -> LogView:
    """The view for the log's own message, which does not show what blocks it."""
    destination = await stored_destination(connection, log.club_id, log.week_id, log.paper_key)
    key = log_key(destination.club, log.id) if destination.club else ""
    return LogView(log, replace(destination, is_late=log.is_late), key, trouble="")


async def view_of(connection: AsyncConnection, log: PaperLog, viewer: Viewer) -> LogView:
    (view,) = await views_of(connection, [log], viewer)
    return view


def trouble_of(entry: Entry | None) -> str:
    """What holds an entry up, or how the message that it edits was lost; empty if there is no problem."""
    if entry is None or entry.trouble is None:
        return ""
    if entry.state in {*UNSETTLED, EntryState.BLOCKED}:
        return entry.trouble.code
    is_lost = entry.state is EntryState.CANCELLED and entry.kind in CHANGES and entry.trouble.code in WITH_ITS_MESSAGE
    return entry.trouble.code if is_lost else ""


def _keys(club: Club, log: PaperLog) -> tuple[str, ...]:
    """The keys of the entries that may bring the newest version to the thread."""
    anew = anew_key(club, log.id, log.version)
    if log.message_id is not None:
        return (anew, change_key(club, log.id, log.version, is_withdrawn=log.is_withdrawn))
    return (anew, log_key(club, log.id), repost_key(club, log.id, log.version))


def _trouble(log: PaperLog, sent: Sequence[Entry]) -> str:
    """The first problem of the entries for the newest version; a repost shows it, whatever happened before."""
    if log.message_id is not None and not log.is_withdrawn and any(one.message_id == log.message_id for one in sent):
        return ""
    return next(filter(None, map(trouble_of, sent)), "")
