"""A club in a channel that not everybody may view: what its members and others see, and what is said in public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.core.errors import ClubError
from cogs.clubs.channels import MeetingChannel, require_view
from tests.cogs.test_clubs import create
from tests.cogs.test_clubs_troubles import blocked, notices
from tests.support.club_server import ORGANIZER_PERMISSIONS
from tests.support.forging import delete_channel
from tests.support.log_forms import LORA, week_begins, write
from tests.support.logs import text_by
from tests.support.private_channels import hide, hide_from, show_to
from tests.support.reading import answer_to, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

NO_CLUB = "This server has no reading club yet."


def said(answer: Any) -> str:
    page = answer_to(answer)
    return page.content or shown_text(page)


async def hidden_week(server: ClubServer, *insiders: Any, **facts: Any) -> Any:
    """A club in its first week, with a log by Ada, in a channel that only these members may view."""
    club = await week_begins(server, **facts)
    await write(server, server.ada, LORA)
    await hide(server.env, server.channel, server.guild, seen_by=insiders)
    return club


async def test_a_public_card_does_not_reveal_a_private_club(club_server: ClubServer) -> None:
    await hidden_week(club_server, club_server.ada)
    for private, actor, is_told in ((False, "ada", False), (True, "ada", True), (True, "bo", False)):
        member = getattr(club_server, actor)
        card = await member.slash(club_server.lobby, "paper", query="lora", private=private)
        assert ("**Read here** [Week 1]" in said(card)) is is_told
    at_home = await club_server.ada.slash(club_server.channel, "paper", query="lora")
    assert "**Read here** [Week 1]" in said(at_home)


async def test_actions_in_a_private_club_are_public_only_in_its_channel(club_server: ClubServer) -> None:
    await hidden_week(club_server, club_server.dana)
    for channel, is_private in ((club_server.lobby, True), (club_server.channel, False)):
        for command in ("club pause", "club resume"):
            answer = await club_server.dana.slash(channel, command)
            assert answer.ephemeral is is_private
            assert "Sunday papers" in said(answer)
    assert (await club_server.dana.slash(club_server.lobby, "week close", what="logs")).ephemeral


async def test_a_new_private_club_is_shown_only_to_its_organizer(club_server: ClubServer) -> None:
    await hide(club_server.env, club_server.channel, club_server.guild, seen_by=(club_server.dana,))
    answer = await create(club_server)
    assert answer.ephemeral


async def test_single_members_may_be_given_or_denied_access(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    assert NO_CLUB in said(await club_server.bo.slash(club_server.lobby, "week status"))
    assert "I can't find that log here" in said(await club_server.bo.slash(club_server.lobby, "log show", log="1"))
    await hide(club_server.env, club_server.channel, club_server.guild)
    await show_to(club_server.env, club_server.channel, club_server.bo)
    assert "Sunday papers" in said(await club_server.bo.slash(club_server.lobby, "week status"))
    assert LORA.approach in said(await club_server.bo.slash(club_server.lobby, "log show", log="1"))
    assert NO_CLUB in said(await club_server.ada.slash(club_server.lobby, "week status"))


async def test_administrators_and_the_weeks_own_thread(club_server: ClubServer) -> None:
    await hidden_week(club_server, club_server.ada)
    boss_role = club_server.guild.create_role("Boss", permissions=discord.Permissions(administrator=True))
    boss = club_server.guild.add_member(club_server.env.create_user("boss"), roles=[boss_role])
    assert "Sunday papers" in said(await boss.slash(club_server.lobby, "week status"))
    assert "Sunday papers" in said(await club_server.ada.slash(club_server.threads[0], "week status"))


async def test_a_club_whose_channel_was_deleted_is_visible_only_to_organizers(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[leaders])
    await week_begins(club_server, organiser_role_id=leaders.id)
    await write(club_server, club_server.ada, LORA)
    await delete_channel(club_server.env, club_server.channel)
    for organizer in (club_server.dana, eve):
        assert "Sunday papers" in said(await organizer.slash(club_server.lobby, "club show"))
    assert NO_CLUB in said(await club_server.bo.slash(club_server.lobby, "club show"))
    assert "Read here" not in said(await club_server.bo.slash(club_server.lobby, "paper", query="lora"))
    moved = await club_server.dana.slash(club_server.lobby, "club edit", channel=club_server.lobby)
    assert "Sunday papers" in said(moved)
    assert LORA.approach in said(await club_server.bo.slash(club_server.lobby, "log show", log="1"))


async def test_after_a_move_earlier_posts_stay_in_the_old_channel(club_server: ClubServer) -> None:
    await hidden_week(club_server, club_server.ada, club_server.dana)
    moved = await club_server.dana.slash(club_server.channel, "club edit", channel=club_server.lobby)
    assert "Sunday papers" in said(moved)
    assert "Sunday papers" in said(await club_server.bo.slash(club_server.lobby, "club show"))
    assert "Week 1" not in said(await club_server.bo.slash(club_server.lobby, "week status"))
    assert "Week 1" in said(await club_server.ada.slash(club_server.lobby, "week status"))
    assert await club_server.bo.autocomplete(club_server.lobby, "log show", "log", "") == []
    assert "I can't find that log here" in said(await club_server.bo.slash(club_server.lobby, "log show", log="1"))
    assert "Read here" not in said(await club_server.bo.slash(club_server.lobby, "paper", query="lora", private=True))
    assert LORA.approach in said(await club_server.ada.slash(club_server.lobby, "log show", log="1"))


async def test_a_name_is_taken_only_by_clubs_that_the_organizer_can_view(club_server: ClubServer) -> None:
    await hidden_week(club_server, club_server.ada, name="Quiet readers")
    managers = club_server.guild.create_role("Managers", permissions=ORGANIZER_PERMISSIONS)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[managers])
    wanted: dict[str, Any] = {"day": "Monday", "time": "18:00", "timezone": "Europe/Berlin"}
    for name, is_taken in (("quiet readers", False), ("Quiet Readers", True), ("Other", False)):
        answer = said(await eve.slash(club_server.lobby, "club create", name=name, channel=club_server.lobby, **wanted))
        assert ("already has a club" in answer) is is_taken
    renamed = said(await eve.slash(club_server.lobby, "club edit", club="Other", name="QUIET readers"))
    assert "already has a club" in renamed
    paused = await eve.slash(club_server.lobby, "club pause", club="quiet readers")
    assert "is paused" in said(paused)


async def test_the_trouble_notice_names_no_private_club_elsewhere(club_server: ClubServer) -> None:
    await hide(club_server.env, club_server.channel, club_server.guild, seen_by=(club_server.dana,))
    await blocked(club_server, name="Quiet readers")
    (notice,) = notices(club_server)
    assert notice.channel.id != club_server.channel.id
    assert "### A reading club: the weekly post could not be sent" in shown_text(notice)
    assert "Quiet" not in shown_text(notice)


async def test_nobody_creates_a_club_in_a_channel_they_cannot_view(club_server: ClubServer) -> None:
    channel = club_server.bot.get_channel(club_server.channel.id)
    assert isinstance(channel, discord.TextChannel)
    meeting_channel, server_id = MeetingChannel(channel), club_server.guild.id
    require_view(viewer(1, server_id), meeting_channel)
    with pytest.raises(ClubError, match="You can't view"):
        require_view(viewer(1, server_id, hidden=[channel.id]), meeting_channel)


@pytest.mark.parametrize("name", ["x](https://evil.example) [y", "https://evil.example", "<https://e.io> <t:1:R>"])
async def test_a_clubs_name_cannot_contain_a_link(club_server: ClubServer, name: str) -> None:
    await week_begins(club_server, name=name)
    await write(club_server, club_server.ada, text_by(1))
    for command in ("log mine", "week status", "club show", "syllabus show"):
        text = said(await club_server.ada.slash(club_server.lobby, command))
        assert "](https://e" not in text
        assert "https://e" not in text
        assert "<t:1:R>" not in text.replace("\\<", "")
    mine = said(await club_server.ada.slash(club_server.lobby, "log mine"))
    assert f"](https://discord.com/channels/{club_server.guild.id}/{club_server.threads[0].id}/" in mine
