"""How changes of reviews reach Discord: which outbox entries follow. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.outbox.entry import CANCELLABLE, EntryState, cancelled, unblocked
from bot.core.outbox.keys import withdrawn_key
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.reviews.details import ReviewDetails, WithdrawnDetails
from bot.services.outbox.entries import new_entry, review_key
from bot.services.paper_logs.messages import SUPERSEDED
from bot.services.reviews.assignments import Reviewable
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import rows as review_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.reviews.review import Review
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

TAKEN_BACK = Trouble(TroubleCode.REVIEW_WITHDRAWN)


async def post_review(connection: AsyncConnection, target: Reviewable, review: Review, now: datetime) -> str | None:
    """Post it as a reply to the log's message in the week's thread. Returns the key of the entry that does it."""
    club, week, log = target.club, target.week, target.log
    channel_id = log.channel_id or week.thread_id
    if channel_id is None:
        return None
    key, details = review_key(club, review), _details(review)
    if refused := await outbox_rows.entry_by_key(connection, key):
        await outbox_rows.save_entry(connection, unblocked(replace(refused, details=details)))
        return key
    entry = replace(new_entry(club, Kind.REVIEW, key, channel_id, week.id), details=details)
    await outbox_rows.add_entry(connection, entry, now)
    return key


async def post_waiting_reviews(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's thread has opened: post the reviews that were written before, after their logs.

    The order must not reveal who wrote them.
    """
    logs = {log.id: log for log in await log_rows.logs_of_week(connection, week.id)}
    waiting = await review_rows.reviews_of_week(connection, week.id)
    for review in sorted(waiting, key=lambda review: review.token):
        is_known = await outbox_rows.entry_by_key(connection, review_key(club, review)) is not None
        if review.is_written and review.log_id in logs and not is_known:
            await post_review(connection, Reviewable(club, week, logs[review.log_id]), review, now)


async def show_change(connection: AsyncConnection, target: Reviewable, review: Review, now: datetime) -> str | None:
    """Make sure that the review's message shows its newest version. Returns the key of the entry that does it."""
    key = review_key(target.club, review)
    posted = await outbox_rows.entry_by_key(connection, key)
    if review.message_id is not None and posted is not None:
        return await _change_message(connection, target.club, posted, review, now)
    if posted is None or posted.state is EntryState.BLOCKED:
        return await post_review(connection, target, review, now)
    if posted.state is EntryState.PENDING:
        # The message is composed when it is sent. If it is being sent now, `follow_review` applies the change.
        await outbox_rows.save_entry(connection, replace(posted, details=_details(review)))
    return key


async def take_back(connection: AsyncConnection, club: Club, review: Review, now: datetime) -> None:
    """The review was withdrawn: edit its message to say so, or never send it."""
    key = review_key(club, review)
    posted = await outbox_rows.entry_by_key(connection, key)
    if posted is None:
        return
    withdrawn = replace(ReviewDetails.of(posted), withdrawn_by=review.reviewer_id)
    await outbox_rows.save_details(connection, posted.id, posted.details | withdrawn.stored())
    if review.message_id is not None:
        await _cancel(connection, f"{key}-v{review.version}", SUPERSEDED)
        await _say_withdrawn(connection, club, posted, review.message_id, now)
    elif posted.state in CANCELLABLE:
        await _cancel(connection, key, TAKEN_BACK)


async def follow_review(connection: AsyncConnection, entry: Entry, _outcome: Outcome, now: datetime) -> None:
    """Once the review's message exists, apply the changes that were made while it was being sent."""
    if entry.message_id is None:
        return
    details = ReviewDetails.of(entry)
    review = await review_rows.review_by_id(connection, details.review_id)
    club = await club_rows.club_by_id(connection, entry.club_id)
    if club is None:
        return
    if review is None or not review.is_written or review_key(club, review) != entry.key:
        await _say_withdrawn(connection, club, entry, entry.message_id, now)
        return
    await review_rows.change_review(connection, review.id, message_id=entry.message_id)
    if details.version not in {None, review.version}:
        await _change_message(connection, club, entry, review, now)


async def _change_message(connection: AsyncConnection, club: Club, posted: Entry, review: Review, now: datetime) -> str:
    key = f"{posted.key}-v{review.version}"
    await _cancel(connection, f"{posted.key}-v{review.version - 1}", SUPERSEDED)
    entry = new_entry(club, Kind.REVIEW_EDIT, key, posted.channel_id, posted.week_id)
    await outbox_rows.add_entry(connection, replace(entry, details=_details(review)), now)
    return key


async def _say_withdrawn(
    connection: AsyncConnection, club: Club, posted: Entry, message_id: int, now: datetime
) -> None:
    """The edit contains everything it needs: the review may be assigned to its writer again, or rewritten."""
    key = withdrawn_key(posted.key)
    if await outbox_rows.entry_by_key(connection, key) is None:
        log = await log_rows.log_by_id(connection, ReviewDetails.of(posted).log_id)
        details = WithdrawnDetails(True, message_id, log.author_id if log else 0).stored()
        entry = new_entry(club, Kind.REVIEW_EDIT, key, posted.channel_id, posted.week_id)
        await outbox_rows.add_entry(connection, replace(entry, details=details), now)


async def _cancel(connection: AsyncConnection, key: str, trouble: Trouble) -> None:
    entry = await outbox_rows.entry_by_key(connection, key)
    if entry and entry.state in CANCELLABLE:
        await outbox_rows.save_entry(connection, cancelled(entry, trouble))


def _details(review: Review) -> dict[str, Any]:
    return ReviewDetails(review.id, review.log_id, review.version).stored()
