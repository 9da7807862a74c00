"""`/review mine`: what a member wrote and received, what was found helpful, correcting and withdrawing."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.test_reviews import TRIO, reviewing
from tests.support.forging import press_forged
from tests.support.logs import text_by
from tests.support.private_channels import hide
from tests.support.reading import answer_to, buttons, buttons_all, shown_text
from tests.support.reading_group import ReadingGroup, prefilled, review_fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

DAY = timedelta(days=1)


async def mine(group: ReadingGroup, name: str) -> Any:
    """The answer to `/review mine`."""
    answer = await group[name].slash(group.server.channel, "review mine")
    assert answer.ephemeral
    return answer_to(answer)


async def press(group: ReadingGroup, name: str, page: Any, label: str, nth: int = 0) -> Any:
    answer = await group[name].click(page, custom_id=buttons_all(page, label)[nth])
    await group.server.delivered()
    return answer


async def correct(group: ReadingGroup, name: str, author: str, **changed: str) -> Any:
    """Correct a member's newest review."""
    shown = await press(group, name, await mine(group, name), "Correct")
    return await group.send_review(name, shown, author, **changed)


@pytest.mark.parametrize("anonymous", [False, True])
async def test_the_author_marks_reviews_helpful_and_the_writer_sees_how_many(
    club_server: ClubServer, anonymous: bool
) -> None:
    group, _ = await reviewing(club_server, anonymous=anonymous)
    await group.review("ada", "bo")
    (review,) = group.reviews_of("bo")
    before = (shown_text(review), review.edited_at)
    assert "1 written · 0 found helpful · 0 received" in shown_text(await mine(group, "ada"))
    page = answer_to(await group["bo"].click(review, label="My reviews"))
    assert ("Someone in the club about your log" in shown_text(page).replace("**", "")) == anonymous
    assert (group["ada"].mention in shown_text(page)) != anonymous
    first = await press(group, "bo", page, "Helpful")
    assert first.ephemeral
    assert "counted anonymously" in answer_to(first).content
    assert "already marked it as helpful" in answer_to(await press(group, "bo", page, "Helpful")).content
    assert "1 written · 1 found helpful · 0 received" in shown_text(await mine(group, "ada"))
    (review,) = group.reviews_of("bo")
    assert (shown_text(review), review.edited_at) == before
    # Forged presses by others reveal nothing.
    (token,) = {identity.rpartition(":")[2] for identity in buttons_all(page, "Helpful")}
    for name in ("ada", "cy", "hal"):
        forged = await press_forged(club_server.env, group[name], group.log_of("bo"), f"pc:reviews:helpful:v2:{token}")
        is_told = not anonymous or name == "ada"
        wanted = "Only the log's author" if is_told else "I can't find that review here"
        assert wanted in answer_to(forged).content


async def test_a_review_is_corrected_in_the_form_filled_in_and_its_message_changes(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo")
    page = await mine(group, "ada")
    shown = await press(group, "ada", page, "Correct")
    assert list(prefilled(shown).values()) == list(review_fields(group["bo"].id).values())
    answer = await group.send_review("ada", shown, "bo", key_result="met", question="And with larger models?")
    assert "Corrected." in shown_text(answer_to(answer))
    (review,) = group.reviews_of("bo")
    assert "**Key result** · met" in shown_text(review)
    assert "> And with larger models?" in shown_text(review)
    assert len(club_server.requests("PATCH", f"/messages/{review.id}")) == 1
    assert club_server.requests("PATCH", f"/messages/{review.id}")[0].json["allowed_mentions"]["users"] == []
    assert "And with larger models?" in shown_text(await mine(group, "ada"))
    again = await correct(group, "ada", "bo", question="A third time?")
    assert "Corrected." in shown_text(answer_to(again))
    assert "> A third time?" in shown_text(group.reviews_of("bo")[0])


async def test_a_correction_that_is_refused_is_kept_and_reopens_as_a_correction(
    club_server: ClubServer, restart: Restart
) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo")
    refused = await correct(group, "ada", "bo", strongest="nobody wrote this anywhere", question="Kept?")
    assert "I can't find that sentence in the log" in shown_text(answer_to(refused))
    await restart()
    again = await group["ada"].click(answer_to(refused), label="Edit")
    assert again.modal
    assert again.modal["title"] == "Correct your review on LoRA"
    assert prefilled(again)["One question"] == "Kept?"
    saved = await group.send_review("ada", again, "bo", question="Which of them is kept?")
    assert "Corrected." in shown_text(answer_to(saved))
    (review,) = group.reviews_of("bo")
    assert "> Which of them is kept?" in shown_text(review)


async def test_a_withdrawn_review_says_so_and_may_be_written_again(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo")
    (review,) = group.reviews_of("bo")
    asked = await press(group, "ada", await mine(group, "ada"), "Withdraw")
    assert "Withdraw your review of" in shown_text(answer_to(asked))
    (confirming,) = buttons(answer_to(asked)).values()
    await press(group, "ada", answer_to(asked), "Withdraw it")
    assert "### Withdrawn" in shown_text(answer_to(asked))
    assert "Which layers did you expect to matter most?" in shown_text(answer_to(asked))
    (gone,) = [message for message in group.thread() if message.id == review.id]
    assert "was withdrawn by its writer" in shown_text(gone)
    assert group["ada"].mention not in shown_text(gone)
    assert "Which layers" not in shown_text(gone)
    assert "received a review" in shown_text(await mine(group, "bo"))
    # She may write it again, and the form is filled with her text.
    status = await group["ada"].slash(club_server.channel, "week status")
    assert group["bo"].mention in shown_text(answer_to(status)).partition("**You still owe**")[2]
    shown = await group.open_review("ada", "bo")
    assert prefilled(shown)["One question"] == "Which layers did you expect to matter most?"
    await group.send_review("ada", shown, "bo", question="Once more?")
    (anew,) = group.reviews_of("bo")
    assert anew.id != review.id
    assert "> Once more?" in shown_text(anew)
    late = await press_forged(club_server.env, group["ada"], group.log_of("bo"), confirming)
    assert "I can't find that review here" in answer_to(late).content


async def test_after_the_digest_a_review_cannot_be_changed(club_server: ClubServer) -> None:
    group, club = await reviewing(club_server)
    await group.review("ada", "bo")
    page = await mine(group, "ada")
    shown = await press(group, "ada", page, "Correct")
    assert club.next_due
    await club_server.go_to(club.next_due + 7 * DAY)
    assert list(buttons(await mine(group, "ada"))) == []
    refused = await group.send_review("ada", shown, "bo", question="Too late?")
    assert "its digest is out" in shown_text(answer_to(refused))
    assert "Your text is kept" in shown_text(answer_to(refused))
    asked = await press(group, "ada", page, "Withdraw")
    late = await press(group, "ada", answer_to(asked), "Withdraw it")
    assert "its digest is out" in answer_to(late).content
    (review,) = group.reviews_of("bo")
    assert "Too late?" not in shown_text(review)


async def test_reviews_of_others_are_reported_as_missing(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo")
    token = buttons_all(await mine(group, "ada"), "Correct")[0].rpartition(":")[2]
    for act in ("correct", "ask", "withdraw"):
        forged = await press_forged(club_server.env, group["bo"], group.log_of("cy"), f"pc:reviews:{act}:v2:{token}")
        assert "I can't find that review here" in answer_to(forged).content
    assert len(group.reviews_of("bo")) == 1


async def test_in_an_anonymous_club_reviewers_are_told_of_a_revision_once_and_privately(
    club_server: ClubServer,
) -> None:
    group, _ = await reviewing(club_server, anonymous=True)
    await group.review("ada", "bo")
    before = len(group.thread())
    for round_ in (2, 3):
        text = replace(text_by(group["bo"].id), limitation=f"After {round_} rounds nobody knows which it needs.")
        await group["bo"].submit_modal(
            await group["bo"].slash(club_server.channel, "log edit", log="LoRA"), asdict(text)
        )
        await club_server.delivered()
    assert len(group.thread()) == before
    told = await group["ada"].slash(club_server.channel, "review next")
    (news,) = news_of(told)
    assert f"{group['bo'].mention} revised [the log]" in news.content
    assert news.flags.ephemeral
    for command in ("review next", "week status", "review mine"):
        assert news_of(await group["ada"].slash(club_server.channel, command)) == []
        assert news_of(await group["cy"].slash(club_server.channel, command)) == []


async def test_news_are_shown_even_if_nothing_is_left_to_review(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, anonymous=True)
    await group.review("ada", "bo")
    await group.review("ada", "cy")
    text = replace(text_by(group["bo"].id), limitation="Nobody knows yet which layers it needs most.")
    await group["bo"].submit_modal(await group["bo"].slash(club_server.channel, "log edit", log="LoRA"), asdict(text))
    await club_server.delivered()
    done = await group["ada"].slash(club_server.channel, "review next")
    assert "no log left" in answer_to(done).content
    assert len(news_of(done)) == 1


def news_of(answer: Any) -> list[Any]:
    return [message for message in answer.followups if "revised" in (message.content or "")]


async def test_many_reviews_are_paged(club_server: ClubServer) -> None:
    names = (*TRIO, "di", "ed", "flo", "gus")
    group, _ = await reviewing(club_server, *names, reviewers=3)
    for name in names[1:]:
        happened = await club_server.bot.services.reviews.of_week(1)
        if any(one.reviewer_id == group[name].id and one.author_id == group["ada"].id for one in happened.reviews):
            await group.review(name, "ada")
    for one in (await club_server.bot.services.reviews.of_week(1)).reviews:
        if one.reviewer_id == group["ada"].id:
            await group.review("ada", group.name_of(one.author_id))
    page = await mine(group, "ada")
    assert "3 written · 0 found helpful · 3 received" in shown_text(page)
    newer = shown_text(page)
    await press(group, "ada", page, "Older")
    both = newer + shown_text(page)
    assert both.count("**You** about") == 3
    assert both.count("about your log") == 3


async def test_buttons_in_old_messages_still_answer_their_members(club_server: ClubServer) -> None:
    """They contain the number of a review, and are still under old messages."""
    group, _ = await reviewing(club_server, anonymous=True)
    await group.review("ada", "bo")
    (review,) = [one for one in (await club_server.bot.services.reviews.of_week(1)).reviews if one.is_written]
    env, message = club_server.env, group.reviews_of("bo")[0]

    async def told(member: Any, action: str, number: int) -> str:
        answer = await press_forged(env, member, message, f"pc:reviews:{action}:v1:{number}:abcd1234-review-1")
        assert answer.ephemeral
        content: str = answer_to(answer).content
        return content

    assert "counted anonymously" in await told(group["bo"], "helpful", review.id)
    assert f"written by {group['ada'].mention}" in await told(club_server.dana, "who", review.id)
    # Guessing numbers gives the same answer for each.
    for action in ("helpful", "who"):
        refusals = {await told(group["cy"], action, number) for number in (review.id, review.id + 1, 10**9)}
        assert len(refusals) == 1
        assert "I can't find that review here" in refusals.pop()


async def test_a_member_who_cannot_view_the_club_reads_only_what_they_wrote(
    club_server: ClubServer,
) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo")
    await group.review("bo", "ada")
    page = await mine(group, "ada")
    assert "1 written · 0 found helpful · 1 received" in shown_text(page)
    (identity,) = buttons_all(page, "Correct")
    token = identity.rpartition(":")[2]
    await hide(club_server.env, club_server.channel, club_server.guild)
    answer = await group["ada"].slash(club_server.lobby, "review mine")
    text = shown_text(answer_to(answer))
    assert "1 written · 0 found helpful · 0 received" in text
    assert "**You** about a log on **LoRA**" in text
    assert "In a club you can't see right now" in text
    assert "Which layers did you expect to matter most?" in text
    assert group["bo"].mention not in text
    assert "https://" not in text
    assert "Sunday papers" not in text
    assert not buttons(answer_to(answer))
    for act in ("correct", "ask", "withdraw", "helpful"):
        howto = answer_to(await group["ada"].slash(club_server.lobby, "howto"))
        forged = await press_forged(club_server.env, group["ada"], howto, f"pc:reviews:{act}:v2:{token}")
        assert "I can't find that review here" in answer_to(forged).content
