"""Logs with what a page about them shows: the place, and what stands in their message's way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox import UNSETTLED, EntryState
from bot.services.entries import change_key, log_key, repost_key
from bot.services.log_places import LogPlace, alone, stored_place
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.core.visibility import Viewer
    from bot.storage.paper_logs import PaperLog


@dataclass(frozen=True, slots=True)
class LogView:
    """A log with its place. `key` marks its message (empty for one that is kept alone).

    `trouble` says why the message is not there, or does not show the newest version, where something stands in the
    way, as when the server's AutoMod refused it. `is_out_of_sight` for one whose author may not see its club now: then
    nothing is told but what they wrote.
    """

    log: PaperLog
    place: LogPlace
    key: str
    trouble: str
    is_out_of_sight: bool = False


async def views_of(connection: AsyncConnection, logs: Sequence[PaperLog], viewer: Viewer) -> list[LogView]:
    """In the same order. As many statements for a hundred as for one."""
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
        place = LogPlace(club, week, log.paper_key, log.is_late)
        troubles = filter(None, (trouble_of(entries.get(key)) for key in keys.get(log.id, ())))
        views.append(LogView(log, place, log_key(club, log.id) if club else "", next(troubles, "")))
    return views


async def letter_view_of(connection: AsyncConnection, log: PaperLog) -> LogView:
    """Without what stands in the message's way, which the message itself need not know."""
    place = await stored_place(connection, log.club_id, log.week_id, log.paper_key)
    key = log_key(place.club, log.id) if place.club else ""
    return LogView(log, replace(place, is_late=log.is_late), key, trouble="")


async def view_of(connection: AsyncConnection, log: PaperLog, viewer: Viewer) -> LogView:
    (view,) = await views_of(connection, [log], viewer)
    return view


def trouble_of(entry: Entry | None) -> str:
    """Why an entry is held up; empty where it is not."""
    waits = entry is not None and entry.state in {*UNSETTLED, EntryState.BLOCKED}
    return entry.reason if entry and waits else ""


def _keys(club: Club, log: PaperLog) -> tuple[str, ...]:
    """Of the entries that may bring the newest version into the thread."""
    if log.message_id is not None:
        return (change_key(club, log.id, log.version, is_withdrawn=log.is_withdrawn),)
    return (log_key(club, log.id), repost_key(club, log.id, log.version))
