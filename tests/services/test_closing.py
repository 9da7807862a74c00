"""The two ends of a week: reviewers are named once and the digest comes once, in order, whatever happens in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST, SERVER, WEEK, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

DAY = timedelta(days=1)
CLOSING, RELEASE, END = FIRST_POST + 5 * DAY, FIRST_POST + 6 * DAY, FIRST_POST + 7 * DAY
UNASKED = {Kind.LOG, Kind.LOG_EDIT, Kind.POST, Kind.POST_EDIT}


async def pairs(app: App, number: int = 0) -> list[tuple[int, int]]:
    week = (await app.week_rows())[number]
    return [(review.reviewer_id, review.author_id) for review in (await app.reviews.of_week(week.id)).reviews]


async def kinds(app: App) -> list[str]:
    return [entry.kind for entry in await app.entries() if entry.kind not in UNASKED]


@pytest.mark.parametrize(("members", "share"), [(1, 0), (2, 1), (3, 2), (5, 2), (8, 2)])
async def test_everyone_gives_and_gets_the_same(app: App, members: int, share: int) -> None:
    await reviewing(app, *range(1, members + 1))
    given = await pairs(app)
    assert set(Counter(reviewer for reviewer, _ in given).values()) == ({share} if share else set())
    assert Counter(reviewer for reviewer, _ in given) == Counter(author for _, author in given)
    assert all(reviewer != author for reviewer, author in given)
    (entry,) = [entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS]
    if share:
        assert entry.details["reviewers"] == list(range(1, members + 1))
    else:
        assert entry.details == {"is_open_call": True}
        task = await app.reviews.next_for(viewer(99))
        assert (task.log.author_id, task.review.reviewer_id) == (1, 99)


async def test_without_logs_nothing_is_posted(app: App) -> None:
    await reviewing(app)
    await app.at(END)
    assert await kinds(app) == [Kind.DIGEST]


async def test_many_reviewers_are_named_in_several_messages(app: App) -> None:
    await reviewing(app, *range(1, 66))
    told = [entry.details["reviewers"] for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert [len(part) for part in told] == [30, 30, 5]
    assert [reviewer for part in told for reviewer in part] == list(range(1, 66))


async def test_ticks_and_a_restart_name_reviewers_once(app: App, database_url: str) -> None:
    await reviewing(app, *range(1, 6), closed=False)
    app.now = CLOSING
    await asyncio.gather(*(app.ticks.advance() for _ in range(3)))
    await app.tick()
    first = await pairs(app)
    await app.database.close()
    again = App(database_url, now=CLOSING)
    await again.database.open()
    await again.outbox.recover()
    await again.tick()
    assert (await pairs(again), await kinds(again)) == (first, [Kind.ASSIGNMENTS])
    await again.database.close()


async def test_after_an_outage_over_both_ends_reviewers_are_named_and_have_the_full_days(app: App) -> None:
    club = await reviewing(app, *range(1, 6), closed=False)
    await app.clubs.pause(club)
    back = END + 3 * WEEK
    await app.at(back)
    assert await kinds(app) == [Kind.ASSIGNMENTS]
    assert len(await pairs(app)) == 10
    (week,) = await app.week_rows()
    assert (week.state, week.logs_due, week.reviews_due) == ("reviewing", back, back + 2 * DAY)
    await app.at(back + DAY - timedelta(minutes=1))
    assert await kinds(app) == [Kind.ASSIGNMENTS]
    await app.at(back + DAY)
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.REVIEW_REMINDER]
    await app.at(back + 2 * DAY)
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.REVIEW_REMINDER, Kind.DIGEST]


async def test_after_an_outage_over_the_end_of_reviews_there_are_full_days_again(app: App) -> None:
    await reviewing(app, *range(1, 6))
    await app.deliver()
    back = END + timedelta(hours=3)
    await app.at(back)
    (week,) = [row for row in await app.week_rows() if row.number == 1]
    assert (week.state, week.reviews_due) == ("reviewing", END + 3 * DAY)
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.MOVED]
    # What was said before the bot went offline is not repeated.
    await app.at(END + 2 * DAY)
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.MOVED, Kind.REVIEW_REMINDER]
    await app.at(END + 3 * DAY)
    assert (await kinds(app))[-1] == Kind.DIGEST


async def test_if_the_bot_is_back_just_before_the_end_the_last_day_is_kept(app: App) -> None:
    await reviewing(app, *range(1, 6))
    await app.deliver()
    await app.at(END - timedelta(hours=3))
    (week,) = await app.week_rows()
    assert week.reviews_due == END + DAY
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.MOVED]
    await app.at(END)
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.MOVED, Kind.REVIEW_REMINDER]
    await app.at(END + DAY)
    assert (await app.week_rows())[0].state == "closed"


async def test_reviewers_who_are_told_late_have_the_full_days_from_then(app: App) -> None:
    """For example if the bot ends between naming them and telling them."""
    await reviewing(app, *range(1, 6), closed=False)
    await app.at(CLOSING)
    (week, *_) = await app.week_rows()
    app.now = CLOSING + DAY + timedelta(hours=2)
    await app.tick()
    # The step that would release their reviews waits until they have been told.
    assert await kinds(app) == [Kind.ASSIGNMENTS]
    view = await app.weeks.telling_reviewers(week.id)
    assert view
    assert view.week.reviews_due == END + 2 * DAY
    assert view.week.next_step_at == END + DAY
    await app.deliver()
    await app.tick()
    assert await kinds(app) == [Kind.ASSIGNMENTS]


async def test_either_end_can_come_early(app: App) -> None:
    club = await reviewing(app, *range(1, 6), closed=False)
    app.now = FIRST_POST + 2 * DAY
    await app.weeks.close_early(viewer(), club, "logs")
    assert len(await pairs(app)) == 10
    await app.at(CLOSING)
    assert await kinds(app) == [Kind.ASSIGNMENTS]
    await app.weeks.close_early(viewer(), club, "reviews")
    await app.at(END)
    assert await kinds(app) == [Kind.ASSIGNMENTS, Kind.DIGEST]


async def test_members_who_left_or_cannot_review_neither_review_nor_are_reviewed(app: App) -> None:
    asked: list[tuple[int, set[int]]] = []

    async def present(server_id: int, user_ids: Collection[int]) -> set[int]:
        asked.append((server_id, set(user_ids)))
        return set(user_ids) - {3}

    app.leavers.ask_with(present)
    await reviewing(app, *range(1, 9), closed=False)
    key = (await app.entries())[0].key
    await app.answer(key, 5, Answer.OUT)
    assert asked == []
    await app.at(CLOSING)
    assert asked == [(SERVER, set(range(1, 9)))]
    given = await pairs(app)
    assert {reviewer for reviewer, _ in given} == {1, 2, 4, 6, 7, 8}
    assert {author for _, author in given} == set(range(1, 9))
    (entry,) = [entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert entry.details["reviewers"] == [1, 2, 4, 6, 7, 8]


async def test_leavers_are_looked_for_before_an_early_end_too(app: App) -> None:
    async def all_but_two(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids) - {2}

    app.leavers.ask_with(all_but_two)
    club = await reviewing(app, 1, 2, closed=False)
    await app.weeks.close_early(viewer(), club, "logs")
    assert await pairs(app) == [(1, 2)]


async def test_pairs_of_last_week_are_avoided(app: App) -> None:
    await reviewing(app, *range(1, 9))
    await app.at(END)
    await app.deliver()
    for member in range(1, 9):
        await write(app, member)
    await app.at(END + 5 * DAY)
    first, second = set(await pairs(app, 0)), set(await pairs(app, 1))
    assert len(second) == 16
    assert not first & second


async def test_the_digest_knows_the_results_of_the_week(app: App) -> None:
    await reviewing(app, *range(1, 6))
    task = await app.reviews.next_for(viewer(1))
    await app.reviews.submit(review_by(1, task.log))
    await app.at(END)
    (week, *_) = await app.week_rows()
    reviews = await app.reviews.of_week(week.id)
    assert [log.author_id for log in reviews.logs] == [1, 2, 3, 4, 5]
    (written,) = reviews.written
    assert written.text
    assert (written.text.strongest, written.text.question) == (task.log.text.problem, "What of larger models?")


async def test_a_log_written_while_reviewers_are_named_is_late_or_included(app: App) -> None:
    """Whichever transaction comes first: the log has reviewers, or its author has to write a review."""
    club = await reviewing(app, *range(1, 6), closed=False)
    app.now = CLOSING
    forms = asyncio.gather(*(write(app, member) for member in range(6, 9)))
    await asyncio.gather(forms, app.tick())
    for member in range(1, 9):
        assert await app.owed_by(member, club), member


async def test_members_with_a_log_are_not_reminded(app: App) -> None:
    await reviewing(app, 1, closed=False)
    key = (await app.entries())[0].key
    await app.answer(key, 1, Answer.IN)
    assert (await app.answer(key, 2, Answer.IN)).waited_for == [2]
    await write(app, 2)
    await app.at(FIRST_POST + 3 * DAY)
    assert await kinds(app) == []
