"""After an older backup was put back: what may be in Discord already, though the database does not know of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import CHANGES, UNSETTLED, Entry, EntryState, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# `/week post` takes the slots to come: a lost week may be one that is not due yet.
AHEAD = timedelta(days=14)
# Numbers that were given out after the backup stand in buttons and markers; no restored database gives them out again.
NUMBERS_APART = 1_000_000
# One message a week and part, whose key the slot gives: the same before and after.
ABOUT_WEEKS = {Kind.POST, Kind.REMINDER, Kind.DIGEST, Kind.ASSIGNMENTS, Kind.REVIEW_REMINDER}
NUMBERS = {Kind.LOG: "log_id", Kind.REVISED: "log_id", Kind.REVIEW: "review_id", Kind.POLL_RESULT: "poll_id"}
# What somebody's press led to is said for every press; such keys only count up.
BY_PRESS = "-more"
SHOWN_ALREADY = "a backup was restored: Discord may show a newer version"
TOLD_ALREADY = "a backup was restored"


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup that was put back at `restored_at`. It knows nothing of what was sent after `backup_at`, which is the
    last instant that it holds. What is new since then gets ids from `first_id` on.
    """

    backup_at: datetime
    restored_at: datetime
    first_id: int


def first_id_after(largest: int) -> int:
    """From where ids go on, so that none that was lost comes back as another."""
    return (largest // NUMBERS_APART + 1) * NUMBERS_APART


def is_slot_in_doubt(restores: Iterable[Restore], due_at: datetime) -> bool:
    """Whether the slot's week may be in Discord already, though it is in no database."""
    return any(due_at <= restore.restored_at + AHEAD for restore in restores)


def in_doubt(entry: Entry, restores: Collection[Restore], due_at: datetime | None) -> Entry:
    """A new entry as it must start: looked for first, where a lost one may have said the same.

    `due_at` is the slot of the entry's week, None without a week.
    """
    since = min((it.backup_at for it in restores if _may_be_there(entry, it, due_at)), default=None)
    if since is None:
        return entry
    return replace(entry, state=EntryState.UNKNOWN, first_sent_at=since, is_doubtful=True)


def restored(entry: Entry, created_at: datetime, withdrawn: Collection[int]) -> Entry:
    """An entry of the backup, once that is put back: what was not settled may have been since.

    `withdrawn` are ids of logs that their authors took back.
    """
    if entry.state not in {*UNSETTLED, EntryState.BLOCKED}:
        return entry
    takes_back = entry.details.get("is_withdrawn") or entry.details.get("log_id") in withdrawn
    if entry.kind in CHANGES and not takes_back:
        # The message may have been changed again meanwhile: to put an older text over it would lose the newer one.
        return replace(entry, state=EntryState.CANCELLED, reason=SHOWN_ALREADY, not_before=None)
    if entry.kind in CHANGES:
        return entry
    if entry.kind is Kind.NOTICE and not entry.channel_id:
        # Nobody knows where to look for it, and what is still wrong brings another.
        return replace(entry, state=EntryState.CANCELLED, reason=TOLD_ALREADY, not_before=None)
    since = entry.first_sent_at or created_at
    state = EntryState.POSTED if entry.message_id else EntryState.UNKNOWN
    return replace(entry, state=state, first_sent_at=since, is_doubtful=True, reason="", not_before=None)


def _may_be_there(entry: Entry, restore: Restore, due_at: datetime | None) -> bool:
    if entry.kind in ABOUT_WEEKS:
        return due_at is not None and BY_PRESS not in entry.key and is_slot_in_doubt([restore], due_at)
    number = entry.details.get(NUMBERS.get(entry.kind, ""))
    return number is not None and int(number) < restore.first_id
