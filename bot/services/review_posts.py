"""What becomes of reviews in Discord: which entries follow from a change. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Kind, unblocked
from bot.services.entries import new_entry, review_key
from bot.services.log_posts import SUPERSEDED, WITHDRAWABLE
from bot.services.review_turns import Reviewable
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.core.weeks import Week
    from bot.storage.reviews import Review

TAKEN_BACK = "its writer withdrew the review"


async def post_review(connection: AsyncConnection, target: Reviewable, review: Review, now: datetime) -> str | None:
    """As an answer to the log's message, which stands in the week's thread. The key of the entry that does it."""
    club, week, log = target.club, target.week, target.log
    place = log.channel_id or week.thread_id
    if place is None:
        return None
    key, details = review_key(club, review), _details(review)
    if refused := await outbox_rows.entry_by_key(connection, key):
        await outbox_rows.save_entry(connection, unblocked(replace(refused, details=details)))
        return key
    entry = replace(new_entry(club, Kind.REVIEW, key, place, week.id), details=details)
    await outbox_rows.add_entry(connection, entry, now)
    return key


async def post_waiting_reviews(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's thread has opened: reviews that were written before are posted, behind the logs that they answer.

    In an order that says nothing about who wrote them.
    """
    logs = {log.id: log for log in await log_rows.logs_of_week(connection, week.id)}
    waiting = await review_rows.reviews_of_week(connection, week.id)
    for review in sorted(waiting, key=lambda review: review.token):
        is_known = await outbox_rows.entry_by_key(connection, review_key(club, review)) is not None
        if review.is_written and review.log_id in logs and not is_known:
            await post_review(connection, Reviewable(club, week, logs[review.log_id]), review, now)


async def show_change(connection: AsyncConnection, target: Reviewable, review: Review, now: datetime) -> str | None:
    """See to it that the review's message shows its newest version. The key of the entry that does it."""
    key = review_key(target.club, review)
    posted = await outbox_rows.entry_by_key(connection, key)
    if review.message_id is not None and posted is not None:
        return await _change_message(connection, target.club, posted, review, now)
    if posted is None or posted.state is EntryState.BLOCKED:
        return await post_review(connection, target, review, now)
    if posted.state is EntryState.PENDING:
        # It is worded when it leaves. Once it is on its way, `note_review_message` makes the change good.
        await outbox_rows.save_entry(connection, replace(posted, details=_details(review)))
    return key


async def take_back(connection: AsyncConnection, club: Club, review: Review, now: datetime) -> None:
    """The review was withdrawn: its message is changed to say so, or never sent."""
    key = review_key(club, review)
    posted = await outbox_rows.entry_by_key(connection, key)
    if posted is None:
        return
    if review.message_id is not None:
        await _cancel(connection, f"{key}-v{review.version}", SUPERSEDED)
        await _say_withdrawn(connection, club, posted, review.message_id, now)
    elif posted.state in WITHDRAWABLE:
        await _cancel(connection, key, TAKEN_BACK)


async def note_review_message(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    """The review's message is there. What was changed while it was on its way is made good."""
    review = await review_rows.review_by_id(connection, int(entry.details["review_id"]))
    club = await club_rows.club_by_id(connection, entry.club_id)
    if club is None or entry.message_id is None:
        return
    if review is None or not review.is_written or review_key(club, review) != entry.key:
        await _say_withdrawn(connection, club, entry, entry.message_id, now)
        return
    await review_rows.change_review(connection, review.id, message_id=entry.message_id)
    if entry.details.get("version", review.version) != review.version:
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
    """The change says all that it needs by itself: the review may be given to its writer, or written, anew."""
    key = f"{posted.key}-x"
    if await outbox_rows.entry_by_key(connection, key) is None:
        log = await log_rows.log_by_id(connection, int(posted.details["log_id"]))
        details = {"is_withdrawn": True, "message_id": message_id, "author_id": log.author_id if log else 0}
        entry = new_entry(club, Kind.REVIEW_EDIT, key, posted.channel_id, posted.week_id)
        await outbox_rows.add_entry(connection, replace(entry, details=details), now)


async def _cancel(connection: AsyncConnection, key: str, reason: str) -> None:
    entry = await outbox_rows.entry_by_key(connection, key)
    if entry and entry.state in WITHDRAWABLE:
        cancelled = replace(entry, state=EntryState.CANCELLED, reason=reason, not_before=None)
        await outbox_rows.save_entry(connection, cancelled)


def _details(review: Review) -> dict[str, int]:
    return {"review_id": review.id, "log_id": review.log_id, "version": review.version}
