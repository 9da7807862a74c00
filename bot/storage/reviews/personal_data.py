"""What reviews hold of a member: those that they wrote or have to write, their drafts, and those they were freed of.

A review quotes a sentence of another member's log, so the quotation is its author's: an export of the reviewer's data
leaves it out, and it goes when the author's data is erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.storage.privacy.holdings import ErasureRequest, Holding, deleting, in_weeks, sent_before
from bot.storage.reviews.erasing import erase_freed, erase_reviewer
from bot.storage.tables import freed_reviews, paper_logs, review_drafts, reviews

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _reviews_of(scope: MemberScope) -> ColumnElement[bool]:
    return (reviews.c.reviewer_id == scope.user_id) & in_weeks(reviews.c.week_id, scope)


def _drafts_of(scope: MemberScope) -> ColumnElement[bool]:
    mine = review_drafts.c.reviewer_id == scope.user_id
    if scope.server_id is None:
        return mine
    here = select(paper_logs.c.id).where(in_weeks(paper_logs.c.week_id, scope))
    return mine & review_drafts.c.log_id.in_(here)


def _freed_of(scope: MemberScope) -> ColumnElement[bool]:
    return (freed_reviews.c.reviewer_id == scope.user_id) & in_weeks(freed_reviews.c.week_id, scope)


def _done_before(asked: ErasureRequest) -> ColumnElement[bool]:
    """What is not written yet was assigned."""
    assigned = reviews.c.interaction_id.is_(None) & (reviews.c.assigned_at <= asked.settled)
    return _sent_before(asked) | assigned


def _freed_before(asked: ErasureRequest) -> ColumnElement[bool]:
    """The transaction that erases a member frees them of reviews too."""
    return (freed_reviews.c.freed_at <= asked.settled) | (freed_reviews.c.freed_at == asked.now)


_sent_before = sent_before(reviews.c.interaction_id)

# Only the log's author can mark a review as helpful, so the mark is the author's.
REVIEWS = Holding(
    "reviews",
    reviews,
    _reviews_of,
    _done_before,
    erase_reviewer,
    hidden=(reviews.c.strongest, reviews.c.is_helpful),
    person=reviews.c.reviewer_id,
)
REVIEW_DRAFTS = Holding(
    "review-drafts",
    review_drafts,
    _drafts_of,
    sent_before(review_drafts.c.interaction_id),
    deleting(review_drafts),
    hidden=(review_drafts.c.strongest,),
    person=review_drafts.c.reviewer_id,
)
FREED_REVIEWS = Holding(
    "freed-reviews", freed_reviews, _freed_of, _freed_before, erase_freed, person=freed_reviews.c.reviewer_id
)
