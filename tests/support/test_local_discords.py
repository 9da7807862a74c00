"""Both local Discords give the bot the permissions of the README's invite, and refuse what Discord refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord.http import Route

from demo.world import build_world
from tests.conftest import new_bot
from tests.support import loopback as small
from tests.support.club_server import ClubServer
from tests.support.loopback.world import ChannelKind
from tests.test_docs import invited_permissions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

NOW = datetime(2026, 1, 4, 12, tzinfo=UTC)
ARCHIVED, LOCKED, FORBIDDEN, FULL, TOO_MANY_EDITS = 50083, 160005, 50013, 160006, 30046
GONE_CHANNEL, GONE_MESSAGE = 10003, 10008


@dataclass
class LocalDiscord:
    """A server with a text channel and a forum, with the bot's message in a thread of one and its post in the other.
    `change` sets facts of a thread like a moderator, `wait` lets time pass, and `fill` opens as many threads as fit.
    """

    http: Any
    text: int
    thread: int
    message: int
    post: int
    change: Callable[..., object]
    wait: Callable[[timedelta], Awaitable[object]]
    fill: Callable[[], object]

    async def send(self, channel: int | None = None, **facts: Any) -> Any:
        given = {"content": "hello", "allowed_mentions": {"parse": []}} | facts
        return await self.http.request(Route("POST", "/channels/{c}/messages", c=channel or self.thread), json=given)

    async def edit(self) -> Any:
        route = Route("PATCH", "/channels/{c}/messages/{m}", c=self.thread, m=self.message)
        return await self.http.request(route, json={"content": "changed", "allowed_mentions": {"parse": []}})

    async def delete(self) -> Any:
        return await self.http.delete_message(self.thread, self.message)

    async def reopen(self) -> Any:
        return await self.http.edit_channel(self.thread, archived=False)


async def simcord_discord(env: Any) -> LocalDiscord:
    server, forum = ClubServer(env), ClubServer(env, is_forum=True)
    http = server.bot.http
    said = await http.request(Route("POST", "/channels/{c}/messages", c=server.channel.id), json={"content": "Week 1"})
    thread = await http.start_thread_with_message(
        server.channel.id, int(said["id"]), name="Week 1", auto_archive_duration=10080
    )
    kept = await http.request(Route("POST", "/channels/{c}/messages", c=int(thread["id"])), json={"content": "A log"})
    made = await http.request(
        Route("POST", "/channels/{c}/threads", c=forum.channel.id),
        json={"name": "Week 1", "message": {"content": "Week 1"}},
    )

    def change(channel: int, **facts: bool) -> None:
        env.backend.edit_channel(channel, {}, thread_metadata=facts)

    def fill() -> None:
        for number in range(1000):
            env.backend.create_thread(server.channel.id, str(number), server.ada.id, broadcast=False)

    async def wait(span: timedelta) -> None:
        await env.advance_time(span.total_seconds())

    numbers = (int(thread["id"]), int(kept["id"]), int(made["id"]))
    return LocalDiscord(http, server.channel.id, *numbers, change, wait, fill)


async def loopback_discord(loopback: small.Loopback, clock: list[datetime], client: discord.Client) -> LocalDiscord:
    world = loopback.world
    guild = world.add_guild()
    text, forum = world.add_channel(guild), world.add_channel(guild, ChannelKind.FORUM)
    http = client.http
    said = await http.request(Route("POST", "/channels/{c}/messages", c=text.id), json={"content": "Week 1"})
    thread = await http.start_thread_with_message(text.id, said["id"], name="Week 1", auto_archive_duration=10080)
    kept = await http.request(Route("POST", "/channels/{c}/messages", c=thread["id"]), json={"content": "A log"})
    made = await http.request(
        Route("POST", "/channels/{c}/threads", c=forum.id), json={"name": "Week 1", "message": {"content": "Week 1"}}
    )

    def change(channel: int, **facts: bool) -> None:
        for name, value in facts.items():
            setattr(world.channels[channel], name, value)

    def fill() -> None:
        for _ in range(1000):
            opened = world.add_channel(guild, ChannelKind.PUBLIC_THREAD)
            opened.parent_id = text.id

    async def wait(span: timedelta) -> None:
        clock[0] += span

    numbers = (int(thread["id"]), int(kept["id"]), int(made["id"]))
    return LocalDiscord(http, text.id, *numbers, change, wait, fill)


@pytest.fixture(params=["simcord", "loopback"])
async def local_discord(
    request: pytest.FixtureRequest, simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LocalDiscord]:
    if request.param == "simcord":
        yield await simcord_discord(simcord_env)
        return
    clock = [NOW]
    loopback = small.Loopback(now=lambda: clock[0], checks=False)
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    client = discord.Client(intents=discord.Intents.none())
    monkeypatch.setattr("asyncio.sleep", _at_once)
    await client.login("a.b.c")
    yield await loopback_discord(loopback, clock, client)
    await client.close()
    await loopback.close()


async def _at_once(_seconds: float) -> None:
    """discord.py waits before it retries a rate-limited request."""


async def refused(asking: Awaitable[Any]) -> int:
    with pytest.raises(discord.HTTPException) as caught:
        await asking
    return caught.value.code


async def test_an_archived_thread_accepts_nothing_until_it_is_reopened(local_discord: LocalDiscord) -> None:
    local_discord.change(local_discord.thread, archived=True)
    assert await refused(local_discord.send()) == ARCHIVED
    assert await refused(local_discord.edit()) == ARCHIVED
    assert await refused(local_discord.delete()) == ARCHIVED
    await local_discord.reopen()
    await local_discord.edit()
    await local_discord.send()
    await local_discord.delete()


async def test_a_locked_thread_accepts_nothing_and_cannot_be_reopened(local_discord: LocalDiscord) -> None:
    local_discord.change(local_discord.thread, locked=True)
    assert await refused(local_discord.send()) == LOCKED
    assert await refused(local_discord.edit()) == LOCKED
    local_discord.change(local_discord.thread, archived=True)
    assert await refused(local_discord.reopen()) == FORBIDDEN


async def test_without_manage_threads_a_forum_post_is_emptied_and_closed_but_not_deleted(
    local_discord: LocalDiscord,
) -> None:
    assert await refused(local_discord.http.delete_channel(local_discord.post)) == FORBIDDEN
    assert await refused(local_discord.http.edit_channel(local_discord.post, locked=True)) == FORBIDDEN
    await local_discord.http.delete_message(local_discord.post, local_discord.post)
    assert await refused(local_discord.http.get_message(local_discord.post, local_discord.post)) == GONE_MESSAGE
    await local_discord.http.edit_channel(local_discord.post, archived=True)


async def test_a_thousand_active_threads_are_the_limit(local_discord: LocalDiscord) -> None:
    local_discord.change(local_discord.thread, archived=True)
    local_discord.fill()
    assert await refused(local_discord.reopen()) == FULL
    said = await local_discord.send(local_discord.text)
    opening = local_discord.http.start_thread_with_message(
        local_discord.text, int(said["id"]), name="Week 2", auto_archive_duration=10080
    )
    assert await refused(opening) == FULL


async def test_messages_older_than_an_hour_allow_few_edits(local_discord: LocalDiscord) -> None:
    for _ in range(5):
        await local_discord.edit()
    await local_discord.wait(timedelta(hours=2))
    for _ in range(3):
        await local_discord.edit()
    assert await refused(local_discord.edit()) == TOO_MANY_EDITS
    await local_discord.wait(timedelta(hours=1, minutes=1))
    await local_discord.edit()


async def test_deleted_objects_are_unknown(local_discord: LocalDiscord) -> None:
    await local_discord.delete()
    assert await refused(local_discord.edit()) == GONE_MESSAGE
    assert await refused(local_discord.send(1)) == GONE_CHANNEL


async def test_simcord_gives_the_bot_the_invites_permissions(simcord_env: Any) -> None:
    server = ClubServer(simcord_env)
    assert server.bot.get_guild(server.guild.id).me.guild_permissions == invited_permissions()  # type: ignore[union-attr]


async def test_the_small_discord_gives_the_bot_the_invites_permissions() -> None:
    world = small.Loopback().world
    channel = world.add_channel(world.add_guild())
    assert world.bot_permissions(channel) == invited_permissions()


async def test_the_demo_gives_the_bot_the_invites_permissions(bot_url: str) -> None:
    bot = new_bot(bot_url)
    async with simcord.run(bot, check_errors=False) as env:
        world = await build_world(env, "http://127.0.0.1/")
        assert bot.get_guild(world.guild.id).me.guild_permissions == invited_permissions()  # type: ignore[union-attr]
    await bot.release()
