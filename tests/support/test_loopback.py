"""Tests of the small Discord itself: discord.py works with it, its answers match the description, and its faults
happen.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from discord.http import Route
from yarl import URL

from bot.delivery.pacing import Pacer
from bot.delivery.presence import Presence
from tests.support.discord_api import load_or_skip
from tests.support.loopback import Loopback, Target, faults
from tests.support.loopback.channels import remove_channel
from tests.support.loopback.gateway import knows_its_servers
from tests.support.loopback.interactions import send_command
from tests.support.loopback.polls import vote
from tests.support.loopback.rate_limits import RateLimits
from tests.support.loopback.shapes import member_shape, user_shape
from tests.support.loopback.world import ChannelKind
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.loopback.world import Channel, Guild

NOBODY = discord.AllowedMentions.none()


class Scene:
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
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    loopback = Loopback()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    scene = Scene(loopback)
    running = asyncio.create_task(scene.client.start("a.b.c"))
    async with asyncio.timeout(HANG_S):
        while not knows_its_servers(scene.client):  # noqa: ASYNC110 - it may be ready before or after that
            await asyncio.sleep(0.01)
    yield scene
    await scene.client.close()
    await running
    await loopback.close()
    assert loopback.violations == []


async def test_a_message_with_a_nonce_is_made_once(scene: Scene) -> None:
    first = await scene.text_channel.send("hello", nonce="k")
    again = await scene.text_channel.send("hello", nonce="k")
    other = await scene.text_channel.send("hello", nonce="l")
    assert first.id == again.id != other.id
    assert [message.id async for message in scene.text_channel.history()] == [other.id, first.id]


async def test_components_come_back_with_the_history(scene: Scene) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="In", custom_id="pc:weeks:in:v1:1")))
    view.stop()
    await scene.text_channel.send(view=view)
    (message,) = [message async for message in scene.text_channel.history()]
    assert "pc:weeks:in:v1:1" in str([component.to_dict() for component in message.components])


async def test_a_message_has_one_thread(scene: Scene) -> None:
    message = await scene.text_channel.send("hello")
    thread = await message.create_thread(name="talk")
    assert thread.id == message.id
    with pytest.raises(discord.HTTPException) as refusal:
        await message.create_thread(name="talk")
    assert refusal.value.code == 160004


async def test_a_forum_post_has_one_id(scene: Scene) -> None:
    made = await scene.forum_channel.create_thread(name="post", content="hello")
    assert made.thread.id == made.message.id
    assert [thread.id for thread in await scene.forum_channel.guild.active_threads()] == [made.thread.id]
    await made.thread.edit(archived=True)
    assert [thread.id async for thread in scene.forum_channel.archived_threads()] == [made.thread.id]
    with pytest.raises(discord.HTTPException) as refusal:
        await made.thread.send("more")
    assert refusal.value.code == 50083
    await made.thread.edit(archived=False)
    await made.thread.send("more")


async def test_a_forum_may_require_a_tag(scene: Scene) -> None:
    scene.forum.requires_tag = True
    with pytest.raises(discord.HTTPException) as refusal:
        await scene.forum_channel.create_thread(name="post", content="hello")
    assert refusal.value.code == 40067
    await scene.forum_channel.create_thread(
        name="post", content="hello", applied_tags=list(scene.forum_channel.available_tags)
    )


async def test_events_reach_the_client_also_after_resuming(scene: Scene) -> None:
    gone = asyncio.Event()

    async def on_guild_channel_delete(_channel: discord.abc.GuildChannel) -> None:
        gone.set()

    scene.client.event(on_guild_channel_delete)
    await scene.loopback.gateway.reconnect()
    remove_channel(scene.loopback.world, scene.forum)
    async with asyncio.timeout(HANG_S):
        await gone.wait()
    assert (scene.loopback.gateway.identified, scene.loopback.gateway.resumed) == (1, 1)


async def test_a_command_is_answered(scene: Scene) -> None:
    tree = discord.app_commands.CommandTree(scene.client)

    @tree.command()
    async def hello(interaction: discord.Interaction) -> None:
        """Says hello."""
        await interaction.response.send_message("hello")

    await tree.sync()
    sent = send_command(scene.loopback.world, scene.text, 5, "hello")
    async with asyncio.timeout(HANG_S):
        while sent not in scene.loopback.world.answers:  # noqa: ASYNC110 - the world sends no events
            await asyncio.sleep(0.01)
    answer = scene.loopback.world.answers[sent]
    assert answer is not None
    assert answer.facts["content"] == "hello"


async def test_a_poll_is_voted_on_and_ended(scene: Scene) -> None:
    poll = discord.Poll(question="Which?", duration=timedelta(hours=1))
    for text in ("One", "Two"):
        poll.add_answer(text=text)
    message = await scene.text_channel.send(poll=poll)
    vote(scene.text.messages[message.id], 2, 77)
    read = await scene.text_channel.fetch_message(message.id)
    assert read.poll is not None
    assert [answer.vote_count for answer in read.poll.answers] == [0, 1]
    assert [user.id async for user in read.poll.answers[1].voters()] == [77]
    ended = await read.end_poll()
    assert ended.poll is not None
    assert ended.poll.is_finalised()


@pytest.mark.parametrize("fault", [faults.lost(), faults.unanswered()], ids=str)
async def test_a_cut_connection_does_not_tell_whether_it_was_done(scene: Scene, fault: faults.Fault) -> None:
    scene.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), fault)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await scene.text_channel.send("hello")
    assert len(scene.text.messages) == int(fault.applies)


async def test_a_message_that_appears_late_is_not_in_the_history_yet(scene: Scene) -> None:
    scene.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), faults.appears_late(3600, status=503))
    with pytest.raises(discord.DiscordServerError):
        await scene.text_channel.send("hello", nonce="k")
    assert [message async for message in scene.text_channel.history()] == []
    again = await scene.text_channel.send("hello", nonce="k")
    assert sorted(scene.text.messages)[1] == again.id


async def test_a_refusal_by_the_proxy_is_distinguished(scene: Scene) -> None:
    scene.loopback.faults.plan(Target(*faults.CREATE_MESSAGE), faults.limited_in_front())
    with pytest.raises(discord.HTTPException) as refusal:
        await scene.text_channel.send("hello")
    assert refusal.value.status == 429
    assert "Via" not in refusal.value.response.headers


async def test_the_limits_match_discords(scene: Scene) -> None:
    scene.loopback.limits = RateLimits(lambda: 0.0, per_second=3)
    found = [scene.loopback.limits.refusal_of("GET", "/channels/{channel}", {"channel": "1"})[0] for _ in range(4)]
    assert [bool(one) for one in found] == [False, False, False, True]
    scene.loopback.limits = RateLimits(lambda: 0.0)
    found = [scene.loopback.limits.refusal_of(*faults.CREATE_MESSAGE, {"channel": "1"})[0] for _ in range(6)]
    assert [bool(one) for one in found] == [*[False] * 5, True]


async def test_the_answers_match_the_description(scene: Scene) -> None:
    """Every route is requested once, and its answer is checked against Discord's description."""
    api = load_or_skip()
    world, guild, text, forum = scene.loopback.world, scene.guild, scene.text, scene.forum
    component = {"type": 1, "components": [{"type": 2, "style": 1, "label": "In", "custom_id": "in"}]}
    poll = {"question": {"text": "Which?"}, "answers": [{"poll_media": {"text": "One"}}], "duration": 1}
    found: list[str] = []
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, path: str, body: Any = None) -> Any:
            async with session.request(method, scene.loopback.url + path, json=body) as answer:
                told = await answer.json() if answer.status != 204 else None
                found.extend(api.answer_violations(method, path.partition("?")[0], answer.status, told))
                return told

        for path in ("/users/@me", "/applications/@me", "/oauth2/applications/@me", "/gateway", "/gateway/bot"):
            await ask("GET", path)
        await ask("PUT", f"/applications/{scene.client.application_id}/commands", [{"name": "hi", "description": "x"}])
        message = await ask("POST", f"/channels/{text.id}/messages", {"content": "hi", "components": [component]})
        polled = await ask("POST", f"/channels/{text.id}/messages", {"poll": poll})
        at = f"/channels/{text.id}/messages/{message['id']}"
        await ask("POST", f"{at}/threads", {"name": "talk"})
        post = await ask("POST", f"/channels/{forum.id}/threads", {"name": "p", "message": {"content": "hi"}})
        for path in (
            *(at, f"/channels/{text.id}/messages?around={message['id']}", f"/channels/{text.id}/messages?after=1"),
            *(f"/channels/{text.id}", f"/channels/{forum.id}", f"/channels/{post['id']}", f"/guilds/{guild.id}"),
            *(f"/guilds/{guild.id}/channels", f"/guilds/{guild.id}/threads/active"),
            f"/guilds/{guild.id}/members/{scene.client.application_id}",
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
        original = f"/webhooks/{scene.client.application_id}/{token}/messages/@original"
        await ask("GET", original)
        await ask("PATCH", original, {"content": "hello"})
        await ask("DELETE", at)
        forum.allowed = discord.Permissions(manage_threads=True)
        await ask("DELETE", f"/channels/{post['id']}")
    scene.loopback.violations.clear()
    assert found == []


async def test_a_server_may_be_unavailable_for_a_while(scene: Scene) -> None:
    lost = asyncio.create_task(scene.client.wait_for("guild_unavailable", timeout=HANG_S))
    await asyncio.sleep(0)
    scene.loopback.gateway.lose(scene.guild)
    assert (await lost).unavailable
    back = asyncio.create_task(scene.client.wait_for("guild_available", timeout=HANG_S))
    await asyncio.sleep(0)
    scene.loopback.gateway.bring_back(scene.guild)
    assert not (await back).unavailable


async def test_it_finds_members_by_their_ids(scene: Scene) -> None:
    """One request for all of them, without the members intent."""
    here, gone = 4711, 4712
    scene.guild.members[here] = member_shape(user_shape(here, "ada"))
    server = scene.client.get_guild(scene.guild.id)
    assert server
    found = await server.query_members(user_ids=[here, gone], limit=100, cache=False)
    assert [member.id for member in found] == [here]
    presence = Presence(scene.client, Pacer())
    assert await presence.of(scene.guild.id, [here, gone]) == {here}
    assert await presence.certainly(scene.guild.id, [here, gone]) == {here}


async def test_opening_the_gateway_tells_the_time_of_the_small_discord() -> None:
    now = datetime(2026, 3, 1, 18, tzinfo=UTC)
    loopback = Loopback(now=lambda: now)
    await loopback.start()
    async with aiohttp.ClientSession() as session, session.ws_connect(URL(loopback.url).with_path("/")) as socket:
        assert parsedate_to_datetime(socket._response.headers["Date"]) == now
    await loopback.close()
