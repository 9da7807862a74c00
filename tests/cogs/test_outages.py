"""During an outage Discord sends no data about a server. What is unknown must not be treated as deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.forging import delete_role, set_available
from tests.support.log_forms import week_begins
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


def mentioned(server: ClubServer) -> list[int]:
    """The roles that the newest post pings."""
    request = server.requests("POST", f"/channels/{server.channel.id}/messages")[-1]
    return [int(role) for role in request.json["allowed_mentions"]["roles"]]


async def test_a_post_waits_for_its_server_and_then_pings_the_role(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await set_available(club_server, available=False)
    await club_server.go_to(club.next_due)
    assert club_server.posts() == []
    await club_server.pass_by(timedelta(minutes=30))
    assert club_server.posts() == []
    await set_available(club_server, available=True)
    await club_server.pass_by(timedelta(minutes=1))
    (post,) = club_server.posts()
    assert mentioned(club_server) == [club_server.readers.id]
    assert f"<@&{club_server.readers.id}>" in shown_text(post)
    assert len([entry for entry in await club_server.entry_rows() if entry.kind == "notice"]) == 0


async def test_a_deleted_role_is_not_pinged(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await delete_role(club_server.env, club_server.guild.id, club_server.readers.id)
    await club_server.go_to(club.next_due)
    assert mentioned(club_server) == []


async def test_the_page_of_a_club_reports_nothing_as_deleted(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    await club_server.club("lora", organiser_role_id=leaders.id)
    await set_available(club_server, available=False)
    text = shown_text(answer_to(await club_server.dana.slash(club_server.lobby, "club show")))
    assert "Sunday papers" in text
    assert "deleted" not in text
    assert "Discord isn't telling me about this server right now" in text


async def test_commands_that_need_the_channel_say_that_it_is_unavailable(club_server: ClubServer) -> None:
    await club_server.club("lora")
    await set_available(club_server, available=False)
    for command, options in (("week post", {}), ("week poll", {}), ("club edit", {"tag": "Papers"})):
        answer = await club_server.dana.slash(club_server.lobby, command, **options)
        assert "Discord isn't telling me about this server right now" in str(answer_to(answer).content)
    assert await club_server.entry_rows() == []


async def test_organizers_are_recognized_by_the_roles_id(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    lead = club_server.guild.add_member(club_server.env.create_user("lea"), roles=[leaders])
    await club_server.club("lora", organiser_role_id=leaders.id)
    await set_available(club_server, available=False)
    assert "there will be no post on" in str(answer_to(await lead.slash(club_server.lobby, "week skip")).content)


async def test_members_can_go_on_in_the_clubs_channel_and_are_told_elsewhere_why_not(club_server: ClubServer) -> None:
    await week_begins(club_server)
    (post,) = club_server.posts()
    await set_available(club_server, available=False)
    pressed = await club_server.ada.click(post, label="I'm in")
    assert "You're in for week 1" in str(pressed.followups[-1].content)
    assert "Week 1" in shown_text(answer_to(await club_server.ada.slash(club_server.channel, "week status")))
    elsewhere = await club_server.ada.slash(club_server.lobby, "week status")
    assert "Discord isn't telling me about this server right now" in str(answer_to(elsewhere).content)
