"""Each refusal by Discord for a week's messages, and what members and organizers see instead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests.support.forging import deny_bot
from tests.support.reading import shown_text
from tests.support.troubles import reason_of

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

MINUTE = timedelta(minutes=1)
THREADS = "/channels/*/messages/*/threads"


async def posted_week(server: ClubServer) -> None:
    """A week whose thread is open. Ada is in."""
    club = await server.club("lora")
    await server.go_to(club.next_due)
    await server.ada.click(server.posts()[0], label="I'm in")


async def go_to_reminder(server: ClubServer) -> None:
    (week,) = await server.week_rows()
    await server.go_to(week.next_step_at)


async def test_a_rejected_token_stops_everything_and_keeps_the_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    path = f"/channels/{club_server.channel.id}/messages"
    club_server.env.inject_error("POST", path, status=401, message="401: Unauthorized", times=None)
    with capture_logs() as logged:
        await club_server.go_to(club.next_due)
        await club_server.pass_by(MINUTE)
    assert len(club_server.requests("POST", path)) == 1
    assert club_server.bot.trouble().startswith("Discord no longer accepts the token")
    assert [line["event"] for line in logged if line["log_level"] == "critical"] == ["sending stopped"]
    (post,) = await club_server.entry_rows()
    assert post.state in {"sending", "unknown"}
    assert club_server.posts() == []


async def test_an_archived_thread_is_reopened(club_server: ClubServer) -> None:
    await posted_week(club_server)
    (thread,) = club_server.threads
    club_server.env.inject_error(
        "POST", f"/channels/{thread.id}/messages", status=400, code=50083, message="Thread is archived"
    )
    await go_to_reminder(club_server)
    assert [request.json for request in club_server.requests("PATCH", f"/channels/{thread.id}")] == [
        {"archived": False}
    ]
    (reminder,) = club_server.said_in(thread)
    assert club_server.ada.mention in shown_text(reminder)


async def test_a_locked_thread_blocks_and_organizers_are_told(club_server: ClubServer) -> None:
    await posted_week(club_server)
    (thread,) = club_server.threads
    club_server.env.inject_error(
        "POST", f"/channels/{thread.id}/messages", status=403, code=160005, message="Thread is locked"
    )
    await go_to_reminder(club_server)
    assert club_server.said_in(thread) == []
    notice = club_server.posts()[-1]
    assert "The thread is locked. Unlock it" in shown_text(notice)
    await club_server.dana.click(notice, label="Try again")
    await club_server.delivered()
    assert len(club_server.said_in(thread)) == 1


async def test_with_too_many_threads_the_post_waits_and_organizers_are_told(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    club_server.env.inject_error(
        "POST", THREADS, status=400, code=160006, message="Maximum number of active threads reached"
    )
    await club_server.go_to(club.next_due)
    assert [entry.state for entry in await club_server.entry_rows()] == ["posted", "done"]
    assert "as many active threads as Discord allows" in shown_text(club_server.posts()[-1])
    await club_server.pass_by(timedelta(hours=2))
    assert len(club_server.threads) == 1
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


async def test_for_a_forum_that_requires_a_tag_organizers_are_told_how_to_set_one(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora")
    path = f"/channels/{forum_server.channel.id}/threads"
    forum_server.env.inject_error("POST", path, status=400, code=40067, message="A tag is required")
    await forum_server.go_to(club.next_due)
    (post, *_) = await forum_server.entry_rows()
    assert post.state == "blocked"
    assert "The forum requires a tag on every post. Choose one with" in reason_of(post)
    assert forum_server.threads == []


async def test_automod_is_named(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    path = f"/channels/{club_server.channel.id}/messages"
    club_server.env.inject_error("POST", path, status=400, code=200000, message="Message blocked by AutoMod")
    await club_server.go_to(club.next_due)
    assert "AutoMod" in reason_of((await club_server.entry_rows())[0])


async def test_without_permission_to_read_the_history_nothing_is_sent(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    path = f"/channels/{club_server.channel.id}/messages"
    await deny_bot(club_server.env, club_server.channel, read_message_history=True)
    club_server.env.inject_error("POST", path, status=502, message="Bad Gateway", times=1)
    await club_server.go_to(club.next_due)
    await club_server.pass_by(MINUTE)
    (post, *_) = await club_server.entry_rows()
    assert post.state == "blocked"
    assert "Read Message History" in reason_of(post)
    assert not any("Week 1 ·" in shown_text(message) for message in club_server.posts())


@pytest.mark.parametrize("times", [2, 5])
async def test_a_second_ready_event_starts_nothing_twice(club_server: ClubServer, times: int) -> None:
    club = await club_server.club("lora")
    for _ in range(times):
        await club_server.bot.on_ready()
    await club_server.go_to(club.next_due)
    for _ in range(times):
        await club_server.bot.on_ready()
    await club_server.pass_by(MINUTE)
    assert len(club_server.posts()) == 1
