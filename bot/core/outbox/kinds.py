"""The kinds of messages that the bot sends by itself, and what sets some of them apart."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of messages."""

    POST = "post"
    POST_EDIT = "post-edit"
    GUIDE = "guide"
    DIRECT = "direct"
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
    DIGEST_EDIT = "digest-edit"
    DIGEST_UPDATE = "digest-update"
    DELETE = "delete"
    UNMENTION = "unmention"
    WELCOME = "welcome"


# An erasure needs these: no restore and no closed club cancels them.
FOR_ERASURES = {Kind.DIGEST_EDIT, Kind.DELETE, Kind.UNMENTION}
# These change an existing message. Repeating that is safe, so the bot does not search for it afterwards.
CHANGES = {Kind.LOG_EDIT, Kind.POST_EDIT, Kind.DIGEST_UPDATE, Kind.REVIEW_EDIT, *FOR_ERASURES}
REMINDERS = {Kind.REMINDER, Kind.REVIEW_REMINDER}
# These are posted in a week's thread and nowhere else, or edit what is there.
IN_A_THREAD = {*CHANGES, *REMINDERS, Kind.GUIDE, Kind.DIGEST, Kind.MOVED, Kind.REVISED, Kind.ASSIGNMENTS}
# Their channel is chosen when they are sent.
PLACED_WHEN_SENT = {Kind.NOTICE, Kind.WELCOME}
