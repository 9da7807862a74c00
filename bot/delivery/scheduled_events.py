"""Discord's scheduled events: make, change and cancel them, and find those that were made before a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.core.meetings.event import EventPart, is_event_of
from bot.core.meetings.plan import PlaceKind
from bot.core.outbox.entry import Cancelled, Limited, Missing, Outcome, Refused, Sent
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.meeting_places import is_place_gone, lacking_in_server, rights_trouble
from bot.delivery.outgoing import EventEnd, OutgoingEvent
from bot.delivery.refusals import FORBIDDEN, SERVER_FAULT, TOO_MANY, UNAUTHORISED, UNKNOWN_CHANNEL

if TYPE_CHECKING:
    from bot.core.meetings.plan import Place
    from bot.core.outbox.entry import Entry
    from bot.delivery.pacing import Pace
    from bot.delivery.responses import ResponseWatch

log = structlog.stdlib.get_logger(__name__)

UNKNOWN_EVENT, FINISHED_EVENT, TOO_MANY_EVENTS, WRONG_CHANNEL = 10070, 180000, 30038, 50024
FULL_PAUSE_S = 3600
GUILD_ONLY, CANCELED = 2, 4
ENTITIES = {PlaceKind.STAGE: 1, PlaceKind.VOICE: 2, PlaceKind.LINK: 3}
GONE = Trouble(TroubleCode.EVENT_GONE)


class ScheduledEvents:
    """Each method takes one step for one entry. The caller has waited for the first turn."""

    def __init__(self, bot: discord.Client, pacer: Pace, watch: ResponseWatch) -> None:
        self._bot = bot
        self._pacer = pacer
        self._watch = watch

    async def send(self, entry: Entry, outgoing: OutgoingEvent | EventEnd) -> Outcome:
        """Make, change or cancel the event. Every refusal that is not a passing one is translated here."""
        try:
            with self._watch.once():
                if isinstance(outgoing, EventEnd):
                    return await self._cancel(entry, outgoing.event_id)
                if outgoing.edits is not None:
                    await self._change(entry, outgoing, outgoing.edits)
                    return Sent(outgoing.edits)
                if is_place_gone(self._bot.get_guild(entry.server_id), outgoing.place):
                    return Refused(Trouble(TroubleCode.PLACE_GONE))
                made = await self._bot.http.create_guild_scheduled_event(entry.server_id, **_everything(outgoing))
                return Sent(int(made["id"]))
        except discord.HTTPException as error:
            if error.status in {UNAUTHORISED, TOO_MANY} or error.status >= SERVER_FAULT:
                raise
            refused = self._refusal(entry, error, None if isinstance(outgoing, EventEnd) else outgoing.place)
            if refused is None:
                raise
            return refused

    async def find(self, entry: Entry) -> Outcome:
        """The event of an entry whose request had no clear answer. The oldest counts; the sweep finds any others.

        If no request was ever sent from this database, a backup was restored: then any event of the session will do.
        """
        found = await self._own(entry, is_any_of_session=entry.attempts == 0)
        return Sent(found[0]) if found else Missing()

    async def clear(self, entry: Entry) -> Outcome:
        """Delete copies that appeared late; the event on record stays."""
        for event_id in await self._own(entry):
            if event_id != entry.message_id:
                await self._pacer.turn()
                await self._bot.http.delete_scheduled_event(entry.server_id, event_id)
                log.warning("a copy was removed", key=entry.key)
        return Missing()

    async def _change(self, entry: Entry, outgoing: OutgoingEvent, event_id: int) -> None:
        whole, parts = _everything(outgoing), outgoing.parts
        names = {
            EventPart.TIME: ("scheduled_start_time", "scheduled_end_time"),
            EventPart.PLACE: ("entity_type", "channel_id", "entity_metadata"),
            EventPart.WORDS: ("name", "description"),
        }
        changed = {name: whole[name] for part in parts for name in names[part] if name in whole}
        if EventPart.PLACE in parts:
            # An event that moves from a channel to a link, or back, must not keep the other one.
            changed = {"channel_id": None, "entity_metadata": None} | changed
            # Discord requires an end for a link.
            changed["scheduled_end_time"] = whole["scheduled_end_time"]
        await self._bot.http.edit_scheduled_event(entry.server_id, event_id, **changed)

    async def _cancel(self, entry: Entry, event_id: int) -> Outcome:
        await self._bot.http.edit_scheduled_event(entry.server_id, event_id, status=CANCELED)
        # If a change turned out to be the end, the meeting has no event any more.
        return Sent(event_id) if entry.kind is Kind.EVENT_END else Cancelled(GONE)

    async def _own(self, entry: Entry, *, is_any_of_session: bool = False) -> list[int]:
        """The bot's events with the entry's marker, oldest first. Discord lists none that is over or was cancelled."""
        listed = await self._bot.http.get_scheduled_events(entry.server_id, with_user_count=False)
        me = self._bot.user.id if self._bot.user else 0
        return sorted(
            int(event["id"])
            for event in listed
            if int(event.get("creator_id") or 0) == me
            and is_event_of(event.get("description"), entry.key, is_any_of_session=is_any_of_session)
        )

    def _refusal(self, entry: Entry, error: discord.HTTPException, place: Place | None) -> Outcome | None:
        """What Discord's refusal means for an event; None for what it means for any message."""
        if error.code in {UNKNOWN_EVENT, FINISHED_EVENT}:
            return Cancelled(GONE)
        server = self._bot.get_guild(entry.server_id)
        if server is None or (place is None and error.status != FORBIDDEN):
            # There is nothing to end any more: the bot has left the server, or the event has begun.
            return Cancelled(GONE)
        if error.code == TOO_MANY_EVENTS:
            return Limited(FULL_PAUSE_S, Trouble(TroubleCode.EVENTS_FULL))
        if error.code in {UNKNOWN_CHANNEL, WRONG_CHANNEL}:
            return Refused(Trouble(TroubleCode.PLACE_GONE))
        if error.status != FORBIDDEN:
            return None
        return Refused((rights_trouble(server, place) if place else None) or lacking_in_server(server))


def _everything(outgoing: OutgoingEvent) -> dict[str, Any]:
    place: dict[str, Any] = {"entity_type": ENTITIES[outgoing.place.kind]}
    if outgoing.place.kind is PlaceKind.LINK:
        place["entity_metadata"] = {"location": outgoing.place.link}
    else:
        place["channel_id"] = str(outgoing.place.channel_id)
    return place | {
        "name": outgoing.name,
        "description": outgoing.description,
        "privacy_level": GUILD_ONLY,
        "scheduled_start_time": outgoing.starts_at.isoformat(),
        "scheduled_end_time": outgoing.ends_at.isoformat(),
    }
