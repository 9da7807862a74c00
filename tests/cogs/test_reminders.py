"""`/remind`: a member asks for direct messages, gets them, and stops them with a button."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.storage.reminders.tables import reminders
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.private_channels import hide_from
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

FORBIDDEN, CLOSED = 403, 50007  # "Cannot send messages to this user"


async def begun(server: ClubServer, *members: str) -> ReadingGroup:
    """A week in which these members are in."""
    club = await server.club("lora", "mamba")
    await server.go_to(club.next_due)
    group = ReadingGroup(server)
    for name in members:
        await group[name].click(server.posts()[-1], label="I'm in")
    return group


def texts_to(member: Any) -> list[Any]:
    """The bot's direct messages to a member."""
    return [message for message in member.user.dm_channel.history() if message.components]


async def wishes(server: ClubServer) -> list[int]:
    async with database_of(server.bot).read_transaction() as connection:
        return [row.user_id for row in await connection.execute(reminders.select())]


async def test_a_member_gets_a_direct_message_and_stops_it_with_its_button(club_server: ClubServer) -> None:
    group = await begun(club_server, "ada", "bo")
    said = await group["ada"].slash(club_server.channel, "remind on")
    assert said.ephemeral
    assert "Reminders are on for this server!" in answer_to(said).content
    assert "I mention you in the week's thread instead" in answer_to(said).content
    await club_server.pass_by(3 * DAY)
    (message,) = texts_to(group["ada"])
    assert "### Your log on LoRA is due <t:" in shown_text(message)
    assert "Week 1 of **Sunday papers**: https://discord.com/channels/" in shown_text(message)
    assert texts_to(group["bo"]) == []
    (reminder,) = group.said("Your log on LoRA is due")
    assert group.called(reminder) == ["bo"]
    stopped = await group["ada"].user.click(message, label="Stop reminders")
    assert "Reminders are off. `/remind on` brings them back." in shown_text(answer_to(stopped))
    assert await wishes(club_server) == []
    await group.write("ada")
    await group.write("bo")
    await club_server.pass_by(2 * DAY)
    await club_server.pass_by(1 * DAY)
    (reminder,) = group.said("### Reviews")
    assert group.called(reminder) == ["ada", "bo"]
    assert len(texts_to(group["ada"])) == 1
    assert_requests_valid(club_server.env)


async def test_who_can_no_longer_view_the_channel_hears_nothing_of_it(club_server: ClubServer) -> None:
    group = await begun(club_server, "ada", "bo")
    await group["ada"].slash(club_server.channel, "remind on")
    await hide_from(club_server.env, club_server.channel, group["ada"])
    await club_server.pass_by(3 * DAY)
    assert texts_to(group["ada"]) == []


async def test_an_unclear_answer_does_not_double_a_direct_message(club_server: ClubServer) -> None:
    group = await begun(club_server, "ada")
    await group["ada"].slash(club_server.channel, "remind on")
    channel_id = group["ada"].user.dm_channel.id
    club_server.env.inject_error("POST", f"/channels/{channel_id}/messages", status=504, times=1)
    await club_server.pass_by(3 * DAY)
    for _ in range(3):
        await club_server.pass_by(timedelta(minutes=5))
    assert len(texts_to(group["ada"])) == 1
    assert group.said("Your log on LoRA is due") == []


async def test_with_closed_direct_messages_the_thread_calls(club_server: ClubServer) -> None:
    group = await begun(club_server, "ada")
    await group["ada"].slash(club_server.channel, "remind on")
    channel_id = group["ada"].user.dm_channel.id
    club_server.env.inject_error("POST", f"/channels/{channel_id}/messages", status=FORBIDDEN, code=CLOSED, times=1)
    await club_server.pass_by(3 * DAY)
    (reminder,) = group.said("Your log on LoRA is due")
    assert group.called(reminder) == ["ada"]
    assert list(buttons(reminder)) == ["Write my log", "Takeaway", "Next for me"]


async def test_in_a_direct_message_off_stops_all_and_on_says_where_it_works(club_server: ClubServer) -> None:
    user = club_server.env.create_user("nia")
    nia = club_server.guild.add_member(user)
    await nia.slash(club_server.lobby, "remind on")
    refused = await user.slash("remind on")
    assert "server" in answer_to(refused).content
    assert await wishes(club_server) == [user.id]
    stopped = await user.slash("remind off")
    assert "Reminders are off, in every server." in answer_to(stopped).content
    again = await user.slash("remind off")
    assert "Reminders were off already." in answer_to(again).content
    assert await wishes(club_server) == []
