"""What Discord would not show, its writer hears of, and can write anew: a log, its change, and a review."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.cogs.test_paper_logs import messages_of_logs
from tests.cogs.test_reviews import reviewing
from tests.support.log_forms import LORA, send, week_begins, write
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import prefilled, review_fields

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

CHANGED = replace(LORA, limitation="Which rank a layer needs is left to trial.")


def refuse_once(server: ClubServer, method: str, path: str = "") -> None:
    """AutoMod stops the next message in the week's thread, or the next change of one."""
    route = f"/channels/{server.threads[0].id}/messages{path}"
    server.env.inject_error(method, route, status=400, code=200000, message="Message blocked by AutoMod", times=1)


def assert_for_members(text: str) -> None:
    """No steps that only organizers can take, and no signs that are meant to be markup."""
    assert "Try again" not in text
    assert "/club" not in text
    assert "Let it pass" not in text
    assert "\\" not in text


async def status_text(server: ClubServer, member: Any) -> str:
    return shown_text(answer_to(await member.slash(server.channel, "week status")))


async def edit(server: ClubServer, text: Any) -> Any:
    shown = await server.ada.slash(server.lobby, "log edit")
    answer = await send(server.ada, shown, text)
    await server.delivered()
    return answer


async def test_the_author_hears_that_a_change_of_a_log_was_refused(club_server: ClubServer) -> None:
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


async def test_a_newer_version_takes_the_place_of_a_refused_one(club_server: ClubServer) -> None:
    club = await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    (message,) = messages_of_logs(club_server)
    refuse_once(club_server, "PATCH", f"/{message.id}")
    await edit(club_server, CHANGED)
    answer = await edit(club_server, replace(CHANGED, problem="Tuning every weight fills the card."))
    assert answer.followups == []
    assert "Tuning every weight fills the card." in shown_text(messages_of_logs(club_server)[0])
    assert "Your log** is kept" not in await status_text(club_server, club_server.ada)
    assert (await club_server.bot.clubs.overview(club)).held_up == ()


async def test_the_same_text_sent_again_is_tried_again_and_is_no_new_version(club_server: ClubServer) -> None:
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


async def test_the_reviewer_hears_that_a_review_was_refused_and_writes_it_anew(club_server: ClubServer) -> None:
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
    await group["ada"].submit_modal(
        shown, review_fields(group["bo"].id, strongest=group.texts["bo"].key_result, question="A better word?")
    )
    await club_server.delivered()
    (review,) = group.reviews_of("bo")
    assert "A better word?" in shown_text(review)
    assert "is kept" not in await status_text(club_server, group["ada"])
    refusal = await group["ada"].click(group.log_of("bo"), label="Review")
    assert "You have reviewed that log already" in str(answer_to(refusal).content)
