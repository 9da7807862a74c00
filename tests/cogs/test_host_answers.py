"""Answers about hosting that come late, or that nobody can give: what members and organizers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.club_server import DAY
from tests.support.host_server import begun, stored_answers, texts_to, volunteer
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def test_a_bot_is_no_host_and_that_is_said(club_server: ClubServer) -> None:
    await begun(club_server)
    robot = club_server.guild.add_member(club_server.env.create_user("robot", bot=True))
    refused = await club_server.dana.slash(club_server.channel, "host assign", member=robot)
    assert answer_to(refused).content == f"{robot.mention} is a bot, so it can't host. Choose a member."
    assert await stored_answers(club_server) == []


async def test_a_late_yes_reads_at_once_that_they_host(club_server: ClubServer) -> None:
    await begun(club_server)
    await volunteer(club_server, club_server.ada, club_server.bo)
    await club_server.tick()
    await club_server.pass_by(2 * DAY)
    await club_server.tick()
    late = await club_server.ada.user.click(texts_to(club_server.ada)[-1], label="I'll host")
    assert "You host the session on LoRA" in shown_text(answer_to(late))
    other = await club_server.bo.user.click(texts_to(club_server.bo)[-1], label="I'll host")
    assert f"{club_server.ada.mention} hosts that session by now." in answer_to(other).content
    assert [(user, state) for _, user, state in await stored_answers(club_server)] == [(club_server.ada.id, "hosts")]


async def test_a_no_after_an_organizer_chose_somebody_reads_who_hosts(club_server: ClubServer) -> None:
    await begun(club_server)
    await volunteer(club_server, club_server.ada)
    await club_server.tick()
    await club_server.dana.slash(club_server.channel, "host assign", member=club_server.bo)
    late = await club_server.ada.user.click(texts_to(club_server.ada)[-1], label="Not this time")
    assert answer_to(late).content == f"{club_server.bo.mention} hosts that session, so there is nothing for you to do."
    assert [(user, state) for _, user, state in await stored_answers(club_server)] == [(club_server.bo.id, "hosts")]
