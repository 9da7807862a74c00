"""The ends of a week: reviewers are named once, the digest comes once, in order, whatever happens in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox import Kind
from bot.core.weeks import Answer
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST, SERVER, WEEK, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

DAY = timedelta(days=1)
CLOSING, RELEASE, END = FIRST_POST + 5 * DAY, FIRST_POST + 6 * DAY, FIRST_POST + 7 * DAY


async def pairs(house: House, number: int = 0) -> list[tuple[int, int]]:
    week = (await house.week_rows())[number]
    return [(review.reviewer_id, review.author_id) for review in (await house.reviews.of_week(week.id)).reviews]


async def kinds(house: House) -> list[str]:
    return [entry.kind for entry in await house.entries() if entry.kind not in {Kind.LOG, Kind.POST, Kind.POST_EDIT}]


@pytest.mark.parametrize(("members", "share"), [(1, 0), (2, 1), (3, 2), (5, 2), (8, 2)])
async def test_everyone_gives_and_gets_the_same(house: House, members: int, share: int) -> None:
    await reviewing(house, *range(1, members + 1))
    given = await pairs(house)
    assert set(Counter(reviewer for reviewer, _ in given).values()) == ({share} if share else set())
    assert Counter(reviewer for reviewer, _ in given) == Counter(author for _, author in given)
    assert all(reviewer != author for reviewer, author in given)
    (entry,) = [entry for entry in await house.entries() if entry.kind is Kind.ASSIGNMENTS]
    if share:
        assert entry.details["reviewers"] == list(range(1, members + 1))
    else:
        assert entry.details == {"is_open_call": True}
        turn = await house.reviews.next_for(viewer(99))
        assert (turn.log.author_id, turn.review.reviewer_id) == (1, 99)


async def test_with_nothing_written_nothing_is_said(house: House) -> None:
    await reviewing(house)
    await house.at(END)
    assert await kinds(house) == [Kind.DIGEST]


async def test_many_reviewers_are_named_in_parts(house: House) -> None:
    await reviewing(house, *range(1, 66))
    told = [entry.details["reviewers"] for entry in await house.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert [len(part) for part in told] == [30, 30, 5]
    assert [reviewer for part in told for reviewer in part] == list(range(1, 66))


async def test_ticks_and_a_restart_name_reviewers_once(house: House, database_url: str) -> None:
    await reviewing(house, *range(1, 6), closed=False)
    house.now = CLOSING
    await asyncio.gather(*(house.ticks.advance() for _ in range(3)))
    await house.tick()
    first = await pairs(house)
    await house.database.close()
    again = House(database_url, now=CLOSING)
    await again.database.open()
    await again.outbox.recover()
    await again.tick()
    assert (await pairs(again), await kinds(again)) == (first, [Kind.ASSIGNMENTS])
    await again.database.close()


async def test_being_away_over_both_ends_names_reviewers_and_gives_them_the_full_days(house: House) -> None:
    club = await reviewing(house, *range(1, 6), closed=False)
    await house.clubs.pause(club)
    back = END + 3 * WEEK
    await house.at(back)
    assert await kinds(house) == [Kind.ASSIGNMENTS]
    assert len(await pairs(house)) == 10
    (week,) = await house.week_rows()
    assert (week.state, week.logs_due, week.reviews_due) == ("reviewing", back, back + 2 * DAY)
    await house.at(back + DAY - timedelta(minutes=1))
    assert await kinds(house) == [Kind.ASSIGNMENTS]
    await house.at(back + DAY)
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.REVIEW_REMINDER]
    await house.at(back + 2 * DAY)
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.REVIEW_REMINDER, Kind.DIGEST]


async def test_being_away_over_the_end_of_reviews_gives_the_full_days_again(house: House) -> None:
    await reviewing(house, *range(1, 6))
    await house.deliver()
    back = END + timedelta(hours=3)
    await house.at(back)
    (week,) = [row for row in await house.week_rows() if row.number == 1]
    assert (week.state, week.reviews_due) == ("reviewing", END + 3 * DAY)
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.MOVED]
    # What was said before the bot went away is not said again.
    await house.at(END + 2 * DAY)
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.MOVED, Kind.REVIEW_REMINDER]
    await house.at(END + 3 * DAY)
    assert (await kinds(house))[-1] == Kind.DIGEST


async def test_back_just_before_the_end_of_reviews_the_last_day_is_kept(house: House) -> None:
    await reviewing(house, *range(1, 6))
    await house.deliver()
    await house.at(END - timedelta(hours=3))
    (week,) = await house.week_rows()
    assert week.reviews_due == END + DAY
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.MOVED]
    await house.at(END)
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.MOVED, Kind.REVIEW_REMINDER]
    await house.at(END + DAY)
    assert (await house.week_rows())[0].state == "closed"


async def test_reviewers_who_are_told_late_have_the_full_days_from_then(house: House) -> None:
    """As where the bot ends between naming them and telling them."""
    await reviewing(house, *range(1, 6), closed=False)
    await house.at(CLOSING)
    (week, *_) = await house.week_rows()
    house.now = CLOSING + DAY + timedelta(hours=2)
    await house.tick()
    # The step that would free their reviews waits until they have heard of them.
    assert await kinds(house) == [Kind.ASSIGNMENTS]
    view = await house.weeks.telling_reviewers(week.id)
    assert view
    assert view.week.reviews_due == END + 2 * DAY
    assert view.week.next_step_at == END + DAY
    await house.deliver()
    await house.tick()
    assert await kinds(house) == [Kind.ASSIGNMENTS]


async def test_either_end_can_come_early(house: House) -> None:
    club = await reviewing(house, *range(1, 6), closed=False)
    house.now = FIRST_POST + 2 * DAY
    await house.weeks.close_early(viewer(), club, "logs")
    assert len(await pairs(house)) == 10
    await house.at(CLOSING)
    assert await kinds(house) == [Kind.ASSIGNMENTS]
    await house.weeks.close_early(viewer(), club, "reviews")
    await house.at(END)
    assert await kinds(house) == [Kind.ASSIGNMENTS, Kind.DIGEST]


async def test_who_left_or_cant_reviews_nothing_and_is_reviewed(house: House) -> None:
    asked: list[tuple[int, set[int]]] = []

    async def present(server_id: int, user_ids: Collection[int]) -> set[int]:
        asked.append((server_id, set(user_ids)))
        return set(user_ids) - {3}

    house.leavers.ask_with(present)
    await reviewing(house, *range(1, 9), closed=False)
    key = (await house.entries())[0].key
    await house.answer(key, 5, Answer.OUT)
    assert asked == []
    await house.at(CLOSING)
    assert asked == [(SERVER, set(range(1, 9)))]
    given = await pairs(house)
    assert {reviewer for reviewer, _ in given} == {1, 2, 4, 6, 7, 8}
    assert {author for _, author in given} == set(range(1, 9))
    (entry,) = [entry for entry in await house.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert entry.details["reviewers"] == [1, 2, 4, 6, 7, 8]


async def test_those_who_left_are_asked_for_before_an_early_end_too(house: House) -> None:
    async def all_but_two(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids) - {2}

    house.leavers.ask_with(all_but_two)
    club = await reviewing(house, 1, 2, closed=False)
    await house.weeks.close_early(viewer(), club, "logs")
    assert await pairs(house) == [(1, 2)]


async def test_pairs_of_last_week_are_avoided(house: House) -> None:
    await reviewing(house, *range(1, 9))
    await house.at(END)
    await house.deliver()
    for member in range(1, 9):
        await write(house, member)
    await house.at(END + 5 * DAY)
    first, second = set(await pairs(house, 0)), set(await pairs(house, 1))
    assert len(second) == 16
    assert not first & second


async def test_the_digest_knows_what_came_of_the_week(house: House) -> None:
    await reviewing(house, *range(1, 6))
    turn = await house.reviews.next_for(viewer(1))
    await house.reviews.submit(review_by(1, turn.log))
    await house.at(END)
    (week, *_) = await house.week_rows()
    reviews = await house.reviews.of_week(week.id)
    assert [log.author_id for log in reviews.logs] == [1, 2, 3, 4, 5]
    (written,) = reviews.written
    assert written.text
    assert (written.text.strongest, written.text.question) == (turn.log.text.problem, "What of larger models?")


async def test_a_log_written_while_reviewers_are_named_is_late_or_counted(house: House) -> None:
    """Whichever of the two transactions comes first: the log has reviewers, or owes a review."""
    club = await reviewing(house, *range(1, 6), closed=False)
    house.now = CLOSING
    forms = asyncio.gather(*(write(house, member) for member in range(6, 9)))
    await asyncio.gather(forms, house.tick())
    for member in range(1, 9):
        assert await house.reviews.owed_by(member, club), member


async def test_who_has_logged_is_not_reminded(house: House) -> None:
    await reviewing(house, 1, closed=False)
    key = (await house.entries())[0].key
    await house.answer(key, 1, Answer.IN)
    assert (await house.answer(key, 2, Answer.IN)).waited_for == [2]
    await write(house, 2)
    await house.at(FIRST_POST + 3 * DAY)
    assert await kinds(house) == []
