"""The weekly post: how it arrives, what it shows, and what its buttons do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.weeks.week import Answer
from tests.support.club_server import WEEK
from tests.support.forging import delete_role
from tests.support.reading import answer_to, buttons, pictures, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LORA = "LoRA: Low-Rank Adaptation of Large Language Models"


async def test_it_comes_at_its_time_with_a_thread(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    await club_server.tick()
    assert club_server.posts() == []
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    text = shown_text(post)
    assert f"## Week 1 · LoRA\n**[{LORA}](https://arxiv.org/abs/2106.09685)**" in text
    assert "First pass" not in text
    assert club.next_due
    logs, reviews = (int((club.next_due + days * DAY).timestamp()) for days in (5, 7))
    assert f"**Logs due** <t:{logs}:F>\n**Reviews due** <t:{reviews}:F>\n" in text
    assert ":R>" not in text
    assert list(buttons(post)) == ["Write my log", "Takeaway", "I'm in", "Can't this week", "Next for me"]
    ((picture, alt),) = pictures(post)
    assert picture == "lineage-lora.png"
    assert "QLoRA" in alt
    (thread,) = club_server.threads
    assert thread.name == f"Week 1 · {LORA}"
    (week,) = await club_server.week_rows()
    assert (week.state, week.message_id, week.thread_id) == ("reading", post.id, thread.id)


async def test_it_pings_only_the_clubs_role(club_server: ClubServer) -> None:
    club = await club_server.club(name="@everyone <@&1> **papers**")
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    assert [role.id for role in post.role_mentions] == [club_server.readers.id]
    assert not post.mention_everyone
    (request,) = club_server.requests("POST", f"/channels/{club_server.channel.id}/messages")
    assert request.json["allowed_mentions"] == {"parse": [], "roles": [club_server.readers.id], "users": []}


async def test_a_deleted_role_is_not_mentioned(club_server: ClubServer) -> None:
    club = await club_server.club()
    await delete_role(club_server.env, club_server.guild.id, club_server.readers.id)
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    assert post.role_mentions == []
    assert "<@&" not in shown_text(post)


async def test_a_forum_gets_a_post_with_the_clubs_tag(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora")
    await forum_server.go_to(club.next_due)
    (thread,) = forum_server.threads
    assert thread.name == f"Week 1 · {LORA}"
    (post,) = forum_server.posts()
    assert "Week 1 · LoRA" in shown_text(post)
    assert pictures(post)
    (week,) = await forum_server.week_rows()
    assert (week.state, week.message_id, week.thread_id) == ("reading", thread.id, thread.id)
    await forum_server.ada.click(post, label="I'm in")
    assert "**In** 1" in shown_text(forum_server.posts()[0])


async def test_simultaneous_ticks_and_a_restart_post_it_once(club_server: ClubServer, restart: Restart) -> None:
    club = await club_server.club()
    assert club.next_due
    await club_server.env.advance_time((club.next_due - club_server.env.now()).total_seconds())
    await asyncio.gather(*(club_server.bot.scheduler.tick() for _ in range(3)))
    await club_server.delivered()
    await restart()
    await club_server.tick()
    assert len(club_server.posts()) == 1
    await club_server.go_to(club.next_due + WEEK)
    assert [shown_text(post).partition("Week ")[2][:1] for post in club_server.posts()] == ["1", "2"]


async def test_the_buttons_update_the_count_for_all_and_answer_the_presser(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    assert "Be the first to join" in shown_text(post)
    pressed = await club_server.ada.click(post, label="I'm in")
    assert pressed.followups[-1].ephemeral
    assert "You're in for week 1" in pressed.followups[-1].content
    await club_server.bo.click(post, label="Can't this week")
    (shown,) = club_server.posts()
    assert "**In** 1 · **Can't this week** 1" in shown_text(shown)
    # The picture is still attached and shown.
    assert [attachment.filename for attachment in shown.attachments] == [name for name, _ in pictures(shown)]
    assert list(buttons(shown)) == ["Write my log", "Takeaway", "I'm in", "Can't this week", "Next for me"]
    assert shown_text(shown).startswith(f"<@&{club_server.readers.id}>")
    changed = await club_server.bo.click(post, label="I'm in")
    assert "**In** 2 · **Can't this week** 0" in shown_text(club_server.posts()[0])
    assert "You're in" in changed.followups[-1].content
    twice = await club_server.bo.click(post, label="I'm in")
    assert "You're in" in twice.followups[-1].content  # a double press counts once
    await club_server.pass_by(timedelta(seconds=10))
    taken_back = await club_server.bo.click(post, label="I'm in")
    assert "Undone" in taken_back.followups[-1].content
    assert "**In** 1 · **Can't this week** 0" in shown_text(club_server.posts()[0])


async def test_they_answer_after_a_restart(club_server: ClubServer, restart: Restart) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await restart()
    await club_server.ada.click(post, label="I'm in")
    assert "**In** 1" in shown_text(club_server.posts()[0])


async def test_they_answer_kindly_when_the_week_is_over(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    assert club.next_due
    (old,) = club_server.posts()
    await club_server.bot.outbox_worker.close()
    await club_server.env.advance_time(WEEK.total_seconds())
    await club_server.bot.scheduler.tick()
    # The post still shows its buttons to members who press now.
    pressed = await club_server.ada.click(old, label="I'm in")
    assert pressed.ephemeral
    assert "That week is over. `/week status`" in shown_text(answer_to(pressed))


async def test_a_forged_key_is_refused(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    elsewhere = club_server.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("papers")
    eve = elsewhere.add_member(club_server.env.create_user("eve"))
    card = await eve.slash(channel, "paper", query="lora")
    stored = club_server.env.backend.get_message(channel.id, answer_to(card).id)
    button = stored.components[0]["components"][-1]["components"][0]
    for key in (buttons(post)["I'm in"].rpartition(":")[2], "00000000-260104-post"):
        for act in ("in", "out", "write", "status"):
            button["custom_id"] = f"pc:weeks:{act}:v1:{key}"
            pressed = await eve.click(answer_to(card), custom_id=button["custom_id"])
            assert pressed.ephemeral
            assert "doesn't belong to a club of this server" in answer_to(pressed).content
    assert "Be the first to join" in shown_text(club_server.posts()[0])


async def test_a_late_post_says_so_and_gives_members_the_full_days(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    due, now = club.next_due + 2 * WEEK, club.next_due + 2 * WEEK + 2 * DAY
    await club_server.go_to(now)
    (post,) = club_server.posts()
    text = shown_text(post)
    assert f"-# Late: due <t:{int(due.timestamp())}:f>. You still get the full time." in text
    assert "Week 1 · LoRA" in text
    assert f"**Logs due** <t:{int((now + 5 * DAY).timestamp())}:F>" in text
    assert [(week.state, week.is_late) for week in await club_server.week_rows()] == [
        ("skipped", False),
        ("skipped", False),
        ("reading", True),
    ]
    await club_server.ada.click(post, label="I'm in")
    assert "-# Late: due" in shown_text(club_server.posts()[0])


async def test_it_names_five_who_are_in_and_pings_none(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    members = [club_server.guild.add_member(club_server.env.create_user(f"reader{number}")) for number in range(7)]
    for member in members:
        await member.click(club_server.posts()[0], label="I'm in")
    (post,) = club_server.posts()
    names = " ".join(f"<@{member.id}>" for member in members[:5])
    assert f"**In** 7 · **Can't this week** 0\n-# {names} and 2 more" in shown_text(post)
    assert all(f"<@{member.id}>" not in shown_text(post) for member in members[5:])
    answered = club_server.requests("POST", "/callback")[-1]
    assert answered.json["data"]["allowed_mentions"]["parse"] == []
    assert not answered.json["data"]["allowed_mentions"].get("users")


async def test_the_previous_weeks_post_keeps_counting(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", log_days=9, review_days=4)
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.go_to(club.next_due + WEEK)
    former, _ = club_server.posts()
    await club_server.ada.click(former, label="I'm in")
    view = await club_server.bot.services.weeks.view((await club_server.week_rows())[0].id)
    assert view
    assert view.members(Answer.IN) == [club_server.ada.id]
    assert "**In** 1" in shown_text(club_server.posts()[0])


async def test_a_club_that_moved_posts_in_its_new_channel(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.edit(club, channel_id=club_server.lobby.id)
    await club_server.go_to(club.next_due)
    assert club_server.posts() == []
    assert len(club_server.said_in(club_server.lobby)) == 1
