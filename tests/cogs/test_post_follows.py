"""The weekly post follows its week: what it shows is true, whatever happened, at one request a change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.services.post_edits import LEAST_APART
from tests.support.reading import answer_to, buttons, pictures, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def edits(server: ClubServer) -> list[Any]:
    requests = server.env.http_requests
    return [request for request in requests if request.method == "PATCH" and "/messages/" in request.path]


async def test_after_an_early_close_it_asks_nobody_any_more(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    assert "Are you in?" in shown_text(post) or "join" in shown_text(post)
    await club_server.confirmed(club_server.lobby, "week close", what="logs")
    text = shown_text(club_server.posts()[0])
    assert "**Logs closed** " in text
    assert "Logs due" not in text
    assert "No log came in, so there is nothing to review." in text
    assert "Nobody has answered yet" not in text
    assert pictures(club_server.posts()[0]) == pictures(post)
    await club_server.confirmed(club_server.lobby, "week close", what="reviews")
    assert list(buttons(club_server.posts()[0])) == ["This week"]
    assert len(edits(club_server)) == 2
    # Nothing has changed, so nothing is asked of Discord.
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


async def test_answers_through_the_status_show_under_the_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    for member in (club_server.ada, club_server.bo, club_server.dana):
        status = await member.slash(club_server.lobby, "week status")
        await member.click(answer_to(status), label="I'm in")
        await club_server.delivered()
    assert "**In** 1 " in shown_text(club_server.posts()[0])
    await club_server.pass_by(LEAST_APART)
    assert "**In** 3 " in shown_text(club_server.posts()[0])
    # The second and the third waited together.
    assert len(edits(club_server)) == 2


async def test_a_press_under_the_post_costs_no_request_more(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    await club_server.ada.click(club_server.posts()[0], label="I'm in")
    await club_server.tick()
    assert edits(club_server) == []


async def test_what_comes_next_is_true_once_something_is_queued(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    assert "Nothing is queued after this week" in shown_text(club_server.posts()[0])
    for paper in ("qlora", "mamba"):
        await club_server.dana.slash(club_server.lobby, "syllabus add", paper=paper)
        await club_server.tick()
    assert "Nothing is queued" not in shown_text(club_server.posts()[0])
    assert len(edits(club_server)) == 1


async def test_a_post_that_somebody_deleted_is_let_be(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    await club_server.dana.delete(club_server.posts()[0])
    await club_server.confirmed(club_server.lobby, "week close", what="logs")
    states = {row.kind: row.state for row in await club_server.entry_rows()}
    assert states == {"post": "done", "post-edit": "cancelled"}


async def test_new_dates_after_an_outage_stand_in_the_post_the_status_and_the_messages(
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
    await club_server.bot.clubs.pause(club)
    back = club.next_due + 6 * DAY + timedelta(hours=1)
    await club_server.go_to(back)
    due = f"<t:{int((club.next_due + 9 * DAY).timestamp())}:F>"
    said = shown_text(club_server.said_in(thread)[-1])
    assert f"Reviews are due {due}" in said
    assert "From now on anybody may take one" not in said
    assert f"**Reviews due** {due}" in shown_text(club_server.posts()[0])
    status = await club_server.ada.slash(club_server.lobby, "week status")
    assert f"**Reviews due** {due}" in shown_text(answer_to(status))
    messages = len(club_server.said_in(thread))
    await club_server.pass_by(timedelta(hours=20))
    assert len(club_server.said_in(thread)) == messages


FIELDS = ("problem", "approach", "key_result", "limitation")
