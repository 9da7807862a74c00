"""A forum post that was made twice: the bot removes the copy with only the permissions of the invite."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord.http import Route

from tests.support.forging import set_thread
from tests.support.reading import shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

MINUTES = timedelta(minutes=3)


async def posted_twice(server: ClubServer) -> Any:
    """Discord made the post, answered 504, and shows it only after the bot has made another. Returns the late one."""
    club = await server.club("lora")
    path = f"/channels/{server.channel.id}/threads"
    server.env.inject_error("POST", path, status=504, message="Gateway Timeout", times=1)
    await server.go_to(club.next_due)
    await server.pass_by(timedelta(seconds=30))
    (thread,) = server.threads
    (starter,) = server.said_in(thread)
    made = await server.bot.http.request(
        Route("POST", "/channels/{channel_id}/threads", channel_id=server.channel.id),
        json={
            "name": thread.name,
            "message": {
                "components": _without_pictures([part.to_dict() for part in starter.components]),
                "flags": discord.MessageFlags(components_v2=True).value,
                "allowed_mentions": {"parse": []},
            },
        },
    )
    await server.env.settle()
    return next(one for one in server.threads if one.id == int(made["id"]))


def _without_pictures(components: list[Any]) -> list[Any]:
    kept = [part for part in components if part["type"] != discord.ComponentType.media_gallery.value]
    return [
        {**part, "components": _without_pictures(part["components"])} if "components" in part else part for part in kept
    ]


def is_open(server: ClubServer, thread: Any) -> bool:
    return not server.env.backend.get_channel(thread.id).thread_metadata.archived  # type: ignore[union-attr]


def marked(server: ClubServer) -> list[discord.Message]:
    return [message for thread in server.threads for message in server.said_in(thread) if message.components]


async def test_one_post_stays_and_the_copy_is_emptied_and_closed(forum_server: ClubServer) -> None:
    copy = await posted_twice(forum_server)
    await forum_server.ada.send(copy, "Is this the right one?")
    assert len(marked(forum_server)) == 2
    await forum_server.pass_by(MINUTES)
    (kept,) = marked(forum_server)
    assert kept.channel.id != copy.id
    assert not is_open(forum_server, copy)
    assert [message.content for message in copy.history() if message.content] == ["Is this the right one?"]
    (post,) = [entry for entry in await forum_server.entry_rows() if entry.kind == "post"]
    assert post.trouble == ""


async def test_a_copy_that_discord_archived_is_emptied_too(forum_server: ClubServer) -> None:
    copy = await posted_twice(forum_server)
    await set_thread(forum_server.env, copy, archived=True)
    await forum_server.pass_by(MINUTES)
    (kept,) = marked(forum_server)
    assert kept.channel.id != copy.id
    assert not is_open(forum_server, copy)


async def test_a_copy_that_was_emptied_but_not_closed_is_closed_later(forum_server: ClubServer) -> None:
    """As if the process had ended between emptying and closing it."""
    copy = await posted_twice(forum_server)
    await forum_server.bot.http.delete_message(copy.id, copy.id)
    await forum_server.pass_by(MINUTES)
    assert not is_open(forum_server, copy)
    assert len(marked(forum_server)) == 1


async def test_organizers_are_told_of_a_copy_that_cannot_be_removed(forum_server: ClubServer) -> None:
    copy = await posted_twice(forum_server)
    forum_server.env.backend.edit_guild(forum_server.guild.id, {"system_channel_id": forum_server.lobby.id})
    await set_thread(forum_server.env, copy, archived=True, locked=True)
    await forum_server.pass_by(MINUTES)
    assert len(marked(forum_server)) == 2
    (notice,) = forum_server.said_in(forum_server.lobby)
    assert "Sunday papers: the weekly post is there twice" in shown_text(notice)
    assert "The thread is locked. Unlock it" in shown_text(notice)
    await forum_server.pass_by(timedelta(hours=2))
    assert len(forum_server.said_in(forum_server.lobby)) == 1
    await set_thread(forum_server.env, copy, locked=False)
    await forum_server.dana.click(notice, label="Try again")
    await forum_server.delivered()
    assert len(marked(forum_server)) == 1
    (club,) = await forum_server.bot.services.clubs.all_of(forum_server.guild.id)
    assert (await forum_server.bot.services.clubs.overview(club)).troubled == ()
