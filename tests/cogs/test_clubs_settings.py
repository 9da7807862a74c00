"""Invalid settings, and channels where a club can't work: the answer says what is wrong and how to fix it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.cogs.test_clubs import create, only_club, options
from tests.support.forging import allow_bot, deny_bot, forged_slash, insist_on_tags, set_tags
from tests.support.reading import answer_to, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

BAD: list[tuple[dict[str, Any], str]] = [
    ({"timezone": "Mars/Olympus"}, "`Mars/Olympus` is an unknown time zone. Did you mean `"),
    ({"timezone": "Eurpe/Berlin"}, "Did you mean `Europe/Berlin`"),
    ({"timezone": "UTC+2"}, "ignores daylight saving time"),
    ({"timezone": "EST"}, " daylight saving time. Did you mean `America/New_York`"),
    ({"timezone": "AEST"}, "Did you mean `Australia/Sydney`"),
    ({"timezone": "a" + "\u0301" * 79}, "is an unknown time zone"),
    ({"timezone": " "}, "Which time zone?"),
    ({"time": "25:00"}, "`25:00` isn't a time. Try `18:00` or `6 pm`"),
    ({"time": "`@everyone`"}, "`ʼ@everyoneʼ` isn't a time"),
    ({"day": "Someday"}, "Choose one of Monday, Tuesday"),
    ({"name": "\u200b \u200b"}, "needs a name"),
    ({"name": "x" * 41}, "Names can be up to 40 characters (yours has 41)"),
    ({"reviewers": -1}, "`reviewers` can be 1 to 3, not -1"),
    ({"reviewers": 10**9}, "`reviewers` can be 1 to 3, not 1,000,000,000"),
    ({"reviewers": 0}, "1 to 3"),
    ({"log_days": 0}, "`log_days` can be 1 to 14, not 0"),
    ({"log_days": 15}, "`log_days` can be 1 to 14"),
    ({"review_days": -(2**53 - 1)}, "`review_days` can be 1 to 14"),
]
IDS = [f"{name}={value!r}" for bad, _ in BAD for name, value in bad.items()]
PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "send_polls": "Create Polls",
}


@pytest.mark.parametrize(("bad", "said"), BAD, ids=IDS)
async def test_what_is_refused_when_a_club_is_created(club_server: ClubServer, bad: dict[str, Any], said: str) -> None:
    answer = await forged_slash(club_server.dana, club_server.lobby, "club create", **options(club_server, **bad))
    assert answer.ephemeral
    assert said in answer_to(answer).content
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []


@pytest.mark.parametrize(("bad", "said"), BAD, ids=IDS)
async def test_what_is_refused_when_a_club_is_edited(club_server: ClubServer, bad: dict[str, Any], said: str) -> None:
    before = await club_server.club()
    answer = await forged_slash(club_server.dana, club_server.lobby, "club edit", **bad)
    assert answer.ephemeral
    assert said in answer_to(answer).content
    assert await only_club(club_server) == before


@pytest.mark.parametrize(
    ("typed", "slot"),
    [
        ({"time": "7:00\u202fPM", "timezone": "Istanbul"}, (time(19), "Europe/Istanbul")),
        ({"time": "１８：００", "timezone": "Germany"}, (time(18), "Europe/Berlin")),
        ({"time": "18：00\u200b", "timezone": "buenos aires"}, (time(18), "America/Argentina/Buenos_Aires")),
    ],
)
async def test_times_and_zones_may_be_typed_in_many_ways(
    club_server: ClubServer, typed: dict[str, str], slot: tuple[time, str]
) -> None:
    await create(club_server, **typed)
    club = await only_club(club_server)
    assert (club.settings.slot.at, club.settings.slot.zone) == slot


async def test_a_clubs_name_may_be_typed_in_many_ways(club_server: ClubServer) -> None:
    club = await club_server.club(name="Sunday papers")
    await club_server.club(name="Another club", channel_id=club_server.lobby.id)
    for typed in ("Ｓｕｎｄａｙ papers", "sunday\u00a0papers\u200b"):
        assert await club_server.bot.services.clubs.named(viewer(0, club_server.guild.id), typed) == club


@pytest.mark.parametrize("kind", ["voice_channel", "stage_channel", "news_channel", "category"])
async def test_unusable_channels_are_refused(club_server: ClubServer, kind: str) -> None:
    channel = getattr(club_server.guild, f"create_{kind}")("somewhere")
    given = options(club_server, channel=channel)
    answer = await forged_slash(club_server.dana, club_server.lobby, "club create", **given)
    assert answer.ephemeral
    assert f"can't meet in <#{channel.id}>. Choose a text or forum channel." in answer_to(answer).content


async def test_discord_offers_text_and_forum_channels_only(club_server: ClubServer) -> None:
    (sync,) = [request for request in club_server.env.http_requests if request.path.endswith("/commands")]
    commands: Any = sync.json
    (club,) = [command for command in commands if command["name"] == "club"]
    offered = {
        command["name"]: option["channel_types"]
        for command in club["options"]
        for option in command["options"]
        if option["name"] == "channel"
    }
    assert offered == {"create": [0, 15], "edit": [0, 15]}


@pytest.mark.parametrize("everyone", ["role", "organiser_role"])
async def test_everyone_cannot_be_a_clubs_role(club_server: ClubServer, everyone: str) -> None:
    answer = await create(club_server, **{everyone: club_server.guild.default_role})
    assert answer.ephemeral
    assert "`@everyone` can't be a club's role" in answer_to(answer).content


# Permissions


@pytest.mark.parametrize(("permission", "name"), list(PERMISSIONS.items())[1:])
async def test_each_missing_permission_is_named(club_server: ClubServer, permission: str, name: str) -> None:
    await deny_bot(club_server.env, club_server.channel, **{permission: True})
    answer = await create(club_server)
    assert answer.ephemeral
    assert f"**{name}**" in answer_to(answer).content
    assert "there. Allow it in the channel's settings" in answer_to(answer).content
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []
    await deny_bot(club_server.env, club_server.channel)
    assert not (await create(club_server)).ephemeral


@pytest.mark.parametrize("is_forum", [False, True])
async def test_all_missing_permissions_are_named_at_once(simcord_env: Any, is_forum: bool) -> None:
    from tests.support.club_server import ClubServer  # noqa: PLC0415

    server = ClubServer(simcord_env, is_forum=is_forum)
    await deny_bot(server.env, server.channel, send_messages=True, attach_files=True, send_polls=True)
    answer = await create(server)
    text = answer_to(answer).content
    for name in ("Send Messages", "Attach Files", "Create Polls"):
        assert f"**{name}**" in text


async def test_a_channel_that_the_bot_cannot_see(club_server: ClubServer) -> None:
    await deny_bot(club_server.env, club_server.channel, view_channel=True)
    answer = await create(club_server)
    assert "**View Channel**" in answer_to(answer).content


async def test_an_edit_checks_the_new_channel(club_server: ClubServer) -> None:
    before = await club_server.club()
    await deny_bot(club_server.env, club_server.lobby, create_public_threads=True)
    answer = await club_server.dana.slash(club_server.channel, "club edit", channel=club_server.lobby, reviewers=3)
    assert answer.ephemeral
    assert "**Create Public Threads**" in answer_to(answer).content
    assert await only_club(club_server) == before


# Mentions


async def test_a_mention_that_pings_nobody_is_explained_with_the_fix(club_server: ClubServer) -> None:
    quiet = club_server.guild.create_role("Quiet")
    await allow_bot(club_server.env, club_server.channel, mention_everyone=True)
    assert "⚠️" not in shown_text(answer_to(await create(club_server, name="May", role=quiet)))
    await deny_bot(club_server.env, club_server.channel)
    answer = await create(club_server, role=quiet)
    assert not answer.ephemeral
    text = shown_text(answer_to(answer))
    assert f"⚠️ Posts will name <@&{quiet.id}> but notify nobody." in text
    assert "Allow anyone to @mention this role" in text
    loud = await create(club_server, name="Loud", role=club_server.readers)
    assert "⚠️" not in shown_text(answer_to(loud))


# A forum's tags


def cached(server: ClubServer) -> discord.ForumChannel:
    channel = server.bot.get_channel(server.channel.id)
    assert isinstance(channel, discord.ForumChannel)
    return channel


async def test_a_forum_that_requires_tags_gets_its_first_usable_one(forum_server: ClubServer) -> None:
    tags = await set_tags(forum_server.env, forum_server.channel, "staff", "reading", "chat", moderated=("staff",))
    insist_on_tags(cached(forum_server))
    answer = await create(forum_server)
    assert "**Tag** of its posts: reading" in shown_text(answer_to(answer))
    club = await only_club(forum_server)
    assert club.settings.tag_id == tags["reading"]
    await forum_server.go_to(club.next_due)
    made = forum_server.requests("POST", f"/channels/{forum_server.channel.id}/threads")
    # The announcement and the weekly post.
    assert [each.json["applied_tags"] for each in made] == [[str(tags["reading"])]] * 2


async def test_a_forum_that_requires_tags_and_has_none(forum_server: ClubServer) -> None:
    await set_tags(forum_server.env, forum_server.channel, "staff", moderated=("staff",))
    insist_on_tags(cached(forum_server))
    answer = await create(forum_server)
    assert answer.ephemeral
    assert "requires a tag on every post, but has none I may use" in answer_to(answer).content


async def test_a_forum_with_optional_tags_gets_none(forum_server: ClubServer) -> None:
    await set_tags(forum_server.env, forum_server.channel, "reading")
    await create(forum_server)
    assert (await only_club(forum_server)).settings.tag_id is None


async def test_choosing_another_tag(forum_server: ClubServer) -> None:
    tags = await set_tags(forum_server.env, forum_server.channel, "reading", "chat")
    await forum_server.club()
    offered = await forum_server.dana.autocomplete(forum_server.lobby, "club edit", "tag", "CH")
    assert offered == [{"name": "chat", "value": str(tags["chat"])}]
    for wanted, tag in ((offered[0]["value"], "chat"), ("Reading", "reading")):
        answer = await forum_server.dana.slash(forum_server.lobby, "club edit", tag=wanted)
        assert f"**Tag** of its posts: {tag}" in shown_text(answer_to(answer))
        assert (await only_club(forum_server)).settings.tag_id == tags[tag]
    refused = await forum_server.dana.slash(forum_server.lobby, "club edit", tag="gardening")
    assert "no such tag. It has: `reading`, `chat`" in answer_to(refused).content
    await forum_server.dana.slash(forum_server.lobby, "club edit", without="tag")
    assert (await only_club(forum_server)).settings.tag_id is None


async def test_a_text_channel_has_no_tags(club_server: ClubServer) -> None:
    await club_server.club()
    answer = await club_server.dana.slash(club_server.lobby, "club edit", tag="x")
    assert "Only forums have tags" in answer_to(answer).content
    assert await club_server.dana.autocomplete(club_server.lobby, "club edit", "tag", "") == []
