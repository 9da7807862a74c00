"""Logs with what a page about them shows: the place, and what stands in their message's way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox import CHANGES, UNSETTLED, EntryState
from bot.core.troubles import Trouble
from bot.services.entries import anew_key, change_key, log_key, repost_key
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

# With these the message is gone for good.
WITH_ITS_MESSAGE = {Trouble.DELETED, Trouble.THREAD_GONE, Trouble.CHANNEL_GONE}


@dataclass(frozen=True, slots=True)
class LogView:
    """A log with its place. `key` marks its message (empty for one that is kept alone).

    `trouble` is why the message is not there, or does not show the newest version, as a word of `bot/core/troubles.py`,
    such as that the server's AutoMod refused it; empty where nothing stands in the way. `is_out_of_sight` for one whose
    author may not see its club now: then nothing is told but what they wrote.
    """

    log: PaperLog
    place: LogPlace
    key: str
    trouble: str
    is_out_of_sight: bool = False

    @property
    def is_message_gone(self) -> bool:
        """Whether the log had a message that somebody deleted, alone or with its thread."""
        return self.log.message_id is not None and self.trouble in WITH_ITS_MESSAGE


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
        sent = [entries[key] for key in keys.get(log.id, ()) if key in entries]
        views.append(LogView(log, place, log_key(club, log.id) if club else "", _trouble(log, sent)))
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
    """What holds an entry up, or took away the message that it was to change; empty where nothing did."""
    if entry is None or not entry.reason:
        return ""
    if entry.state in {*UNSETTLED, EntryState.BLOCKED}:
        return entry.trouble or Trouble.OTHER
    is_lost = entry.state is EntryState.CANCELLED and entry.kind in CHANGES and entry.trouble in WITH_ITS_MESSAGE
    return entry.trouble if is_lost else ""


def _keys(club: Club, log: PaperLog) -> tuple[str, ...]:
    """Of the entries that may bring the newest version into the thread."""
    anew = anew_key(club, log.id, log.version)
    if log.message_id is not None:
        return (anew, change_key(club, log.id, log.version, is_withdrawn=log.is_withdrawn))
    return (anew, log_key(club, log.id), repost_key(club, log.id, log.version))


def _trouble(log: PaperLog, sent: Sequence[Entry]) -> str:
    """The first trouble of what brings the newest version; what was posted anew shows it, whatever was before."""
    if log.message_id is not None and not log.is_withdrawn and any(one.message_id == log.message_id for one in sent):
        return ""
    return next(filter(None, map(trouble_of, sent)), "")
