"""The small Discord itself: discord.py gets along with it, its answers are as described, and its faults happen."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from discord.http import Route

from bot.delivery.pacing import Pacer
from bot.delivery.presence import Presence
from tests.support.discord_api import load_or_skip
from tests.support.loopback import Loopback, Target, faults
from tests.support.loopback.channels import remove_channel
from tests.support.loopback.interactions import send_command
from tests.support.loopback.polls import vote
from tests.support.loopback.rate_limits import RateLimits
from tests.support.loopback.shapes import member_shape, user_shape
from tests.support.loopback.world import ChannelKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.loopback.world import Channel, Guild

HANG_S = 30
NOBODY = discord.AllowedMentions.none()


class Place:
    """A server with a text channel and a forum, and a bare client that is ready."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.guild: Guild = loopback.world.add_guild()
        self.text: Channel = loopback.world.add_channel(self.guild)
        self.forum: Channel = loopback.world.add_channel(self.guild, ChannelKind.FORUM, tags=("Papers",))
        self.client = discord.AutoShardedClient(
            intents=discord.Intents(guilds=True), allowed_mentions=NOBODY, guild_ready_timeout=0.05
        )

    @property
    def text_channel(self) -> discord.TextChannel:
        channel = self.client.get_channel(self.text.id)
        assert isinstance(channel, discord.TextChannel)
        return channel

    @property
    def forum_channel(self) -> discord.ForumChannel:
        channel = self.client.get_channel(self.forum.id)
        assert isinstance(channel, discord.ForumChannel)
        return channel


@pytest.fixture
async def place(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    loopback = Loopback()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    place = Place(loopback)
    ready = asyncio.Event()

    async def on_ready() -> None:
        ready.set()

    place.client.event(on_ready)
    running = asyncio.create_task(place.client.start("a.b.c"))
    async with asyncio.timeout(HANG_S):
        await ready.wait()
    yield place
    await place.client.close()
    await running
    await loopback.close()
    assert loopback.violations == []


async def test_a_nonce_makes_a_message_once(place: Place) -> None:
    first = await place.text_channel.send("hello", nonce="k")
    again = await place.text_channel.send("hello", nonce="k")
    other = await place.text_channel.send("hello", nonce="l")
    assert first.id == again.id != other.id
    assert [message.id async for message in place.text_channel.history()] == [other.id, first.id]


async def test_components_come_back_with_the_history(place: Place) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="In", custom_id="pc:weeks:in:v1:1")))
    view.stop()
    await place.text_channel.send(view=view)
    (message,) = [message async for message in place.text_channel.history()]
    assert "pc:weeks:in:v1:1" in str([component.to_dict() for component in message.components])


async def test_a_message_has_one_thread(place: Place) -> None:
    message = await place.text_channel.send("hello")
    thread = await message.create_thread(name="talk")
    assert thread.id == message.id
    with pytest.raises(discord.HTTPException) as refusal:
        await message.create_thread(name="talk")
    assert refusal.value.code == 160004


async def test_a_forum_post_has_one_id(place: Place) -> None:
    made = await place.forum_channel.create_thread(name="post", content="hello")
    assert made.thread.id == made.message.id
    assert [thread.id for thread in await place.forum_channel.guild.active_threads()] == [made.thread.id]
    await made.thread.edit(archived=True)
    assert [thread.id async for thread in place.forum_channel.archived_threads()] == [made.thread.id]
    with pytest.raises(discord.HTTPException) as refusal:
        await made.thread.send("more")
    assert refusal.value.code == 50083
    await made.thread.edit(archived=False)
    await made.thread.send("more")


async def test_a_forum_may_demand_a_tag(place: Place) -> None:
    place.forum.requires_tag = True
    with pytest.raises(discord.HTTPException) as refusal:
        await place.forum_channel.create_thread(name="post", content="hello")
    assert refusal.value.code == 40067
    await place.forum_channel.create_thread(
        name="post", content="hello", applied_tags=list(place.forum_channel.available_tags)
    )


async def test_events_reach_the_client_also_after_resuming(place: Place) -> None:
    gone = asyncio.Event()

    async def on_guild_channel_delete(_channel: discord.abc.GuildChannel) -> None:
        gone.set()

    place.client.event(on_guild_channel_delete)
    await place.loopback.gateway.reconnect()
    remove_channel(place.loopback.world, place.forum)
    async with asyncio.timeout(HANG_S):
        await gone.wait()
    assert (place.loopback.gateway.identified, place.loopback.gateway.resumed) == (1, 1)


async def test_a_command_is_answered(place: Place) -> None:
    tree = discord.app_commands.CommandTree(place.client)

    @tree.command()
    async def hello(interaction: discord.Interaction) -> None:
        """Says hello."""
        await interaction.response.send_message("hello")

    await tree.sync()
    sent = send_command(place.loopback.world, place.text, 5, "hello")
    async with asyncio.timeout(HANG_S):
        while sent not in place.loopback.world.answers:  # noqa: ASYNC110 - the world has no bells
            await asyncio.sleep(0.01)
    answer = place.loopback.world.answers[sent]
    assert answer is not None
    assert answer.facts["content"] == "hello"


async def test_a_poll_is_voted_on_and_ended(place: Place) -> None:
    poll = discord.Poll(question="Which?", duration=timedelta(hours=1))
    for text in ("One", "Two"):
        poll.add_answer(text=text)
    message = await place.text_channel.send(poll=poll)
    vote(place.text.messages[message.id], 2, 77)
    read = await place.text_channel.fetch_message(message.id)
    assert read.poll is not None
    assert [answer.vote_count for answer in read.poll.answers] == [0, 1]
    assert [user.id async for user in read.poll.answers[1].voters()] == [77]
    ended = await read.end_poll()
    assert ended.poll is not None
    assert ended.poll.is_finalised()


@pytest.mark.parametrize("fault", [faults.lost(), faults.unanswered()], ids=str)
async def test_a_cut_connection_leaves_it_open_whether_it_was_done(place: Place, fault: faults.Fault) -> None:
    place.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), fault)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await place.text_channel.send("hello")
    assert len(place.text.messages) == int(fault.applies)


async def test_what_appears_late_is_not_in_the_history_yet(place: Place) -> None:
    place.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), faults.appears_late(3600, status=503))
    with pytest.raises(discord.DiscordServerError):
        await place.text_channel.send("hello", nonce="k")
    assert [message async for message in place.text_channel.history()] == []
    again = await place.text_channel.send("hello", nonce="k")
    assert sorted(place.text.messages)[1] == again.id


async def test_a_refusal_in_front_of_discord_is_told_apart(place: Place) -> None:
    place.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), faults.limited_in_front())
    with pytest.raises(discord.HTTPException) as refusal:
        await place.text_channel.send("hello")
    assert refusal.value.status == 429
    assert "Via" not in refusal.value.response.headers


async def test_the_limits_are_those_of_discord(place: Place) -> None:
    place.loopback.limits = RateLimits(lambda: 0.0, per_second=3)
    found = [place.loopback.limits.refusal_of("GET", "/channels/{channel}", {"channel": "1"})[0] for _ in range(4)]
    assert [bool(one) for one in found] == [False, False, False, True]
    place.loopback.limits = RateLimits(lambda: 0.0)
    found = [place.loopback.limits.refusal_of(*faults.CREATE_MESSAGE, {"channel": "1"})[0] for _ in range(6)]
    assert [bool(one) for one in found] == [*[False] * 5, True]


async def test_the_answers_are_as_described(place: Place) -> None:
    """Every route is asked once, and what it answers is held against Discord's description."""
    api = load_or_skip()
    world, guild, text, forum = place.loopback.world, place.guild, place.text, place.forum
    component = {"type": 1, "components": [{"type": 2, "style": 1, "label": "In", "custom_id": "in"}]}
    poll = {"question": {"text": "Which?"}, "answers": [{"poll_media": {"text": "One"}}], "duration": 1}
    found: list[str] = []
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, path: str, body: Any = None) -> Any:
            async with session.request(method, place.loopback.url + path, json=body) as answer:
                told = await answer.json() if answer.status != 204 else None
                found.extend(api.answer_violations(method, path.partition("?")[0], answer.status, told))
                return told

        for path in ("/users/@me", "/applications/@me", "/oauth2/applications/@me", "/gateway", "/gateway/bot"):
            await ask("GET", path)
        await ask("PUT", f"/applications/{place.client.application_id}/commands", [{"name": "hi", "description": "x"}])
        message = await ask("POST", f"/channels/{text.id}/messages", {"content": "hi", "components": [component]})
        polled = await ask("POST", f"/channels/{text.id}/messages", {"poll": poll})
        at = f"/channels/{text.id}/messages/{message['id']}"
        await ask("POST", f"{at}/threads", {"name": "talk"})
        post = await ask("POST", f"/channels/{forum.id}/threads", {"name": "p", "message": {"content": "hi"}})
        for path in (
            *(at, f"/channels/{text.id}/messages?around={message['id']}", f"/channels/{text.id}/messages?after=1"),
            *(f"/channels/{text.id}", f"/channels/{forum.id}", f"/channels/{post['id']}", f"/guilds/{guild.id}"),
            *(f"/guilds/{guild.id}/channels", f"/guilds/{guild.id}/threads/active"),
            f"/guilds/{guild.id}/members/{place.client.application_id}",
            f"/channels/{text.id}/polls/{polled['id']}/answers/1",
        ):
            await ask("GET", path)
        await ask("POST", f"/channels/{text.id}/polls/{polled['id']}/expire")
        await ask("PATCH", at, {"content": "hello"})
        await ask("PATCH", f"/channels/{post['id']}", {"archived": True})
        await ask("GET", f"/channels/{forum.id}/threads/archived/public")
        await ask("POST", "/users/@me/channels", {"recipient_id": "7"})
        sent = send_command(world, text, 5, "hi")
        token = world.interactions[sent]["token"]
        answer = {"type": 4, "data": {"content": "hi"}}
        await ask("POST", f"/interactions/{sent}/{token}/callback?with_response=true", answer)
        original = f"/webhooks/{place.client.application_id}/{token}/messages/@original"
        await ask("GET", original)
        await ask("PATCH", original, {"content": "hello"})
        await ask("DELETE", at)
        forum.allowed = discord.Permissions(manage_threads=True)
        await ask("DELETE", f"/channels/{post['id']}")
    place.loopback.violations.clear()
    assert found == []


async def test_a_server_may_be_unavailable_for_a_while(place: Place) -> None:
    lost = asyncio.create_task(place.client.wait_for("guild_unavailable", timeout=HANG_S))
    await asyncio.sleep(0)
    place.loopback.gateway.lose(place.guild)
    assert (await lost).unavailable
    back = asyncio.create_task(place.client.wait_for("guild_available", timeout=HANG_S))
    await asyncio.sleep(0)
    place.loopback.gateway.bring_back(place.guild)
    assert not (await back).unavailable


async def test_it_finds_members_by_their_ids(place: Place) -> None:
    """One question for all of them, without the members intent."""
    here, gone = 4711, 4712
    place.guild.members[here] = member_shape(user_shape(here, "ada"))
    server = place.client.get_guild(place.guild.id)
    assert server
    found = await server.query_members(user_ids=[here, gone], limit=100, cache=False)
    assert [member.id for member in found] == [here]
    presence = Presence(place.client, Pacer())
    assert await presence.of(place.guild.id, [here, gone]) == {here}
    assert await presence.certainly(place.guild.id, [here, gone]) == {here}
