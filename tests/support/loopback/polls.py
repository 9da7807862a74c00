"""Polls inside messages: a test votes by adding to `voters`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.loopback import refusals
from tests.support.loopback.shapes import message_shape, user_shape
from tests.support.loopback.world import instant

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes
    from tests.support.loopback.world import Message

HOUR = 3600


def open_poll(asked: dict[str, Any], now: float) -> dict[str, Any]:
    """The poll as a message contains it."""
    answers = [{"answer_id": number, "poll_media": one["poll_media"]} for number, one in enumerate(asked["answers"], 1)]
    return {
        "question": asked["question"],
        "answers": answers,
        "expiry": instant(now + asked.get("duration", 24) * HOUR),
        "allow_multiselect": bool(asked.get("allow_multiselect")),
        "layout_type": asked.get("layout_type", 1),
        "results": {"is_finalized": False, "answer_counts": []},
    }


def vote(message: Message, answer_id: int, user_id: int) -> None:
    """Vote like a member."""
    message.facts.setdefault("voters", {}).setdefault(answer_id, []).append(user_id)
    counts = [
        {"id": answer, "count": len(users), "me_voted": False} for answer, users in message.facts["voters"].items()
    ]
    message.facts["poll"]["results"] = {"is_finalized": False, "answer_counts": counts}


def expire(ask: Ask) -> Any:
    message = _poll_message(ask)
    if ask.world.channel(message.channel_id).archived:
        raise refusals.thread_archived()
    poll = message.facts["poll"]
    if poll["results"]["is_finalized"]:
        raise refusals.Refusal(400, 520001, "Poll expired")
    poll["results"] = poll["results"] | {"is_finalized": True}
    poll["expiry"] = instant(ask.world.seconds())
    return message_shape(ask.world, message)


def voters(ask: Ask) -> Any:
    users = _poll_message(ask).facts.get("voters", {}).get(ask.id("answer"), [])
    later = [user for user in sorted(users) if user > ask.number("after", 0)]
    return {"users": [user_shape(user, f"member {user}") for user in later[: ask.number("limit", 25)]]}


def _poll_message(ask: Ask) -> Message:
    message = ask.world.message(ask.id("channel"), ask.id("message"))
    if not message.facts.get("poll"):
        raise refusals.invalid_body()
    return message


ROUTES: Routes = {
    ("POST", "/channels/{channel}/polls/{message}/expire"): expire,
    ("GET", "/channels/{channel}/polls/{message}/answers/{answer}"): voters,
}
