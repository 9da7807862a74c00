"""A review that was withdrawn may still be shown in Discord: an erasure of its writer waits until it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from bot.core.outbox.entry import Refused, Sent
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.storage.tables import review_drafts
from tests.support.erasing import (
    ADA,
    BO,
    CLEO,
    DREW,
    EVE,
    changes,
    deliver_all,
    erase,
    settle,
    under_way,
    write_reviews,
)
from tests.support.logs import review_by, reviewing, text_by, write
from tests.support.traces import rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from tests.support.reading_clubs import App


async def voluntary_review_withdrawn(app: App) -> tuple[Club, int]:
    """By Ada. Nothing tells Discord yet; the club and the message."""
    club = await reviewing(app, ADA, BO, CLEO, DREW)
    await write_reviews(app, ADA, BO, CLEO, DREW)
    _, token = await reviewed_voluntarily(app)
    withdrawn = await app.my_reviews.withdraw(token, viewer(ADA), 99)
    assert withdrawn.review.message_id is not None
    return club, withdrawn.review.message_id


async def reviewed_voluntarily(app: App, member: int = ADA, *, delivered: bool = True) -> tuple[PaperLog, str]:
    """The log, and the review's token."""
    week = await app.reviews.of_week(1)
    known = {review.log_id for review in week.reviews if review.reviewer_id == member}
    log = next(log for log in week.logs if log.author_id != member and log.id not in known)
    await app.reviews.claim(log.id, viewer(member))
    await app.reviews.submit(review_by(member, log))
    if delivered:
        await deliver_all(app)
    written = (await app.reviews.of_week(1)).written
    return log, next(one.token for one in written if (one.log_id, one.reviewer_id) == (log.id, member))


async def without_its_draft(app: App, token: str) -> int | None:
    """Eve, who did nothing else in the week, withdraws it, and the text goes too, as it does after a while.

    Returns the review's message.
    """
    withdrawn = await app.my_reviews.withdraw(token, viewer(EVE), 99)
    async with app.database.write_transaction() as connection:
        await connection.execute(delete(review_drafts))
    return withdrawn.review.message_id


@pytest.mark.parametrize("keeps_reviews", [True, False])
@pytest.mark.parametrize("is_closed", [True, False])
async def test_a_message_that_could_not_be_changed_is_deleted(
    app: App, *, is_closed: bool, keeps_reviews: bool
) -> None:
    """Its row is gone, so that only the change that Discord refused, or that the closing stopped, knows of it."""
    club, message_id = await voluntary_review_withdrawn(app)
    if is_closed:
        await app.clubs.close(club)
    else:
        await app.refuse(Refused(Trouble(TroubleCode.LOCKED)))
    await erase(app, ADA, keeps_reviews=keeps_reviews)
    deleted = [entry.details["message_id"] for entry in await changes(app) if entry.kind is Kind.DELETE]
    assert message_id in deleted
    await settle(app)
    assert await under_way(app, ADA) == []


async def test_a_message_that_says_so_stays(app: App) -> None:
    _, message_id = await voluntary_review_withdrawn(app)
    await deliver_all(app)
    await erase(app, ADA)
    assert message_id not in [entry.details["message_id"] for entry in await changes(app)]


async def test_a_message_that_called_its_writer_loses_the_name(app: App) -> None:
    """The log was revised before the review was withdrawn, and its reviewers were told."""
    await reviewing(app, ADA, BO, CLEO, DREW)
    await write_reviews(app, ADA, BO, CLEO, DREW)
    log, token = await reviewed_voluntarily(app)
    await write(app, log.author_id, text_by(log.author_id, " It is new."), log_id=log.id)
    app.now += timedelta(hours=1)
    await deliver_all(app)
    await app.my_reviews.withdraw(token, viewer(ADA), 99)
    await deliver_all(app)
    (told,) = [entry for entry in await app.entries() if entry.kind is Kind.REVISED]
    assert told.message_id
    await erase(app, ADA)
    unmentioned = [entry.details["message_id"] for entry in await changes(app) if entry.kind is Kind.UNMENTION]
    assert told.message_id in unmentioned


async def test_who_took_part_only_by_a_withdrawn_review_is_found(app: App) -> None:
    await reviewing(app, ADA, BO, CLEO, DREW)
    log, token = await reviewed_voluntarily(app, EVE)
    await write(app, log.author_id, text_by(log.author_id, " It is new."), log_id=log.id)
    app.now += timedelta(hours=1)
    await deliver_all(app)
    (told,) = [entry for entry in await app.entries() if entry.kind is Kind.REVISED]
    await without_its_draft(app, token)
    await deliver_all(app)
    await erase(app, EVE)
    assert (Kind.UNMENTION, told.message_id) in [(one.kind, one.details["message_id"]) for one in await changes(app)]
    await settle(app)
    assert await rows_with(app.database, EVE) == []


async def test_a_locked_message_of_a_review_of_which_nothing_is_left_is_deleted(app: App) -> None:
    await reviewing(app, ADA, BO, CLEO, DREW)
    _, token = await reviewed_voluntarily(app, EVE)
    message_id = await without_its_draft(app, token)
    await app.refuse(Refused(Trouble(TroubleCode.LOCKED)))
    await erase(app, EVE)
    assert (Kind.DELETE, message_id) in [(one.kind, one.details["message_id"]) for one in await changes(app)]
    await settle(app)
    assert await rows_with(app.database, EVE) == []


async def test_a_review_that_was_withdrawn_on_its_way_is_deleted_when_it_is_there(app: App) -> None:
    await reviewing(app, ADA, BO, CLEO, DREW)
    _, token = await reviewed_voluntarily(app, EVE, delivered=False)
    (posted,) = [entry for entry in await app.entries() if entry.kind is Kind.REVIEW]
    marked = await app.outbox.mark_sending(posted)
    assert marked
    await without_its_draft(app, token)
    await erase(app, EVE)
    await app.outbox.record(marked, Sent(4711))
    await app.erasures.go_on()
    assert (Kind.DELETE, 4711) in [(one.kind, one.details["message_id"]) for one in await changes(app)]
    await settle(app)
    assert await rows_with(app.database, EVE) == []


async def test_another_member_s_withdrawn_review_is_left_alone(app: App) -> None:
    """It may be that only the change of its message is late."""
    await reviewing(app, ADA, BO, CLEO, DREW)
    log, token = await reviewed_voluntarily(app, EVE)
    message_id = await without_its_draft(app, token)
    await erase(app, next(member for member in (BO, CLEO) if member != log.author_id))
    assert message_id not in [one.details["message_id"] for one in await changes(app)]
