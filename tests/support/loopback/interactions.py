"""Interactions: a test lets a member act, and the bot answers through these routes."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from tests.support.loopback import refusals
from tests.support.loopback.shapes import channel_shape, member_shape, message_shape, user_shape
from tests.support.loopback.world import APPLICATION_ID, Message, made_at

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes
    from tests.support.loopback.world import Channel, World

EPHEMERAL = 64
COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
BUTTON, TEXT_FIELD, LABEL = 2, 4, 18


class Callback(IntEnum):
    """The callback types that create or edit a message."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    UPDATE = 7


def send_interaction(world: World, channel: Channel, user_id: int, kind: int, data: dict[str, Any], **more: Any) -> int:
    """Tell the bot that a member used a command or pressed something; returns the interaction's id."""
    interaction_id = world.new_id()
    facts = {
        "id": str(interaction_id),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "token": f"aW50ZXJhY3Rpb24{interaction_id}",
        "version": 1,
        "guild_id": str(channel.guild_id),
        "channel_id": str(channel.id),
        "channel": channel_shape(world, channel),
        "member": member_shape(user_shape(user_id, "member")) | {"permissions": str((1 << 50) - 1)},
        "locale": "en-US",
        "guild_locale": "en-US",
        "app_permissions": str(world.bot_permissions(channel).value),
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(channel.guild_id)},
        "context": 0,
        "attachment_size_limit": 10 * 1024 * 1024,
        "data": data,
        **more,
    }
    world.interactions[interaction_id] = facts
    tell_of(world, interaction_id)
    return interaction_id


def tell_of(world: World, interaction_id: int) -> None:
    """Deliver an interaction to the bot, possibly not for the first time."""
    facts = world.interactions[interaction_id]
    world.tell("INTERACTION_CREATE", facts, int(facts["guild_id"]))


def send_command(world: World, channel: Channel, user_id: int, name: str, **options: str) -> int:
    """A slash command, such as `paper` or `week status`, with options of text. Raises StopIteration if the bot has no
    such command.
    """
    first, *rest = name.split()
    command = next(known for known in world.commands if known["name"] == first)
    given = [{"type": 3, "name": option, "value": value} for option, value in options.items()]
    for part in reversed(rest):
        given = [{"type": 1, "name": part, "options": given}]
    data = {"id": command["id"], "name": first, "type": 1, "options": given}
    return send_interaction(world, channel, user_id, COMMAND, data)


def type_in(world: World, channel: Channel, user_id: int, name: str, **typed: str) -> int:
    """Autocomplete for what a member has typed into an option so far."""
    command = next(known for known in world.commands if known["name"] == name)
    given = [{"type": 3, "name": option, "value": value, "focused": True} for option, value in typed.items()]
    data = {"id": command["id"], "name": name, "type": 1, "options": given}
    return send_interaction(world, channel, user_id, AUTOCOMPLETE, data)


def press_button(world: World, channel: Channel, user_id: int, message: Message, custom_id: str) -> int:
    shown = {"message": message_shape(world, message)}
    return send_interaction(
        world, channel, user_id, COMPONENT, {"custom_id": custom_id, "component_type": BUTTON}, **shown
    )


def send_form(world: World, channel: Channel, user_id: int, custom_id: str, fields: dict[str, str]) -> int:
    """A filled-in form, with the text of its fields by their custom ids."""
    filled = [
        {"type": LABEL, "id": number, "component": {"type": TEXT_FIELD, "custom_id": name, "value": value}}
        for number, (name, value) in enumerate(fields.items(), 1)
    ]
    return send_interaction(world, channel, user_id, FORM, {"custom_id": custom_id, "components": filled})


def answers_to(world: World, interaction_id: int) -> list[Message]:
    """Everything that the member was shown, in order."""
    first = world.answers.get(interaction_id)
    return [*([first] if first else []), *world.followups[interaction_id]]


def respond(ask: Ask) -> Any:
    """The first answer to an interaction."""
    interaction = ask.world.interactions.get(ask.id("interaction"))
    if interaction is None or interaction["token"] != ask.names["token"]:
        raise refusals.unknown_interaction()
    interaction_id = int(interaction["id"])
    if made_at(interaction_id) + ask.world.answer_within < ask.world.seconds():
        raise refusals.unknown_interaction()
    if interaction_id in ask.world.answers:
        raise refusals.already_acknowledged()
    kind, facts = ask.body["type"], ask.body.get("data") or {}
    makes_message = kind in {Callback.MESSAGE, Callback.DEFERRED_MESSAGE}
    message = _message(ask.world, interaction, facts) if makes_message else None
    ask.world.answers[interaction_id] = message
    if ask.query.get("with_response") not in {"1", "true"}:
        return None
    shown: dict[str, Any] = {"id": str(interaction_id), "type": interaction["type"]}
    if message is None:
        return {"interaction": shown}
    shown |= {
        "response_message_id": str(message.id),
        "response_message_loading": kind == Callback.DEFERRED_MESSAGE,
        "response_message_ephemeral": bool((facts.get("flags") or 0) & EPHEMERAL),
    }
    return {"interaction": shown, "resource": {"type": kind, "message": message_shape(ask.world, message)}}


def show_original(ask: Ask) -> Any:
    return message_shape(ask.world, _original(ask))


def edit_original(ask: Ask) -> Any:
    message = _original(ask)
    message.facts = message.facts | ask.body
    return message_shape(ask.world, message)


def followup(ask: Ask) -> Any:
    interaction = _interaction(ask)
    message = _message(ask.world, interaction, ask.body)
    ask.world.followups[int(interaction["id"])].append(message)
    return message_shape(ask.world, message)


def _message(world: World, interaction: dict[str, Any], facts: dict[str, Any]) -> Message:
    """Answers are stored apart from the channel's messages, because most are for one member alone."""
    return Message(world.new_id(), int(interaction["channel_id"]), APPLICATION_ID, dict(facts), 0)


def _interaction(ask: Ask) -> dict[str, Any]:
    for interaction in ask.world.interactions.values():
        if interaction["token"] == ask.names["token"]:
            return interaction
    raise refusals.unknown_webhook()


def _original(ask: Ask) -> Message:
    """The first answer. If a button's answer was deferred, it is the message with the button."""
    interaction = _interaction(ask)
    message = ask.world.answers.get(int(interaction["id"]))
    if message is None and "message" in interaction and int(interaction["id"]) in ask.world.answers:
        return ask.world.message(int(interaction["channel_id"]), int(interaction["message"]["id"]))
    if message is None:
        raise refusals.unknown_message()
    return message


ROUTES: Routes = {
    ("POST", "/interactions/{interaction}/{token}/callback"): respond,
    ("POST", "/webhooks/{application}/{token}"): followup,
    ("GET", "/webhooks/{application}/{token}/messages/@original"): show_original,
    ("PATCH", "/webhooks/{application}/{token}/messages/@original"): edit_original,
}
