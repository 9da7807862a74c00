"""When Discord refuses a text, its writer is told and can rewrite it: a log, an edit of a log, and a review."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.cogs.test_paper_logs import messages_of_logs
from tests.cogs.test_reviews import reviewing
from tests.support.log_forms import LORA, send, week_begins, write
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import prefilled

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

CHANGED = replace(LORA, limitation="Which rank a layer needs is left to trial.")


def refuse_once(server: ClubServer, method: str, path: str = "") -> None:
    """Let AutoMod block the next message in the week's thread, or the next edit of one."""
    route = f"/channels/{server.threads[0].id}/messages{path}"
    server.env.inject_error(method, route, status=400, code=200000, message="Message blocked by AutoMod", times=1)


def assert_for_members(text: str) -> None:
    """The text names no steps that only organizers can take, and shows no raw markup."""
    assert "Try again" not in text
    assert "/club" not in text
    assert "Exempt me" not in text
    assert "\\" not in text


async def status_text(server: ClubServer, member: Any) -> str:
    return shown_text(answer_to(await member.slash(server.channel, "week status")))


async def edit(server: ClubServer, text: Any) -> Any:
    shown = await server.ada.slash(server.lobby, "log edit")
    answer = await send(server.ada, shown, text)
    await server.delivered()
    return answer


async def test_the_author_is_told_that_an_edit_of_a_log_was_refused(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    (message,) = messages_of_logs(club_server)
    refuse_once(club_server, "PATCH", f"/{message.id}")
    answer = await edit(club_server, CHANGED)
    (told,) = answer.followups
    assert told.ephemeral
    text = shown_text(told)
    assert "is saved as version 2, but its message still shows an earlier one. The server's AutoMod stopped" in text
    assert_for_members(text)
    mine = shown_text(answer_to(await club_server.ada.slash(club_server.lobby, "log mine")))
    assert "Its message still shows an earlier version. The server's AutoMod stopped the text." in mine
    assert_for_members(mine)
    assert "**Your log** is kept. Its message still shows an earlier version" in await status_text(
        club_server, club_server.ada
    )
    assert "Your log" not in await status_text(club_server, club_server.bo)
    assert LORA.limitation in shown_text(messages_of_logs(club_server)[0])


async def test_a_newer_version_replaces_a_refused_one(club_server: ClubServer) -> None:
    club = await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    (message,) = messages_of_logs(club_server)
    refuse_once(club_server, "PATCH", f"/{message.id}")
    await edit(club_server, CHANGED)
    answer = await edit(club_server, replace(CHANGED, problem="Tuning every weight fills the card."))
    assert answer.followups == []
    assert "Tuning every weight fills the card." in shown_text(messages_of_logs(club_server)[0])
    assert "Your log** is kept" not in await status_text(club_server, club_server.ada)
    assert (await club_server.bot.services.clubs.overview(club)).troubled == ()


async def test_sending_the_same_text_again_retries_it_without_a_new_version(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    (message,) = messages_of_logs(club_server)
    refuse_once(club_server, "PATCH", f"/{message.id}")
    await edit(club_server, CHANGED)
    answer = await edit(club_server, CHANGED)
    assert "Already saved as version 2" in shown_text(answer_to(answer))
    (shown,) = messages_of_logs(club_server)
    assert CHANGED.limitation in shown_text(shown)
    again = await edit(club_server, CHANGED)
    assert "Already saved as version 2" in shown_text(answer_to(again))
    assert again.followups == []


async def test_the_reviewer_is_told_that_a_review_was_refused_and_rewrites_it(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    refuse_once(club_server, "POST")
    answer = await group.review("ada", "bo", question="A word that AutoMod knows?")
    (told,) = answer.followups
    assert told.ephemeral
    assert f"Your review of {group['bo'].mention}'s log is saved, but it isn't in the thread yet" in told.content
    assert "AutoMod" in told.content
    assert_for_members(told.content)
    assert group.reviews_of("bo") == []
    assert f"**Your review** of {group['bo'].mention}'s log is kept" in await status_text(club_server, group["ada"])
    shown = await group.open_review("ada", "bo")
    assert prefilled(shown)["One question"] == "A word that AutoMod knows?"
    await group.send_review("ada", shown, "bo", question="A better word?")
    (review,) = group.reviews_of("bo")
    assert "A better word?" in shown_text(review)
    assert "is kept" not in await status_text(club_server, group["ada"])
    refusal = await group["ada"].click(group.log_of("bo"), label="Review")
    assert "You already reviewed that log" in str(answer_to(refusal).content)
