"""A study server whose club meets live: a voice channel, a stage, and the right to make events."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
from bot.delivery.permissions import FOR_A_CLUB
from tests.support.log_forms import week_begins
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from simcord.backend.models import ScheduledEvent
    from simcord.builders import ChannelHandle

    from tests.support.club_server import ClubServer

THURSDAY = 3
EVENTS = discord.Permissions(create_events=True)
VOICE = EVENTS | discord.Permissions(connect=True)
LINK = "https://meet.example.org/papers"


def allow(server: ClubServer, permissions: discord.Permissions) -> None:
    """An organizer gives the bot's role these permissions, besides the invite's."""
    backend = server.env.backend
    (own,) = backend.get_guild(server.guild.id).members[backend.bot_user.id].role_ids
    backend.edit_role(server.guild.id, own, {"permissions": (FOR_A_CLUB | permissions).value})


async def let_bot_join(server: ClubServer, channel: ChannelHandle) -> None:
    """In a channel that is hidden from everybody, an organizer lets the bot in."""
    backend, allowed = server.env.backend, discord.Permissions(view_channel=True, connect=True).value
    backend.set_overwrite(channel.id, Overwrite(backend.bot_user.id, OverwriteType.MEMBER, allow=allowed, deny=0))
    await server.env.settle()


def plan(server: ClubServer, channel: Any = None, **facts: Any) -> MeetingPlan:
    """Thursdays at 19:00, in the channel or at a link."""
    place = Place(PlaceKind.VOICE, channel.id) if channel else Place(PlaceKind.LINK, link=LINK)
    usual: dict[str, Any] = {"weekday": THURSDAY, "at": time(19), "place": place}
    return MeetingPlan(**usual | facts)


def events(server: ClubServer) -> list[ScheduledEvent]:
    """The server's events, also those that were cancelled; oldest first."""
    found = server.env.backend.get_guild(server.guild.id).scheduled_events.values()
    return sorted(found, key=lambda event: event.id)


async def edit(server: ClubServer, **options: Any) -> str:
    """What Dana reads after `/club edit`."""
    edited = await server.dana.slash(server.channel, "club edit", **options)
    await server.delivered()
    assert edited.ephemeral
    return shown_text(answer_to(edited))


async def event_is_deleted(server: ClubServer) -> None:
    """Somebody deletes the event of a week. The bot learns it when an organizer changes its time."""
    allow(server, EVENTS)
    await week_begins(server, meeting=plan(server))
    (event,) = events(server)
    server.env.backend.delete_scheduled_event(server.guild.id, event.id)
    await edit(server, meeting_time="20:00")
    assert events(server) == []
