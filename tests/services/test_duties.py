"""What everybody has to do is the same in every message and on every page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import REMINDED_AT_ONCE, Answer
from bot.services.reviews.assignments import OfferReason
from bot.services.reviews.messages import CALLED_AT_ONCE, NAMED_AT_ONCE
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.reviews.duties import Duties
    from tests.support.reading_clubs import App

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE = (ADA, BO, CY, DEE, EVE)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
REMINDER, CLOSING, RELEASE, END = (FIRST_POST + days * DAY for days in (3, 5, 6, 7))


async def part_of(app: App, club: Club, member: int) -> Duties:
    return await app.reviews.duties(viewer(member), club, 1)


async def of_kind(app: App, kind: Kind) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.kind is kind]


async def review_next(app: App, member: int) -> None:
    await app.reviews.submit(review_by(member, (await app.reviews.next_for(viewer(member))).log))


async def test_near_the_end_an_unwritten_review_is_still_shown_as_open(app: App) -> None:
    club = await reviewing(app, *FIVE)
    await review_next(app, ADA)
    await app.at(RELEASE)
    part = await part_of(app, club, ADA)
    assert (len(part.written), len(part.free), part.to_write) == (1, 1, ())
    (reminder,) = await of_kind(app, Kind.REVIEW_REMINDER)
    assert ADA in reminder.details["members"]
    task = await app.reviews.next_for(viewer(ADA))
    assert (task.reason, task.log.id) == (OfferReason.FREED, part.free[0].log_id)
    await app.reviews.submit(review_by(ADA, task.log))
    assert (await part_of(app, club, ADA)).is_done
    # Others then write nine of ten. The tenth is mentioned, but not its former reviewer.
    assert (await app.reviews.of_week(1)).account.unwritten == 8


async def test_a_draft_is_in_the_reminder_and_nobody_else_is_sent_there(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await app.reviews.next_for(viewer(ADA))
    await review_next(app, ADA)
    second = await app.reviews.next_for(viewer(ADA))
    assert second.log.id != task.log.id
    with pytest.raises(ReviewKeptError):
        await app.reviews.submit(review_by(ADA, second.log, strongest="nothing of the kind"))
    await app.at(RELEASE)
    (reminder,) = await of_kind(app, Kind.REVIEW_REMINDER)
    assert ADA in reminder.details["members"]
    assert (await app.reviews.next_for(viewer(ADA))).reason is OfferReason.OWED


async def test_after_cant_this_week_a_member_has_no_reviews_and_gets_none_back(app: App) -> None:
    club = await reviewing(app, *FIVE, 12, 13, 14)
    key = (await app.entries())[0].key
    await app.answer(key, ADA, Answer.OUT)
    part = await part_of(app, club, ADA)
    assert (part.to_write, part.free, len(part.given_on)) == ((), (), 2)
    app.now += MINUTE
    await app.answer(key, ADA, Answer.OUT)
    assert len((await part_of(app, club, ADA)).given_on) == 2
    assert (await app.reviews.next_for(viewer(ADA))).reason is OfferReason.MORE
    await app.at(RELEASE)
    (reminder,) = await of_kind(app, Kind.REVIEW_REMINDER)
    assert ADA not in reminder.details["members"]


async def test_a_member_without_reviews_who_wrote_none_is_not_asked_for_more(app: App) -> None:
    """Ada can't review this week, then can after all. She has no review to write and has written none."""
    await reviewing(app, *FIVE)
    key = (await app.entries())[0].key
    await app.answer(key, ADA, Answer.OUT)
    app.now += MINUTE
    await app.answer(key, ADA, Answer.IN)
    for _ in range(2):
        await review_next(app, BO)
    await app.at(RELEASE)
    (reminder,) = await of_kind(app, Kind.REVIEW_REMINDER)
    asked = {member for member, _ in reminder.details["asked"]}
    assert asked <= {BO}


async def test_a_log_after_cant_this_week_means_its_author_is_in(app: App) -> None:
    await app.club("lora", "mamba", reviewers=1)
    await app.at(FIRST_POST)
    await app.deliver()
    key = (await app.entries())[0].key
    await app.answer(key, ADA, Answer.OUT)
    app.now += MINUTE
    for member in (ADA, BO, CY):
        await write(app, member)
    app.now += MINUTE
    await app.answer(key, CY, Answer.OUT)
    view = await app.weeks.marked(viewer(), key)
    assert (view.members(Answer.IN), view.members(Answer.OUT)) == ([ADA, CY, BO], [])
    await app.at(CLOSING)
    # Cy's last answer is that they can't: their log counts as written, and they review nothing.
    reviewers = {review.reviewer_id for review in (await app.reviews.of_week(1)).reviews}
    assert reviewers == {ADA, BO}


async def test_a_withdrawn_log_does_not_mean_anybody_is_in(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    key = (await app.entries())[0].key
    saved = await write(app, ADA)
    assert (await app.weeks.marked(viewer(), key)).members(Answer.IN) == [ADA]
    await app.logs.withdraw(saved.log.id, viewer(ADA))
    assert (await app.weeks.marked(viewer(), key)).members(Answer.IN) == []
    await app.at(REMINDER)
    assert await of_kind(app, Kind.REMINDER) == []


async def test_a_late_review_that_was_given_back_is_not_assigned_again(app: App) -> None:
    club = await reviewing(app, ADA, BO, CY, reviewers=1)
    late = await write(app, EVE)
    assert len((await part_of(app, club, EVE)).to_write) == 1
    await app.answer((await app.entries())[0].key, EVE, Answer.OUT)
    await write(app, EVE, log_id=late.log.id)
    assert (await part_of(app, club, EVE)).to_write == ()


async def test_the_names_in_the_parts_of_a_reminder_are_fixed_when_it_is_planned(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    key, members = (await app.entries())[0].key, list(range(1000, 1120))
    for member in members:
        await app.answer(key, member, Answer.IN)
    await app.at(REMINDER)
    first, second = await of_kind(app, Kind.REMINDER)
    assert first.details["members"] == members[:REMINDED_AT_ONCE]
    assert second.details["members"] == members[REMINDED_AT_ONCE:]


async def test_reassigned_reviews_are_announced_in_as_many_messages_as_needed(app: App) -> None:
    """For example, thirty or fifty reviews of one member at once, when many have left."""
    members = tuple(range(100, 170))
    await reviewing(app, *members, reviewers=3)
    left = set(members[:20])

    async def present(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids) - left

    app.leavers.ask_with(present)
    await app.tick()
    parts = [entry.details["given"] for entry in await of_kind(app, Kind.ASSIGNMENTS) if "given" in entry.details]
    assert len(parts) > 1
    assert max(len(part) for part in parts) <= NAMED_AT_ONCE
    assert sum(len(part) for part in parts) > NAMED_AT_ONCE
    assert not left & {reviewer for part in parts for reviewer, _ in part}


async def test_a_reminder_of_reviews_names_everybody_in_several_parts(app: App) -> None:
    members = tuple(range(100, 170))
    await reviewing(app, *members)
    await app.at(RELEASE)
    parts = await of_kind(app, Kind.REVIEW_REMINDER)
    assert [len(part.details["members"]) for part in parts] == [CALLED_AT_ONCE, len(members) - CALLED_AT_ONCE]
    assert sorted(member for part in parts for member in part.details["members"]) == list(members)
    assert len({log for part in parts for log in part.details["log_ids"]}) == len(members)
