"""An erasure meets Discord: threads that are closed, permissions that are gone, messages that were deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.privacy.erasure import SETTLING
from tests.support.club_server import DAY, ClubServer
from tests.support.databases import database_of
from tests.support.forging import delete_channel, deny_bot, set_thread
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.traces import rows_with

HOUR = timedelta(hours=1, seconds=1)


async def in_review(server: ClubServer, **facts: Any) -> ReadingGroup:
    """Ada, Bo and Cy have written; Ada has reviewed Bo, who has reviewed her."""
    group = ReadingGroup(server)
    club = await server.club("lora", "qlora", **facts)
    assert club.next_due
    await server.go_to(club.next_due)
    for name in ("ada", "bo", "cy"):
        await group.write(name)
    await server.go_to(club.next_due + 5 * DAY)
    await group.review("ada", "bo", question="What of Ada's doubts?")
    await group.review("bo", "ada")
    return group


async def author_assigned_to(group: ReadingGroup, name: str) -> str:
    """Whose log they have to review, apart from Ada's: chance decides in an anonymous club."""
    assigned = (await group.server.bot.services.reviews.of_week(1)).reviews
    authors = [group.name_of(one.author_id) for one in assigned if one.reviewer_id == group[name].id]
    return next(author for author in authors if author != "ada")


async def erased(server: ClubServer, *presses: str) -> Any:
    """Ada has her data deleted; the answer."""
    answer = await server.ada.slash(server.lobby, "privacy delete")
    for label in (*presses, "Delete for good"):
        answer = await server.ada.click(answer_to(answer), label=label)
    return answer


async def time_passes(server: ClubServer, span: timedelta = SETTLING + timedelta(seconds=1)) -> None:
    """The scheduler does its work before and after."""
    await server.tick()
    await server.env.advance_time(span.total_seconds())
    for _ in range(4):
        await server.bot.scheduler.do_chores()
        await server.tick()


async def shown(server: ClubServer) -> str:
    return shown_text(answer_to(await server.ada.slash(server.lobby, "privacy show")))


def about_ada(server: ClubServer) -> list[str]:
    texts = [shown_text(message) for thread in server.threads for message in server.said_in(thread)]
    return [text for text in texts if str(server.ada.id) in text or f"case {server.ada.id}" in text]


async def assert_done(server: ClubServer) -> None:
    assert about_ada(server) == []
    assert await rows_with(database_of(server.bot), server.ada.id) == []
    assert "being deleted" not in await shown(server)


@pytest.mark.parametrize("is_forum", [False, True])
async def test_an_archived_thread_is_opened_for_it(simcord_env: Any, is_forum: bool) -> None:
    server = ClubServer(simcord_env, is_forum=is_forum)
    await in_review(server)
    await set_thread(server.env, server.threads[0], archived=True)
    await erased(server)
    await time_passes(server)
    await assert_done(server)


async def test_a_locked_thread_is_reported_and_done_once_it_is_open(club_server: ClubServer) -> None:
    await in_review(club_server)
    await set_thread(club_server.env, club_server.threads[0], archived=True, locked=True)
    await erased(club_server)
    await time_passes(club_server)
    assert about_ada(club_server) != []
    text = await shown(club_server)
    assert "being deleted" in text
    assert "The thread is locked. Unlock it, or ask an organizer to." in text
    assert "I try again by myself" in text
    assert "Try again*" not in text, "members have no such button here"
    assert [
        one for one in await rows_with(database_of(club_server.bot), club_server.ada.id) if "erasures." not in one
    ] == []
    await set_thread(club_server.env, club_server.threads[0], archived=False, locked=False)
    await time_passes(club_server, HOUR)
    await assert_done(club_server)


async def test_in_a_locked_thread_that_is_open_messages_go_at_least(club_server: ClubServer) -> None:
    """Discord lets the bot delete its messages there, and change none."""
    group = await in_review(club_server)
    await set_thread(club_server.env, club_server.threads[0], locked=True)
    await erased(club_server)
    await time_passes(club_server)
    assert group.said("### " + group["ada"].mention) == []
    assert "being deleted" in await shown(club_server)
    await set_thread(club_server.env, club_server.threads[0], locked=False)
    await time_passes(club_server, HOUR)
    await assert_done(club_server)


async def test_a_lost_permission_is_reported_and_done_once_it_is_back(club_server: ClubServer) -> None:
    await in_review(club_server)
    await deny_bot(club_server.env, club_server.channel, view_channel=True)
    await erased(club_server)
    await time_passes(club_server)
    assert about_ada(club_server) != []
    assert "View Channel" in await shown(club_server)
    await deny_bot(club_server.env, club_server.channel)
    await time_passes(club_server, HOUR)
    await assert_done(club_server)


async def test_a_message_that_is_gone_counts_as_done(club_server: ClubServer) -> None:
    group = await in_review(club_server)
    log = group.log_of("ada")
    club_server.env.backend.delete_message(log.channel.id, log.id)
    await club_server.env.settle()
    await erased(club_server)
    await time_passes(club_server)
    await assert_done(club_server)


@pytest.mark.parametrize("what", ["thread", "channel"])
async def test_a_deleted_place_counts_as_done(club_server: ClubServer, what: str) -> None:
    await in_review(club_server)
    # Discord deletes a channel's threads with it.
    for place in [*club_server.threads, *([club_server.channel] if what == "channel" else [])]:
        await delete_channel(club_server.env, place)
    await erased(club_server)
    await time_passes(club_server)
    assert await rows_with(database_of(club_server.bot), club_server.ada.id) == []
    assert "being deleted" not in await shown(club_server)


async def test_only_messages_about_the_member_are_touched(club_server: ClubServer) -> None:
    """What needs no change is not edited: an edit would show that it was about somebody who is gone."""
    group = await in_review(club_server, anonymous=True)
    (review,) = group.reviews_of("bo")
    before = len(club_server.env.http_requests)
    await erased(club_server)
    await time_passes(club_server)
    made = club_server.env.http_requests[before:]
    assert not [one for one in made if one.method != "GET" and one.path.endswith(f"/messages/{review.id}")]
    (same,) = group.reviews_of("bo")
    assert shown_text(same) == shown_text(review)
    assert "What of Ada's doubts?" in shown_text(same)
    assert "by someone in the club" in shown_text(same)
    await assert_done(club_server)


async def test_a_named_review_stays_as_a_former_member_s(club_server: ClubServer) -> None:
    group = await in_review(club_server)
    await erased(club_server)
    await time_passes(club_server)
    (review,) = group.reviews_of("bo")
    assert "-# by a former member" in shown_text(review)
    about = group.said("A review of a former member's log")
    assert len(about) == 1
    assert "Strongest sentence" not in shown_text(about[0])
    assert "Which layers did you expect to matter most?" in shown_text(about[0])
    mine = shown_text(answer_to(await club_server.bo.slash(club_server.lobby, "review mine")))
    assert "A former member about your log" in mine
    assert "**You** about a former member" in mine
    assert str(club_server.ada.id) not in mine
    (list_of_reviewers,) = group.said("A former member reviews")
    assert "<@-" not in shown_text(list_of_reviewers)


async def test_after_the_end_the_digest_is_worded_anew(club_server: ClubServer) -> None:
    group = await in_review(club_server)
    week = (await club_server.week_rows())[0]
    for moment in (week.reviews_due - DAY, week.reviews_due):
        await club_server.go_to(moment)
    await club_server.pass_by(7 * DAY)
    await club_server.pass_by(7 * DAY)
    (before,) = group.said("is over")
    assert f"case {club_server.ada.id}" in shown_text(before)
    await erased(club_server)
    await time_passes(club_server)
    (after,) = group.said("is over")
    said, was = shown_text(after), shown_text(before)
    assert after.id == before.id
    assert "Week 2" in said.splitlines()[-1], "what came next is what it was"
    assert "Week 2" in was.splitlines()[-1]
    assert group["bo"].mention in said
    assert "What of Ada's doubts?" in said, "the review stays"
    await assert_done(club_server)


@pytest.mark.parametrize("has_written", [True, False])
async def test_an_anonymous_club_cannot_tell_what_the_member_had_written(
    club_server: ClubServer, has_written: bool
) -> None:
    """It is told the same, and the same messages change, whether or not the member had reviewed somebody."""
    group = ReadingGroup(club_server)
    club = await club_server.club("lora", "qlora", anonymous=True)
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in ("ada", "bo", "cy", "di"):
        await group.write(name)
    await club_server.go_to(club.next_due + 5 * DAY)
    reviewer = "ada" if has_written else "cy"
    await group.review(reviewer, await author_assigned_to(group, reviewer), question="What of larger models?")
    before = {message.id: shown_text(message) for message in group.thread()}
    await erased(club_server)
    await time_passes(club_server)
    after = {message.id: shown_text(message) for message in group.thread()}
    told = [text for number, text in after.items() if number not in before]
    assert len(told) == 1
    assert "reviews may have changed hands" in told[0]
    changed = [text for number, text in before.items() if after.get(number) != text]
    assert all(group["ada"].mention in text for text in changed), "only what named her"
    assert [text for text in after.values() if "What of larger models?" in text] == [
        text for text in before.values() if "What of larger models?" in text
    ]
