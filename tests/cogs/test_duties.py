"""What members read about who is in, who still has reviews to write, and who has left is consistent everywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.services.paper_logs.forms import LogForm
from tests.cogs.test_reviews import reviewing
from tests.support.logs import text_by
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from typing import Any

    import pytest

    from tests.support.club_server import ClubServer

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIVE = ("ada", "bo", "cy", "di", "ed")


async def asks(group: ReadingGroup, name: str, command: str) -> Any:
    answer = await group[name].slash(group.server.channel, command)
    assert answer.ephemeral
    return answer_to(answer)


async def says(group: ReadingGroup, name: str, command: str = "week status") -> str:
    told = await asks(group, name, command)
    return str(told.content or shown_text(told))


def shown_author(group: ReadingGroup, text: str) -> str:
    """The author of the log that `/review next` shows."""
    return next(name for name in group.members if f": {group[name].mention}'s log" in text)


async def test_after_the_reminder_status_next_and_digest_say_the_same(club_server: ClubServer) -> None:
    group, club = await reviewing(club_server, *FIVE)
    assert club.next_due
    first = shown_author(group, await says(group, "ada", "review next"))
    await group.review("ada", first)
    half = await says(group, "ada")
    assert "**You still owe** a review to <@" in half
    assert "**You have written** 1 of 2 reviews." in half
    assert "Thank you" not in half
    await club_server.go_to(club.next_due + 6 * DAY)
    (reminder,) = group.said("### Reviews are due")
    assert "ada" in group.called(reminder)
    status = await says(group, "ada")
    assert "You have no review to write" not in status
    assert "**Not written yet**: a review for <@" in status
    assert "anyone else may" in status
    page = await asks(group, "ada", "review next")
    second = shown_author(group, shown_text(page))
    assert group[second].mention in status.partition("**Not written yet**")[2]
    assert f"### Yours to review: {group[second].mention}" in shown_text(page)
    assert "anyone else may take it too" in shown_text(page)
    shown = await group["ada"].click(page, label="Review")
    saved = await group.send_review("ada", shown, second)
    assert "You're done for week 1" in shown_text(answer_to(saved))
    assert "**Your reviews** are written (2). Thank you!" in await says(group, "ada")
    await club_server.go_to(club.next_due + 7 * DAY)
    (digest,) = group.said("is over")
    assert "**Reviews** 2 of 10 written" in shown_text(digest)


async def test_cant_this_week_explains_what_happens_to_ones_reviews(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, *FIVE, "flo", "gus", "hal")
    (post,) = club_server.posts()
    told = await group["ada"].click(post, label="Can't this week")
    await club_server.delivered()
    assert "Your 2 reviews go to others. If you change your mind, they stay with them." in told.followups[-1].content
    assert "Your log stays" in told.followups[-1].content
    status = await says(group, "ada")
    assert "2 of your reviews went to others." in status
    assert "You have no review to write" not in status
    page = shown_text(await asks(group, "ada", "review next"))
    assert "### One more, if you like: <@" in page
    assert "Due" not in page
    await club_server.env.advance_time(60)
    back = await group["ada"].click(post, label="Can't this week")
    assert "The reviews that you gave up stay with others." in back.followups[-1].content


async def test_a_volunteer_is_told_that_it_is_an_extra_review_and_the_button_agrees(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, *FIVE)
    for _ in range(2):
        page = await asks(group, "hal", "review next")
        author = shown_author(group, shown_text(page))
        assert f"### One more, if you like: {group[author].mention}" in shown_text(page)
        assert "You have no review to write." in await says(group, "hal")
    shown = await group.open_review("hal", author)
    assert shown.modal
    assert f"**You took on** a review for {group[author].mention}." in await says(group, "hal")
    await group.send_review("hal", shown, author)
    assert "**Your reviews** are written (1). Thank you!" in await says(group, "hal")


async def test_writing_a_log_counts_as_being_in_for_the_week(club_server: ClubServer) -> None:
    group = ReadingGroup(club_server)
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await group["cy"].click(post, label="Can't this week")
    for name in ("ada", "bo", "cy"):
        await group.write(name)
    status = await says(group, "ada")
    assert "**In** 3 · **Can't this week** 0" in status
    assert all(group[name].mention in status for name in ("ada", "bo", "cy"))
    await group["di"].click(post, label="I'm in")
    assert "**In** 4 · **Can't this week** 0" in shown_text(club_server.posts()[0])


async def test_the_digest_names_nobody_twice(club_server: ClubServer) -> None:
    group, club = await reviewing(club_server, "ada", "bo", "cy")
    assert club.next_due
    (post,) = club_server.posts()
    for name in ("ada", "hal"):
        await group[name].click(post, label="Can't this week")
    await club_server.go_to(club.next_due + 7 * DAY)
    (digest,) = group.said("is over")
    text = shown_text(digest)
    assert "**Logged** (3)" in text
    assert "-# 1 could not make it this time." in text


async def test_members_who_left_are_neither_pinged_nor_counted(club_server: ClubServer) -> None:
    """The bot doesn't use the members intent, so it looks for leavers before the message is sent."""
    group = ReadingGroup(club_server)
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    for name in ("ada", "bo", "cy"):
        await group[name].click(post, label="I'm in")
    club_server.guild.remove_member(group["bo"])
    await club_server.env.settle()
    await club_server.go_to(club.next_due + 3 * DAY)
    (reminder,) = group.said("Your log on LoRA is due")
    assert group.called(reminder) == ["ada", "cy"]
    assert group["bo"].mention not in shown_text(reminder)
    assert "**In** 2 ·" in await says(group, "ada")
    await group["di"].click(post, label="I'm in")
    assert "**In** 3 ·" in shown_text(club_server.posts()[0])


async def test_reviews_of_a_reviewer_who_leaves_are_reassigned_within_the_hour(club_server: ClubServer) -> None:
    group, club = await reviewing(club_server, *FIVE, "flo", "gus", "hal")
    assert club.next_due
    club_server.guild.remove_member(group["bo"])
    await club_server.env.settle()
    requests = len(club_server.env.http_requests)
    await club_server.pass_by(timedelta(minutes=30))
    (given, *_) = group.said("yours to review too")
    assert "bo" not in group.called(given)
    # One gateway request for all of them, and one HTTP request for the member missing from the answer.
    asked = [one for one in club_server.env.http_requests[requests:] if "/members/" in one.path]
    assert len(asked) == 1
    await club_server.go_to(club.next_due + 6 * DAY)
    (reminder,) = group.said("### Reviews are due")
    assert "bo" not in group.called(reminder)
    assert group["bo"].mention not in shown_text(reminder).partition("Could you take")[2]


async def test_pressing_repeatedly_costs_no_requests(club_server: ClubServer) -> None:
    """Each press used to ask Discord about every author, using up requests that posts need."""
    group, _ = await reviewing(club_server, *FIVE, "flo", "gus", "hal")
    (post,) = club_server.posts()
    requests = len(club_server.env.http_requests)
    for _ in range(10):
        await club_server.env.advance_time(5)
        await group["ada"].click(post, label="Can't this week")
    asked = [one for one in club_server.env.http_requests[requests:] if "/members/" in one.path]
    assert asked == []


async def test_nobody_is_missed_between_the_parts_of_a_reminder(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A member who logs before the second part is sent must not move others into the first part, which was already
    sent.
    """
    monkeypatch.setattr("bot.core.weeks.week.REMINDED_AT_ONCE", 2)
    group = ReadingGroup(club_server)
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    for name in ("ada", "bo", "cy", "di"):
        await group[name].click(post, label="I'm in")
    await club_server.env.advance_time(3 * DAY.total_seconds())
    await club_server.bot.services.week_ticks.advance()
    (week,) = await club_server.week_rows()
    author = viewer(group["ada"].id, club_server.guild.id)
    await club_server.bot.services.logs.submit(LogForm(author, 1, "lora", text_by(1), club.id, week.id))
    await club_server.tick()
    called = [group.called(reminder) for reminder in group.said("Your log on LoRA is due")]
    assert called == [["bo"], ["cy", "di"]]
