"""One account of what everybody has to do, in every message and on every page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from bot.core.outbox import Kind
from bot.core.weeks import REMINDED_AT_ONCE, Answer
from bot.services.review_messages import CALLED_AT_ONCE, NAMED_AT_ONCE
from bot.services.review_turns import Call
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.clubs import Club
    from bot.core.duties import Duties
    from bot.core.outbox import Entry
    from tests.support.reading_clubs import House

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE = (ADA, BO, CY, DEE, EVE)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
REMINDER, CLOSING, RELEASE, END = (FIRST_POST + days * DAY for days in (3, 5, 6, 7))


async def part_of(house: House, club: Club, member: int) -> Duties:
    return await house.reviews.duties(viewer(member), club, 1)


async def of_kind(house: House, kind: Kind) -> list[Entry]:
    return [entry for entry in await house.entries() if entry.kind is kind]


async def review_next(house: House, member: int) -> None:
    await house.reviews.submit(review_by(member, (await house.reviews.next_for(viewer(member))).log))


async def test_near_the_end_what_is_not_written_is_still_said_to_be_open(house: House) -> None:
    club = await reviewing(house, *FIVE)
    await review_next(house, ADA)
    await house.at(RELEASE)
    part = await part_of(house, club, ADA)
    assert (len(part.written), len(part.free), part.to_write) == (1, 1, ())
    (reminder,) = await of_kind(house, Kind.REVIEW_REMINDER)
    assert ADA in reminder.details["members"]
    turn = await house.reviews.next_for(viewer(ADA))
    assert (turn.call, turn.log.id) == (Call.FREED, part.free[0].log_id)
    await house.reviews.submit(review_by(ADA, turn.log))
    assert (await part_of(house, club, ADA)).is_done
    # Nine of ten are written then by others: the tenth is told of, and not whose it was.
    assert (await house.reviews.of_week(1)).account.unwritten == 8


async def test_a_draft_is_reminded_of_and_nobody_else_is_sent_there(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await house.reviews.next_for(viewer(ADA))
    await review_next(house, ADA)
    second = await house.reviews.next_for(viewer(ADA))
    assert second.log.id != turn.log.id
    with pytest.raises(ReviewKeptError):
        await house.reviews.submit(review_by(ADA, second.log, strongest="nothing of the kind"))
    await house.at(RELEASE)
    (reminder,) = await of_kind(house, Kind.REVIEW_REMINDER)
    assert ADA in reminder.details["members"]
    assert (await house.reviews.next_for(viewer(ADA))).call is Call.OWED


async def test_cant_this_week_is_not_owing_and_gets_nothing_back(house: House) -> None:
    club = await reviewing(house, *FIVE, 12, 13, 14)
    key = (await house.entries())[0].key
    await house.answer(key, ADA, Answer.OUT)
    part = await part_of(house, club, ADA)
    assert (part.to_write, part.free, len(part.given_on)) == ((), (), 2)
    house.now += MINUTE
    await house.answer(key, ADA, Answer.OUT)
    assert len((await part_of(house, club, ADA)).given_on) == 2
    assert (await house.reviews.next_for(viewer(ADA))).call is Call.MORE
    await house.at(RELEASE)
    (reminder,) = await of_kind(house, Kind.REVIEW_REMINDER)
    assert ADA not in reminder.details["members"]


async def test_who_owes_nothing_and_has_done_nothing_is_not_asked_for_more(house: House) -> None:
    """Ada can't, then can after all: she has none to write, and has done none."""
    await reviewing(house, *FIVE)
    key = (await house.entries())[0].key
    await house.answer(key, ADA, Answer.OUT)
    house.now += MINUTE
    await house.answer(key, ADA, Answer.IN)
    for _ in range(2):
        await review_next(house, BO)
    await house.at(RELEASE)
    (reminder,) = await of_kind(house, Kind.REVIEW_REMINDER)
    asked = {member for member, _ in reminder.details["asked"]}
    assert asked <= {BO}


async def test_a_log_after_cant_this_week_brings_its_author_in(house: House) -> None:
    await house.club("lora", "mamba", reviewers=1)
    await house.at(FIRST_POST)
    await house.deliver()
    key = (await house.entries())[0].key
    await house.answer(key, ADA, Answer.OUT)
    house.now += MINUTE
    for member in (ADA, BO, CY):
        await write(house, member)
    house.now += MINUTE
    await house.answer(key, CY, Answer.OUT)
    view = await house.weeks.marked(viewer(), key)
    assert (view.members(Answer.IN), view.members(Answer.OUT)) == ([ADA, CY, BO], [])
    await house.at(CLOSING)
    # Cy's last word is that they can't: they count as having written, and review nothing.
    reviewers = {review.reviewer_id for review in (await house.reviews.of_week(1)).reviews}
    assert reviewers == {ADA, BO}


async def test_a_withdrawn_log_brings_nobody_in(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    key = (await house.entries())[0].key
    saved = await write(house, ADA)
    assert (await house.weeks.marked(viewer(), key)).members(Answer.IN) == [ADA]
    await house.logs.withdraw(saved.log.id, viewer(ADA))
    assert (await house.weeks.marked(viewer(), key)).members(Answer.IN) == []
    await house.at(REMINDER)
    assert await of_kind(house, Kind.REMINDER) == []


async def test_a_late_duty_that_was_given_back_does_not_come_again(house: House) -> None:
    club = await reviewing(house, ADA, BO, CY, reviewers=1)
    late = await write(house, EVE)
    assert len((await part_of(house, club, EVE)).to_write) == 1
    await house.answer((await house.entries())[0].key, EVE, Answer.OUT)
    await write(house, EVE, log_id=late.log.id)
    assert (await part_of(house, club, EVE)).to_write == ()


async def test_the_names_of_a_reminder_in_parts_are_fixed_when_it_is_planned(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    key, members = (await house.entries())[0].key, list(range(1000, 1120))
    for member in members:
        await house.answer(key, member, Answer.IN)
    await house.at(REMINDER)
    first, second = await of_kind(house, Kind.REMINDER)
    assert first.details["members"] == members[:REMINDED_AT_ONCE]
    assert second.details["members"] == members[REMINDED_AT_ONCE:]


async def test_what_is_given_on_is_said_in_as_many_messages_as_it_takes(house: House) -> None:
    """A reviewer's thirty or fifty reviews at once, as where many have left."""
    members = tuple(range(100, 170))
    await reviewing(house, *members, reviewers=3)
    left = set(members[:20])

    async def present(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids) - left

    house.leavers.ask_with(present)
    await house.tick()
    parts = [entry.details["given"] for entry in await of_kind(house, Kind.ASSIGNMENTS) if "given" in entry.details]
    assert len(parts) > 1
    assert max(len(part) for part in parts) <= NAMED_AT_ONCE
    assert sum(len(part) for part in parts) > NAMED_AT_ONCE
    assert not left & {reviewer for part in parts for reviewer, _ in part}


async def test_a_reminder_of_reviews_names_everybody_in_parts(house: House) -> None:
    members = tuple(range(100, 170))
    await reviewing(house, *members)
    await house.at(RELEASE)
    parts = await of_kind(house, Kind.REVIEW_REMINDER)
    assert [len(part.details["members"]) for part in parts] == [CALLED_AT_ONCE, len(members) - CALLED_AT_ONCE]
    assert sorted(member for part in parts for member in part.details["members"]) == list(members)
    assert len({log for part in parts for log in part.details["log_ids"]}) == len(members)
