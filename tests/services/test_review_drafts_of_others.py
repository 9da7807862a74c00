"""Whose drafts a member sees, and what is recorded about freed reviews."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from bot.core.reviews.duties import DutyFate
from bot.storage.reviews import freed as freed_rows
from bot.storage.reviews import rows as review_rows
from tests.support.logs import review_by, reviewing
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

ADA, BO = 7, 8


async def keep_draft(app: App, member: int) -> int:
    """A review that can't be posted yet, kept as a draft. Returns its log."""
    log = (await app.reviews.next_for(viewer(member))).log
    form = review_by(member, log)
    with pytest.raises(ReviewKeptError):
        await app.reviews.submit(replace(form, text=replace(form.text, question="")))
    return log.id


async def test_a_member_sees_no_drafts_of_others(app: App) -> None:
    await reviewing(app, ADA, BO)
    logs = {member: await keep_draft(app, member) for member in (ADA, BO)}
    for member, log_id in logs.items():
        assert [draft.log_id for draft in await app.reviews.drafts(member)] == [log_id]


async def test_a_review_that_is_freed_again_has_the_latest_reason(app: App) -> None:
    await reviewing(app, ADA, BO)
    (week,) = await app.week_rows()
    async with app.database.write_transaction() as connection:
        review, *_ = await review_rows.reviews_of_week(connection, week.id)
        for fate in (DutyFate.POOLED, DutyFate.RELEASED):
            await freed_rows.note_freed(connection, review, fate, app.now)
        (freed,) = await freed_rows.freed_in_week(connection, week.id)
    found = (freed.reviewer, freed.author, freed.log_id, freed.fate)
    assert found == (review.reviewer_id, review.author_id, review.log_id, DutyFate.RELEASED)


async def test_a_freed_review_is_recorded_only_for_its_reviewer_and_log(app: App) -> None:
    await reviewing(app, ADA, BO)
    (week,) = await app.week_rows()
    async with app.database.write_transaction() as connection:
        review, other, *_ = await review_rows.reviews_of_week(connection, week.id)
        await freed_rows.note_freed(connection, review, DutyFate.POOLED, app.now)
        assert await freed_rows.was_theirs(connection, review.log_id, review.reviewer_id)
        assert not await freed_rows.was_theirs(connection, review.log_id, other.reviewer_id)
        assert not await freed_rows.was_theirs(connection, other.log_id, review.reviewer_id)


async def test_only_the_review_itself_is_owed_again(app: App) -> None:
    await reviewing(app, ADA, BO)
    (week,) = await app.week_rows()
    async with app.database.write_transaction() as connection:
        review, other, *_ = await review_rows.reviews_of_week(connection, week.id)
        for one in (review, other):
            await freed_rows.note_freed(connection, one, DutyFate.POOLED, app.now)
        await freed_rows.forget_freed(connection, review.log_id, review.reviewer_id)
        kept = [(one.log_id, one.reviewer) for one in await freed_rows.freed_in_week(connection, week.id)]
    assert kept == [(other.log_id, other.reviewer_id)]
