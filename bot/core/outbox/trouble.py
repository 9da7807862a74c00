"""Why a message cannot be sent: a code and its facts, which are stored. The edge turns them into a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class TroubleCode(StrEnum):
    """Each kind of trouble, with the names of its facts in a comment. A code has at most 16 characters."""

    LOCKED = "locked"
    CHANNEL_GONE = "channel-gone"
    THREAD_GONE = "thread-gone"
    PERMISSION = "permission"  # missing: names of permissions, as Discord shows them
    NO_ACCESS = "no-access"
    TEXT = "text"
    TAG = "tag"
    THREADS_FULL = "threads-full"
    DELETED = "deleted"
    REFUSED = "discord-refused"  # number, text: Discord's own
    DM_REFUSED = "dm-refused"
    ANSWERED = "discord-answered"  # status
    UNREACHED = "unreached"  # text: of the error
    NO_ANSWER = "no-answer"
    FAULT = "fault"  # reference
    FAULT_ON_THE_WAY = "fault-on-way"  # reference
    NOTHING_TO_SAY = "nothing-to-say"
    NOWHERE_TO_TELL = "nowhere-to-tell"
    LOG_WITHDRAWN = "log-withdrawn"
    REVIEW_WITHDRAWN = "review-withdrawn"
    ERASED = "erased"
    SUPERSEDED = "superseded"
    OVERTAKEN = "overtaken"
    CLUB_CLOSED = "club-closed"
    RESTORED = "restored"
    NEWER_MAY_SHOW = "newer-may-show"
    EVENT_RIGHTS = "event-rights"  # missing: as above; link: an invitation that grants what is missing in the server
    EVENT_RIGHTS_IN = "event-rights-in"  # missing; channel_id: where
    EVENT_GONE = "event-gone"
    EVENTS_FULL = "events-full"
    PLACE_GONE = "place-gone"
    AS_STORED = "as-stored"  # sentence: as stored by versions without codes
    OTHER = "other"


# After these, the message is gone for good.
WITH_ITS_MESSAGE = {TroubleCode.DELETED, TroubleCode.THREAD_GONE, TroubleCode.CHANNEL_GONE}
# Facts about a single message. Two troubles that differ only in these are the same.
OF_ONE_MESSAGE = {"reference", "text"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """`code` is a `TroubleCode`, or a word that a newer version stored. `facts` fit into JSON.

    An old row may have a `sentence` among its facts, which organizers read as it is.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Return the code and the facts, for the operator's log."""
        return " ".join([self.code, *(f"{name}={fact}" for name, fact in self.facts.items())])


def is_same(one: Trouble | None, other: Trouble | None) -> bool:
    """Return whether both are the same, apart from facts about a single message."""
    return _gist(one) == _gist(other)


def _gist(trouble: Trouble | None) -> tuple[str, dict[str, Any]] | None:
    if trouble is None:
        return None
    return trouble.code, {name: fact for name, fact in trouble.facts.items() if name not in OF_ONE_MESSAGE}
