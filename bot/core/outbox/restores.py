"""What Discord may already have after an older backup was restored, although the database does not know it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import UNSETTLED, Entry, EntryState, cancelled
from bot.core.outbox.kinds import ABOUT_SESSIONS, CHANGES, FOR_ERASURES, PLACED_WHEN_SENT, REMINDERS, Kind
from bot.core.outbox.trouble import Trouble, TroubleCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.core.calendar.timetable import Timetable

# `/week post` fills future slots, so a lost week may have a slot that is not due yet: one of the next two, at least.
AHEAD, SLOTS_AHEAD = timedelta(days=14), 2
# Members are asked a period ahead to host, and may offer to host a session long before it.
HOSTS_AHEAD = timedelta(days=366)
# Buttons and markers contain ids given out after the backup. The restored database must not give them out again.
NUMBERS_APART = 1_000_000
# There is one such message for each week and part. Its key comes from the slot, so it is the same after a restore.
ABOUT_WEEKS = {Kind.POST, Kind.CATCH_UP, Kind.GUIDE, *REMINDERS, Kind.DIRECT, Kind.DIGEST, Kind.ASSIGNMENTS, Kind.EVENT}
ABOUT_WEEKS |= {Kind.PRESENCES}
NUMBERS = {Kind.LOG: "log_id", Kind.REVISED: "log_id", Kind.REVIEW: "review_id", Kind.POLL_RESULT: "poll_id"}
# Keys of messages that follow a button press contain this. A new message of this kind is about a new press, so it is
# never in doubt after a restore.
BY_PRESS = "-more"


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup that was restored at `restored_at`.

    `backup_at` is the last moment that it covers: it knows nothing of what was sent later. New rows get ids from
    `first_id` on.
    """

    backup_at: datetime
    restored_at: datetime
    first_id: int


def first_id_after(largest: int) -> int:
    """Return the first id to use after a restore, far enough from `largest` that no lost id is used again."""
    return (largest // NUMBERS_APART + 1) * NUMBERS_APART


def is_slot_in_doubt(restores: Iterable[Restore], due_at: datetime, timetable: Timetable | None = None) -> bool:
    """Return whether Discord may have the slot's week although no database knows it.

    With the club's timetable, slots that are months apart are in doubt too.
    """
    return any(_may_be_lost(restore, due_at, timetable) for restore in restores)


def _may_be_lost(restore: Restore, due_at: datetime, timetable: Timetable | None) -> bool:
    if due_at <= restore.restored_at + AHEAD:
        return True
    return timetable is not None and timetable.count_before(due_at, restore.restored_at, SLOTS_AHEAD) < SLOTS_AHEAD


def in_doubt(
    entry: Entry, restores: Collection[Restore], due_at: datetime | None, timetable: Timetable | None = None
) -> Entry:
    """Return a new entry in the state that it must start in.

    If a lost entry may have sent the same message, the bot searches for it first. `due_at` is the slot of the entry's
    week, or None without a week.
    """
    since = min((it.backup_at for it in restores if _may_be_there(entry, it, due_at, timetable)), default=None)
    if since is None:
        return entry
    return replace(entry, state=EntryState.UNKNOWN, first_sent_at=since, is_doubtful=True)


def restored(entry: Entry, created_at: datetime, withdrawn: Collection[int]) -> Entry:
    """Return an entry of the backup as it must be after the restore: if it was unfinished, it may be finished by now.

    `withdrawn` are the ids of logs that their authors withdrew.
    """
    if entry.state not in {*UNSETTLED, EntryState.BLOCKED}:
        return entry
    takes_back = entry.details.get("is_withdrawn") or entry.details.get("log_id") in withdrawn
    takes_back = takes_back or entry.kind in FOR_ERASURES
    if entry.kind in CHANGES and not takes_back:
        # The message may have been edited again since. This older text would overwrite the newer one.
        return cancelled(entry, Trouble(TroubleCode.NEWER_MAY_SHOW))
    if entry.kind in CHANGES:
        return entry
    if entry.kind in PLACED_WHEN_SENT and not entry.channel_id:
        # It is unknown where to search for it. If the problem of a notice remains, it causes a new one.
        return cancelled(entry, Trouble(TroubleCode.RESTORED))
    since = entry.first_sent_at or created_at
    state = EntryState.POSTED if entry.message_id else EntryState.UNKNOWN
    return replace(entry, state=state, first_sent_at=since, is_doubtful=True, trouble=None, not_before=None)


def _may_be_there(entry: Entry, restore: Restore, due_at: datetime | None, timetable: Timetable | None) -> bool:
    if entry.kind in ABOUT_WEEKS:
        return due_at is not None and BY_PRESS not in entry.key and _may_be_lost(restore, due_at, timetable)
    if entry.kind in ABOUT_SESSIONS:
        return date.fromisoformat(entry.details["slot"]) <= (restore.restored_at + HOSTS_AHEAD).date()
    number = entry.details.get(NUMBERS.get(entry.kind, ""))
    return number is not None and int(number) < restore.first_id
