"""Composes the messages about reviews at the moment they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import utcnow

from bot.core.outbox.kinds import Kind
from bot.core.reviews.details import AssignmentsDetails, ReviewDetails, ReviewReminderDetails, WithdrawnDetails
from bot.core.reviews.pairs import Pair
from bot.core.reviews.review import Origin
from bot.core.weeks.week import WeekState
from bot.delivery.outgoing import OutgoingMessage
from cogs.papers.names import short_name
from cogs.reviews.messages import (
    assignments_page,
    given_page,
    open_call_page,
    review_page,
    review_reminder_page,
    secret_assignments_page,
    secret_given_page,
    secret_reminder_page,
    withdrawn_page,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from bot.services.reviews.service import WeekReviews
    from bot.services.reviews.views import ReviewView
    from bot.services.weeks.views import WeekView
    from cogs.ui.dependencies import Dependencies


class ReviewComposers:
    """One method for each kind of entry. Each returns None if there is nothing left to say."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._weeks = services.weeks
        self._reviews = services.reviews

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {
            Kind.REVIEW: self.review,
            Kind.REVIEW_EDIT: self.change,
            Kind.ASSIGNMENTS: self.assignments,
            Kind.REVIEW_REMINDER: self.reminder,
        }

    async def review(self, entry: Entry) -> OutgoingMessage | None:
        """Return a review as a reply to the log. It pings the log's author."""
        view = await self._reviews.to_send(ReviewDetails.of(entry).review_id)
        if view is None or view.log.is_withdrawn or view.key != entry.key:
            return None
        page = review_page(view, await self._paper_name(view))
        author = view.log.author_id
        gone = await self._weeks.leavers_among(view.club.server_id, [author])
        called = () if author in gone else (author,)
        return OutgoingMessage(page, user_ids=called, answers=view.log.message_id)

    async def change(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message as it must look now: corrected, or saying that the review was withdrawn."""
        withdrawn = WithdrawnDetails.of(entry)
        if withdrawn.is_withdrawn:
            page = withdrawn_page(withdrawn.author_id, entry.key.rpartition("-")[0])
            return OutgoingMessage(page, edits=withdrawn.message_id)
        view = await self._reviews.to_send(ReviewDetails.of(entry).review_id)
        if view is None or view.review.message_id is None or not entry.key.startswith(view.key):
            return None
        return OutgoingMessage(review_page(view, await self._paper_name(view)), edits=view.review.message_id)

    async def _paper_name(self, view: ReviewView) -> str:
        return short_name(await self._papers.of(view.club.server_id), view.log.paper_key)

    async def assignments(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message that pings reviewers, while reviews are open. They get the full days from now."""
        details = AssignmentsDetails.of(entry)
        telling = self._weeks.telling_reviewers if details.given is None else self._weeks.view
        view = await telling(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.REVIEWING:
            return None
        happened = await self._reviews.of_week(view.week.id)
        if _is_secret(entry, view, happened):
            return _to_all(entry, view, happened)
        if details.given is not None:
            return self._given(entry, details.given, view, happened)
        if details.is_open_call:
            return OutgoingMessage(open_call_page(view, entry.key, happened.logs)) if happened.logs else None
        named = set(details.reviewers or ()) - view.gone
        pairs = [pair for pair in _owed_pairs(happened) if pair.reviewer in named]
        if not pairs:
            return None
        page = assignments_page(view, entry.key, pairs, len(happened.logs), details.part or 0)
        return OutgoingMessage(page, user_ids=_reviewers(pairs))

    def _given(
        self, entry: Entry, pairs_given: list[list[int]], view: WeekView, happened: WeekReviews
    ) -> OutgoingMessage | None:
        """Return the message about reviews that were passed on, as far as they are still the members'."""
        given = {(reviewer, log_id) for reviewer, log_id in pairs_given}
        pairs = [
            Pair(review.reviewer_id, review.author_id)
            for review in happened.reviews
            if (review.reviewer_id, review.log_id) in given and not review.is_written
            if review.reviewer_id not in view.gone
        ]
        return OutgoingMessage(given_page(view, entry.key, pairs), user_ids=_reviewers(pairs)) if pairs else None

    async def reminder(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message that pings members with unstarted reviews, and those asked to help, while time is left."""
        view = await self._weeks.view(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.REVIEWING:
            return None
        if view.week.reviews_due and view.week.reviews_due <= utcnow():
            return None
        happened = await self._reviews.of_week(view.week.id)
        if _is_secret(entry, view, happened):
            return _to_all(entry, view, happened)
        account, details = happened.account, ReviewReminderDetails.of(entry)
        wanted = set(details.log_ids or ())
        logs = [log for log in happened.logs if log.id in wanted and account.waits(log.id)]
        parts = {member: account.of(member) for member in details.members or ()}
        members = [member for member, part in parts.items() if (part.to_write or part.free) and member not in view.gone]
        if not logs and not members:
            return None
        authors = {log.id: log.author_id for log in logs}
        asked = [
            Pair(member, authors[log_id])
            for member, log_id in details.asked or ()
            if log_id in authors and member not in view.gone
        ]
        called = tuple(dict.fromkeys([*members, *_reviewers(asked)]))[:100]
        return OutgoingMessage(review_reminder_page(view, entry.key, members, logs, asked), user_ids=called)


def _is_secret(entry: Entry, view: WeekView, happened: WeekReviews) -> bool:
    """Return whether reviewers are secret: in the club now, or when the reviews were assigned."""
    details = AssignmentsDetails.of(entry)
    is_secret = view.club.settings.anonymous or happened.is_secret or details.is_anonymous is not None
    return is_secret and not details.is_open_call


def _to_all(entry: Entry, view: WeekView, happened: WeekReviews) -> OutgoingMessage | None:
    """Return an anonymous club's message: it pings all authors alike, in the order of their logs, which is public."""
    details = AssignmentsDetails.of(entry)
    named = details.reviewers if details.members is None else details.members
    called = None if details.is_anonymous is None else named
    authors = tuple(
        dict.fromkeys(
            log.author_id
            for log in happened.logs
            if (called is None or log.author_id in called) and log.author_id not in view.gone
        )
    )[:100]
    if not authors:
        return None
    part = details.part or 0
    if entry.kind is Kind.REVIEW_REMINDER:
        reviewed = {review.log_id for review in happened.written if review.message_id}
        bare = 0 if part else len({log.id for log in happened.logs} - reviewed)
        page = secret_reminder_page(view, entry.key, authors, bare)
    elif details.given is not None:
        page = secret_given_page(view, entry.key, authors)
    else:
        page = secret_assignments_page(view, entry.key, authors, len(happened.logs), part)
    return OutgoingMessage(page, user_ids=authors)


def _owed_pairs(happened: WeekReviews) -> list[Pair]:
    given = [review for review in happened.reviews if review.origin is Origin.GIVEN]
    return [Pair(review.reviewer_id, review.author_id) for review in given]


def _reviewers(pairs: list[Pair]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pair.reviewer for pair in pairs))
