"""What becomes of messages when a member is erased: which must go, which must change, and which are still on their way.

Pure. The rows are erased in one transaction; these decisions say what the outbox still has to do afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.outbox.entry import FIRST_SWEEP, UNSETTLED, Entry, EntryState, cancelled, unblocked
from bot.core.outbox.keys import withdrawn_key
from bot.core.outbox.kinds import CHANGES, IN_DIRECT_MESSAGES, TO_ONE_MEMBER, Kind
from bot.core.outbox.trouble import WITH_ITS_MESSAGE, Trouble, TroubleCode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ERASED = Trouble(TroubleCode.ERASED)
# A transaction that began before the erasure may still store something for this long. The erasure ends only after that.
SETTLING = timedelta(minutes=1)
# What Discord refuses is tried again hourly, and after a day daily.
SOON, OFTEN_FOR, LATER = timedelta(hours=1), timedelta(days=1), timedelta(days=1)
# How Discord counts time in its ids.
DISCORD_EPOCH, TIME_BITS = datetime(2015, 1, 1, tzinfo=UTC), 22
THEN = "then"  # in the details of an entry on its way: what its message needs once it is there


class MessageNeed(StrEnum):
    """What a message needs."""

    DELETE = "delete"
    UNMENTION = "unmention"
    REWORD_REVIEW = "reword-review"
    REWORD_DIGEST = "reword-digest"
    REWORD_POST = "reword-post"


CHANGE_KINDS = {
    MessageNeed.DELETE: Kind.DELETE,
    MessageNeed.UNMENTION: Kind.UNMENTION,
    MessageNeed.REWORD_REVIEW: Kind.REVIEW_EDIT,
    MessageNeed.REWORD_DIGEST: Kind.DIGEST_EDIT,
    MessageNeed.REWORD_POST: Kind.POST_EDIT,
}


@dataclass(frozen=True, slots=True)
class ErasedData:
    """What an erasure is about. `logs` and `reviews` are the member's own.

    `answers` are the tokens of others' written reviews of the member's logs, by the reviews' ids. `weeks` are all that
    the member took part in or was named in, `digests` those whose digest may show it, and `posts` those whose post may.
    `still_shown` are the keys of withdrawn reviews whose messages do not say so yet: the reviews' rows may be gone.
    """

    logs: frozenset[int] = frozenset()
    reviews: frozenset[int] = frozenset()
    answers: Mapping[int, str] = field(default_factory=dict)
    weeks: frozenset[int] = frozenset()
    digests: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    still_shown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EntryInErasure:
    """What follows for an entry: its new state, whether the erasure waits for it, and whether its message changes."""

    entry: Entry
    is_waited_for: bool = False
    is_message_there: bool = False


def need_of(entry: Entry, held: ErasedData, *, keeps_reviews: bool, is_named: bool = False) -> MessageNeed | None:
    """Return what the entry's message needs, or None. `is_named` if the entry's details name the member."""
    match entry.kind:
        case Kind.LOG | Kind.LOG_EDIT | Kind.DIRECT | Kind.HOST_DIRECT | Kind.HOST_CALL:
            is_theirs = entry.details.get("log_id") in held.logs if entry.kind not in TO_ONE_MEMBER else is_named
            return MessageNeed.DELETE if is_theirs else None
        case Kind.REVISED | Kind.REVIEW | Kind.REVIEW_EDIT:
            return _need_of_answer(entry, held, keeps_reviews=keeps_reviews)
        case Kind.DIGEST:
            return MessageNeed.REWORD_DIGEST if entry.week_id in held.digests else None
        case Kind.POST:
            return MessageNeed.REWORD_POST if entry.week_id in held.posts else None
        case Kind.ASSIGNMENTS | Kind.REMINDER | Kind.REVIEW_REMINDER | Kind.MEETING_REMINDER | Kind.POLL_RESULT:
            return MessageNeed.UNMENTION if is_named or entry.week_id in held.weeks else None
    return None


def _need_of_answer(entry: Entry, held: ErasedData, *, keeps_reviews: bool) -> MessageNeed | None:
    """The same for what is about a review, or about a revised log."""
    log_id, review_id = entry.details.get("log_id"), entry.details.get("review_id")
    if entry.kind is Kind.REVIEW and entry.key in held.still_shown:
        return MessageNeed.DELETE
    if review_id in held.reviews:
        return MessageNeed.UNMENTION if keeps_reviews else MessageNeed.DELETE
    if log_id in held.logs:
        return MessageNeed.REWORD_REVIEW if _shows_answer(entry, held) else MessageNeed.DELETE
    # It calls all who had reviewed the log by then. Some may have withdrawn their reviews since.
    return MessageNeed.UNMENTION if entry.kind is Kind.REVISED and entry.week_id in held.weeks else None


def still_shown(entries: Collection[Entry], user_id: int) -> frozenset[str]:
    """Return the keys of the member's withdrawn reviews whose messages do not say so, for example in a locked thread.

    Older entries do not say who withdrew a review, so it may have been the member.
    """
    edits = {entry.key: entry for entry in entries if entry.kind is Kind.REVIEW_EDIT}
    return frozenset(
        entry.key
        for entry in entries
        if entry.kind is Kind.REVIEW and _is_shown_withdrawn(entry, edits.get(withdrawn_key(entry.key)), user_id)
    )


def _is_shown_withdrawn(posted: Entry, edit: Entry | None, user_id: int) -> bool:
    if edit is None:
        return posted.details.get("withdrawn_by") == user_id
    is_theirs = posted.details.get("withdrawn_by", user_id) == user_id
    return is_theirs and not is_changed(edit)


def followed(entry: Entry, need: MessageNeed, now: datetime) -> EntryInErasure:
    """Return what becomes of the entry itself."""
    is_stopped = need is MessageNeed.DELETE
    if entry.kind in CHANGES:
        # It has no message of its own. One that is on its way is over before the change of its message begins.
        return EntryInErasure(_stopped_change(entry) if is_stopped else recomposed(entry))
    changed = _stopped(entry, now) if is_stopped else recomposed(entry)
    waits = changed.state in {EntryState.SENDING, EntryState.UNKNOWN} or _is_blocked_in_doubt(changed)
    is_swept = changed.state is EntryState.DONE and changed.not_before is not None
    if waits:
        changed = replace(changed, details={**changed.details, THEN: need})
    return EntryInErasure(changed, waits or is_swept, changed.message_id is not None)


def recomposed(entry: Entry) -> Entry:
    """Return an entry that is composed again before it is sent, even if it was composed already.

    The worker sends a message only if its entry has the same number of attempts as when it was composed.
    """
    return replace(entry, attempts=entry.attempts + 1) if entry.state is EntryState.PENDING else entry


def without_place(entry: Entry) -> Entry:
    """Return a finished entry without its channel if that would show whose direct messages it was in."""
    return replace(entry, channel_id=0) if entry.kind in IN_DIRECT_MESSAGES else entry


def is_over(entry: Entry) -> bool:
    """Return whether an entry that posts a message is finished."""
    return entry.state in {EntryState.DONE, EntryState.CANCELLED} and entry.not_before is None


def is_changed(entry: Entry) -> bool:
    """Return whether the message has been changed, or is gone."""
    if entry.state is EntryState.DONE:
        return True
    gone = entry.trouble is not None and entry.trouble.code in {*WITH_ITS_MESSAGE, TroubleCode.NOTHING_TO_SAY}
    return entry.state is EntryState.CANCELLED and gone


def tried_again(entry: Entry, created_at: datetime, now: datetime) -> Entry:
    """Return the entry's next state: one that is blocked gets a time for its next try, and is then tried.

    A change that was cancelled, for example because its club was closed, is still made.
    """
    if entry.state is EntryState.CANCELLED:
        return replace(entry, state=EntryState.PENDING, trouble=None, not_before=None)
    if entry.state is not EntryState.BLOCKED:
        return entry
    due = entry.not_before
    if due is None:
        return replace(entry, not_before=now + (SOON if abs(now - created_at) < OFTEN_FOR else LATER))
    # A time further ahead was stored while the clock was wrong.
    return entry if now < due <= now + LATER else unblocked(entry)


def first_id_after(moment: datetime) -> int:
    """Return the first id that Discord can give out after this moment: what has a smaller one was sent before."""
    milliseconds = (moment - DISCORD_EPOCH) // timedelta(milliseconds=1)
    return (milliseconds + 1) << TIME_BITS


def _shows_answer(entry: Entry, held: ErasedData) -> bool:
    """Return whether the message shows a review that is still there."""
    token = held.answers.get(entry.details.get("review_id", 0))
    return token is not None and token in entry.key


def _stopped(entry: Entry, now: datetime) -> Entry:
    """Return an entry that sends nothing more. What may be there is looked for first."""
    if entry.state in {EntryState.SENDING, EntryState.UNKNOWN} or entry.message_id is not None:
        return entry
    is_in_doubt = entry.first_sent_at is not None and (entry.is_doubtful or entry.state is EntryState.BLOCKED)
    if is_in_doubt:
        # A message may show up late.
        return replace(entry, state=EntryState.UNKNOWN, trouble=None, not_before=now + FIRST_SWEEP)
    return cancelled(entry, ERASED)


def _stopped_change(entry: Entry) -> Entry:
    is_stoppable = entry.state in {*UNSETTLED, EntryState.BLOCKED} and entry.state is not EntryState.SENDING
    return cancelled(entry, ERASED) if is_stoppable else entry


def _is_blocked_in_doubt(entry: Entry) -> bool:
    return entry.state is EntryState.BLOCKED and entry.first_sent_at is not None
