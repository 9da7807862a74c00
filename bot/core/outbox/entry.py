"""The messages that the bot sends by itself: one entry per message, and its state after each answer from Discord.

    PENDING → SENDING → POSTED → DONE           SENDING is stored before the request, the others after the answer
    side states: UNKNOWN, BLOCKED, CANCELLED

A message without a thread goes from SENDING to DONE. Pure: the outbox worker in `bot/delivery` acts on these decisions.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.core.outbox.kinds import CHANGES, IN_A_THREAD, IN_DIRECT_MESSAGES, Kind
from bot.core.outbox.trouble import WITH_ITS_MESSAGE, TroubleCode, is_same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.outbox.trouble import Trouble

NONCE_LIMIT = 25
# A message can appear up to a minute after Discord failed to answer. So search after this time, and once more later.
FIRST_SWEEP = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=10)
# No single wait is longer than this. A later time was stored while the clock was wrong.
FURTHEST_WAIT = timedelta(days=1)


class EntryState(StrEnum):
    """The states of an entry."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    POSTED = "posted"
    DONE = "done"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


# In these states, Discord has no message for the entry and none is being sent.
CANCELLABLE = {EntryState.PENDING, EntryState.BLOCKED}


UNSETTLED = (EntryState.PENDING, EntryState.SENDING, EntryState.UNKNOWN, EntryState.POSTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message on its way to Discord. `key` is unique forever; the nonce and the marker are made from it.

    `club_id` is 0 without a club. `first_sent_at` is the earliest time at which the message may have reached Discord.
    For a forum post, `message_id` is also the id of its thread. `is_doubtful` is set after an unclear answer or a
    repeated send, because the message may then exist twice. `trouble` is what holds it up, None if nothing does.
    """

    id: int
    key: str
    kind: Kind
    club_id: int
    week_id: int | None
    server_id: int
    channel_id: int
    is_forum: bool
    wants_thread: bool
    state: EntryState = EntryState.PENDING
    details: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    first_sent_at: datetime | None = None
    not_before: datetime | None = None
    message_id: int | None = None
    is_doubtful: bool = False
    done_at: datetime | None = None
    trouble: Trouble | None = None

    @property
    def nonce(self) -> str:
        """The id by which Discord recognizes a repeated send of the same message; at most 25 characters."""
        if len(self.key) <= NONCE_LIMIT:
            return self.key
        return hashlib.sha256(self.key.encode()).hexdigest()[:NONCE_LIMIT]


@dataclass(frozen=True, slots=True)
class Sent:
    """Discord has the message: it answered so, or the bot found it. `pictures` are those of a found message."""

    message_id: int
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threaded:
    """The thread is open. It may have been open before."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Discord did not answer, or its answer does not say whether the message exists."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Missing:
    """The bot searched for the message and did not find it."""


@dataclass(frozen=True, slots=True)
class Limited:
    """Discord asks the bot to wait. `trouble` is set if organizers can do something about it."""

    seconds: float
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Discord refuses the message until somebody changes something.

    `is_gone` is set if the channel was deleted, with everything in it.
    """

    trouble: Trouble
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The message will not be sent: there is nothing left to say, or somebody deleted its message or channel."""

    trouble: Trouble


Outcome = Sent | Threaded | Unclear | Missing | Limited | Refused | Cancelled


def sending(entry: Entry, now: datetime) -> Entry:
    """Return the entry to store just before the request is sent."""
    return replace(
        entry,
        state=EntryState.SENDING,
        attempts=entry.attempts + 1,
        first_sent_at=entry.first_sent_at or now,
        not_before=None,
    )


def after(entry: Entry, outcome: Outcome, now: datetime) -> Entry:
    """Return the entry after this outcome."""
    match outcome:
        case Sent(message_id):
            changed = _posted(entry, message_id, now)
        case Threaded():
            changed = _done(entry, now)
        case Unclear(trouble):
            state = EntryState.POSTED if entry.message_id else EntryState.UNKNOWN
            changed = replace(_waiting(entry, state, trouble, now + wait(entry.attempts)), is_doubtful=True)
        case Missing():
            changed = _missing(entry)
        case Limited(seconds, trouble):
            # A search that was put off has found out nothing.
            state = entry.state if entry.state is EntryState.UNKNOWN else _unsent(entry)
            until = now + min(timedelta(seconds=seconds), FURTHEST_WAIT)
            changed = _waiting(entry, state, trouble, until)
        case Refused():
            changed = _refused(entry, outcome)
        case Cancelled(trouble):
            changed = _given_up(entry, trouble, now)
    return changed


def is_due(entry: Entry, now: datetime) -> bool:
    """Return whether the entry's next step may be taken now."""
    if entry.state not in UNSETTLED:
        return False
    return entry.not_before is None or not now < entry.not_before <= now + FURTHEST_WAIT


def is_same_trouble(one: Entry, other: Entry) -> bool:
    """Return whether both have the same problem in the same week, so that organizers need only one notice."""
    return one.week_id == other.week_id and is_same(one.trouble, other.trouble)


def fair_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return each server's first entry, then each one's second, and so on, so that no server delays the others."""
    turns: Counter[int] = Counter()
    ranked = []
    for entry in entries:
        ranked.append((turns[entry.server_id], entry))
        turns[entry.server_id] += 1
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def recovered(entry: Entry) -> Entry:
    """Return the entry after its process died while sending it. The message may or may not have arrived."""
    if entry.state is not EntryState.SENDING:
        return entry
    return replace(entry, state=EntryState.UNKNOWN, not_before=None, is_doubtful=True)


def unblocked(entry: Entry) -> Entry:
    """Return the entry ready for another try. If the message may have been sent, the bot searches for it first."""
    free = replace(entry, trouble=None, not_before=None)
    if entry.message_id:
        return replace(free, state=EntryState.POSTED)
    return replace(free, state=EntryState.UNKNOWN if entry.first_sent_at else EntryState.PENDING)


def cancelled(entry: Entry, trouble: Trouble) -> Entry:
    """Return the entry so that it will not be sent. If the message that it edits was deleted, that reason is kept."""
    is_lost = entry.kind in CHANGES and entry.trouble is not None and entry.trouble.code in WITH_ITS_MESSAGE
    kept = entry.trouble if is_lost else trouble
    return replace(entry, state=EntryState.CANCELLED, trouble=kept, not_before=None)


def wait(attempts: int) -> timedelta:
    """Return how long to wait after an unclear answer: 2 s, doubling up to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 16)), LONGEST_WAIT)


def _posted(entry: Entry, message_id: int, now: datetime) -> Entry:
    # The message was found by searching, or sent more than once. So another copy may still appear.
    doubtful = entry.is_doubtful or entry.attempts > 1 or entry.state is not EntryState.SENDING
    posted = replace(entry, message_id=message_id, is_doubtful=doubtful, trouble=None, not_before=None)
    return replace(posted, state=EntryState.POSTED) if entry.wants_thread else _done(posted, now)


def _waiting(entry: Entry, state: EntryState, trouble: Trouble | None, until: datetime | None) -> Entry:
    return replace(entry, state=state, trouble=trouble, not_before=until)


def _missing(entry: Entry) -> Entry:
    """Return the entry after a search in vain. If there was nothing left to say before it, that was the last one."""
    if _is_superfluous(entry.trouble):
        return replace(entry, state=EntryState.CANCELLED, not_before=None)
    return _waiting(entry, _unsent(entry), None, None)


def _given_up(entry: Entry, trouble: Trouble, now: datetime) -> Entry:
    """Return the entry that will not be sent (again). A poll that an earlier request may still make appear would run
    with nobody to end it, so the bot searches for it once more.
    """
    may_appear = entry.is_doubtful and entry.message_id is None and entry.kind is Kind.POLL
    if may_appear and _is_superfluous(trouble):
        return _waiting(entry, EntryState.UNKNOWN, trouble, now + LONGEST_WAIT)
    return _waiting(entry, EntryState.CANCELLED, trouble, None)


def _is_superfluous(trouble: Trouble | None) -> bool:
    return trouble is not None and trouble.code == TroubleCode.NOTHING_TO_SAY


def _refused(entry: Entry, refusal: Refused) -> Entry:
    """Return the entry after a refusal.

    If its channel was deleted, a message that was in it or belongs only there is gone too. Any other message may still
    be sent to another channel. A direct message is between the bot and a member: no organizer can fix anything.
    """
    # Nobody can release a welcome, because that belongs to the pages of a club, nor what a closed club leaves behind.
    is_over = refusal.is_gone and (entry.message_id or entry.kind in IN_A_THREAD)
    if is_over or entry.kind in {Kind.WELCOME, Kind.POLL_END, *IN_DIRECT_MESSAGES}:
        return _waiting(entry, EntryState.CANCELLED, refusal.trouble, None)
    sent_at = None if refusal.is_gone else _maybe_sent_at(entry)
    return replace(_waiting(entry, EntryState.BLOCKED, refusal.trouble, None), first_sent_at=sent_at)


def _maybe_sent_at(entry: Entry) -> datetime | None:
    """Return when a refused message may first have been sent; None if every request got a clear answer.

    With None, no copy can exist, and the entry may go to another channel without a search.
    """
    is_certain = entry.state is EntryState.SENDING and not entry.is_doubtful
    return None if is_certain else entry.first_sent_at


def _unsent(entry: Entry) -> EntryState:
    return EntryState.POSTED if entry.message_id else EntryState.PENDING


def _done(entry: Entry, now: datetime) -> Entry:
    """Return the finished entry. If it was ever in doubt, the bot searches for copies of it later."""
    sweep_at = now + FIRST_SWEEP if entry.is_doubtful and entry.kind not in CHANGES else None
    return replace(entry, state=EntryState.DONE, done_at=now, trouble=None, not_before=sweep_at)
