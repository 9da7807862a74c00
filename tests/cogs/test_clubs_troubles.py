"""What organizers learn when a club's messages can't be sent, and how they retry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cogs.clubs.actions import ClubActions
from tests.support.club_server import DAY, ClubServer
from tests.support.forging import delete_channel, delete_role, deny_bot, insist_on_tags, set_tags
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.core.clubs.club import Club

    Restart = Callable[[], Awaitable[None]]


async def shown(server: ClubServer, actor: Any = None) -> str:
    return shown_text(answer_to(await (actor or server.dana).slash(server.lobby, "club show")))


def notices(server: ClubServer, channel: Any = None) -> list[discord.Message]:
    said = server.said_in(channel or server.lobby)
    return [message for message in said if "could not be sent" in shown_text(message)]


async def blocked(server: ClubServer, **facts: Any) -> Club:
    """A club whose first post was refused because of a missing permission; the notice goes to the lobby."""
    server.env.backend.edit_guild(server.guild.id, {"system_channel_id": server.lobby.id})
    club = await server.club(**facts)
    await deny_bot(server.env, server.channel, send_messages=True, create_public_threads=True)
    await server.go_to(club.next_due)
    await server.delivered()
    assert server.posts() == []
    return club


# What `/club show` says about the settings


async def test_without_problems_nothing_is_reported(club_server: ClubServer) -> None:
    await club_server.club()
    text = await shown(club_server)
    assert "RUNNING" in text
    assert "What went wrong" not in text


async def test_a_deleted_role_is_reported_and_posts_go_on(club_server: ClubServer) -> None:
    club = await club_server.club()
    await delete_role(club_server.env, club_server.guild.id, club_server.readers.id)
    text = await shown(club_server)
    assert "The role that posts ping was deleted, so posts ping nobody" in text
    assert "`/club edit role`" in text
    await club_server.go_to(club.next_due)
    assert len(club_server.posts()) == 1


async def test_a_deleted_organizer_role_is_reported(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    await club_server.club(organiser_role_id=leaders.id)
    await delete_role(club_server.env, club_server.guild.id, leaders.id)
    assert "The organizer role was deleted" in await shown(club_server)


async def test_missing_permissions_are_named(club_server: ClubServer) -> None:
    await club_server.club()
    await deny_bot(club_server.env, club_server.channel, send_polls=True, read_message_history=True)
    assert "I'm missing **Read Message History** and **Create Polls** in" in await shown(club_server)
    await deny_bot(club_server.env, club_server.channel)
    assert "What went wrong" not in await shown(club_server)


async def test_a_role_that_can_no_longer_be_mentioned_is_reported(club_server: ClubServer) -> None:
    await club_server.club(role_id=club_server.guild.create_role("Quiet").id)
    await deny_bot(club_server.env, club_server.channel, mention_everyone=True)
    assert "but notify nobody" in await shown(club_server)


async def test_a_deleted_tag_and_a_missing_required_tag_are_reported(forum_server: ClubServer) -> None:
    tags = await set_tags(forum_server.env, forum_server.channel, "reading")
    club = await forum_server.club(tag_id=tags["reading"])
    assert "**Tag** of its posts: reading" in await shown(forum_server)
    await set_tags(forum_server.env, forum_server.channel)
    assert "The tag for the club's posts was deleted" in await shown(forum_server)
    await forum_server.bot.services.clubs.close(club)
    await forum_server.club()
    insist_on_tags(forum_server.bot.get_channel(forum_server.channel.id))
    assert "The forum requires a tag on every post, and the club has none" in await shown(forum_server)


@pytest.mark.parametrize("is_forum", [False, True])
async def test_a_deleted_channel_is_reported_and_the_post_comes_once_another_is_chosen(
    simcord_env: Any, is_forum: bool
) -> None:
    server = ClubServer(simcord_env, is_forum=is_forum)
    club = await server.club("lora")
    server.env.backend.edit_guild(server.guild.id, {"system_channel_id": server.lobby.id})
    await delete_channel(server.env, server.channel)
    assert "The channel was deleted. Choose another with `/club edit channel`" in await shown(server)
    await server.go_to(club.next_due)
    text = await shown(server)
    assert "The weekly post waits. The channel is gone." in text
    (notice,) = notices(server)
    assert "The channel is gone" in shown_text(notice)
    await server.dana.slash(server.lobby, "club edit", channel=server.lobby)
    await server.delivered()
    (post,) = [message for message in server.said_in(server.lobby) if "Week 1 · LoRA" in shown_text(message)]
    assert post.channel.id == server.lobby.id
    assert "What went wrong" not in await shown(server)


# What could not be sent


async def test_organizers_are_told_once_which_club_what_and_why(club_server: ClubServer) -> None:
    await blocked(club_server, name="Sunday <@&1>")
    (notice,) = notices(club_server)
    text = shown_text(notice)
    assert "### Sunday \\<@&1>: the weekly post could not be sent" in text
    assert "I'm missing **Send Messages**" in text
    assert "press *Try again*" in text
    assert f"<#{club_server.channel.id}>" in text
    assert list(buttons(notice)) == ["Try again"]
    for _ in range(3):
        await club_server.pass_by(DAY)
    assert len(notices(club_server)) == 1


async def test_the_notice_carries_its_key_at_the_end_of_a_custom_id(club_server: ClubServer) -> None:
    await blocked(club_server)
    (notice,) = notices(club_server)
    (row,) = [row for row in await club_server.entry_rows() if row.kind == "notice"]
    assert buttons(notice)["Try again"].rpartition(":")[2] == row.key
    assert row.state == "done"


async def test_the_notice_pings_only_the_organizer_role(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders", mentionable=True)
    await blocked(club_server, organiser_role_id=leaders.id)
    (notice,) = notices(club_server)
    assert [role.id for role in notice.role_mentions] == [leaders.id]
    assert not notice.mention_everyone


async def test_trying_again_under_the_notice(club_server: ClubServer, restart: Restart) -> None:
    await blocked(club_server)
    (notice,) = notices(club_server)
    await restart()
    refused = await club_server.ada.click(notice, label="Try again")
    assert refused.ephemeral
    assert "Manage Server" in answer_to(refused).content
    still = await club_server.dana.click(notice, label="Try again")
    assert still.ephemeral
    assert "I'm sending the message" in answer_to(still).content
    assert (
        "This still needs fixing:\n- I'm missing **Send Messages**, **Create Public Threads** and"
        in answer_to(still).content
    )
    await club_server.delivered()
    assert club_server.posts() == []
    await deny_bot(club_server.env, club_server.channel)
    await club_server.dana.click(notice, label="Try again")
    await club_server.delivered()
    assert len(club_server.posts()) == 1
    done = await club_server.dana.click(notice, label="Try again")
    assert answer_to(done).content == "Nothing is held up."
    await club_server.delivered()
    assert len(club_server.posts()) == 1


async def test_trying_again_in_club_show_is_for_organizers(club_server: ClubServer) -> None:
    await blocked(club_server)
    seen = await club_server.ada.slash(club_server.lobby, "club show")
    assert "The weekly post waits. I'm missing **Send Messages**" in shown_text(answer_to(seen))
    assert buttons(answer_to(seen)) == {}
    seen = await club_server.dana.slash(club_server.lobby, "club show")
    assert list(buttons(answer_to(seen))) == ["Try again"]
    await deny_bot(club_server.env, club_server.channel)
    await club_server.dana.click(answer_to(seen), label="Try again")
    await club_server.delivered()
    assert len(club_server.posts()) == 1
    assert "What went wrong" not in await shown(club_server)


async def test_a_skipped_week_is_reported_but_not_as_a_problem(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.bot.services.weeks.skip(club)
    text = await shown(club_server)
    assert "**Left out**" in text
    assert "skipped by an organizer" in text
    assert "What went wrong" not in text


async def test_a_notice_about_a_problem_fixed_meanwhile_is_not_sent(club_server: ClubServer) -> None:
    club = await blocked(club_server)
    (row,) = [row for row in await club_server.entry_rows() if row.kind == "notice"]
    notice = await club_server.bot.services.outbox.entry(row.key)
    assert notice is not None
    assert await club_server.bot.part(ClubActions).notice(notice) is not None
    await deny_bot(club_server.env, club_server.channel)
    await club_server.bot.services.clubs.retry(club)
    await club_server.tick()
    assert await club_server.bot.part(ClubActions).notice(notice) is None


async def test_a_notice_about_a_closed_club_is_not_sent(club_server: ClubServer) -> None:
    club = await blocked(club_server)
    (row,) = [row for row in await club_server.entry_rows() if row.kind == "notice"]
    notice = await club_server.bot.services.outbox.entry(row.key)
    await club_server.bot.services.clubs.close(club)
    assert notice is not None
    assert await club_server.bot.part(ClubActions).notice(notice) is None


async def test_leaving_the_server_pauses_its_clubs(club_server: ClubServer) -> None:
    await club_server.club()
    club_server.env.backend.remove_guild(club_server.guild.id)
    await club_server.env.settle()
    (club,) = await club_server.bot.services.clubs.all_of(club_server.guild.id)
    assert club.next_due is None
