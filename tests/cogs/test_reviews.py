"""Reviewing a log: whose turn it is, the form, the review under the log, and what is said when it is not one's turn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup, form_fields, prefilled, review_fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.clubs import Club
    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TRIO = ("ada", "bo", "cy")


async def reviewing(server: ClubServer, *names: str, **facts: Any) -> tuple[ReadingGroup, Club]:
    """A club of which these members have logged LoRA, and whose logs have just closed."""
    group = ReadingGroup(server)
    club = await server.club("lora", "qlora", **facts)
    assert club.next_due
    await server.go_to(club.next_due)
    for name in names or TRIO:
        await group.write(name)
    await server.go_to(club.next_due + 5 * DAY)
    return group, club


async def test_the_form_asks_for_the_rubric(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")
    assert shown.modal["title"] == "Review of a log on LoRA"
    fields = form_fields(shown)
    assert list(fields) == ["Problem and approach", "Key result", "Limitation", "Strongest sentence", "One question"]
    for name in list(fields)[:3]:
        assert [option["label"] for option in fields[name]["options"]] == ["met", "partly", "missing"]
    assert set(prefilled(shown).values()) == {""}


async def test_a_review_answers_the_log_and_calls_its_author_alone(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    answer = await group.review("ada", "bo")
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert "Saved." in text
    assert "One more log waits" in text
    assert list(buttons(answer_to(answer))) == ["My next review"]
    (review,) = group.reviews_of("bo")
    text = shown_text(review)
    assert f"by {group['ada'].mention}" in text
    assert "**Problem and approach** · met" in text
    assert "**Key result** · partly" in text
    assert "**Limitation** · missing" in text
    assert f"> {review_fields(group['bo'].id)['strongest']}" in text
    assert "> Which layers did you expect to matter most?" in text
    assert list(buttons(review)) == ["Helpful"]
    assert review.reference
    assert review.reference.message_id == group.log_of("bo").id
    assert group.called(review) == ["bo"]


async def test_what_a_reviewer_types_is_shown_inert(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo", question="@everyone see [here](https://evil.example) <@&1> `'); DROP TABLE log;--`")
    (review,) = group.reviews_of("bo")
    text = shown_text(review)
    assert "\\[here\\](https://evil.example)" in text
    assert "\\<@&1>" in text
    assert group.called(review) == ["bo"]
    assert not review.mention_everyone


async def test_next_shows_the_log_and_opens_its_form(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    for left in (2, 1):
        page = await group["ada"].slash(club_server.channel, "review next")
        assert page.ephemeral
        text = shown_text(answer_to(page))
        author = next(name for name in TRIO if f"Yours to review: {group[name].mention}" in text)
        for part in ("Problem", "Approach", "Key result", "Limitation or open question"):
            assert f"**{part}**\n" in text
        assert f"case {group[author].id}" in text
        assert list(buttons(answer_to(page))) == ["Review", "Where it stands"]
        shown = await group["ada"].click(answer_to(page), label="Review")
        answer = await group.send_review("ada", shown, author)
        assert ("One more log waits" in shown_text(answer_to(answer))) == (left == 2)
    done = await group["ada"].slash(club_server.channel, "review next")
    assert "No log is left that you could review this week" in answer_to(done).content


async def test_in_another_channel_of_a_server_with_several_clubs_the_next_log_is_found(club_server: ClubServer) -> None:
    group, club = await reviewing(club_server)
    hall = club_server.guild.create_text_channel("hall")
    await club_server.club(name="Other club", channel_id=hall.id)
    page = await group["ada"].slash(club_server.lobby, "review next")
    assert "Yours to review" in shown_text(answer_to(page))
    named = await group["ada"].slash(club_server.lobby, "review next", club=str(club.id))
    assert "Yours to review" in shown_text(answer_to(named))
    other = await group["ada"].slash(club_server.lobby, "review next", club="Other club")
    assert "There is nothing for you to review now" in answer_to(other).content


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"strongest": "Quality stays somewhere and nobody measures it."}, "that does not stand in the log"),
        ({"strongest": "memory"}, "quote a whole sentence"),
        ({"question": "\u200b \u2800"}, "*One question* shows nothing"),
    ],
)
async def test_a_refused_form_is_kept_and_opens_filled_in(
    club_server: ClubServer, restart: Restart, changed: dict[str, Any], reason: str
) -> None:
    group, _ = await reviewing(club_server)
    answer = await group.review("ada", "bo", **changed)
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert reason in text
    assert "### Not posted yet" in text
    assert "Your text is kept as a draft: *Edit* opens it again" in text
    assert list(buttons(answer_to(answer))) == ["Edit"]
    assert group.reviews_of("bo") == []
    await restart()
    again = await group["ada"].click(answer_to(answer), label="Edit")
    assert list(prefilled(again).values()) == list(review_fields(group["bo"].id, **changed).values())
    # The button under the log opens it filled in as well.
    assert prefilled(await group.open_review("ada", "bo")) == prefilled(again)
    await group.send_review("ada", again, "bo")
    assert len(group.reviews_of("bo")) == 1
    assert set(prefilled(await group.open_review("ada", "cy")).values()) == {""}


async def test_a_misquoted_sentence_is_pointed_to(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    meant = review_fields(group["bo"].id)["strongest"]
    answer = await group.review("ada", "bo", strongest=meant.replace("level", "even"))
    text = shown_text(answer_to(answer))
    assert f"Did you mean this one?\n> {meant}" in text


async def test_helpful_is_counted_privately(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    await group.review("ada", "bo")
    (review,) = group.reviews_of("bo")
    before = shown_text(review)
    for name in ("ada", "cy", "hal"):
        refused = await group[name].click(review, label="Helpful")
        assert refused.ephemeral
        assert "Only the log's author marks a review as helpful" in answer_to(refused).content
    first = await group["bo"].click(review, label="Helpful")
    assert first.ephemeral
    assert "Noted: it was helpful" in answer_to(first).content
    again = await group["bo"].click(review, label="Helpful")
    assert "counts once" in answer_to(again).content
    assert [shown_text(found) for found in group.reviews_of("bo")] == [before]


async def test_an_anonymous_club_shows_no_name_but_to_organisers(club_server: ClubServer) -> None:
    group, club = await reviewing(club_server, *TRIO, "di", "ed", anonymous=True, reviewers=1)
    (assigned,) = group.said("Logs are closed")
    assert "reviews <@" not in shown_text(assigned)
    assert group.called(assigned) == [*TRIO, "di", "ed"]
    whose = await group["ada"].slash(club_server.channel, "review next")
    author = next(
        name for name in group.members if f"Yours to review: {group[name].mention}" in shown_text(answer_to(whose))
    )
    await group.review("ada", author)
    (review,) = group.reviews_of(author)
    assert "by somebody in the club" in shown_text(review)
    sent = [str(request.json) for request in club_server.requests("POST", "/messages") if "A review of" in str(request)]
    assert not any(str(group["ada"].id) in body for body in sent)
    assert list(buttons(review)) == ["Helpful", "Who wrote this?"]
    for name in (author, "hal", "ada"):
        refused = await group[name].click(review, label="Who wrote this?")
        assert refused.ephemeral
        assert "needs the **Manage Server** permission" in answer_to(refused).content
    told = await club_server.dana.click(review, label="Who wrote this?")
    assert told.ephemeral
    assert f"written by {group['ada'].mention}" in answer_to(told).content
    # Not one's turn: nobody is named either.
    other = next(name for name in group.members if name not in {"ada", author, "flo", "gus", "hal"})
    refused = await group.open_review("ada", other)
    assert "for other members to review" in shown_text(answer_to(refused))
    # The digest names authors, and no reviewer.
    assert club.next_due
    await club_server.go_to(club.next_due + 7 * DAY)
    (digest,) = group.said("is over")
    assert "### Strongest sentences" in shown_text(digest)


async def test_a_form_opened_before_a_restart_counts(club_server: ClubServer, restart: Restart) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")
    await restart()
    answer = await group.send_review("ada", shown, "bo")
    assert "Saved." in shown_text(answer_to(answer))
    assert len(group.reviews_of("bo")) == 1


async def test_logs_closed_early_name_reviewers_at_once(club_server: ClubServer) -> None:
    group = ReadingGroup(club_server)
    club = await club_server.club("lora", reviewers=1)
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in TRIO:
        await group.write(name)
    refused = await group.open_review("ada", "bo")
    assert "Logs of that week are still open" in answer_to(refused).content
    await club_server.confirmed(club_server.channel, "week close", what="logs")
    (assigned,) = group.said("Logs are closed: 3 came in")
    assert group.called(assigned) == [*TRIO]
    page = await group["ada"].click(assigned, label="My next review")
    assert page.ephemeral
    assert "Yours to review" in shown_text(answer_to(page))
    await club_server.confirmed(club_server.channel, "week close", what="reviews")
    (digest,) = group.said("is over")
    assert "**Reviews** 0 of 3 written · 3 logs without one" in shown_text(digest)


async def test_one_log_alone_is_an_open_call(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada")
    (call,) = group.said("One log came in")
    assert group.called(call) == []
    await group.review("hal", "ada")
    assert len(group.reviews_of("ada")) == 1


async def test_a_club_meeting_in_a_forum_reviews_as_well(forum_server: ClubServer) -> None:
    group, _ = await reviewing(forum_server)
    await group.review("ada", "bo")
    (review,) = group.reviews_of("bo")
    assert review.reference
    assert review.reference.message_id == group.log_of("bo").id


async def test_a_fault_while_storing_gives_the_text_back(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")

    async def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(club_server.bot.reviews, "submit", full)
    answer = await group.send_review("ada", shown, "bo", question="Does this survive?")
    text = shown_text(answer_to(answer))
    assert "### Not saved" in text
    assert "Does this survive?" in text
    assert review_fields(group["bo"].id)["strongest"] in text
