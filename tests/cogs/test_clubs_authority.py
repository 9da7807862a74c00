"""Who may manage a club: members with Manage Server or the organizer role, checked at every command
and button press.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.clubs.club import ClubState
from tests.cogs.test_clubs import create, only_club, options
from tests.support.club_server import ClubServer
from tests.support.forging import delete_role, press_forged
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from bot.core.clubs.club import Club

FOR_ORGANIZERS: list[tuple[str, dict[str, Any]]] = [
    ("club edit", {"reviewers": 3}),
    ("club pause", {}),
    ("club resume", {}),
    ("club close", {}),
    ("syllabus use", {"track": "must-read"}),
    ("syllabus path", {"to": "mamba"}),
    ("syllabus add", {"paper": "lora"}),
    ("syllabus move", {"paper": "lora", "position": 1}),
    ("syllabus remove", {"paper": "lora"}),
]
FORGED = ["pc:clubs:close:v1:{}", "pc:clubs:retry:v1:{}", "pc:syllabus:page:v1:{}:0"]


@pytest.mark.parametrize(("command", "given"), FOR_ORGANIZERS, ids=[command for command, _ in FOR_ORGANIZERS])
async def test_a_member_is_told_which_permission_is_needed(
    club_server: ClubServer, command: str, given: dict[str, Any]
) -> None:
    before = await club_server.club()
    answer = await club_server.ada.slash(club_server.channel, command, **given)
    assert answer.ephemeral
    assert "need the **Manage Server** permission" in answer_to(answer).content
    assert await only_club(club_server) == before
    assert await club_server.bot.services.syllabus.queue(before) == []


async def test_only_manage_server_starts_a_club(club_server: ClubServer) -> None:
    answer = await club_server.ada.slash(club_server.lobby, "club create", **options(club_server))
    assert answer.ephemeral
    assert "**Manage Server**" in answer_to(answer).content
    leaders = club_server.guild.create_role("Leaders")
    await create(club_server, organiser_role=leaders)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[leaders])
    answer = await eve.slash(club_server.lobby, "club create", **options(club_server, name="Mine"))
    assert "**Manage Server**" in answer_to(answer).content


@pytest.mark.parametrize(("command", "given"), FOR_ORGANIZERS[:5], ids=[command for command, _ in FOR_ORGANIZERS[:5]])
async def test_the_organizer_role_manages_its_club(
    club_server: ClubServer, command: str, given: dict[str, Any]
) -> None:
    leaders = club_server.guild.create_role("Leaders")
    club = await club_server.club(organiser_role_id=leaders.id)
    if command == "club resume":
        await club_server.bot.services.clubs.pause(club)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[leaders])
    answer = await eve.slash(club_server.channel, command, **given)
    assert "Manage Server** permission" not in (answer_to(answer).content + shown_text(answer_to(answer)))


async def test_the_organizer_role_of_one_club_manages_no_other(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    await club_server.club(name="Theirs", organiser_role_id=leaders.id)
    other = await club_server.club(name="Other")
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[leaders])
    answer = await eve.slash(club_server.channel, "club pause", club=str(other.id))
    assert "need the **Manage Server** permission" in answer_to(answer).content
    assert f"<@&{leaders.id}>" not in answer_to(answer).content


async def test_the_refusal_names_the_required_role(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    await club_server.club(organiser_role_id=leaders.id)
    answer = await club_server.ada.slash(club_server.channel, "club pause")
    assert f"or the role <@&{leaders.id}>" in answer_to(answer).content
    await delete_role(club_server.env, club_server.guild.id, leaders.id)
    answer = await club_server.ada.slash(club_server.channel, "club pause")
    assert "or the role" not in answer_to(answer).content


# Another server's club


async def other_server(env: Any) -> tuple[ClubServer, Club]:
    server = ClubServer(env)
    return server, await server.club(name="Elsewhere")


@pytest.mark.parametrize(("command", "given"), [("club show", {}), ("syllabus show", {}), *FOR_ORGANIZERS], ids=str)
async def test_another_servers_club_cannot_be_named(
    club_server: ClubServer, command: str, given: dict[str, Any]
) -> None:
    _, theirs = await other_server(club_server.env)
    await club_server.club()
    for name in (str(theirs.id), "Elsewhere", str(10**30), "'); DROP TABLE clubs;--"):
        answer = await club_server.dana.slash(club_server.channel, command, club=name, **given)
        assert answer.ephemeral
        assert "I can't find that club here. Clubs here: `Sunday papers`." in answer_to(answer).content


async def test_another_servers_clubs_are_not_offered(club_server: ClubServer) -> None:
    await other_server(club_server.env)
    club = await club_server.club()
    offered = await club_server.ada.autocomplete(club_server.channel, "club show", "club", "")
    assert offered == [{"name": "Sunday papers", "value": str(club.id)}]


@pytest.mark.parametrize("custom_id", FORGED)
async def test_a_button_forged_for_another_servers_club(club_server: ClubServer, custom_id: str) -> None:
    server, theirs = await other_server(club_server.env)
    await club_server.club()
    asked = await club_server.dana.slash(club_server.channel, "club close")
    answer = await press_forged(club_server.env, club_server.dana, answer_to(asked), custom_id.format(theirs.id))
    assert answer.ephemeral
    assert "That club is no longer here" in answer_to(answer).content
    assert (await server.present(theirs)).state is ClubState.ACTIVE


@pytest.mark.parametrize("custom_id", FORGED)
async def test_a_button_forged_for_a_nonexistent_club(club_server: ClubServer, custom_id: str) -> None:
    await club_server.club()
    asked = await club_server.dana.slash(club_server.channel, "club close")
    answer = await press_forged(club_server.env, club_server.dana, answer_to(asked), custom_id.format("9" * 18))
    assert "That club is no longer here" in answer_to(answer).content


@pytest.mark.parametrize("custom_id", FORGED[:2])
async def test_a_button_pressed_by_somebody_else(club_server: ClubServer, custom_id: str) -> None:
    club = await club_server.club()
    page = await club_server.ada.slash(club_server.channel, "paper", query="lora")
    answer = await press_forged(club_server.env, club_server.ada, answer_to(page), custom_id.format(club.id))
    assert answer.ephemeral
    assert "need the **Manage Server** permission" in answer_to(answer).content
    assert (await club_server.present(club)).state is ClubState.ACTIVE


async def test_after_losing_the_permission_one_can_no_longer_confirm(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    club = await club_server.club(organiser_role_id=leaders.id)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[leaders])
    asked = await eve.slash(club_server.channel, "club close")
    await delete_role(club_server.env, club_server.guild.id, leaders.id)
    answer = await eve.click(answer_to(asked), label="Close for good")
    assert answer.ephemeral
    assert "need the **Manage Server** permission" in answer_to(answer).content
    assert (await club_server.present(club)).state is ClubState.ACTIVE
