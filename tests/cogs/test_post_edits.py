"""The weekly post stays up to date with its week, at one request per change."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.paper_logs.log_text import PARTS
from bot.services.weeks.post_edits import LEAST_APART
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, pictures, shown_text
from tests.support.reading_group import review_fields, submit_review

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def edits(server: ClubServer) -> list[Any]:
    requests = server.env.http_requests
    return [request for request in requests if request.method == "PATCH" and "/messages/" in request.path]


async def test_after_an_early_close_the_post_asks_for_nothing(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    assert "Be the first to join" in shown_text(post)
    await club_server.confirmed(club_server.lobby, "week close", what="logs")
    text = shown_text(club_server.posts()[0])
    assert "**Logs closed** " in text
    assert "Logs due" not in text
    assert "No log came in, so there is nothing to review." in text
    assert "join" not in text
    # A takeaway is welcome until the digest.
    assert list(buttons(club_server.posts()[0])) == ["Takeaway", "This week", "Next for me"]
    assert pictures(club_server.posts()[0]) == pictures(post)
    await club_server.confirmed(club_server.lobby, "week close", what="reviews")
    assert "**Week 1 wrapped up**: no logs this time." in shown_text(club_server.posts()[0])
    assert "Logs closed" not in shown_text(club_server.posts()[0])
    assert list(buttons(club_server.posts()[0])) == ["This week", "Next for me"]
    assert len(edits(club_server)) == 2
    # Nothing has changed, so no request is sent.
    await club_server.pass_by(DAY)
    assert len(edits(club_server)) == 2


async def test_in_a_forum_too(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora")
    await forum_server.go_to(club.next_due)
    (thread,) = forum_server.threads
    await forum_server.confirmed(forum_server.lobby, "week close", what="logs")
    # A forum's post has the id of its thread.
    assert [edit.path.split("/")[-3:] for edit in edits(forum_server)] == [[str(thread.id), "messages", str(thread.id)]]
    assert "**Logs closed** " in str(edits(forum_server)[0].json)


async def test_answers_given_in_the_status_show_under_the_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    for member in (club_server.ada, club_server.bo, club_server.dana):
        status = await member.slash(club_server.lobby, "week status")
        await member.click(answer_to(status), label="I'm in")
        await club_server.delivered()
    assert "**In** 1 " in shown_text(club_server.posts()[0])
    await club_server.pass_by(LEAST_APART)
    assert "**In** 3 " in shown_text(club_server.posts()[0])
    # The second and the third were waiting and left together.
    assert len(edits(club_server)) == 2


async def test_a_press_under_the_post_costs_no_extra_request(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    await club_server.ada.click(club_server.posts()[0], label="I'm in")
    await club_server.tick()
    assert edits(club_server) == []


async def test_the_post_follows_its_week(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    assert list(buttons(club_server.posts()[0])) == [
        "Write my log",
        "Takeaway",
        "I'm in",
        "Can't this week",
        "Next for me",
    ]
    for member in (club_server.ada, club_server.bo):
        form = await member.click(club_server.posts()[0], label="Write my log")
        await member.submit_modal(form, asdict(text_by(member.id)))
        await club_server.delivered()
    own = {
        member.id: list(buttons(answer_to(await member.slash(club_server.lobby, "week status"))))
        for member in (club_server.ada, club_server.dana)
    }
    assert own[club_server.ada.id] == ["Can't this week", "Next for me"]
    assert own[club_server.dana.id] == ["Write my log", "Takeaway", "I'm in", "Can't this week", "Next for me"]
    await club_server.go_to(club.next_due + 5 * DAY)
    (post,) = club_server.posts()
    assert list(buttons(post)) == ["Review", "Can't this week", "Takeaway", "This week", "Next for me"]
    assert f"**Logs** 2\n-# <@{club_server.ada.id}> <@{club_server.bo.id}>" in shown_text(post)
    assert "**Logs closed** " in shown_text(post)
    pressed = await club_server.ada.click(post, label="Review")
    assert f"<@{club_server.bo.id}>'s log on LoRA" in shown_text(answer_to(pressed))
    assert pressed.ephemeral
    reviewing = answer_to(pressed)
    form = await club_server.ada.click(reviewing, label="Review")
    await submit_review(club_server.ada, form, review_fields(club_server.bo.id))
    await club_server.delivered()
    await club_server.go_to(club.next_due + WEEK)
    text = shown_text(club_server.posts()[0])
    assert "**Week 1 wrapped up**: 2 logs, 1 review." in text
    assert "<@" not in text.replace(f"<@&{club_server.readers.id}>", "")
    assert list(buttons(club_server.posts()[0])) == ["This week", "Next for me"]
    assert pictures(club_server.posts()[0])


async def test_a_post_that_was_deleted_is_not_edited(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    await club_server.dana.delete(club_server.posts()[0])
    await club_server.confirmed(club_server.lobby, "week close", what="logs")
    states = {row.kind: row.state for row in await club_server.entry_rows()}
    assert states == {"post": "done", "post-edit": "cancelled"}


async def test_new_dates_after_an_outage_are_in_the_post_the_status_and_the_messages(
    club_server: ClubServer,
) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    thread = club_server.threads[0]
    for member in (club_server.ada, club_server.bo):
        form = await member.click(club_server.posts()[0], label="Write my log")
        assert form.modal
        await member.submit_modal(form, {field: f"A sentence about {field}." for field in FIELDS})
        await club_server.delivered()
    await club_server.bot.services.clubs.pause(club)
    back = club.next_due + 6 * DAY + timedelta(hours=1)
    await club_server.go_to(back)
    due = f"<t:{int((club.next_due + 9 * DAY).timestamp())}:F>"
    said = shown_text(club_server.said_in(thread)[-1])
    assert f"Reviews are due {due}" in said
    assert "From now on, anyone may take one" not in said
    assert f"**Reviews due** {due}" in shown_text(club_server.posts()[0])
    status = await club_server.ada.slash(club_server.lobby, "week status")
    assert f"**Reviews due** {due}" in shown_text(answer_to(status))
    messages = len(club_server.said_in(thread))
    await club_server.pass_by(timedelta(hours=20))
    assert len(club_server.said_in(thread)) == messages


FIELDS = list(PARTS)
