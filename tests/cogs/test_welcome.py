"""The welcome when the bot joins a server: one message, once, and what its buttons do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
from sqlalchemy import delete, insert, select

from bot.core.privacy.left_servers import KEPT_AFTER_LEAVING
from bot.services.welcome.service import welcome_key
from bot.storage.privacy.tables import left_servers
from bot.storage.tables import outbox
from bot.storage.welcome.tables import welcome_start
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.forging import deny_bot, hide
from tests.support.joining import NewServer
from tests.support.reading import answer_to, buttons, selects, shown_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BUTTONS = ["Set up a club", "Try a paper", "How it works"]
DAY = timedelta(days=1)


@pytest.fixture
async def server(simcord_env: Any) -> AsyncIterator[NewServer]:
    await simcord_env.advance_time(3600)
    yield NewServer(simcord_env)
    if simcord_env.http_requests:
        assert_requests_valid(simcord_env)


async def entries(server: NewServer) -> list[Any]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.execute(select(outbox)))


# Where


async def test_it_comes_to_the_system_channel(server: NewServer) -> None:
    server.use_as_system_channel(server.papers)
    await server.join()
    (message,) = server.welcomes()
    assert message.channel.id == server.papers.id
    assert list(buttons(message)) == BUTTONS
    assert "/paper" in shown_text(message)
    (entry,) = await entries(server)
    assert (entry.state, entry.key, entry.club_id) == ("done", welcome_key(server.guild.id), None)


async def test_without_a_system_channel_it_comes_to_the_first_one(server: NewServer) -> None:
    with server.unheard():
        server.env.backend.edit_channel(server.papers.id, {"position": 0})
        server.env.backend.edit_channel(server.general.id, {"position": 3})
    await server.join()
    (message,) = server.welcomes()
    assert message.channel.id == server.papers.id


async def test_channels_in_categories_come_after_those_outside(server: NewServer) -> None:
    with server.unheard():
        category = server.guild.create_category("First")
        for channel, facts in ((server.general, {"position": 0, "parent_id": category.id}), (server.papers, {})):
            server.env.backend.edit_channel(channel.id, {"position": 5} | facts)
    await server.join()
    (message,) = server.welcomes()
    assert message.channel.id == server.papers.id


async def test_a_channel_where_it_may_not_write_is_passed_over(server: NewServer) -> None:
    server.use_as_system_channel(server.general)
    with server.unheard():
        await deny_bot(server.env, server.general, send_messages=True)
    await server.join()
    (message,) = server.welcomes()
    assert message.channel.id == server.papers.id


async def test_a_channel_that_only_some_see_is_passed_over(server: NewServer) -> None:
    with server.unheard():
        hide(server, server.general)
    await server.join()
    (message,) = server.welcomes()
    assert message.channel.id == server.papers.id


async def test_in_a_server_without_open_channels_it_comes_to_one_that_organizers_see(server: NewServer) -> None:
    with server.unheard():
        hide(server, server.general)
        hide(server, server.papers, server.organizers.id)
    await server.join()
    (message,) = server.welcomes()
    assert message.channel.id == server.papers.id


async def test_where_it_may_write_nowhere_nothing_breaks_and_the_next_join_tries_again(server: NewServer) -> None:
    with server.unheard():
        for channel in (server.general, server.papers):
            await deny_bot(server.env, channel, send_messages=True)
    await server.join()
    assert server.welcomes() == []
    (entry,) = await entries(server)
    assert (entry.state, entry.trouble) == ("cancelled", "nowhere-to-tell")
    await server.leave()
    with server.unheard():
        await deny_bot(server.env, server.papers)
    await server.join()
    assert len(server.welcomes()) == 1


async def test_a_refusal_ends_it(server: NewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_arguments: Any, **_options: Any) -> None:
        answer: Any = type("Answer", (), {"status": 403, "reason": "Forbidden"})()
        raise discord.Forbidden(answer, {"code": 50013, "message": "Missing Permissions"})

    monkeypatch.setattr(server.bot.http, "send_message", refuse)
    await server.join()
    (entry,) = await entries(server)
    assert entry.state == "cancelled"
    assert (await server.bot.services.outbox.figures()).blocked == 0


# Once


async def test_a_quick_rejoin_and_an_outage_bring_no_second_one(server: NewServer) -> None:
    await server.join()
    await server.join()
    await server.leave()
    await server.join()
    await server.come_back_after_an_outage()
    await server.do_chores()
    assert len(server.welcomes()) == 1


async def test_a_restart_before_it_is_sent_sends_it_once(server: NewServer, restart: Any) -> None:
    server.set_joined_now()
    await server.bot.services.welcome.welcome(server.guild.id, server.env.now())
    await restart()
    await server.bot.scheduler.tick()
    await server.do_chores()
    assert len(server.welcomes()) == 1
    await restart()
    await server.bot.scheduler.tick()
    await server.do_chores()
    assert len(server.welcomes()) == 1


async def test_a_server_joined_while_the_bot_was_offline_is_welcomed(server: NewServer, restart: Any) -> None:
    server.set_joined_now()
    await restart()
    await server.do_chores()
    assert len(server.welcomes()) == 1


async def test_a_server_joined_long_ago_is_not(server: NewServer, restart: Any) -> None:
    server.set_joined_now()
    await server.env.advance_time(2 * DAY.total_seconds())
    await restart()
    await server.do_chores()
    assert server.welcomes() == []


@pytest.mark.parametrize("event", ["join", "chore"])
async def test_a_server_from_before_this_version_is_not_welcomed(server: NewServer, event: str) -> None:
    async with database_of(server.bot).write_transaction() as connection:
        await connection.execute(delete(welcome_start))
        await connection.execute(insert(welcome_start).values(since=server.env.now() + DAY))
    if event == "join":
        await server.join()
    else:
        await server.come_back_after_an_outage()
        await server.do_chores()
    assert server.welcomes() == []
    assert await entries(server) == []


async def test_a_server_with_a_club_knows_the_bot(server: NewServer) -> None:
    await server.come_back_after_an_outage()
    given = {"name": "Owls", "channel": server.papers, "day": "Sunday", "time": "18:00", "timezone": "Asia/Tokyo"}
    await server.dana.slash(server.general, "club create", **given)
    await server.leave()
    await server.join()
    assert [entry for entry in await entries(server) if entry.kind == "welcome"] == []


async def test_nothing_of_it_is_left_thirty_days_after_the_server_removed_the_bot(server: NewServer) -> None:
    await server.join()
    await server.leave()
    with server.unheard():
        guild = server.env.backend.guilds.pop(server.guild.id)
    await server.env.advance_time(KEPT_AFTER_LEAVING.total_seconds())
    await server.do_chores()
    assert await entries(server) == []
    async with database_of(server.bot).read_transaction() as connection:
        assert not (await connection.execute(select(left_servers))).all()
    # Nobody had used the bot there, so nobody is told about data.
    direct = server.env.backend.get_dm_channel(guild.owner_id)
    assert not server.env.backend.messages.get(direct.id)
    server.env.backend.guilds[server.guild.id] = guild
    await server.join()
    assert len(server.welcomes()) == 2


# What its buttons do


async def test_whoever_may_set_up_a_club_gets_the_wizard(server: NewServer) -> None:
    await server.join()
    (message,) = server.welcomes()
    answer = await server.dana.click(message, label="Set up a club")
    assert answer.ephemeral
    assert "Owls papers" in shown_text(answer_to(answer))
    refused = await server.ada.click(message, label="Set up a club")
    assert refused.ephemeral
    assert "**Manage Server**" in answer_to(refused).content


async def test_a_paper_can_be_tried_privately(server: NewServer) -> None:
    await server.join()
    (message,) = server.welcomes()
    offered = await server.ada.click(message, label="Try a paper")
    assert offered.ephemeral
    (select_,) = selects(answer_to(offered))
    shown = await server.ada.select(answer_to(offered), ["lora"], custom_id=select_["custom_id"])
    assert shown.ephemeral
    assert "LoRA" in shown_text(answer_to(shown))


async def test_how_it_works_says_what_comes_next_for_each(server: NewServer, restart: Any) -> None:
    await server.join()
    await restart()
    (message,) = server.welcomes()
    danas = await server.dana.click(message, label="How it works")
    adas = await server.ada.click(message, label="How it works")
    assert danas.ephemeral
    assert adas.ephemeral
    assert list(buttons(answer_to(danas))) == ["Set up a club", "Try a paper"]
    assert list(buttons(answer_to(adas))) == ["Try a paper"]
    assert "**Manage Server**" in shown_text(answer_to(adas))
    assert "Digest" in shown_text(answer_to(adas))


# Without a club


COMMANDS: list[tuple[str, dict[str, Any]]] = [
    ("week status", {}),
    ("week preview", {}),
    ("week post", {}),
    ("week skip", {}),
    ("week unskip", {}),
    ("week poll", {}),
    ("week close", {"what": "logs"}),
    ("review next", {}),
    ("log write", {}),
    ("club show", {}),
    ("syllabus show", {}),
]


@pytest.mark.parametrize(("command", "given"), COMMANDS, ids=[command for command, _ in COMMANDS])
async def test_each_command_offers_a_way_forward(server: NewServer, command: str, given: dict[str, Any]) -> None:
    await server.join()
    danas = await server.dana.slash(server.general, command, **given)
    assert danas.ephemeral
    assert list(buttons(answer_to(danas))) == ["Set up a club"]
    wizard = await server.dana.click(answer_to(danas), label="Set up a club")
    assert "Owls papers" in shown_text(answer_to(wizard))
    adas = await server.ada.slash(server.general, command, **given)
    assert adas.ephemeral
    assert buttons(answer_to(adas)) == {}
    (select_,) = selects(answer_to(adas))
    shown = await server.ada.select(answer_to(adas), ["lora"], custom_id=select_["custom_id"])
    assert "LoRA" in shown_text(answer_to(shown))
