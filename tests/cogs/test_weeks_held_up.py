"""Weekly posts that can't be sent: what members see, what organizers are told, and that nothing is posted twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.club_server import WEEK
from tests.support.forging import delete_channel, deny_bot
from tests.support.logs import text_by
from tests.support.reading import answer_to, shown_text
from tests.support.troubles import note_of, reason_of

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def test_without_permission_it_waits_reports_once_and_is_sent_when_allowed(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await deny_bot(club_server.env, club_server.channel, send_messages=True)
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.pass_by(MINUTE)
    assert club_server.posts() == []
    (post, *notices) = await club_server.entry_rows()
    assert (post.state, len(notices)) == ("blocked", 1)
    assert "Send Messages" in reason_of(post)
    (week,) = await club_server.week_rows()
    assert (week.state, note_of(week)) == ("planned", f"not posted yet: {reason_of(post)}"[:200])
    status = shown_text(answer_to(await club_server.ada.slash(club_server.lobby, "week status")))
    assert "-# Not posted yet: I'm missing **Send Messages**" in status
    # It gets new dates when it is posted.
    assert "get their dates when the week is posted" in status
    assert "**Logs due**" not in status
    await deny_bot(club_server.env, club_server.channel)
    await club_server.bot.services.clubs.retry(club)
    await club_server.pass_by(DAY)
    (message,) = club_server.posts()
    assert "Late: due" in shown_text(message)
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


async def test_in_a_deleted_channel_it_waits_for_another(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await delete_channel(club_server.env, club_server.channel)
    await club_server.go_to(club.next_due)
    (post, *_) = await club_server.entry_rows()
    assert post.state == "blocked"
    assert "The channel is gone. Choose another with" in reason_of(post)
    await club_server.edit(club, channel_id=club_server.lobby.id)
    await club_server.pass_by(MINUTE)
    assert "Week 1 · LoRA" in shown_text(club_server.said_in(club_server.lobby)[-1])


async def test_an_unclear_post_goes_elsewhere_once_its_channel_is_deleted(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    path = f"/channels/{club_server.channel.id}/messages"
    club_server.env.inject_error("POST", path, status=502, times=1)
    await club_server.go_to(club.next_due)
    await delete_channel(club_server.env, club_server.channel)
    await club_server.pass_by(MINUTE)
    assert (await club_server.entry_rows())[0].state == "blocked"
    await club_server.edit(club, channel_id=club_server.lobby.id)
    await club_server.pass_by(MINUTE)
    (message,) = [message for message in club_server.said_in(club_server.lobby) if "## Week" in shown_text(message)]
    assert "Week 1 · LoRA" in shown_text(message)
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


async def test_messages_for_a_deleted_thread_do_not_block_others(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    await club_server.ada.click(club_server.posts()[0], label="I'm in")
    await delete_channel(club_server.env, club_server.threads[0])
    (week,) = await club_server.week_rows()
    await club_server.go_to(week.next_step_at)
    assert [(entry.kind, entry.state) for entry in await club_server.entry_rows()] == [
        ("post", "done"),
        ("reminder", "cancelled"),
    ]
    assert "What went wrong" not in shown_text(answer_to(await club_server.dana.slash(club_server.lobby, "club show")))


async def test_a_log_for_a_deleted_thread_is_kept_and_the_answer_says_so(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    shown = await club_server.ada.click(club_server.posts()[0], label="Write my log")
    await delete_channel(club_server.env, club_server.threads[0])
    await club_server.ada.submit_modal(shown, asdict(text_by(club_server.ada.id)))
    await club_server.delivered()
    assert "The week's thread was deleted" in shown_text(club_server.posts()[-1])
    mine = shown_text(answer_to(await club_server.ada.slash(club_server.lobby, "log mine")))
    assert "The week's thread was deleted" in mine
    assert "/club edit channel" not in mine


async def test_a_lost_answer_leads_to_one_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    path = f"/channels/{club_server.channel.id}/messages"
    club_server.env.inject_error("POST", path, status=500, times=5)
    await club_server.go_to(club.next_due)
    for _ in range(6):
        await club_server.pass_by(MINUTE)
    assert len(club_server.posts()) == 1
    assert len(club_server.threads) == 1
    (post,) = await club_server.entry_rows()
    assert (post.state, post.is_doubtful) == ("done", True)


async def test_an_unclear_forum_post_is_made_once(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora")
    forum_server.env.inject_error("POST", f"/channels/{forum_server.channel.id}/threads", status=502)
    await forum_server.go_to(club.next_due)
    for _ in range(4):
        await forum_server.pass_by(MINUTE)
    assert len(forum_server.threads) == 1


async def test_a_thread_that_cannot_be_opened_keeps_the_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await deny_bot(club_server.env, club_server.channel, create_public_threads=True)
    await club_server.go_to(club.next_due)
    await club_server.pass_by(MINUTE)
    posts = [message for message in club_server.posts() if "Week 1" in shown_text(message)]
    assert len(posts) == 1
    assert club_server.threads == []
    assert [week.state for week in await club_server.week_rows()] == ["posted"]
    await club_server.ada.click(posts[0], label="I'm in")
    await deny_bot(club_server.env, club_server.channel)
    await club_server.bot.services.clubs.retry(club)
    await club_server.pass_by(MINUTE)
    assert len(club_server.threads) == 1
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


async def test_a_post_deleted_before_its_thread_is_not_made_again(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    threads = "/channels/*/messages/*/threads"
    club_server.env.inject_error("POST", threads, status=404, code=10008, message="Unknown Message")
    await club_server.go_to(club.next_due)
    await club_server.dana.delete(club_server.posts()[0])
    await club_server.pass_by(MINUTE)
    assert club_server.posts() == []
    (week,) = await club_server.week_rows()
    assert (week.state, note_of(week)) == ("closed", "not posted: somebody deleted it")
    assert club.next_due
    await club_server.go_to(club.next_due + WEEK)
    assert "Week 2 · QLoRA" in shown_text(club_server.posts()[0])


async def test_weeks_without_permission_do_not_pile_up(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    await deny_bot(club_server.env, club_server.channel, send_messages=True)
    assert club.next_due
    for weeks in range(3):
        await club_server.go_to(club.next_due + weeks * WEEK)
    await deny_bot(club_server.env, club_server.channel)
    await club_server.bot.services.clubs.retry(club)
    await club_server.pass_by(MINUTE)
    (message,) = [message for message in club_server.posts() if "## Week" in shown_text(message)]
    assert "Week 1 · LoRA" in shown_text(message)
    assert [week.state for week in await club_server.week_rows()] == ["skipped", "skipped", "reading"]
    assert await club_server.bot.services.syllabus.queue(club) == ["qlora"]
