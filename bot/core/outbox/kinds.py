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
    POLL_EDIT = "poll-edit"
    POLL_RESULT = "poll-result"
    POLL_END = "poll-end"
    MOVED = "moved"
    CATCH_UP = "catch-up"
    PRESENCES = "presences"
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
    EVENT = "event"
    EVENT_EDIT = "event-edit"
    EVENT_END = "event-end"
    MEETING_REMINDER = "meeting-reminder"
    HOST_DIRECT = "host-direct"
    HOST_CALL = "host-call"


# An erasure needs these: no restore and no closed club cancels them.
FOR_ERASURES = {Kind.DIGEST_EDIT, Kind.DELETE, Kind.UNMENTION}
# Discord's scheduled events. They are in no channel's history: the entry's channel only sets the order of sending.
CHANGES_OF_EVENTS = {Kind.EVENT_EDIT, Kind.EVENT_END}
EVENTS = {Kind.EVENT, *CHANGES_OF_EVENTS}
# These change an existing message. Repeating that is safe, so the bot does not search for it afterwards.
CHANGES = {Kind.LOG_EDIT, Kind.POST_EDIT, Kind.DIGEST_UPDATE, Kind.REVIEW_EDIT, *CHANGES_OF_EVENTS, *FOR_ERASURES}
CHANGES |= {Kind.POLL_END, Kind.POLL_EDIT}
REMINDERS = {Kind.REMINDER, Kind.REVIEW_REMINDER, Kind.MEETING_REMINDER}
# These are in direct messages, between the bot and one member: no organizer can fix anything.
IN_DIRECT_MESSAGES = {Kind.DIRECT, Kind.HOST_DIRECT}
# These are about nobody but the member whom they name.
TO_ONE_MEMBER = {*IN_DIRECT_MESSAGES, Kind.HOST_CALL}
# Their details say for which session they are, which may not have a week yet.
ABOUT_SESSIONS = {Kind.HOST_DIRECT, Kind.HOST_CALL}
# These are posted in a week's thread and nowhere else, or edit what is there.
IN_A_THREAD = {*CHANGES, *REMINDERS, Kind.GUIDE, Kind.DIGEST, Kind.MOVED, Kind.REVISED, Kind.ASSIGNMENTS}
IN_A_THREAD |= {Kind.PRESENCES}
# A change adds no such edit while one waits, even if that one is being composed and misses the change. So the bot
# composes it again after marking it as being sent; later changes add another. After an event's
# edit, `follow_event_edit` sends what it missed.
SHOW_ALL_CHANGES = {Kind.POST_EDIT, Kind.DIGEST_UPDATE}
# Their channel is chosen when they are sent.
PLACED_WHEN_SENT = {Kind.NOTICE, Kind.WELCOME}
