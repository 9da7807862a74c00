"""Checks what a builder returned against Discord's limits; one sentence for each violation."""

from __future__ import annotations

import json
import re
from types import NoneType
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.core.meetings.event import LONGEST_DESCRIPTION, LONGEST_LOCATION, LONGEST_TITLE
from bot.delivery.outgoing import EventEnd, OutgoingEvent, OutgoingMessage, OutgoingPoll, PollEnd, Redaction, Removal
from cogs.ui.replies import Reply
from tests.support import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SENT, ANSWERED = "/channels/1/messages", "/webhooks/1/token"
NOBODY: dict[str, Any] = {"parse": []}
INPUT, LABEL = 4, 18
FORM_PARTS = 5
# The longest text Discord accepts, by the name of the component's field. A select has at most 25 options.
FIELDS = {"custom_id": 100, "placeholder": 150, "label": 100, "description": 100, "value": 100, "url": 512}
OPTIONS = 25
# Discord shows a command's mention in a message's text. Elsewhere, members would read its id.
COMMAND_MENTION = re.compile(r"</[a-z]")
SHORTEST_MENTION = len("<@123456789012345678>")
QUESTION, ANSWER, ANSWERS, HOURS = 300, 55, 10, 768


def faults_in(made: Any) -> list[str]:
    """The faults of a message, a form, a poll, a choice, or a plain text; None has none."""
    for kind, check in CHECKS.items():
        if isinstance(made, kind):
            return list(check(made))
    return [f"nothing here knows what Discord takes of {type(made)}"]


def _answer(answer: Reply) -> Iterator[str]:
    yield from _faults(_body(answer.page, NOBODY), ANSWERED)
    shown = str(answer.page.to_components())
    yield from (f"{file.filename} is sent and not shown" for file in answer.files if file.filename not in shown)


def _poll_letter(outgoing: OutgoingPoll) -> Iterator[str]:
    yield from _faults(_body(outgoing.view, NOBODY), SENT)
    yield from _poll(outgoing.poll)


def _event(event: OutgoingEvent) -> Iterator[str]:
    if not 1 <= len(event.name) <= LONGEST_TITLE:
        yield f"an event's name with {len(event.name)} characters"
    if not 1 <= len(event.description) <= LONGEST_DESCRIPTION:
        yield f"an event's description with {len(event.description)} characters"
    if len(event.place.link) > LONGEST_LOCATION:
        yield f"an event's location with {len(event.place.link)} characters"


def _body(view: ui.LayoutView | ui.View, allowed: Any) -> dict[str, Any]:
    flags = limits.COMPONENTS_V2 if isinstance(view, ui.LayoutView) else 0
    return {"flags": flags, "allowed_mentions": allowed, "components": view.to_components()}


def _faults(body: dict[str, Any], path: str) -> list[str]:
    faults = limits.violations(body, path)
    return [*faults, *(fault for part in limits._walk(body.get("components", [])) for fault in _fields(part))]


def _fields(part: dict[str, Any]) -> Iterator[str]:
    allowed = FIELDS | ({"label": 80} if part["type"] == limits.BUTTON else {})
    for each in (part, *part.get("options", [])):
        for name, most in allowed.items():
            if isinstance(each.get(name), str) and len(each[name]) > most:
                yield f"{name} of {len(each[name])} characters, over {most}"
        yield from _unclickable(each.get(name) for name in FIELDS)
    if len(part.get("options", [])) > OPTIONS:
        yield f"a select with {len(part['options'])} options, over {OPTIONS}"
    for item in part.get("items", []):
        if len(item.get("description") or "") > 1024:
            yield "alt text over 1024 characters"
        yield from _unclickable([item.get("description")])


def _unclickable(texts: Iterable[str | None]) -> Iterator[str]:
    yield from (
        f"a command's id where nobody can click it: {text}" for text in texts if COMMAND_MENTION.search(text or "")
    )


def _form(modal: ui.Modal) -> Iterator[str]:
    form = modal.to_dict()
    yield from _unclickable([json.dumps(form)])
    if not 1 <= len(form["title"]) <= 45:
        yield f"a form's title of {len(form['title'])} characters"
    if len(form["custom_id"]) > 100:
        yield "a form's custom id over 100 characters"
    if not 1 <= len(form["components"]) <= FORM_PARTS:
        yield f"{len(form['components'])} parts in a form"
    for part in form["components"]:
        if part["type"] == LABEL:
            if not 1 <= len(part["label"]) <= 45 or len(part.get("description") or "") > 100:
                yield f"a field's name or hint too long: {part['label']}"
            yield from _field(part["component"])
        elif len(part.get("content", "")) > limits.V2_TEXT:
            yield "a text in a form over 4000 characters"


def _field(field: dict[str, Any]) -> Iterator[str]:
    if field["type"] == INPUT:
        most = field.get("max_length") or 4000
        if len(field.get("value") or "") > most or most > 4000:
            yield f"{len(field.get('value') or '')} characters filled in, over {most}"
        if len(field.get("placeholder") or "") > 100:
            yield "a placeholder over 100 characters"
        return
    yield from _fields(field)


def _poll(poll: discord.Poll) -> Iterator[str]:
    yield from _unclickable([str(poll.question), *(str(it.text) for it in poll.answers)])
    if not 1 <= len(str(poll.question)) <= QUESTION:
        yield f"a poll's question of {len(str(poll.question))} characters"
    if not 1 <= len(poll.answers) <= ANSWERS:
        yield f"{len(poll.answers)} answers in a poll"
    yield from (
        f"answer of {len(str(it.text))} characters" for it in poll.answers if not 1 <= len(str(it.text)) <= ANSWER
    )
    if not 1 <= poll.duration.total_seconds() / 3600 <= HOURS:
        yield f"a poll that lasts {poll.duration}"


CHECKS: dict[type, Callable[[Any], Iterable[str]]] = {
    NoneType: lambda _: [],
    str: lambda text: _faults({"content": text, "allowed_mentions": NOBODY}, ANSWERED),
    Reply: _answer,
    OutgoingMessage: lambda outgoing: _faults(_body(outgoing.view, outgoing.allowed_mentions.to_dict()), SENT),
    OutgoingPoll: _poll_letter,
    OutgoingEvent: _event,
    EventEnd: lambda _: [],
    PollEnd: lambda _: [],
    Removal: lambda _: [],
    # It stands in place of a mention, which is longer.
    Redaction: lambda redaction: ["longer than a mention"] if len(redaction.called) > SHORTEST_MENTION else [],
    discord.Poll: _poll,
    ui.Modal: _form,
    app_commands.Choice: lambda choice: [*limits._choices([choice.to_dict()]), *_unclickable([choice.name])],
    ui.LayoutView: lambda page: _faults(_body(page, NOBODY), ANSWERED),
    ui.View: lambda view: _faults(_body(view, NOBODY), ANSWERED),
}
