"""Who could see an event, compared with who may know of the club; and how links are read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ClubError
from bot.core.meetings.event import LONGEST_LOCATION
from bot.core.meetings.links import BadMeetingLinkError, LongMeetingLinkError, host_of, meeting_link
from bot.core.meetings.plan import Place, PlaceKind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.meeting_places import is_for_the_clubs_eyes, rights_trouble
from tests.support.log_forms import week_begins
from tests.support.meeting_server import EVENTS, allow, events, let_bot_join, plan
from tests.support.private_channels import hide, hide_from, show_to, silence
from tests.support.reading import shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

SCHEDULED, CANCELED = 1, 4
LINK = Place(PlaceKind.LINK, link="https://meet.example.org")


def fits(server: ClubServer, place: Place = LINK) -> bool:
    known = server.bot.get_guild(server.guild.id)
    assert known
    return is_for_the_clubs_eyes(known, place, server.channel.id)


async def test_a_link_is_for_clubs_that_everybody_sees(club_server: ClubServer) -> None:
    assert fits(club_server)
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    assert not fits(club_server)


async def test_a_role_that_may_not_view_the_club_counts(club_server: ClubServer) -> None:
    room = club_server.guild.create_voice_channel("Reading room")
    voice = Place(PlaceKind.VOICE, room.id)
    assert fits(club_server, voice)
    await hide(club_server.env, club_server.channel, club_server.guild, (club_server.readers,))
    assert not fits(club_server)
    assert not fits(club_server, voice)
    await hide(club_server.env, room, club_server.guild, (club_server.readers,))
    assert fits(club_server, voice)
    others = club_server.guild.create_role("Others")
    await show_to(club_server.env, room, others)
    assert not fits(club_server, voice)
    await show_to(club_server.env, club_server.channel, others)
    assert fits(club_server, voice)
    await show_to(club_server.env, room, club_server.bo)
    assert not fits(club_server, voice)
    await show_to(club_server.env, club_server.channel, club_server.bo)
    assert fits(club_server, voice)


async def test_a_member_who_is_shut_out_of_the_club_counts_in_a_channel_that_everybody_sees(
    club_server: ClubServer,
) -> None:
    room = club_server.guild.create_voice_channel("Reading room")
    voice = Place(PlaceKind.VOICE, room.id)
    # An overwrite about something else than viewing says nothing about who sees it.
    await silence(club_server.env, club_server.channel, club_server.ada)
    assert fits(club_server, voice)
    assert fits(club_server)
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    assert not fits(club_server, voice)
    await hide_from(club_server.env, room, club_server.bo)
    assert fits(club_server, voice)


async def test_a_place_or_club_that_is_gone_is_for_nobody(club_server: ClubServer) -> None:
    assert not fits(club_server, Place(PlaceKind.VOICE, 1))
    known = club_server.bot.get_guild(club_server.guild.id)
    assert known
    assert not is_for_the_clubs_eyes(known, LINK, 1)


def test_events_that_only_the_channel_forbids_are_allowed_there() -> None:
    """The invitation's link would change nothing: the server allows them already."""

    class Room(discord.VoiceChannel):
        def __init__(self) -> None:
            self.id = 5

        def permissions_for(self, _member: object) -> discord.Permissions:
            return discord.Permissions(view_channel=True, connect=True)

    me = SimpleNamespace(id=9, guild_permissions=discord.Permissions(create_events=True))
    server: Any = SimpleNamespace(me=me, get_channel=lambda _channel: Room())
    facts = {"missing": ["Create Events"], "channel_id": 5}
    assert rights_trouble(server, Place(PlaceKind.VOICE, 5)) == Trouble(TroubleCode.EVENT_RIGHTS_IN, facts)


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://meet.example.org/a?b=c", "https://meet.example.org/a?b=c"),
        (" <HTTPS://meet.example.org> ", "https://meet.example.org"),
        ("meet.example.org/a", "https://meet.example.org/a"),
        ("example.org:443/a", "https://example.org:443/a"),
        ("room 301", None),
        ("Dr. Smith", None),
        ("12:30", None),
        ("", None),
    ],
)
def test_links_are_read_as_people_type_them(typed: str, link: str | None) -> None:
    assert meeting_link(typed) == link


@pytest.mark.parametrize(
    "typed", ["ftp://example.org", "javascript:alert(1)", "https://ada:pw@example.org", "https://x", "https://a.org/ b"]
)
def test_what_people_cannot_open_is_refused(typed: str) -> None:
    with pytest.raises(BadMeetingLinkError):
        meeting_link(typed)


def test_a_link_has_to_fit_into_an_event() -> None:
    with pytest.raises(LongMeetingLinkError):
        meeting_link("https://example.org/" + "a" * LONGEST_LOCATION)


@given(st.text())
def test_no_text_breaks_it(typed: str) -> None:
    try:
        link = meeting_link(typed)
    except ClubError:
        return
    assert link is None or (len(link) <= LONGEST_LOCATION and link.startswith(("http://", "https://")))


@pytest.mark.parametrize("change", ["the channel", "the role of everybody"])
async def test_an_event_ends_as_soon_as_others_could_see_it(club_server: ClubServer, change: str) -> None:
    """The meeting is on Thursday, so nothing else would look at its event for days."""
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    backend, everybody = club_server.env.backend, club_server.guild.id
    backend.edit_channel(club_server.channel.id, {"name": "renamed"})
    backend.edit_role(everybody, club_server.readers.id, {"permissions": EVENTS.value})
    await club_server.env.settle()
    await club_server.tick()
    await club_server.delivered()
    assert [event.status for event in events(club_server)] == [SCHEDULED]
    await let_bot_join(club_server, club_server.channel)
    if change == "the channel":
        await hide(club_server.env, club_server.channel, club_server.guild, (club_server.readers,))
    else:
        backend.edit_role(everybody, everybody, {"permissions": 0})
    await club_server.env.settle()
    await club_server.tick()
    await club_server.delivered()
    assert [event.status for event in events(club_server)] == [CANCELED]
    assert "**Meeting**" in shown_text(club_server.posts()[0])
    assert "[event](" not in shown_text(club_server.posts()[0])


def test_a_host_that_looks_like_another_is_not_shown_as_that() -> None:
    """Two of its letters are Cyrillic."""
    link = meeting_link("https://z\u043e\u043em.us/j/1")
    assert link
    assert host_of(link) == "xn--zm-fmca.us"
    assert host_of("https://www.zoom.us/j/1") == "zoom.us"
