"""Routes of a server's scheduled events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demo.event_rules import CANCELED, CHANNEL_TYPES, COMPLETED, IN_CHANNELS, MOST_EVENTS, NEXT, SCHEDULED, fault_of
from tests.support.loopback import refusals
from tests.support.loopback.shapes import bot_shape
from tests.support.loopback.world import APPLICATION_ID, ScheduledEvent

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes
    from tests.support.loopback.world import Guild, World

GIVEN = (
    *("name", "description", "scheduled_start_time", "scheduled_end_time", "privacy_level"),
    *("entity_type", "channel_id", "entity_metadata"),
)


def listed(ask: Ask) -> Any:
    """Those that are over or cancelled are not listed."""
    guild = ask.world.guild(ask.id("guild"))
    return [event_shape(event) for event in _alive(ask.world, guild)]


def create(ask: Ask) -> Any:
    guild = ask.world.guild(ask.id("guild"))
    facts = dict.fromkeys(GIVEN) | ask.body
    _require_rights(ask.world, guild, facts)
    if len(_alive(ask.world, guild)) >= MOST_EVENTS:
        raise refusals.too_many_events()
    _require_sense(ask.world, facts, facts)
    now = ask.world.seconds()
    event = ScheduledEvent(ask.world.new_id(), guild.id, APPLICATION_ID, facts, now + ask.after if ask.after else 0)
    guild.events[event.id] = event
    return event_shape(event)


def edit(ask: Ask) -> Any:
    guild = ask.world.guild(ask.id("guild"))
    event = _event(ask, guild)
    changed = event.facts | {name: value for name, value in ask.body.items() if name in GIVEN}
    _require_rights(ask.world, guild, changed)
    if event.status in {COMPLETED, CANCELED}:
        raise refusals.finished_event()
    status = ask.body.get("status", event.status)
    if status != event.status and status not in NEXT[event.status]:
        raise refusals.invalid_body()
    _require_sense(ask.world, changed, {name: changed[name] for name in ask.body if name in GIVEN})
    event.facts, event.status = changed, status
    return event_shape(event)


def delete(ask: Ask) -> None:
    guild = ask.world.guild(ask.id("guild"))
    event = _event(ask, guild)
    _require_rights(ask.world, guild, event.facts)
    del guild.events[event.id]


def event_shape(event: ScheduledEvent) -> dict[str, Any]:
    channel_id = event.facts.get("channel_id")
    return (
        dict.fromkeys(GIVEN)
        | event.facts
        | {
            "id": str(event.id),
            "guild_id": str(event.guild_id),
            "channel_id": str(channel_id) if channel_id else None,
            "creator_id": str(event.creator_id),
            "creator": bot_shape(),
            "image": None,
            "status": event.status,
            "entity_id": None,
            "recurrence_rule": None,
            "guild_scheduled_event_exceptions": [],
        }
    )


def _alive(world: World, guild: Guild) -> list[ScheduledEvent]:
    now = world.seconds()
    return [event for event in guild.events.values() if event.seen_from <= now and event.status <= SCHEDULED + 1]


def _event(ask: Ask, guild: Guild) -> ScheduledEvent:
    event = guild.events.get(ask.id("event"))
    if event is None or event.seen_from > ask.world.seconds():
        raise refusals.unknown_event()
    return event


def _require_rights(world: World, guild: Guild, facts: dict[str, Any]) -> None:
    """Its own events a bot may change with Create Events. Raises Refusal."""
    channel_id, kind = facts.get("channel_id"), facts["entity_type"]
    if not channel_id:
        if not guild.permissions.create_events:
            raise refusals.missing_permissions()
        return
    channel = world.channel(int(channel_id))
    if int(channel.kind) != CHANNEL_TYPES.get(kind):
        raise refusals.wrong_channel_type()
    world.require(channel, "create_events", *IN_CHANNELS[kind])


def _require_sense(world: World, facts: dict[str, Any], changed: dict[str, Any]) -> None:
    if fault_of(facts, changed, world.now()):
        raise refusals.invalid_body()


ROUTES: Routes = {
    ("GET", "/guilds/{guild}/scheduled-events"): listed,
    ("POST", "/guilds/{guild}/scheduled-events"): create,
    ("PATCH", "/guilds/{guild}/scheduled-events/{event}"): edit,
    ("DELETE", "/guilds/{guild}/scheduled-events/{event}"): delete,
}
