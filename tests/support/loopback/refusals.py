"""Discord's error answers, by their status and code."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error of this program
    """What Discord answers instead of doing what was asked."""

    def __init__(self, status: int, code: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.body = {"code": code, "message": message, **more}


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def unknown_guild() -> Refusal:
    return Refusal(404, 10004, "Unknown Guild")


def unknown_member() -> Refusal:
    return Refusal(404, 10007, "Unknown Member")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def unknown_event() -> Refusal:
    return Refusal(404, 10070, "Unknown Guild Scheduled Event")


def finished_event() -> Refusal:
    return Refusal(400, 180000, "Cannot update a finished event")


def too_many_events() -> Refusal:
    return Refusal(400, 30038, "Maximum number of guild scheduled events reached (100)")


def tag_required() -> Refusal:
    return Refusal(400, 40067, "A tag is required to create a forum post in this channel")


def already_acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def wrong_channel_type() -> Refusal:
    return Refusal(400, 50024, "Cannot execute action on this channel type")


def invalid_body() -> Refusal:
    return Refusal(400, 50035, "Invalid Form Body")


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def thread_archived() -> Refusal:
    return Refusal(400, 50083, "Thread is archived")


def thread_exists() -> Refusal:
    return Refusal(400, 160004, "A thread has already been created for this message")


def thread_locked() -> Refusal:
    return Refusal(403, 160005, "Thread is locked")


def too_many_edits() -> Refusal:
    message = "Maximum number of edits to messages older than 1 hour reached. Try again later."
    return Refusal(429, 30046, message, retry_after=600.0)


def too_many_threads() -> Refusal:
    return Refusal(400, 160006, "Maximum number of active threads reached")
