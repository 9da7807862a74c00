"""What leaves for Discord on the bot's own account: one entry a message, and what becomes of it after each answer.

    PENDING → SENDING → POSTED → DONE           SENDING is stored before the request, everything else after the answer
    side states: UNKNOWN, BLOCKED, CANCELLED

A message without a thread goes from SENDING to DONE. Pure: the courier in `bot/delivery` acts on these decisions.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.core.troubles import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

NONCE_LIMIT = 25
REASON_LIMIT = 200
# Discord may show a message a minute after it failed to answer: look again after that, and once more later.
FIRST_SWEEP = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=10)
# Nothing waits for longer at once. A time further ahead is that of a clock which was wrong.
FURTHEST_WAIT = timedelta(days=1)


class EntryState(StrEnum):
    """Where an entry stands."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    POSTED = "posted"
    DONE = "done"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What an entry says."""

    POST = "post"
    POST_EDIT = "post-edit"
    REMINDER = "reminder"
    DIGEST = "digest"
    POLL = "poll"
    POLL_RESULT = "poll-result"
    MOVED = "moved"
    CLUB_NEWS = "club-news"
    NOTICE = "notice"
    LOG = "log"
    LOG_EDIT = "log-edit"
    REVISED = "revised"
    ASSIGNMENTS = "assignments"
    REVIEW = "review"
    REVIEW_EDIT = "review-edit"
    REVIEW_REMINDER = "review-reminder"


# They change a message that is there, which may be done any number of times: nothing is looked for afterwards.
CHANGES = {Kind.LOG_EDIT, Kind.POST_EDIT, Kind.REVIEW_EDIT}
# These are said in a week's thread and nowhere else, and change what stands there.
IN_A_THREAD = {
    *CHANGES,
    Kind.REMINDER,
    Kind.DIGEST,
    Kind.MOVED,
    Kind.REVISED,
    Kind.ASSIGNMENTS,
    Kind.REVIEW_EDIT,
    Kind.REVIEW_REMINDER,
}
UNSETTLED = (EntryState.PENDING, EntryState.SENDING, EntryState.UNKNOWN, EntryState.POSTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message on its way. `key` is unique for ever; the nonce and the marker are made from it.

    `first_sent_at` is when it may first have reached Discord; `message_id` is a forum post's thread as well.
    `is_doubtful` once an answer was unclear or a send was repeated: such a message may be there twice.
    `reason` says to organisers what stands in the way, `trouble` is its kind, and both are empty where nothing does.
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
    reason: str = ""
    is_doubtful: bool = False
    done_at: datetime | None = None
    trouble: str = ""

    @property
    def nonce(self) -> str:
        """What Discord tells repeated sends of one message by; at most 25 characters."""
        if len(self.key) <= NONCE_LIMIT:
            return self.key
        return hashlib.sha256(self.key.encode()).hexdigest()[:NONCE_LIMIT]


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is there, by Discord's answer or by having been found; then `pictures` names those that it shows."""

    message_id: int
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threaded:
    """The thread is open, now or already."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """No answer, or one that does not say whether the message was made."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """It was looked for and is not there."""


@dataclass(frozen=True, slots=True)
class Limited:
    """Not now; `reason` is for organisers, where they can do something about it."""

    seconds: float
    reason: str = ""
    trouble: Trouble = Trouble.OTHER


@dataclass(frozen=True, slots=True)
class Refused:
    """Discord will not have it until somebody changes something; `reason` says what, to an organiser.

    `is_gone` where the channel was deleted, and all that was ever in it.
    """

    reason: str
    is_gone: bool = False
    trouble: Trouble = Trouble.OTHER


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It shall not be sent: there is nothing left to say, or a human took it away, which is an answer too."""

    reason: str
    trouble: Trouble = Trouble.OTHER


Outcome = Sent | Threaded | Unclear | Missing | Limited | Refused | Withdrawn


def sending(entry: Entry, now: datetime) -> Entry:
    """As it must be stored before the request leaves."""
    return replace(
        entry,
        state=EntryState.SENDING,
        attempts=entry.attempts + 1,
        first_sent_at=entry.first_sent_at or now,
        not_before=None,
    )


def after(entry: Entry, outcome: Outcome, now: datetime) -> Entry:
    """The entry once the outcome is known."""
    match outcome:
        case Sent(message_id):
            changed = _posted(entry, message_id, now)
        case Threaded():
            changed = _done(entry, now)
        case Unclear(reason=reason):
            state = EntryState.POSTED if entry.message_id else EntryState.UNKNOWN
            changed = replace(_waiting(entry, state, reason, now + wait(entry.attempts)), is_doubtful=True)
        case Missing():
            changed = _waiting(entry, _unsent(entry), "", None)
        case Limited(seconds=seconds, reason=reason, trouble=trouble):
            # A look back that was put off has not found out anything.
            state = entry.state if entry.state is EntryState.UNKNOWN else _unsent(entry)
            until = now + min(timedelta(seconds=seconds), FURTHEST_WAIT)
            changed = _waiting(entry, state, reason, until, trouble)
        case Refused():
            changed = _refused(entry, outcome)
        case Withdrawn(reason=reason, trouble=trouble):
            changed = _waiting(entry, EntryState.CANCELLED, reason, None, trouble)
    return changed


def is_due(entry: Entry, now: datetime) -> bool:
    """Whether a step may be taken now."""
    if entry.state not in UNSETTLED:
        return False
    return entry.not_before is None or not now < entry.not_before <= now + FURTHEST_WAIT


def is_same_trouble(one: Entry, other: Entry) -> bool:
    """Whether organisers who were told of the one know of the other: the same thing is wrong, in the same week.

    What stands behind a colon or a semicolon is about the single message, such as the reference of a fault.
    """
    return one.week_id == other.week_id and _gist(one.reason) == _gist(other.reason)


def fair_order(entries: Iterable[Entry]) -> list[Entry]:
    """Each server's first entry, then each one's second, and so on: a server with many holds nobody up."""
    turns: Counter[int] = Counter()
    ranked = []
    for entry in entries:
        ranked.append((turns[entry.server_id], entry))
        turns[entry.server_id] += 1
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def recovered(entry: Entry) -> Entry:
    """As it is after the process that was sending it died: nobody knows whether it arrived."""
    if entry.state is not EntryState.SENDING:
        return entry
    return replace(entry, state=EntryState.UNKNOWN, not_before=None, is_doubtful=True)


def unblocked(entry: Entry) -> Entry:
    """Ready to try again, once an organiser has changed something. What may have been sent is looked for first."""
    free = replace(entry, reason="", trouble="", not_before=None)
    if entry.message_id:
        return replace(free, state=EntryState.POSTED)
    return replace(free, state=EntryState.UNKNOWN if entry.first_sent_at else EntryState.PENDING)


def wait(attempts: int) -> timedelta:
    """Before asking again after an unclear answer: 2 s, doubling to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 16)), LONGEST_WAIT)


def _posted(entry: Entry, message_id: int, now: datetime) -> Entry:
    # Found by looking back, or sent more than once: there may be another copy that has not shown up yet.
    doubtful = entry.is_doubtful or entry.attempts > 1 or entry.state is not EntryState.SENDING
    posted = replace(entry, message_id=message_id, is_doubtful=doubtful, reason="", trouble="", not_before=None)
    return replace(posted, state=EntryState.POSTED) if entry.wants_thread else _done(posted, now)


def _waiting(
    entry: Entry, state: EntryState, reason: str, until: datetime | None, trouble: Trouble = Trouble.OTHER
) -> Entry:
    kept = reason[:REASON_LIMIT]
    return replace(entry, state=state, reason=kept, not_before=until, trouble=trouble if kept else "")


def _refused(entry: Entry, refusal: Refused) -> Entry:
    """What stood in a deleted channel, or belongs into it alone, went with it; the rest may go to another."""
    reason, is_gone, trouble = refusal.reason, refusal.is_gone, refusal.trouble
    if is_gone and (entry.message_id or entry.kind in IN_A_THREAD):
        return _waiting(entry, EntryState.CANCELLED, reason, None, trouble)
    sent_at = None if is_gone else _maybe_sent_at(entry)
    return replace(_waiting(entry, EntryState.BLOCKED, reason, None, trouble), first_sent_at=sent_at)


def _maybe_sent_at(entry: Entry) -> datetime | None:
    """After a refusal: None where every request was answered, so that nothing of it can be there.

    Such an entry may be sent elsewhere without a look back.
    """
    is_certain = entry.state is EntryState.SENDING and not entry.is_doubtful
    return None if is_certain else entry.first_sent_at


def _gist(reason: str) -> str:
    return reason.partition(":")[0].partition(";")[0]


def _unsent(entry: Entry) -> EntryState:
    return EntryState.POSTED if entry.message_id else EntryState.PENDING


def _done(entry: Entry, now: datetime) -> Entry:
    """Only what was ever in doubt may be there twice, and is looked for again."""
    sweep_at = now + FIRST_SWEEP if entry.is_doubtful and entry.kind not in CHANGES else None
    return replace(entry, state=EntryState.DONE, done_at=now, reason="", trouble="", not_before=sweep_at)
