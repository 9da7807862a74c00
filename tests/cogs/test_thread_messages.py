"""The reminder and the digest in a weekly post's thread."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.club_server import WEEK
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

DAY = timedelta(days=1)


def in_thread(server: ClubServer, week: int = 0) -> list[discord.Message]:
    """What the bot said in a week's thread after the post."""
    said = server.said_in(server.threads[week])
    return said[1:] if server.is_forum else said


async def test_the_reminder_pings_only_members_who_are_in(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await club_server.ada.click(post, label="I'm in")
    await club_server.bo.click(post, label="Can't this week")
    await club_server.go_to(club.next_due + 3 * DAY - timedelta(minutes=1))
    assert in_thread(club_server) == []
    await club_server.go_to(club.next_due + 3 * DAY)
    await club_server.tick()
    (reminder,) = in_thread(club_server)
    assert [user.id for user in reminder.mentions] == [club_server.ada.id]
    assert reminder.role_mentions == []
    text, due = shown_text(reminder), int((club.next_due + 5 * DAY).timestamp())
    assert f"Your log on LoRA is due <t:{due}:F>" in text
    assert str(club_server.bo.id) not in text
    pressed = await club_server.ada.click(reminder, label="Write my log")
    assert pressed.modal
    assert pressed.modal["title"] == "Paper log · LoRA"


async def test_if_nobody_is_in_there_is_no_reminder(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.go_to(club.next_due + 3 * DAY)
    assert in_thread(club_server) == []


async def test_members_who_are_out_again_in_time_are_not_reminded(club_server: ClubServer) -> None:
    """The reminder is planned, then withdrawn while it waits, because nobody is left to remind."""
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await club_server.ada.click(post, label="I'm in")
    await club_server.env.advance_time(3 * DAY.total_seconds())
    await club_server.bot.services.week_ticks.advance()
    await club_server.ada.click(post, label="I'm in")
    await club_server.tick()
    assert in_thread(club_server) == []
    assert [(row.kind, row.state) for row in await club_server.entry_rows()] == [
        ("post", "done"),
        ("reminder", "cancelled"),
    ]


async def test_the_digest_says_who_was_in_and_what_is_next(club_server: ClubServer, restart: Restart) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await club_server.ada.click(post, label="I'm in")
    await club_server.bo.click(post, label="Can't this week")
    await restart()
    await club_server.go_to(club.next_due + WEEK)
    digest = in_thread(club_server)[-1]
    text = shown_text(digest)
    assert "## Week 1 is over" in text
    assert f"**In** (1): <@{club_server.ada.id}>" in text
    assert "1 could not make it" in text
    assert "**Next up** Week 2: **QLoRA**" in text
    # It is shown as a name, and nobody is pinged.
    (request,) = [
        sent
        for sent in club_server.requests("POST", f"/channels/{club_server.threads[0].id}/messages")
        if "is over" in str(sent.json)
    ]
    assert request.json["allowed_mentions"] == {"parse": [], "users": [], "roles": []}
    assert list(buttons(digest)) == ["This week", "Next for me"]
    pressed = await club_server.bo.click(digest, label="This week")
    assert pressed.ephemeral
    assert "Week 2 · QLoRA" in shown_text(answer_to(pressed))


async def test_the_last_digest_of_a_paused_club_announces_nothing(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.bot.services.clubs.pause(club)
    await club_server.go_to(club.next_due + WEEK)
    assert "the club is paused" in shown_text(in_thread(club_server)[-1])
    assert len(club_server.posts()) == 1


async def test_if_the_next_slot_is_skipped_the_digest_says_when_the_club_goes_on(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora", "qlora")
    assert club.next_due
    await forum_server.go_to(club.next_due)
    await forum_server.bot.services.weeks.skip(club)
    await forum_server.go_to(club.next_due + WEEK)
    text, at = shown_text(in_thread(forum_server)[-1]), int((club.next_due + 2 * WEEK).timestamp())
    assert f"**Next up** Week 2: **QLoRA**\n<t:{at}:F>" in text


async def test_a_closed_club_sends_nothing_more(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await club_server.ada.click(post, label="I'm in")
    await club_server.bot.services.clubs.close(club)
    await club_server.go_to(club.next_due + 3 * WEEK)
    assert in_thread(club_server) == []
    assert len(club_server.posts()) == 1
