"""Composes the events and reminders of meetings at the moment they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.delivery.meeting_places import is_for_the_clubs_eyes, is_place_gone
from bot.delivery.outgoing import EventEnd, OutgoingEvent, OutgoingMessage
from bot.services.meetings.service import event_to_end
from cogs.meetings.pages import event_description, event_name, reminder_page
from cogs.papers.names import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from bot.services.meetings.service import EventToSend
    from cogs.ui.dependencies import Dependencies


class MeetingComposers:
    """Each method returns None if there is nothing left to say."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers
        self._meetings = dependencies.services.meetings
        self._weeks = dependencies.services.weeks
        self._server_of = dependencies.server_of

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {
            Kind.EVENT: self.event,
            Kind.EVENT_EDIT: self.event_edit,
            Kind.EVENT_END: self.event_end,
            Kind.MEETING_REMINDER: self.reminder,
        }

    async def event(self, entry: Entry) -> OutgoingEvent | None:
        """Return the event, unless people could see it who may not know of the club.

        In a channel that is gone nobody could see it: then organizers learn that they have to choose another.
        """
        to_send = await self._meetings.event_to_make(entry)
        if to_send is None:
            return None
        is_gone = is_place_gone(self._server_of(to_send.club.server_id), to_send.facts.place)
        if self._is_leaking(to_send) and not is_gone:
            return None
        return await self._outgoing(to_send, entry.key)

    async def event_edit(self, entry: Entry) -> OutgoingEvent | EventEnd | None:
        """Return what changes in the event, or its end if too many people could see it by now."""
        to_send = await self._meetings.event_to_change(entry)
        if to_send is None or to_send.event_id is None:
            return None
        if self._is_leaking(to_send):
            return EventEnd(to_send.event_id)
        return await self._outgoing(to_send, to_send.key) if to_send.parts else None

    async def event_end(self, entry: Entry) -> EventEnd | None:
        event_id = event_to_end(entry)
        return EventEnd(event_id) if event_id else None

    async def reminder(self, entry: Entry) -> OutgoingMessage | None:
        """Return the reminder. It calls those who are still in and still there."""
        found = await self._meetings.reminder(entry)
        view = await self._weeks.view(entry.week_id or 0) if found else None
        if found is None or view is None:
            return None
        members = [user for user in found.members if user not in view.gone and user not in view.declined]
        name = short_name(await self._papers.of(found.club.server_id), found.week.paper_key)
        page = reminder_page(found, entry.key, name, members)
        return OutgoingMessage(page, user_ids=tuple(members))

    def _is_leaking(self, to_send: EventToSend) -> bool:
        """While Discord says nothing about the server, nothing is sent anyway."""
        server = self._server_of(to_send.club.server_id)
        return server is None or not is_for_the_clubs_eyes(
            server, to_send.facts.place, to_send.club.settings.channel_id
        )

    async def _outgoing(self, to_send: EventToSend, marked: str) -> OutgoingEvent:
        papers, facts = await self._papers.of(to_send.club.server_id), to_send.facts
        name = short_name(papers, facts.paper_key)
        return OutgoingEvent(
            name=event_name(to_send, name),
            description=event_description(to_send, papers.catalog.get(facts.paper_key or ""), name, marked),
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            place=facts.place,
            facts=facts.stored(),
            edits=to_send.event_id,
            parts=to_send.parts,
        )
