"""Both local Discords give the bot what the README's invite asks for, and refuse what Discord refuses."""

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
class Double:
    """A server with a text channel and a forum; the bot's own message in a thread of the one, its post in the other.

    `change` sets facts of a thread as a moderator does, `wait` lets time pass, `fill` opens as many threads as fit.
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


async def double_by_simcord(env: Any) -> Double:
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
    return Double(http, server.channel.id, *numbers, change, wait, fill)


async def double_by_loopback(loopback: small.Loopback, clock: list[datetime], client: discord.Client) -> Double:
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
    return Double(http, text.id, *numbers, change, wait, fill)


@pytest.fixture(params=["simcord", "loopback"])
async def double(
    request: pytest.FixtureRequest, simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Double]:
    if request.param == "simcord":
        yield await double_by_simcord(simcord_env)
        return
    clock = [NOW]
    loopback = small.Loopback(now=lambda: clock[0], checks=False)
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    client = discord.Client(intents=discord.Intents.none())
    monkeypatch.setattr("asyncio.sleep", _at_once)
    await client.login("a.b.c")
    yield await double_by_loopback(loopback, clock, client)
    await client.close()
    await loopback.close()


async def _at_once(_seconds: float) -> None:
    """discord.py waits before it repeats what met a limit."""


async def refused(asking: Awaitable[Any]) -> int:
    with pytest.raises(discord.HTTPException) as caught:
        await asking
    return caught.value.code


async def test_an_archived_thread_takes_nothing_until_it_is_opened(double: Double) -> None:
    double.change(double.thread, archived=True)
    assert await refused(double.send()) == ARCHIVED
    assert await refused(double.edit()) == ARCHIVED
    assert await refused(double.delete()) == ARCHIVED
    await double.reopen()
    await double.edit()
    await double.send()
    await double.delete()


async def test_a_locked_thread_takes_nothing_and_is_not_opened(double: Double) -> None:
    double.change(double.thread, locked=True)
    assert await refused(double.send()) == LOCKED
    assert await refused(double.edit()) == LOCKED
    double.change(double.thread, archived=True)
    assert await refused(double.reopen()) == FORBIDDEN


async def test_a_forum_post_is_not_deleted_without_manage_threads_but_emptied_and_closed(double: Double) -> None:
    assert await refused(double.http.delete_channel(double.post)) == FORBIDDEN
    assert await refused(double.http.edit_channel(double.post, locked=True)) == FORBIDDEN
    await double.http.delete_message(double.post, double.post)
    assert await refused(double.http.get_message(double.post, double.post)) == GONE_MESSAGE
    await double.http.edit_channel(double.post, archived=True)


async def test_a_thousand_active_threads_are_the_most(double: Double) -> None:
    double.change(double.thread, archived=True)
    double.fill()
    assert await refused(double.reopen()) == FULL
    said = await double.send(double.text)
    opening = double.http.start_thread_with_message(
        double.text, int(said["id"]), name="Week 2", auto_archive_duration=10080
    )
    assert await refused(opening) == FULL


async def test_messages_older_than_an_hour_take_few_edits(double: Double) -> None:
    for _ in range(5):
        await double.edit()
    await double.wait(timedelta(hours=2))
    for _ in range(3):
        await double.edit()
    assert await refused(double.edit()) == TOO_MANY_EDITS
    await double.wait(timedelta(hours=1, minutes=1))
    await double.edit()


async def test_what_is_gone_is_unknown(double: Double) -> None:
    await double.delete()
    assert await refused(double.edit()) == GONE_MESSAGE
    assert await refused(double.send(1)) == GONE_CHANNEL


async def test_simcord_gives_the_bot_what_the_invite_asks_for(simcord_env: Any) -> None:
    server = ClubServer(simcord_env)
    assert server.bot.get_guild(server.guild.id).me.guild_permissions == invited_permissions()  # type: ignore[union-attr]


async def test_the_small_discord_gives_the_bot_what_the_invite_asks_for() -> None:
    world = small.Loopback().world
    channel = world.add_channel(world.add_guild())
    assert world.bot_permissions(channel) == invited_permissions()


async def test_the_demo_gives_the_bot_what_the_invite_asks_for(bot_url: str) -> None:
    bot = new_bot(bot_url)
    async with simcord.run(bot, check_errors=False) as env:
        world = await build_world(env, "http://127.0.0.1/")
        assert bot.get_guild(world.guild.id).me.guild_permissions == invited_permissions()  # type: ignore[union-attr]
    await bot.release()
