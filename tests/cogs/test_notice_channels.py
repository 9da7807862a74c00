"""Where organizers are told that something couldn't be sent, once the club's own channel is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.forging import delete_channel, deny_bot, hide
from tests.support.reading import buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def without_channel(server: ClubServer, **facts: Any) -> None:
    """A club whose channel is deleted before its first post."""
    club = await server.club("lora", **facts)
    await delete_channel(server.env, server.channel)
    await server.go_to(club.next_due)


async def test_without_a_system_channel_another_channel_is_used(club_server: ClubServer) -> None:
    await without_channel(club_server)
    (notice,) = club_server.said_in(club_server.lobby)
    assert "The channel is gone. Choose another with `/club edit channel`." in shown_text(notice)
    assert list(buttons(notice)) == ["Try again"]


async def test_in_a_public_channel_the_club_is_not_named(club_server: ClubServer) -> None:
    await without_channel(club_server, name="Secret circle")
    (notice,) = club_server.said_in(club_server.lobby)
    text = shown_text(notice)
    assert "### A reading club: the weekly post could not be sent" in text
    assert "Secret circle" not in text
    assert str(club_server.channel.id) not in text


async def test_problems_of_a_private_club_are_not_posted_in_the_system_channel(club_server: ClubServer) -> None:
    club = await club_server.club("lora", name="Secret circle")
    club_server.env.backend.edit_guild(club_server.guild.id, {"system_channel_id": club_server.lobby.id})
    hide(club_server, club_server.channel, club_server.readers.id)
    await club_server.env.settle()
    await deny_bot(club_server.env, club_server.channel, send_messages=True)
    await club_server.go_to(club.next_due)
    (notice,) = club_server.said_in(club_server.lobby)
    assert "Secret circle" not in shown_text(notice)
    assert f"<#{club_server.channel.id}>" not in shown_text(notice)


async def test_a_channel_for_organizers_is_preferred_to_a_public_one(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    office = club_server.guild.create_text_channel("office")
    hide(club_server, office, leaders.id)
    await without_channel(club_server, organiser_role_id=leaders.id)
    assert club_server.said_in(club_server.lobby) == []
    (notice,) = club_server.said_in(office)
    assert f"<@&{leaders.id}>" in shown_text(notice)


async def test_a_channel_that_organizers_cannot_view_is_skipped(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    hide(club_server, club_server.lobby, club_server.readers.id)
    other = club_server.guild.create_text_channel("other")
    club_server.env.backend.edit_guild(club_server.guild.id, {"system_channel_id": club_server.lobby.id})
    await without_channel(club_server, organiser_role_id=leaders.id)
    assert club_server.said_in(club_server.lobby) == []
    assert len(club_server.said_in(other)) == 1


async def test_the_club_is_named_in_the_channel_for_discords_moderator_updates(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    office = club_server.guild.create_text_channel("office")
    hide(club_server, office, leaders.id)
    club_server.env.backend.edit_guild(club_server.guild.id, {"public_updates_channel_id": office.id})
    await without_channel(club_server, organiser_role_id=leaders.id)
    (notice,) = club_server.said_in(office)
    assert "Sunday papers: the weekly post could not be sent" in shown_text(notice)
