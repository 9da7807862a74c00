"""*I'm in* on a new club, before its first week is posted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.cogs.test_club_setup import opened, press
from tests.cogs.test_clubs import create, options
from tests.support.club_server import DAY
from tests.support.discord_api import assert_requests_valid
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

JOIN, NEXT = "I'm in", "Next for me"


async def only_club(server: ClubServer) -> Any:
    (club,) = await server.bot.services.clubs.all_of(server.guild.id)
    return club


async def announced(server: ClubServer) -> Any:
    await create(server)
    await server.delivered()
    (news,) = server.posts()
    return news


async def test_who_joins_a_new_club_is_named_in_its_first_post_and_reminded(
    club_server: ClubServer, restart: Restart
) -> None:
    news = await announced(club_server)
    assert list(buttons(news)) == [JOIN, NEXT, "About this club"]
    pressed = await club_server.ada.click(news, label=JOIN)
    assert pressed.ephemeral
    assert "You're in! The paper comes on <t:" in answer_to(pressed).content
    await restart()
    assert "1 other member is in too." in answer_to(await club_server.bo.click(news, label=JOIN)).content
    club = await only_club(club_server)
    await club_server.go_to(club.next_due)
    post = club_server.posts()[-1]
    assert f"-# {club_server.ada.mention} {club_server.bo.mention}" in shown_text(post)
    await club_server.pass_by(3 * DAY)
    (reminder,) = [one for one in club_server.said_in(club_server.threads[0]) if "is due" in shown_text(one)]
    assert club_server.ada.mention in shown_text(reminder)
    assert_requests_valid(club_server.env)


async def test_a_second_press_takes_it_back(club_server: ClubServer) -> None:
    news = await announced(club_server)
    await club_server.ada.click(news, label=JOIN)
    await club_server.env.advance_time(5)
    undone = await club_server.ada.click(news, label=JOIN)
    assert answer_to(undone).content.startswith("Undone: you aren't in any more.")
    club = await only_club(club_server)
    await club_server.go_to(club.next_due)
    assert club_server.ada.mention not in shown_text(club_server.posts()[-1])


async def test_before_the_first_week_there_is_a_next_step(club_server: ClubServer) -> None:
    news = await announced(club_server)
    asked = answer_to(await club_server.ada.click(news, label=NEXT))
    assert "The first paper comes on <t:" in shown_text(asked)
    assert list(buttons(asked)) == [JOIN]
    joined = await club_server.ada.click(asked, label=JOIN)
    assert "You're in!" in joined.followups[-1].content
    assert "**You are in.** Nobody else is yet." in shown_text(answer_to(joined))
    again = answer_to(await club_server.ada.click(news, label=NEXT))
    assert "You're in for the first week!" in shown_text(again)
    assert buttons(again) == {}


async def test_the_status_before_the_first_week_says_who_is_in(club_server: ClubServer) -> None:
    await announced(club_server)
    page = answer_to(await club_server.ada.slash(club_server.channel, "week status"))
    assert "Nobody is in yet. Be the first!" in shown_text(page)
    assert list(buttons(page)) == [JOIN, NEXT]
    pressed = await club_server.ada.click(page, label=JOIN)
    assert "**You are in.** Nobody else is yet." in shown_text(answer_to(pressed))
    page = answer_to(await club_server.bo.slash(club_server.channel, "week status"))
    assert f"**In** (1):\n-# {club_server.ada.mention}" in shown_text(page)
    step = answer_to(await club_server.bo.click(page, label=NEXT))
    assert "Are you in?" in shown_text(step)


async def test_a_public_answer_that_announces_the_club_can_be_joined(club_server: ClubServer) -> None:
    answer = await club_server.dana.slash(club_server.channel, "club create", **options(club_server))
    assert not answer.ephemeral
    assert list(buttons(answer_to(answer))) == [JOIN, NEXT]
    pressed = await club_server.ada.click(answer_to(answer), label=JOIN)
    assert pressed.ephemeral
    assert "Are you in?" not in shown_text(answer_to(await club_server.ada.click(answer_to(answer), label=NEXT)))


async def test_a_closed_club_cannot_be_joined(club_server: ClubServer) -> None:
    news = await announced(club_server)
    await club_server.bot.services.clubs.close(await only_club(club_server))
    refused = answer_to(await club_server.ada.click(news, label=JOIN))
    assert re.search(r"That club was closed. </club show:\d+> shows the ones that are running.$", refused.content)
    assert "no longer here" in answer_to(await club_server.ada.click(news, label=NEXT)).content


async def test_an_old_announcement_joins_the_week_that_is_read(club_server: ClubServer) -> None:
    news = await announced(club_server)
    club = await only_club(club_server)
    await club_server.go_to(club.next_due)
    pressed = await club_server.bo.click(news, label=JOIN)
    assert "You're in for week 1!" in answer_to(pressed).content
    await club_server.pass_by(DAY)
    assert club_server.bo.mention in shown_text(club_server.posts()[-1])


# A forum


async def test_a_new_forum_club_gets_a_post_of_its_own(forum_server: ClubServer, restart: Restart) -> None:
    await create(forum_server)
    await forum_server.delivered()
    await restart()
    await forum_server.pass_by(DAY)
    (thread,) = forum_server.threads
    assert thread.name == "Welcome to Sunday papers"
    (news,) = forum_server.said_in(thread)
    assert shown_text(news).startswith("**Sunday papers** starts here! ")
    await forum_server.ada.click(news, label=JOIN)
    club = await only_club(forum_server)
    await forum_server.go_to(club.next_due)
    week = forum_server.threads[-1]
    assert week.id != thread.id
    assert forum_server.ada.mention in shown_text(forum_server.said_in(week)[0])
    assert_requests_valid(forum_server.env)


async def test_before_the_first_week_news_of_a_forum_club_are_in_that_post(forum_server: ClubServer) -> None:
    await create(forum_server)
    await forum_server.delivered()
    await forum_server.bot.services.clubs.pause(await only_club(forum_server), ())
    await forum_server.tick()
    (thread,) = forum_server.threads
    assert "is paused" in shown_text(forum_server.said_in(thread)[-1])


async def test_the_welcome_of_a_forum_club_is_posted_once_after_a_lost_answer(forum_server: ClubServer) -> None:
    path = f"/channels/{forum_server.channel.id}/threads"
    forum_server.env.inject_error("POST", path, status=504, message="Gateway Timeout", times=1)
    await create(forum_server)
    await forum_server.delivered()
    await forum_server.pass_by(DAY)
    await forum_server.pass_by(DAY)
    assert [thread.name for thread in forum_server.threads] == ["Welcome to Sunday papers"]


async def test_with_the_first_week_right_away_there_is_no_other_announcement(forum_server: ClubServer) -> None:
    page = await opened(forum_server, timezone="Asia/Tokyo", channel=forum_server.channel)
    await press(forum_server, page, "Post the first week now")
    await forum_server.delivered()
    (thread,) = forum_server.threads
    assert str(thread.name).startswith("Week 1 ")
