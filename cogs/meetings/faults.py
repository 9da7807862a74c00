"""What organizers read about the place of their meetings: what the bot lacks there, and why there is no event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.week_links.passcodes import passcodes_in
from bot.delivery.meeting_places import is_for_the_clubs_eyes, rights_trouble
from cogs.ui.wording import t

if TYPE_CHECKING:
    import discord

    from bot.core.clubs.club import ClubSettings


def faults_of_meetings(server: discord.Guild, settings: ClubSettings) -> list[str]:
    """Return what keeps the bot from making events for the club's meetings: a sentence with the fix.

    A club without meetings, or without events, needs no permission for them.
    """
    place = settings.meeting.place if settings.meeting else None
    if place is None or _is_hidden(server, settings):
        return []
    trouble = rights_trouble(server, place)
    if trouble is None:
        return []
    missing = [f"**{name}**" for name in trouble.facts.get("missing", ())]
    channel, link = f"<#{trouble.facts.get('channel_id')}>", str(trouble.facts.get("link"))
    return [t("meetings-lacks", code=trouble.code, missing=missing, channel=channel, link=link)]


def hidden_note(server: discord.Guild, settings: ClubSettings) -> str:
    """Return why the club's meetings have no event, if it would show the club to others; else an empty text."""
    return t("meetings-hidden") if _is_hidden(server, settings) else ""


def passcode_note(settings: ClubSettings) -> str:
    """Return who can use the password in the meetings' link; an empty text if there is none."""
    place = settings.meeting.place if settings.meeting else None
    return t("meetings-passcode") if place and passcodes_in(place.link) else ""


def _is_hidden(server: discord.Guild, settings: ClubSettings) -> bool:
    place = settings.meeting.place if settings.meeting else None
    if place is None or server.get_channel(settings.channel_id) is None:
        return False
    if place.channel_id is not None and server.get_channel(place.channel_id) is None:
        return False
    return not is_for_the_clubs_eyes(server, place, settings.channel_id)
