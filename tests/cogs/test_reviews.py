"""Reviewing a log: who has to, the form, the review under the log, and the answers to other members."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup, form_fields, prefilled, review_fields, typing_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TRIO = ("ada", "bo", "cy")


async def reviewing(server: ClubServer, *names: str, **facts: Any) -> tuple[ReadingGroup, Club]:
    """A club in which these members have logged LoRA, just after the end of logs."""
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


async def test_a_review_replies_to_the_log_and_pings_only_its_author(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    answer = await group.review("ada", "bo")
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert "Saved!" in text
    assert "You have one more log" in text
    assert list(buttons(answer_to(answer))) == ["My next review"]
    (review,) = group.reviews_of("bo")
    text = shown_text(review)
    assert f"by {group['ada'].mention}" in text
    assert "**Problem and approach** · met" in text
    assert "**Key result** · partly" in text
    assert "**Limitation** · missing" in text
    assert f"> {review_fields(group['bo'].id)['strongest']}" in text
    assert "> Which layers did you expect to matter most?" in text
    assert list(buttons(review)) == ["My reviews"]
    assert review.reference
    assert review.reference.message_id == group.log_of("bo").id
    assert group.called(review) == ["bo"]


async def test_an_author_who_left_is_not_pinged(club_server: ClubServer) -> None:
    """Nothing else makes the bot ask about an author who has written all their own reviews."""
    group, club = await reviewing(club_server)
    await group.review("bo", "ada")
    await group.review("bo", "cy")
    club_server.guild.remove_member(group["bo"])
    assert club.next_due
    await club_server.go_to(club.next_due + 5 * DAY + HOUR)
    await group.review("ada", "bo")
    (review,) = group.reviews_of("bo")
    assert group.called(review) == []


async def test_a_reviewers_text_is_shown_without_effect(club_server: ClubServer) -> None:
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
        assert list(buttons(answer_to(page))) == ["Review", "Open in thread"]
        shown = await group["ada"].click(answer_to(page), label="Review")
        answer = await group.send_review("ada", shown, author)
        assert ("You have one more log" in shown_text(answer_to(answer))) == (left == 2)
    done = await group["ada"].slash(club_server.channel, "review next")
    assert "There's no log left for you to review this week" in answer_to(done).content


async def test_the_next_log_is_found_from_another_channel(
    club_server: ClubServer,
) -> None:
    group, club = await reviewing(club_server)
    hall = club_server.guild.create_text_channel("hall")
    await club_server.club(name="Other club", channel_id=hall.id)
    page = await group["ada"].slash(club_server.lobby, "review next")
    assert "Yours to review" in shown_text(answer_to(page))
    named = await group["ada"].slash(club_server.lobby, "review next", club=str(club.id))
    assert "Yours to review" in shown_text(answer_to(named))
    other = await group["ada"].slash(club_server.lobby, "review next", club="Other club")
    assert "You have nothing to review right now" in answer_to(other).content


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"strongest": "Quality stays somewhere and nobody measures it."}, "I can't find that sentence in the log"),
        ({"strongest": "memory"}, "quote a whole sentence"),
        ({"question": "\u200b \u2800"}, "*One question* is empty"),
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
    # The button under the log opens the filled-in form as well.
    assert prefilled(await group.open_review("ada", "bo")) == prefilled(again)
    await group.send_review("ada", again, "bo")
    assert len(group.reviews_of("bo")) == 1
    assert set(prefilled(await group.open_review("ada", "cy")).values()) == {""}


async def test_a_wrong_quotation_is_refused_with_the_closest_sentence(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    meant = review_fields(group["bo"].id)["strongest"]
    answer = await group.review("ada", "bo", strongest=meant.replace("level", "even"))
    text = shown_text(answer_to(answer))
    assert f"Did you mean this one?\n> {meant}" in text


async def test_an_anonymous_club_shows_names_only_to_organizers(club_server: ClubServer) -> None:
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
    assert "by someone in the club" in shown_text(review)
    sent = [str(request.json) for request in club_server.requests("POST", "/messages") if "A review of" in str(request)]
    assert not any(str(group["ada"].id) in body for body in sent)
    # Buttons that only organizers or only the author may press are not under it for everybody.
    assert list(buttons(review)) == ["My reviews"]
    for name in (author, "hal", "ada"):
        refused = await group[name].context_menu(club_server.threads[0], "Who wrote this?", review)
        assert refused.ephemeral
        assert "Manage Server" in answer_to(refused).content
        assert group["ada"].mention not in answer_to(refused).content
    told = await club_server.dana.context_menu(club_server.threads[0], "Who wrote this?", review)
    assert told.ephemeral
    assert f"written by {group['ada'].mention}" in answer_to(told).content
    # To another member, it doesn't name anyone either.
    page = shown_text(answer_to(await group["bo"].slash(club_server.channel, "review next")))
    own = next(name for name in group.members if f"Yours to review: {group[name].mention}" in page)
    other = next(name for name in group.members if name not in {"bo", author, own, "flo", "gus", "hal"})
    refused = await group.open_review("bo", other)
    assert "for other members to review" in shown_text(answer_to(refused))
    # The digest names authors, but no reviewers.
    assert club.next_due
    await club_server.go_to(club.next_due + 7 * DAY)
    (digest,) = group.said("is over")
    assert "### Strongest sentences" in shown_text(digest)


async def test_a_form_opened_before_a_restart_counts(club_server: ClubServer, restart: Restart) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")
    await restart()
    answer = await group.send_review("ada", shown, "bo")
    assert "Saved!" in shown_text(answer_to(answer))
    assert len(group.reviews_of("bo")) == 1


async def test_logs_closed_early_name_reviewers_at_once(club_server: ClubServer) -> None:
    group = ReadingGroup(club_server)
    club = await club_server.club("lora", reviewers=1)
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in TRIO:
        await group.write(name)
    refused = await group.press_old_review("ada", group.log_of("bo"))
    assert "That week's logs are still open" in answer_to(refused).content
    await club_server.confirmed(club_server.channel, "week close", what="logs")
    (assigned,) = group.said("Logs are closed: 3 came in")
    assert group.called(assigned) == [*TRIO]
    page = await group["ada"].click(assigned, label="My next review")
    assert page.ephemeral
    assert "Yours to review" in shown_text(answer_to(page))
    await club_server.confirmed(club_server.channel, "week close", what="reviews")
    (digest,) = group.said("is over")
    assert "**Reviews** 0 of 3 written · 3 logs without one" in shown_text(digest)


async def test_a_log_has_its_review_button_once_reviews_are_open(club_server: ClubServer) -> None:
    group = ReadingGroup(club_server)
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in TRIO:
        await group.write(name)
    assert [list(buttons(group.log_of(name))) for name in TRIO] == [["Write my log"]] * 3
    await club_server.go_to(club.next_due + 5 * DAY)
    await group.write("di")
    offering = [list(buttons(group.log_of(name))) for name in (*TRIO, "di")]
    assert offering == [["Review", "Write my log"]] * 4
    await club_server.go_to(club.next_due + 7 * DAY)
    shown = await group.open_review("ada", "di")
    assert shown.modal["title"] == "Review of a log on LoRA"


async def test_a_single_log_is_an_open_call(club_server: ClubServer) -> None:
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


async def test_an_error_while_storing_gives_the_text_back(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")

    async def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(club_server.bot.services.reviews, "submit", full)
    answer = await group.send_review("ada", typing_form(shown), "bo", question="Does this survive?")
    text = shown_text(answer_to(answer))
    assert "### Not saved" in text
    assert "Does this survive?" in text
    assert review_fields(group["bo"].id)["strongest"] in text
