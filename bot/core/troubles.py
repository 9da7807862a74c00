"""What may stand in a message's way, as a word that is stored."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What stands in a message's way. Organisers read `reason`; members read words for this, which name no steps."""

    LOCKED = "locked"
    CHANNEL_GONE = "channel-gone"
    THREAD_GONE = "thread-gone"
    PERMISSION = "permission"
    TEXT = "text"
    TAG = "tag"
    THREADS_FULL = "threads-full"
    DELETED = "deleted"
    FAULT = "fault"
    OTHER = "other"
